//! Words of the reports from the message catalogue, in the reports' own language.

use crate::model::Evidence;
use crate::report::Lang;

/// Speaks one language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Speech(pub Lang);

impl Speech {
    /// The words of a key of the catalogue; the key itself where it is missing, so that nothing is lost.
    #[must_use]
    pub fn say(self, key: &str) -> String {
        self.find(key).unwrap_or_else(|| key.to_owned())
    }

    /// The words of a key, if there are any.
    #[must_use]
    pub fn find(self, key: &str) -> Option<String> {
        crate::_rust_i18n_try_translate(self.0.code(), key).map(std::borrow::Cow::into_owned)
    }

    /// The words of a key with `%{name}` filled in.
    #[must_use]
    pub fn fill(self, key: &str, values: &[(&str, &str)]) -> String {
        values.iter().fold(self.say(key), |text, (name, value)| text.replace(&format!("%{{{name}}}"), value))
    }

    /// A word of a group (`state`, `finding` ...): the code itself where the catalogue has none.
    #[must_use]
    pub fn word(self, group: &str, code: &str) -> String {
        self.find(&format!("{group}.{code}")).unwrap_or_else(|| code.to_owned())
    }

    /// Several words of a group, joined.
    #[must_use]
    pub fn words<S: AsRef<str>>(self, group: &str, codes: &[S]) -> String {
        codes.iter().map(|c| self.word(group, c.as_ref())).collect::<Vec<_>>().join(self.comma())
    }

    /// How a record was read or why it is doubted; the code itself where the catalogue has no words for it.
    #[must_use]
    pub fn reason(self, code: &str) -> String {
        let of = |group: &str| self.find(&format!("{group}.{code}"));
        of("doubt").or_else(|| of("reason")).unwrap_or_else(|| code.to_owned())
    }

    /// Between the parts of a list.
    #[must_use]
    pub fn comma(self) -> &'static str {
        if self.0 == Lang::Ja { "、" } else { ", " }
    }

    /// Heading of a column.
    #[must_use]
    pub fn col(self, key: &str) -> String {
        self.word("report_col", key)
    }

    /// A fiscal year with era and western year.
    #[must_use]
    pub fn year(self, year: i32) -> String {
        crate::report::fiscal_year(year, self.0)
    }

    /// A calendar year with its month, where one is known: 令和6(2024)年5月.
    #[must_use]
    pub fn month(self, year: i32, month: Option<u8>) -> String {
        let month = month.map(|m| self.fill("view.month", &[("n", &m.to_string())])).unwrap_or_default();
        crate::report::format::calendar_year(year, self.0) + &month
    }

    /// First to last fiscal year; open ends are said.
    #[must_use]
    pub fn years(self, from: Option<i32>, to: Option<i32>) -> String {
        match (from, to) {
            (Some(a), Some(b)) if a == b => self.year(a),
            (Some(a), Some(b)) => format!("{}{}{}", self.year(a), self.say("view.to"), self.year(b)),
            (Some(a), None) => self.fill("view.onwards", &[("year", &self.year(a))]),
            (None, Some(b)) => self.fill("view.until", &[("year", &self.year(b))]),
            (None, None) => String::new(),
        }
    }

    /// Page, line or cells of a place.
    #[must_use]
    pub fn place(self, e: &Evidence) -> String {
        if let Some(range) = e.range {
            return e.sheet.as_ref().map_or_else(|| range.to_string(), |sheet| format!("{sheet} {range}"));
        }
        match (e.page, e.line) {
            (Some(page), _) => self.fill("view.at_page", &[("n", &page.to_string())]),
            (None, Some(line)) => self.fill("view.at_line", &[("n", &line.to_string())]),
            (None, None) => self.say("view.at_unknown"),
        }
    }
}
