//! How states, ratings and PDCA are shown: a sign, its word, a weight; the same in all reports.

use crate::report::view::{Cell, Draft, Fact, Speech, Tone};
use crate::track::Answer;
use crate::track::audit::YearRollUp;
use crate::track::kpi::KpiState;
use crate::track::states::{AuditState, PdcaFlags};

/// All states in the order of the legend.
const STATES: [AuditState; 18] = [
    AuditState::Done,
    AuditState::DoneEarly,
    AuditState::DoneLate,
    AuditState::Ahead,
    AuditState::AsPlanned,
    AuditState::Behind,
    AuditState::NotStarted,
    AuditState::NotReported,
    AuditState::Suspended,
    AuditState::Cancelled,
    AuditState::DroppedInPlan,
    AuditState::Merged,
    AuditState::Transferred,
    AuditState::NotInPlan,
    AuditState::Pending,
    AuditState::NotDue,
    AuditState::OutOfPeriod,
    AuditState::Unknown,
];

/// The sign of a state; only signs that every municipal system can show.
fn sign(state: AuditState) -> &'static str {
    match state {
        AuditState::Done | AuditState::DoneEarly | AuditState::DoneLate => "●",
        AuditState::Ahead => "◎",
        AuditState::AsPlanned => "○",
        AuditState::Behind => "▲",
        AuditState::NotStarted => "×",
        AuditState::NotReported => "？",
        AuditState::Suspended | AuditState::Cancelled => "■",
        AuditState::DroppedInPlan => "□",
        AuditState::Merged | AuditState::Transferred => "◇",
        AuditState::NotInPlan => "＋",
        AuditState::Pending | AuditState::NotDue => "・",
        AuditState::OutOfPeriod => "－",
        AuditState::Unknown => "…",
    }
}

/// How a state weighs.
pub(super) fn tone(state: AuditState) -> Tone {
    match state {
        s if s.is_good() => Tone::Good,
        AuditState::Behind | AuditState::NotInPlan | AuditState::Unknown => Tone::Watch,
        s if s.is_short() || s.is_stopped() => Tone::Bad,
        AuditState::NotReported => Tone::Bad,
        _ => Tone::Quiet,
    }
}

/// Sign and word.
pub(super) fn fact(state: AuditState, speech: Speech) -> Fact {
    let shown = format!("{} {}", sign(state), speech.word("state", state.word()));
    Fact::text(shown).code(state.word()).tone(tone(state))
}

/// Explains the signs of states and of PDCA.
pub(super) fn legend(draft: &mut Draft) {
    let speech = draft.speech;
    for state in STATES {
        let meaning = speech.find(&format!("state_means.{}", state.word())).unwrap_or_default();
        draft.legend(format!("{} {}", sign(state), speech.word("state", state.word())), meaning);
    }
    draft.legend("P D C A", speech.say("view.pdca_means"));
}

/// `P○ D○ C－ A×` with the answers as code.
pub(super) fn pdca(flags: &PdcaFlags) -> Fact {
    let all = [("P", &flags.plan), ("D", &flags.does), ("C", &flags.check), ("A", &flags.act)];
    let sign = |answer: Answer| match answer {
        Answer::Yes => "○",
        Answer::No => "×",
        Answer::NotApplicable => "－",
    };
    let word = |answer: Answer| match answer {
        Answer::Yes => "yes",
        Answer::No => "no",
        Answer::NotApplicable => "na",
    };
    let shown: Vec<String> = all.iter().map(|(name, flag)| format!("{name}{}", sign(flag.answer))).collect();
    let code: Vec<&str> = all.iter().map(|(_, flag)| word(flag.answer)).collect();
    Fact::text(shown.join(" ")).named("PDCA").code(code.join(","))
}

/// Sign, word and weight of an indicator's state.
pub(super) fn kpi(state: KpiState, speech: Speech) -> Fact {
    let (sign, tone) = match state {
        KpiState::TargetMet | KpiState::Kept => ("●", Tone::Good),
        KpiState::OnTrack => ("○", Tone::Good),
        KpiState::SlightlyBehind | KpiState::Behind => ("▲", Tone::Watch),
        KpiState::Missed | KpiState::TargetBroken => ("×", Tone::Bad),
        KpiState::NeverReported | KpiState::NotReported => ("？", Tone::Bad),
        KpiState::TargetNotMetYet | KpiState::Undated | KpiState::Pending => ("・", Tone::Plain),
        KpiState::NotComparable | KpiState::NoTarget => ("－", Tone::Quiet),
    };
    Fact::text(format!("{sign} {}", speech.word("kpi_state", state.word()))).code(state.word()).tone(tone)
}

/// Findings in words, with their codes; empty for none.
pub(super) fn findings(codes: &[String], speech: Speech) -> Cell {
    let fact = |code: &String| Fact::text(speech.word("finding", code)).code(code.clone());
    codes.iter().map(fact).collect::<Vec<_>>().into()
}

/// A year's counts in one sentence.
pub(super) fn roll_up(year: &YearRollUp, speech: Speech) -> String {
    let states: Vec<String> = year.states.iter().map(|(s, n)| format!("{} {n}", speech.word("state", s.word()))).collect();
    let key = if year.headline { "audit.counts" } else { "audit.counts_only" };
    let (good, judged, due) = (year.good.to_string(), year.judged.to_string(), year.due.to_string());
    let pdca = format!("{}/{}", year.complete, year.planned);
    let states = states.join(speech.comma());
    let values = [("year", speech.year(year.year)), ("states", states), ("good", good), ("judged", judged), ("due", due), ("pdca", pdca)];
    speech.fill(key, &values.each_ref().map(|(name, value)| (*name, value.as_str())))
}
