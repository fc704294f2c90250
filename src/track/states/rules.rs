//! The rules in their order. Each takes the case and fires or does not.

use super::phases::{Reached, reached};
use super::ratings::state_of_word;
use super::{AuditState, Case};

/// A rule that fired: the state, and how many years late.
type Fired = Option<(AuditState, Option<i32>)>;

/// A rule with its name.
type Rule = (&'static str, fn(&Case<'_>) -> Fired);

/// All rules, first come first served.
pub const RULES: [Rule; 16] = [
    ("out_of_period", out_of_period),
    ("merged", merged),
    ("transferred", transferred),
    ("dropped_in_plan", dropped_in_plan),
    ("cancelled", cancelled),
    ("done_before", done_before),
    ("done", done),
    ("not_due", not_due),
    ("suspended", suspended),
    ("pending", pending),
    ("not_reported", not_reported),
    ("not_started", not_started),
    ("behind", behind),
    ("ahead", ahead),
    ("as_planned", as_planned),
    ("unknown", unknown),
];

/// Applies the rules to what plan and words say, without the printed rating.
pub(super) fn computed(case: &Case<'_>) -> (&'static str, AuditState, Option<i32>) {
    let fired = RULES.iter().find_map(|(name, rule)| rule(case).map(|(state, slip)| (*name, state, slip)));
    fired.unwrap_or(("unknown", AuditState::Unknown, None))
}

/// What the words of the result say by themselves.
fn words_say(case: &Case<'_>) -> Option<AuditState> {
    let reported = case.reported?;
    let (word, _) = case.rules.status.state(&reported.text)?;
    state_of_word(word).map(|(state, _)| state)
}

fn fires(condition: bool, state: AuditState) -> Fired {
    condition.then_some((state, None))
}

/// Outside the plan's period (対象外). Source: plans print years of reference beyond their period (計画対象期間外).
fn out_of_period(case: &Case<'_>) -> Fired {
    fires(case.planned.period.is_some_and(|(from, to)| case.year < from || case.year > to), AuditState::OutOfPeriod)
}

/// Taken in by another measure (統合): history goes on under the other one. Source: schedules that print に統合.
fn merged(case: &Case<'_>) -> Fired {
    let steps = case.planned.steps.iter().filter(|s| s.from <= case.year);
    fires(steps.into_iter().any(|s| case.rules.tracking.audit.is_merged(&s.label)), AuditState::Merged)
}

/// Another body does it (移管, 事務委譲). Source: follow-ups of earlier visions that hand duties to another office or to the state.
fn transferred(case: &Case<'_>) -> Fired {
    let step = case.planned.steps.iter().any(|s| s.from <= case.year && case.rules.tracking.audit.is_transferred(&s.label));
    fires(step || words_say(case) == Some(AuditState::Transferred), AuditState::Transferred)
}

/// The plan itself gives it up (削除, 取りやめ), from the year it says, else from the edition on. Never counted as late.
fn dropped_in_plan(case: &Case<'_>) -> Fired {
    fires(case.planned.dropped_from.is_some_and(|from| from <= case.year), AuditState::DroppedInPlan)
}

/// A report stops it (中止, しないこととした).
fn cancelled(case: &Case<'_>) -> Fired {
    fires(words_say(case) == Some(AuditState::Cancelled), AuditState::Cancelled)
}

/// Finished in an earlier year, and nothing further is planned or reported (完了（前年度まで）).
fn done_before(case: &Case<'_>) -> Fired {
    fires(case.reported.is_none() && case.done_in.is_some_and(|done| done < case.year), AuditState::Done)
}

/// The words say that it is finished, and no further step is planned (完了). A finished step of several is not the end.
fn done(case: &Case<'_>) -> Fired {
    let last = case.planned.end().is_some_and(|end| end <= case.year);
    let said =
        case.reported.is_some_and(|r| case.rules.status.state(&r.text).is_some_and(|(word, found)| word == "done" && found.contains('完')));
    fires(last && said, AuditState::Done).map(|_| (time_of_completion(case, AuditState::Done), None))
}

/// Nothing is planned in the year and nothing is reported (予定前; also gaps and the time after the last step).
fn not_due(case: &Case<'_>) -> Fired {
    let nothing = !case.planned.unknown && case.planned.in_year(case.year).next().is_none();
    fires(nothing && case.reported.is_none(), AuditState::NotDue)
}

/// Stopped with the intent to go on (休止, 中断).
fn suspended(case: &Case<'_>) -> Fired {
    fires(words_say(case) == Some(AuditState::Suspended), AuditState::Suspended)
}

/// The year is over, its report is not yet due (未確定). Source: reports follow in early summer, accounts in autumn.
fn pending(case: &Case<'_>) -> Fired {
    fires(case.reported.is_none() && !case.due, AuditState::Pending)
}

