//! The CSV files as a Frictionless Data Package (`datapackage.json`, data packages version 1), and the JSON Schema of the records.

use serde_json::{Value as Json, json};

use super::files::hash;
use crate::model::Record;

/// The description of the CSV files while they are written: a table schema for each, size and checksum.
pub(super) struct Package {
    numeric: Vec<String>,
    resources: Vec<Json>,
}

impl Package {
    /// Nothing yet. A column whose heading is among `numeric` is a number where all its cells are numbers; every other column holds words,
    /// for codes such as 0101 are none.
    pub(super) fn new(numeric: Vec<String>) -> Self {
        Self { numeric, resources: Vec::new() }
    }

    /// Describes a file if it is a CSV file.
    pub(super) fn add(&mut self, name: &str, bytes: &[u8]) {
        if name.ends_with(".csv") {
            self.resources.extend(resource(name, bytes, &self.numeric));
        }
    }

    /// The bytes of `datapackage.json`.
    pub(super) fn json(&self) -> Vec<u8> {
        pretty(&json!({ "profile": "tabular-data-package", "name": "shirube", "resources": self.resources }))
    }
}

fn resource(name: &str, bytes: &[u8], numeric: &[String]) -> Option<Json> {
    let text = std::str::from_utf8(bytes).ok()?.trim_start_matches('\u{feff}');
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let head = reader.headers().ok()?.clone();
    let rows: Vec<csv::StringRecord> = reader.records().filter_map(Result::ok).collect();
    let kind = |(at, heading): (usize, &str)| {
        let cells = || rows.iter().filter_map(|r| r.get(at)).filter(|c| !c.is_empty());
        let word = if !numeric.iter().any(|n| n == heading) {
            "string"
        } else if cells().all(|c| c.parse::<i64>().is_ok()) {
            "integer"
        } else if cells().all(|c| c.parse::<f64>().is_ok()) {
            "number"
        } else {
            "string"
        };
        json!({ "name": heading, "type": word })
    };
    let fields: Vec<Json> = head.iter().enumerate().map(kind).collect();
    let stem = name.rsplit('/').next().unwrap_or(name).trim_end_matches(".csv").to_lowercase();
    Some(json!({
        "profile": "tabular-data-resource",
        "name": stem,
        "path": name,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": bytes.len(),
        "hash": format!("sha256:{}", hash(bytes)),
        "schema": { "fields": fields, "missingValues": [""] },
    }))
}

/// The JSON Schema of one line of the interchange format, made from the types.
pub(super) fn record_schema() -> Vec<u8> {
    pretty(schemars::schema_for!(Record).as_value())
}

fn pretty(json: &Json) -> Vec<u8> {
    let mut text = format!("{json:#}");
    text.push('\n');
    text.into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_numbers_and_codes_are_words() {
        let csv = "\u{feff}番号,年度,値\r\n0101,2024,1.5\r\n0102,,2\r\n".as_bytes().to_vec();
        let mut package = Package::new(vec!["年度".into(), "値".into()]);
        package.add("csv/value.csv", &csv);
        package.add("search.js", b"");
        let json: Json = serde_json::from_slice(&package.json()).unwrap();
        let types: Vec<&str> =
            json["resources"][0]["schema"]["fields"].as_array().unwrap().iter().map(|f| f["type"].as_str().unwrap()).collect();
        assert_eq!(types, ["string", "integer", "number"]);
        assert_eq!(json["resources"].as_array().unwrap().len(), 1);
        assert_eq!(json["resources"][0]["path"], "csv/value.csv");
    }

    /// `docs/records.schema.json` is what others read; it follows the types. `INSTA_UPDATE=always` writes it anew.
    #[test]
    fn the_schema_in_docs_is_that_of_the_types() {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/records.schema.json");
        if std::env::var("INSTA_UPDATE").is_ok_and(|v| v == "always") {
            std::fs::write(&path, record_schema()).unwrap();
        }
        let kept = std::fs::read(&path).unwrap();
        assert!(kept == record_schema(), "docs/records.schema.json is out of date: run the tests with INSTA_UPDATE=always");
    }

    #[test]
    fn the_schema_knows_every_type_of_record() {
        let text = String::from_utf8(record_schema()).unwrap();
        for kind in
            ["document", "goal", "measure", "schedule", "value", "indicator", "amount", "result", "deliverable", "review", "term", "table"]
        {
            assert!(text.contains(&format!("\"{kind}\"")), "{kind}");
        }
    }
}
