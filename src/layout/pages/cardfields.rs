//! The fields of a card: which of its words are labels of the design, and what stands under or behind each of them.

use super::cardrows::SMALLEST;
use super::cards::within;
use super::cells;
use super::runs::{Run, is_blank};
use crate::model::{Direction, Glyph, Rect};

/// A card holds no more pieces of text than this.
const MAX_PIECES: usize = 60;
/// Words stand this close to their label, in heights of the line above them.
const NEAR: f32 = 2.2;

/// One card: its frame, and its pieces of text from top to bottom.
pub(super) struct Card<'a> {
    frame: Rect,
    pieces: Vec<Run<'a>>,
}

/// A label of a design: what its cards print alike, one piece or several below one another.
type Label = Vec<String>;

/// What a card prints as a label, and what stands under or behind it.
#[derive(Clone, Default)]
pub(super) struct Field<'a> {
    /// The label as this card prints it, empty where it does not.
    pub(super) label: Vec<Run<'a>>,
    /// What it heads.
    pub(super) held: Vec<Run<'a>>,
}

/// A card taken apart: what names it, and what stands under each label.
pub(super) struct Taken<'a> {
    /// Its frame.
    pub(super) frame: Rect,
    /// What stands in an area of its own above the labels, such as a number.
    pub(super) badge: Vec<Run<'a>>,
    /// The first lines above the labels.
    pub(super) name: Vec<Run<'a>>,
    /// All that stands below the name and under no label.
    pub(super) rest: Vec<Run<'a>>,
    /// A field for each label of the design.
    pub(super) fields: Vec<Field<'a>>,
}

/// The words in a frame; `None` where some of them run over its edge or it holds cards itself.
pub(super) fn card<'a>(frame: &Rect, frames: &[Rect], runs: &[Run<'a>]) -> Option<Card<'a>> {
    let mut pieces: Vec<Run> = runs.iter().filter(|run| frame.contains(run.rect.center())).cloned().collect();
    let upright = pieces.iter().all(|run| run.direction == Direction::Right && within(&run.rect, &frame.grown(1.0)));
    let holds = |f: &&Rect| f.area() < 0.9 * frame.area() && within(f, frame) && f.width() >= SMALLEST.0 && f.height() >= SMALLEST.1;
    if pieces.is_empty() || pieces.len() > MAX_PIECES || !upright || frames.iter().filter(holds).count() > 1 {
        return None;
    }
    let areas: Vec<&Rect> = frames.iter().filter(|f| is_badge(f, frame)).collect();
    pieces = pieces.into_iter().flat_map(|run| pieces_of(run, &areas)).collect();
    pieces.sort_by(|a, b| a.rect.center().y.total_cmp(&b.rect.center().y).then(a.rect.x0.total_cmp(&b.rect.x0)));
    Some(Card { frame: *frame, pieces: cells::lines(pieces).into_iter().flatten().collect() })
}

/// Whether an area in a card is drawn around a few of its words.
fn is_badge(area: &Rect, card: &Rect) -> bool {
    card.contains(area.center()) && area.area() < 0.3 * card.area() && area.width() < 0.5 * card.width()
}

/// Arrows that stand between two figures.
const ARROWS: &str = "▶►▷▸▼▽→⇒➡⟶⇨↓⇩⬇";

/// A run parted at the edges of areas of their own, at arrows and behind a colon.
fn pieces_of<'a>(run: Run<'a>, areas: &[&Rect]) -> Vec<Run<'a>> {
    let kind = |g: &Glyph| (areas.iter().position(|a| a.contains(g.rect.center())), ARROWS.contains(g.text.as_str()));
    let mut parts: Vec<Vec<&Glyph>> = Vec::new();
    for &glyph in &run.glyphs {
        let colon = |g: &&Glyph| matches!(g.text.as_str(), ":" | "：");
        match parts.last_mut() {
            Some(part) if part.last().is_some_and(|last| !colon(last) && (is_blank(glyph) || kind(last) == kind(glyph))) => {
                part.push(glyph)
            }
            _ => parts.push(vec![glyph]),
        }
    }
    parts.into_iter().filter_map(Run::new).collect()
}

/// What is printed, without spaces and what opens or closes a label; `None` for what does not begin with a word.
fn word(run: &Run) -> Option<String> {
    let text: String = run.text().chars().filter(|c| !c.is_whitespace()).collect();
    let text = text.trim_end_matches([':', '：']);
    let begins = text.trim_start_matches(|c: char| !c.is_alphanumeric()).chars().take_while(|c| c.is_alphabetic()).count() >= 2;
    begins.then(|| text.to_owned())
}

/// The same without its numbers: 現状(令和5年度) and 現状(令和6年度) are one label.
fn form(word: &str) -> String {
    let mut masked = String::new();
    for c in word.chars() {
        match c {
            c if c.is_numeric() && masked.ends_with('0') => {}
            c if c.is_numeric() => masked.push('0'),
            c => masked.push(c),
        }
    }
    masked
}

/// The labels of a design, in the order of a card that prints most of them: what most of the cards print, once each.
fn labels(cards: &[Card]) -> Vec<Label> {
    let words: Vec<Vec<String>> = cards.iter().map(|card| card.pieces.iter().filter_map(word).collect()).collect();
    let shared = |all: &[Vec<String>], word: &String| {
        let times = |own: &Vec<String>| own.iter().filter(|other| *other == word).count();
        let printed = all.iter().filter(|own| times(own) == 1).count();
        all.iter().all(|own| times(own) < 2) && printed > 1 && printed * 4 >= all.len() * 3
    };
    let forms: Vec<Vec<String>> =
        words.iter().map(|own| own.iter().filter(|word| !shared(&words, word)).map(|word| form(word)).collect()).collect();
    let own = |words_of: &Vec<String>| -> Vec<Label> {
        let label =
            |word: &String| if shared(&words, word) { Some(word.clone()) } else { Some(form(word)).filter(|form| shared(&forms, form)) };
        words_of.iter().filter_map(label).map(|label| vec![label]).collect()
    };
    words.iter().map(own).max_by_key(Vec::len).unwrap_or_default()
}