/// Planned and due, and the report is silent (未報告). Never shown as late or on time.
fn not_reported(case: &Case<'_>) -> Fired {
    fires(case.reported.is_none() && case.due && !case.planned.unknown, AuditState::NotReported)
}

/// The words say that nothing was begun (未着手).
fn not_started(case: &Case<'_>) -> Fired {
    fires(words_say(case) == Some(AuditState::NotStarted) && case.planned.start().is_some_and(|s| s <= case.year), AuditState::NotStarted)
}

/// Less far than planned (遅れ): the words name an earlier step, or say so. The slip counts from the last year of that step, or from
/// the last planned year.
fn behind(case: &Case<'_>) -> Fired {
    let reported = case.reported?;
    if let Some(Reached::Before(last)) = reached(case.planned, case.year, &reported.text, case.rules) {
        return Some((AuditState::Behind, Some(case.year - last)));
    }
    let past = case.planned.end().filter(|end| *end < case.year).map(|end| case.year - end);
    let says = words_say(case) == Some(AuditState::Behind);
    (says || past.is_some()).then_some((AuditState::Behind, past))
}

/// Further than planned (前倒し): a later step is named, something is reported before the first planned year, or the words say so.
fn ahead(case: &Case<'_>) -> Fired {
    let reported = case.reported?;
    let later = reached(case.planned, case.year, &reported.text, case.rules) == Some(Reached::After);
    let early = case.planned.start().is_some_and(|s| case.year < s) && words_say(case).is_some();
    fires(later || early || words_say(case) == Some(AuditState::Ahead), AuditState::Ahead)
}

/// The words name the step of the year, or say that it goes as planned (順調).
fn as_planned(case: &Case<'_>) -> Fired {
    let reported = case.reported?;
    let now = reached(case.planned, case.year, &reported.text, case.rules) == Some(Reached::Now);
    fires(now || words_say(case) == Some(AuditState::AsPlanned), AuditState::AsPlanned)
}

/// Neither the schedule nor the words tell (判定不能).
fn unknown(_: &Case<'_>) -> Fired {
    Some((AuditState::Unknown, None))
}

/// A completion before or after the planned last year is said so. A measure whose remaining years only go on with the same step
/// (サービス実施) was not finished early.
pub(super) fn time_of_completion(case: &Case<'_>, state: AuditState) -> AuditState {
    if state != AuditState::Done {
        return state;
    }
    let Some(end) = case.planned.end() else { return state };
    let further = case.planned.steps.iter().any(|s| s.from > case.year);
    if end < case.year && case.done_in.is_none_or(|done| done >= case.year) {
        AuditState::DoneLate
    } else if further && case.reported.is_some() {
        AuditState::DoneEarly
    } else {
        state
    }
}

/// What goes with the state (codes of findings).
pub(super) fn findings(case: &Case<'_>, state: AuditState, computed: AuditState) -> Vec<&'static str> {
    let audit = &case.rules.tracking.audit;
    let mut found = Vec::new();
    let mut note = |condition: bool, finding| {
        if condition {
            found.push(finding);
        }
    };
    note(case.planned.in_year(case.year).any(|s| case.rules.schedule.is_conditional(&s.label)), "conditional");
    if state == AuditState::DroppedInPlan {
        note(case.reported.is_none(), "no_reason");
        note(case.planned.dropped_undated, "date_inferred");
    }
    let Some(reported) = case.reported else { return found };
    let (dated, counted) = (audit.is_dated(&reported.text), audit.is_counted(&reported.text));
    // A completion needs its date; for a year's work a number will do.
    note(if state.is_done() { !dated } else { state.is_good() && !dated && !counted }, "no_dated_act");
    note(reported.mark.is_some() && reported.rated.is_none(), "rating_without_legend");
    note(disagree(reported.rated, computed), "rating_and_schedule_disagree");
    note((state.is_short() || state.is_stopped()) && reported.reason.is_none(), "no_reason");
    note((state.is_short() || state.is_stopped()) && reported.next.is_none(), "no_next_step");
    note(!case.planned.unknown && case.planned.in_year(case.year).next().is_none(), "not_planned_in_year");
    note(reported.text.trim().is_empty(), "nothing_told");
    found.extend(&reported.with);
    found
}

/// A good rating over words that stand at an earlier step or tell of a stop, or a poor one over words of a later step.
fn disagree(rated: Option<AuditState>, computed: AuditState) -> bool {
    let Some(rated) = rated else { return false };
    (rated.is_good() && (computed.is_short() || computed.is_stopped()))
        || (rated.is_short() && (computed == AuditState::Ahead || computed.is_done()))
}
