//! Refuses fonts that are small on the disk and endless to load. The interpreter loads a font in one go, where no clock is looked at, once for
//! each dictionary that names it, and keeps it: so what all of them take together is counted beforehand.

use hayro_interpret::hayro_syntax::object::{Array, Dict, MaybeRef, Name, Number, Object, Stream};

use super::super::{Options, ReadError};
use super::limits::{MAX_RATIO, Sizes};

/// CIDs end at 65,535 and codes of simple fonts at 255; the interpreter fills in every code that a font claims.
const MAX_CODE: f64 = 65_536.0;
/// Fonts written within other objects are looked for down to here.
const MAX_DEPTH: usize = 8;
/// All fonts of a document together may take so many times the size of one stream.
const STREAMS: usize = 4;
/// What a width takes in a table, in bytes.
const WIDTH: usize = 16;
/// By how much a character map grows when it is read: `<41><42>` becomes a range with a text of its own.
const GROWTH: usize = 8;
/// What any font takes, in bytes: tables of codes and names.
const FONT: usize = 8_192;
/// What a glyph takes that a font draws with a content stream of its own.
const DRAWING: usize = 256;
/// What a font takes that is read with a predefined map, or with that of its character collection.
const PREDEFINED: usize = 1 << 20;

/// Checks every font among the objects of a document. Sizes of streams that had to be unpacked for it are left in `sizes`.
pub(super) fn check(name: &str, objects: &[Object<'_>], options: &Options, sizes: &mut Sizes) -> Result<(), ReadError> {
    let limit = options.max_stream_size.saturating_mul(STREAMS);
    let mut count = Count { left: limit, packed: Vec::new() };
    match count.document(objects).and_then(|()| count.unpack(sizes)) {
        Ok(()) => Ok(()),
        Err(Fault::Codes) => Err(ReadError::Damaged { file: name.to_owned(), reason: "a font with impossible codes".to_owned() }),
        Err(Fault::Size) => Err(ReadError::FontsTooLarge { file: name.to_owned(), limit: limit as u64 }),
    }
}

/// What is wrong with a font.
enum Fault {
    /// It claims codes that there cannot be.
    Codes,
    /// With it, the fonts take too much.
    Size,
}

/// How much the fonts may still take. Looking at a font takes no longer than what it is charged.
struct Count<'a> {
    left: usize,
    /// What is not charged yet, because it depends on how well it is packed.
    packed: Vec<Packed<'a>>,
}

/// A stream of a font, and by how much it grows when it is read.
struct Packed<'a> {
    stream: Stream<'a>,
    growth: usize,
}

impl Packed<'_> {
    /// The most that it can take: as if it were packed as well as can be.
    fn most(&self) -> usize {
        self.stream.raw_data().len().saturating_mul(MAX_RATIO).saturating_mul(self.growth)
    }
}

