//! The least that any reader of a PDF must do: load the objects and inflate every stream. `benches/peers` runs it beside the program.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::print_stdout)]

use lopdf::{Document, Object};

fn main() {
    // `cargo bench` hands options of its own to every bench.
    let Some(file) = std::env::args().skip(1).find(|argument| !argument.starts_with('-')) else { return };
    let document = Document::load(file).expect("a PDF");
    let streams = document.objects.values().filter_map(|object| if let Object::Stream(stream) = object { Some(stream) } else { None });
    let size: usize = streams.map(|stream| stream.decompressed_content().map_or(stream.content.len(), |content| content.len())).sum();
    println!("{size} bytes");
}
