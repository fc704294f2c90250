//! Unpacks IPADIC and compiles it for lindera into `OUT_DIR`, so that the binary needs neither files nor a network.

use std::{env, fs, path::PathBuf};

use anyhow::{Context, Result};
use lindera_dictionary::{builder::DictionaryBuilder, dictionary::metadata::Metadata};

const ARCHIVE: &str = "mecab-ipadic-utf8.tar.zst";
const METADATA: &str = "metadata.json";

fn main() -> Result<()> {
    for input in [ARCHIVE, METADATA, "build.rs"] {
        println!("cargo::rerun-if-changed={input}");
    }
    let out = PathBuf::from(env::var("OUT_DIR").context("OUT_DIR is set by cargo")?);
    let rows = out.join("mecab-ipadic");
    let archive = fs::File::open(ARCHIVE).with_context(|| format!("cannot open {ARCHIVE}"))?;
    let unpacked = ruzstd::decoding::StreamingDecoder::new(std::io::BufReader::new(archive)).context("not a zstd file")?;
    tar::Archive::new(unpacked).unpack(&rows).context("cannot unpack the dictionary")?;
    // The archive may hold its files in one folder of its own.
    let rows = if rows.join("matrix.def").exists() {
        rows
    } else {
        fs::read_dir(&rows)?.filter_map(Result::ok).map(|e| e.path()).find(|p| p.is_dir()).context("the archive is empty")?
    };
    let metadata = Metadata::load(&fs::read(METADATA)?)?;
    DictionaryBuilder::new(metadata).build_dictionary(&rows, &out.join("lindera-ipadic"))?;
    fs::remove_dir_all(&rows)?;
    println!("cargo::rustc-env=LINDERA_WORKDIR={}", out.display());
    Ok(())
}
