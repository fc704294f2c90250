//! How silence, zero, 該当なし and a printed dash are shown: four things, in all reports alike.

use crate::report::view::{Draft, Fact, Speech, Tone};
use crate::track::nothing::Nothing;

/// The plan says nothing.
pub(super) fn silent(speech: Speech) -> Fact {
    Fact::text(speech.say("view.silent")).code("silent").tone(Tone::Quiet)
}

/// A printed nothing without a number.
pub(super) fn fact(nothing: Nothing, speech: Speech) -> Fact {
    match nothing {
        Nothing::Zero => Fact::number(0.0, None),
        Nothing::NotApplicable => Fact::text(speech.say("view.not_applicable")).tone(Tone::Quiet),
        Nothing::Dash => Fact::text("－").tone(Tone::Quiet),
    }
    .code(nothing.word())
}

/// A fact with its code where what is printed is a nothing.
pub(super) fn marked(fact: Fact, text: &str) -> Fact {
    match Nothing::of(fact.number, text) {
        Some(nothing) => fact.code(nothing.word()),
        None => fact,
    }
}

/// Explains the four.
pub(super) fn legend(draft: &mut Draft) {
    let speech = draft.speech;
    draft.legend(speech.say("view.silent"), speech.say("view.silent_means"));
    draft.legend("0", speech.say("view.zero_means"));
    draft.legend(speech.say("view.not_applicable"), speech.say("view.not_applicable_means"));
    draft.legend("－", speech.say("view.dash_means"));
}
