//! Refuses documents that are small on the disk and endless in memory, before anybody unpacks them.

use std::collections::BTreeMap;
use std::io::Read;

use flate2::read::{DeflateDecoder, ZlibDecoder};
use hayro_interpret::hayro_syntax::Pdf;
use hayro_interpret::hayro_syntax::object::{Array, Name, Object, ObjectIdentifier, Stream};
use hayro_interpret::hayro_syntax::page::Page;
use lopdf::{Dictionary, Object as Plain};

use super::super::{Options, ReadError};
use super::font_limits;

/// Deflate shrinks data to no less than this part, so smaller streams need not be looked into.
pub(super) const MAX_RATIO: usize = 1032;

/// Checks fonts and streams.
pub(super) fn check(name: &str, pdf: &Pdf, options: &Options) -> Result<(), ReadError> {
    let objects: Vec<Object<'_>> = pdf.objects().into_iter().collect();
    let mut sizes = Sizes::up_to(options.max_stream_size);
    font_limits::check(name, &objects, options, &mut sizes)?;
    let uses = content_uses(pdf);
    let mut contents = 0;
    let mut streams: Vec<(Stream<'_>, usize)> = Vec::new();
    for object in objects {
        if let Object::Stream(stream) = object {
            let pages = uses.get(&stream.obj_id()).copied().unwrap_or(0);
            contents += stream.raw_data().len() * pages;
            streams.push((stream, pages));
        }
    }
    let harmless = options.max_stream_size / MAX_RATIO;
    let too_large = || Err(ReadError::UnpacksTooLarge { file: name.to_owned(), limit: options.max_stream_size as u64 });
    let (of_pages, others): (Vec<_>, Vec<_>) = streams.into_iter().partition(|(_, pages)| *pages > 0);
    for (stream, _) in others {
        let size = if is_harmless(&stream, harmless) || is_image(&stream) { 0 } else { sizes.of(&stream) };
        if size > options.max_stream_size {
            return too_large();
        }
    }
    let of_pages: BTreeMap<ObjectIdentifier, Stream<'_>> = of_pages.into_iter().map(|(stream, _)| (stream.obj_id(), stream)).collect();
    if contents <= harmless && of_pages.values().all(|stream| is_harmless(stream, harmless)) {
        return Ok(());
    }
    let mut unpacked = 0_usize;
    for page in pdf.pages().iter() {
        let parts: Vec<&Stream<'_>> = contents_of(page).iter().filter_map(|id| of_pages.get(id)).collect();
        let raw: usize = parts.iter().map(|part| part.raw_data().len()).sum();
        let size = if raw <= harmless && parts.iter().all(|part| is_harmless(part, harmless)) {
            // Unpacked for good: the reading of the page takes it from there.
            page.page_stream().map_or(0, <[u8]>::len)
        } else {
            parts.iter().map(|part| sizes.of(part)).fold(0, usize::saturating_add)
        };
        unpacked = unpacked.saturating_add(size);
        // Page contents stay in memory until the document is read, so they count together.
        if unpacked > options.max_stream_size {
            return too_large();
        }
    }
    Ok(())
}

/// Whether a stream cannot grow beyond the limit, whatever is in it: short, and packed once at most.
fn is_harmless(stream: &Stream<'_>, harmless: usize) -> bool {
    let packed_often = stream.dict().get::<Array<'_>>(b"Filter").is_some_and(|filters| filters.raw_iter().count() > 1);
    stream.raw_data().len() <= harmless && !packed_often
}

/// On how many pages each content stream is used.
fn content_uses(pdf: &Pdf) -> BTreeMap<ObjectIdentifier, usize> {
    let mut uses = BTreeMap::new();
    for id in pdf.pages().iter().flat_map(contents_of) {
        *uses.entry(id).or_insert(0) += 1;
    }
    uses
}

fn contents_of(page: &Page<'_>) -> Vec<ObjectIdentifier> {
    match page.raw().get::<Array<'_>>(b"Contents") {
        Some(parts) => parts.raw_iter().filter_map(|part| part.as_obj_ref()).map(Into::into).collect(),
        None => page.raw().get_ref(b"Contents").map(Into::into).into_iter().collect(),
    }
}

/// Images are never unpacked here.
fn is_image(stream: &Stream<'_>) -> bool {
    stream.dict().get::<Name<'_>>(b"Subtype").is_some_and(|subtype| subtype.as_ref() == b"Image")
}

/// Sizes of streams after all filters; each is unpacked once, however many others name it.
pub(super) struct Sizes {
    known: BTreeMap<ObjectIdentifier, usize>,
    limit: usize,
}

impl Sizes {
    /// Looks no further into a stream than so many bytes.
    fn up_to(limit: usize) -> Self {
        Self { known: BTreeMap::new(), limit }
    }

    /// Size after all filters; `limit + 1` where it is more than that. What cannot be unpacked here will not be there either.
    pub(super) fn of(&mut self, stream: &Stream<'_>) -> usize {
        let limit = self.limit;
        *self.known.entry(stream.obj_id()).or_insert_with(|| unpacked_size(stream, limit))
    }
}

fn unpacked_size(stream: &Stream<'_>, limit: usize) -> usize {
    let names: Vec<Name<'_>> = match stream.dict().get::<Array<'_>>(b"Filter") {
        Some(names) => names.iter().collect(),
        None => stream.dict().get(b"Filter").into_iter().collect(),
    };
    let filters: Option<Vec<&str>> = names.iter().map(|name| full_name(name)).collect();
    let raw = stream.raw_data();
    match filters.as_deref() {
        None | Some([]) => raw.len(),
        // Nearly all streams: counted without keeping what comes out.
        Some([FLATE]) => inflated_size(ZlibDecoder::new(&*raw), limit).max(inflated_size(DeflateDecoder::new(&*raw), limit)),
        Some(filters) => chained_size(raw.into_owned(), filters, limit),
    }
}

/// How many bytes come out of a decoder before it ends, fails or has given more than `limit`.
fn inflated_size(mut decoder: impl Read, limit: usize) -> usize {
    let mut buffer = vec![0; 32 * 1024];
    let mut size = 0;
    while size <= limit {
        match decoder.read(&mut buffer) {
            Ok(0) | Err(_) => return size,
            Ok(count) => size += count,
        }
    }
    limit + 1
}

/// The same for several filters one after the other.
fn chained_size(raw: Vec<u8>, filters: &[&str], limit: usize) -> usize {
    let mut dictionary = Dictionary::new();
    dictionary.set("Filter", Plain::Array(filters.iter().map(|name| Plain::Name(name.as_bytes().to_vec())).collect()));
    match lopdf::Stream::new(dictionary, raw).decompressed_content_with_limit(limit) {
        Ok(data) => data.len(),
        Err(lopdf::Error::Decompress(lopdf::DecompressError::MemoryLimitExceeded { .. })) => limit + 1,
        Err(_) => 0,
    }
}

const FLATE: &str = "FlateDecode";

/// The filters that unpack, by name or short name; `None` for those of images.
fn full_name(filter: &[u8]) -> Option<&'static str> {
    match filter {
        b"FlateDecode" | b"Fl" => Some(FLATE),
        b"LZWDecode" | b"LZW" => Some("LZWDecode"),
        b"ASCII85Decode" | b"A85" => Some("ASCII85Decode"),
        b"ASCIIHexDecode" | b"AHx" => Some("ASCIIHexDecode"),
        b"RunLengthDecode" | b"RL" => Some("RunLengthDecode"),
        _ => None,
    }
}