/// The cards of a design, each by its labels. Empty where they do not share any that head something.
pub(super) fn apart<'a>(cards: &[Card<'a>], frames: &[Rect]) -> Vec<Taken<'a>> {
    let mut labels = labels(cards);
    loop {
        let taken: Vec<Taken> = cards.iter().map(|card| parted(card, &labels, frames)).collect();
        if cards.len() < 2 || labels.len() < 2 {
            return Vec::new();
        }
        // 方針1, 方針2: what is printed first names the card if nothing else does.
        if taken.iter().all(|card| card.name.is_empty()) {
            labels.remove(0);
            continue;
        }
        let barren = (0..labels.len()).find(|&n| taken.iter().all(|card| card.fields[n].held.is_empty()));
        let Some(n) = barren else { return taken };
        // 現状 over (令和6年度): one label on two lines.
        let words = labels.remove(n);
        if let Some(below) = taken.iter().find_map(|card| right_below(card, n)) {
            let below = if below > n { below - 1 } else { below };
            labels[below] = [words, std::mem::take(&mut labels[below])].concat();
        }
    }
}

/// The label that stands right below another.
fn right_below(card: &Taken, n: usize) -> Option<usize> {
    let rect = |field: &Field| Rect::bounding(field.label.iter().map(|run| &run.rect));
    let upper = rect(&card.fields[n])?;
    let below = |field: &Field| {
        rect(field).is_some_and(|r| {
            let gap = r.y0 - upper.y1;
            -1.0 < gap && gap < 0.8 * upper.height() && r.overlap_x(&upper) > 0.5 * r.width().min(upper.width())
        })
    };
    card.fields.iter().position(below)
}

/// A card by the labels of its design.
fn parted<'a>(card: &Card<'a>, labels: &[Label], frames: &[Rect]) -> Taken<'a> {
    let label = |run: &Run| {
        let word = word(run)?;
        let exact = labels.iter().position(|label| label.contains(&word));
        exact.or_else(|| labels.iter().position(|label| label.contains(&form(&word))))
    };
    let mut taken =
        Taken { frame: card.frame, badge: Vec::new(), name: Vec::new(), rest: Vec::new(), fields: vec![Field::default(); labels.len()] };
    let (printed, others): (Vec<&Run>, Vec<&Run>) = card.pieces.iter().partition(|run| label(run).is_some());
    for run in printed {
        if let Some(n) = label(run) {
            let named: Vec<&Glyph> = run.glyphs.iter().copied().filter(|g| !matches!(g.text.as_str(), ":" | "：")).collect();
            taken.fields[n].label.extend(Run::new(named));
        }
    }
    for run in others {
        let badge = || frames.iter().any(|f| is_badge(f, &card.frame) && f.contains(run.rect.center()));
        let held = match heading(run, &taken.fields) {
            Some(n) => &mut taken.fields[n].held,
            None if badge() => &mut taken.badge,
            None if taken.name.first().is_none_or(|first| (first.size - run.size).abs() < 0.5) => &mut taken.name,
            None => &mut taken.rest,
        };
        held.push(run.clone());
    }
    // An arrow between two fields is no word of theirs.
    for field in &mut taken.fields {
        field.held.retain(|run| run.text().chars().any(|c| c.is_alphanumeric() || "%％‰―－-".contains(c)));
    }
    taken
}

/// The label that a piece stands under: the one before it on its line, else the nearest of the labels on the lowest line of labels above it.
fn heading(run: &Run, fields: &[Field]) -> Option<usize> {
    let printed = || fields.iter().enumerate().flat_map(|(n, field)| field.label.iter().map(move |label| (n, label.rect)));
    let level = |r: &Rect| r.overlap_y(&run.rect) > 0.5 * r.height().min(run.rect.height());
    let before = printed().filter(|(_, r)| level(r) && r.x1 <= run.rect.x0 + 1.0).max_by(|a, b| a.1.x1.total_cmp(&b.1.x1));
    if let Some((n, _)) = before {
        return Some(n);
    }
    let above = |r: &Rect| !level(r) && r.center().y < run.rect.center().y;
    let lowest = printed().filter(|(_, r)| above(r)).max_by(|a, b| a.1.y1.total_cmp(&b.1.y1))?.1;
    let side = |r: &Rect| r.overlap_y(&lowest) > 0.5 * r.height().min(lowest.height());
    let apart = |r: &Rect| (r.center().x - run.rect.center().x).abs();
    let (n, label) = printed().filter(|(_, r)| above(r) && side(r)).min_by(|a, b| apart(&a.1).total_cmp(&apart(&b.1)))?;
    let end = fields[n].held.iter().map(|held| held.rect.y1).fold(label.y1, f32::max);
    (run.rect.y0 - end < NEAR * label.height().max(run.rect.height() * 0.6)).then_some(n)
}

/// Whether most of what the labels head are figures: words in boxes are read as lines.
pub(super) fn holds_figures(taken: &[Taken]) -> bool {
    let fields = || taken.iter().flat_map(|card| &card.fields).filter(|field| !field.label.is_empty());
    let figure = |field: &&Field| field.held.iter().any(|run| run.text().chars().any(char::is_numeric));
    let (all, figures) = (fields().count(), fields().filter(figure).count());
    let named = taken.iter().all(|card| !card.name.is_empty());
    named && figures * 2 > all
}