impl<'a> Count<'a> {
    fn document(&mut self, objects: &[Object<'a>]) -> Result<(), Fault> {
        objects.iter().try_for_each(|object| match object {
            Object::Dict(dictionary) => self.within(dictionary, 0),
            Object::Stream(stream) => self.within(stream.dict(), 0),
            _ => Ok(()),
        })
    }

    /// Charges the streams. Unpacking costs time, so only so many are unpacked, the largest first, that the others are harmless however well
    /// they are packed.
    fn unpack(&mut self, sizes: &mut Sizes) -> Result<(), Fault> {
        let mut packed = std::mem::take(&mut self.packed);
        packed.sort_by_key(|stream| std::cmp::Reverse(stream.most()));
        let mut rest: u128 = packed.iter().map(|stream| stream.most() as u128).sum();
        for stream in packed {
            if rest <= self.left as u128 {
                return Ok(());
            }
            rest -= stream.most() as u128;
            self.take(sizes.of(&stream.stream).saturating_mul(stream.growth))?;
        }
        Ok(())
    }

    /// Looks at a dictionary and those that are written in it.
    fn within(&mut self, dictionary: &Dict<'a>, depth: usize) -> Result<(), Fault> {
        self.font(dictionary)?;
        if depth == MAX_DEPTH {
            return Ok(());
        }
        dictionary.entries().try_for_each(|(_, value)| match value {
            MaybeRef::NotRef(Object::Dict(inner)) => self.within(&inner, depth + 1),
            MaybeRef::NotRef(Object::Array(inner)) => inner.raw_iter().try_for_each(|item| match item {
                MaybeRef::NotRef(Object::Dict(inner)) => self.within(&inner, depth + 1),
                _ => Ok(()),
            }),
            _ => Ok(()),
        })
    }

    /// What a font takes, or the descriptor of one.
    fn font(&mut self, dictionary: &Dict<'a>) -> Result<(), Fault> {
        let beyond = |key: &[u8]| dictionary.get::<Number>(key).is_some_and(|number| number.as_f64() > MAX_CODE);
        if beyond(b"FirstChar") || beyond(b"LastChar") {
            return Err(Fault::Codes);
        }
        for key in [&b"FontFile"[..], b"FontFile2", b"FontFile3"] {
            self.stream(dictionary, key, 1);
        }
        let says_so = dictionary.get::<Name<'_>>(b"Type").is_some_and(|kind| kind.as_ref() == b"Font");
        let has = |key: &[u8]| dictionary.contains_key(key);
        if !(says_so || has(b"ToUnicode") || has(b"DescendantFonts") || has(b"CharProcs")) {
            return Ok(());
        }
        let drawings = dictionary.get::<Dict<'_>>(b"CharProcs").map_or(0, |drawings| drawings.keys().count());
        self.take(FONT + drawings.saturating_mul(DRAWING))?;
        self.stream(dictionary, b"ToUnicode", GROWTH);
        self.stream(dictionary, b"Encoding", GROWTH);
        let descendant = dictionary.get::<Array<'a>>(b"DescendantFonts").and_then(|fonts| fonts.iter::<Dict<'a>>().next());
        let Some(descendant) = descendant else { return Ok(()) };
        let own_codes = dictionary.get::<Name<'_>>(b"Encoding").is_none_or(|name| name.starts_with(b"Identity"));
        if !own_codes || !dictionary.contains_key(b"ToUnicode") {
            self.take(PREDEFINED)?;
        }
        self.stream(&descendant, b"CIDToGIDMap", 1);
        self.widths(&descendant, b"W", 1)?;
        self.widths(&descendant, b"W2", 3)
    }

    /// The widths of a composite font: `first [width ...]` or `first last width`, with so many numbers a width.
    fn widths(&mut self, font: &Dict<'_>, key: &[u8], numbers: usize) -> Result<(), Fault> {
        let Some(widths) = font.get::<Array<'_>>(key) else { return Ok(()) };
        let mut items = widths.iter::<Object<'_>>();
        while let Some(first) = items.next() {
            let Some(first) = code(&first)? else { continue };
            let count = match items.next() {
                Some(Object::Array(widths)) => widths.raw_iter().count(),
                Some(last) => {
                    let last = code(&last)?.unwrap_or(first);
                    items.by_ref().take(numbers).for_each(drop);
                    (last - first).max(0.0) as usize + 1
                }
                None => 0,
            };
            self.take((count + 1).saturating_mul(WIDTH))?;
        }
        Ok(())
    }

    fn stream(&mut self, dictionary: &Dict<'a>, key: &[u8], growth: usize) {
        self.packed.extend(dictionary.get::<Stream<'a>>(key).map(|stream| Packed { stream, growth }));
    }

    fn take(&mut self, size: usize) -> Result<(), Fault> {
        self.left = self.left.checked_sub(size).ok_or(Fault::Size)?;
        Ok(())
    }
}

/// A code of a font; `None` for what is no number.
fn code(object: &Object<'_>) -> Result<Option<f64>, Fault> {
    match object {
        Object::Number(number) if number.as_f64() > MAX_CODE => Err(Fault::Codes),
        Object::Number(number) => Ok(Some(number.as_f64())),
        _ => Ok(None),
    }
}
