//! Cells that name what is done and, on a line of its own, who does it: 漏水調査 over 担当：給水課.

use crate::rules::Rules;

/// The lines of a cell that name owners behind a marker, apart from the rest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct OwnedTitle {
    /// The lines without them, as printed.
    pub title: String,
    /// The names on them.
    pub owners: Vec<String>,
}

/// Parts a cell into its title and the owners below it; `None` where no line below the first names any.
pub(super) fn parted(printed: &str, rules: &Rules) -> Option<OwnedTitle> {
    if !printed.contains('\n') || !printed.contains([':', '：', '】']) {
        return None;
    }
    let (mut title, mut owners): (Vec<&str>, Vec<String>) = (Vec::new(), Vec::new());
    // The names go on after a comma at the end of a line.
    let mut open = false;
    for line in printed.lines().filter(|line| !line.trim().is_empty()) {
        let named = rules.owners.line(line).filter(|found| found.before.is_empty() && line.contains([':', '：', '】']));
        match named {
            Some(found) if !title.is_empty() => owners.extend(found.names),
            _ if open => owners.extend(rules.owners.split(line)),
            _ => title.push(line),
        }
        open = !owners.is_empty() && line.trim_end().ends_with(['、', ',', '，', '・']);
    }
    (!owners.is_empty()).then(|| OwnedTitle { title: title.join("\n"), owners })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(printed: &str) -> Option<(String, Vec<String>)> {
        parted(printed, Rules::embedded()).map(|found| (found.title, found.owners))
    }

    #[test]
    fn a_line_of_owners_below_a_title() {
        let names = |all: &[&str]| all.iter().map(|n| (*n).to_owned()).collect::<Vec<_>>();
        assert_eq!(read("漏水調査の強化\n担当：給水課"), Some(("漏水調査の強化".to_owned(), names(&["給水課"]))));
        assert_eq!(
            read("井戸の改修と\n水源の見回り\n【担当】浄水課、\n総務課"),
            Some(("井戸の改修と\n水源の見回り".to_owned(), names(&["浄水課", "総務課"])))
        );
        assert_eq!(read("担当：給水課\n浄水課"), None, "nothing stands above");
        assert_eq!(read("漏水調査の強化\n給水課"), None);
        assert_eq!(read("漏水調査の強化"), None);
    }
}
