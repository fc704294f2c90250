//! `evaluation`: a remark says that a figure is higher (or lower) than that of its peers, and the figures say the opposite.
//!
//! Only sentences that name the peers and speak of the value itself are taken (高い値, を上回る); 健全性は高い says nothing of a number.
//! Source: the remark and the figures of the same indicator.

use super::Checked;
use super::finding::{Finding, Rule};
use crate::language::squash;
use crate::model::{Body, Indicator, Record, Role, Value};
use crate::rules::Side;

pub(super) fn findings(checked: &Checked<'_>) -> Vec<Finding> {
    let of_record = |record: &Record| match &record.body {
        Body::Indicator(indicator) => contradiction(checked, record, indicator),
        _ => None,
    };
    checked.records.iter().filter_map(of_record).collect()
}

fn contradiction(checked: &Checked<'_>, record: &Record, indicator: &Indicator) -> Option<Finding> {
    let remark = indicator.evaluation.as_deref()?;
    let (sentence, side) = remark.split('。').find_map(|s| checked.rules.checks.side_of_peers(s).map(|side| (s.trim(), side)))?;
    let values: Vec<(&Record, &Value)> = checked
        .records
        .iter()
        .filter_map(|r| if let Body::Value(v) = &r.body { Some((r, v)) } else { None })
        .filter(|(_, v)| squash(&v.indicator) == squash(&indicator.indicator) && v.code == indicator.code)
        .collect();
    let (peer_record, peer) = values.iter().filter(|(_, v)| v.role == Role::Average).max_by_key(|(_, v)| v.year)?;
    let own = values.iter().filter(|(_, v)| v.role == Role::Actual && v.scope.is_none() && v.unit == peer.unit);
    let (own_record, own) = own.filter(|(_, v)| peer.year.is_none() || v.year == peer.year).max_by_key(|(_, v)| v.year)?;
    let (a, b) = (own.value?, peer.value?);
    let contradicts = match side {
        Side::Higher => a < b,
        Side::Lower => a > b,
    };
    let scope = peer.scope.as_deref().unwrap_or_default();
    contradicts.then(|| {
        let other = format!("{} / {scope} {}", own.text.trim(), peer.text.trim());
        let remark_at = record.evidence.iter().find(|e| squash(&e.quote).contains(&squash(sentence))).or(record.evidence.first());
        Finding::new(Rule::Evaluation, &indicator.indicator, sentence.to_owned(), other)
            .at(remark_at.into_iter().cloned().collect(), own_record.evidence.iter().chain(&peer_record.evidence).cloned().collect())
    })
}
