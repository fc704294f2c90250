//! Titles made comparable: the same thing is rarely printed twice with the same spaces, brackets and dashes.

use unicode_normalization::UnicodeNormalization;

/// A title without what layout and habit change: NFKC, lower case, no spaces and no punctuation; 靱 counts as 靭.
#[must_use]
pub fn squash(title: &str) -> String {
    title
        .nfkc()
        .flat_map(char::to_lowercase)
        .map(|c| if c == '靱' { '靭' } else { c })
        .filter(|c| c.is_alphanumeric() || matches!(c, 'ー' | '々' | '%'))
        .collect()
}

/// A unit made comparable; unlike titles, its signs matter (`件/10km`, `㎥` as `m3`).
#[must_use]
pub fn squash_unit(unit: &str) -> String {
    unit.nfkc().flat_map(char::to_lowercase).filter(|c| !c.is_whitespace()).collect()
}

/// How alike two titles are, 0..1: 1 for equal ones after [`squash`]; else the larger of the normalised edit distance and of the shared
/// pairs of characters (Dice), which does not mind when words change places. Titles with different numbers stay below 0.8.
#[must_use]
pub fn similarity(a: &str, b: &str) -> f64 {
    let (a, b) = (squash(a), squash(b));
    if a == b {
        return 1.0;
    }
    let alike = strsim::normalized_levenshtein(&a, &b).max(shared_pairs(&a, &b));
    let digits = |s: &str| s.chars().filter(char::is_ascii_digit).collect::<String>();
    if digits(&a) == digits(&b) { alike.min(0.999) } else { alike.min(0.799) }
}

/// Dice coefficient over pairs of neighbouring characters (strsim's counts bytes, which halves it for Japanese).
fn shared_pairs(a: &str, b: &str) -> f64 {
    let pairs = |s: &str| -> Vec<(char, char)> { s.chars().zip(s.chars().skip(1)).collect() };
    let (a, mut b) = (pairs(a), pairs(b));
    let all = a.len() + b.len();
    let mut shared = 0_u32;
    for pair in a {
        if let Some(i) = b.iter().position(|p| *p == pair) {
            b.swap_remove(i);
            shared += 2;
        }
    }
    #[allow(clippy::cast_precision_loss)] // lengths of titles
    let dice = if all == 0 { 0.0 } else { f64::from(shared) / all as f64 };
    dice
}

/// The core of a plan's title: without the utility's name, brackets with what they hold, digits and the words of years.
#[must_use]
pub fn plan_core(title: &str, utility: &str) -> String {
    let title: String = title.nfkc().collect();
    let mut depth = 0_usize;
    let mut open = String::new();
    for c in title.chars() {
        match c {
            '(' | '[' | '【' | '〔' => depth += 1,
            ')' | ']' | '】' | '〕' => depth = depth.saturating_sub(1),
            c if depth == 0 => open.push(c),
            _ => {}
        }
    }
    let mut core: String = squash(&open).chars().filter(|c| !c.is_ascii_digit()).collect();
    let utility = squash(utility);
    if !utility.is_empty() {
        core = core.replace(&utility, "");
    }
    for word in ["令和", "平成", "昭和", "元年度", "年度"] {
        core = core.replace(word, "");
    }
    core
}

/// How much of the shorter core stands in the longer one as one piece, 0..1.
#[must_use]
pub fn shared_part(a: &str, b: &str) -> f64 {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().take(200).collect(), b.chars().take(200).collect());
    let shorter = a.len().min(b.len());
    if shorter == 0 {
        return 0.0;
    }
    let mut longest = 0;
    let mut previous = vec![0_usize; b.len() + 1];
    for x in &a {
        let mut row = vec![0_usize; b.len() + 1];
        for (j, y) in b.iter().enumerate() {
            if x == y {
                row[j + 1] = previous[j] + 1;
                longest = longest.max(row[j + 1]);
            }
        }
        previous = row;
    }
    #[allow(clippy::cast_precision_loss)] // at most 200 characters
    let part = longest as f64 / shorter as f64;
    part
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn squash_drops_what_layout_changes() {
        assert_eq!(squash("（１）強靱な 水道・管路"), squash("(1)強靭な水道管路"));
        assert_ne!(squash("ビーコン"), squash("ビコン"));
        assert_eq!(squash(""), "");
    }

    #[test]
    fn units_keep_their_signs() {
        assert_ne!(squash_unit("件/10km"), squash_unit("件10km"));
        assert_eq!(squash_unit("％"), squash_unit("%"));
    }

    #[test]
    fn similarity_minds_numbers_and_not_places() {
        assert!(similarity("職員による業務アプリの内製", "業務アプリの職員による作成") > 0.6);
        assert!(similarity("配水池耐震化事業(第1期)", "配水池耐震化事業(第2期)") < 0.8);
        assert!(similarity("配水池の耐震化", "水質検査の充実") < 0.3);
        assert!((similarity("水道・管路", "水道 管路") - 1.0).abs() < f64::EPSILON);
    }

    #[test]
    fn a_report_shares_its_plans_core() {
        let plan = plan_core("白沢市水道実行計画", "白沢市");
        let report = plan_core("令和6年度白沢市水道実行計画実績評価報告(案)", "白沢市");
        assert!((shared_part(&plan, &report) - 1.0).abs() < f64::EPSILON);
        let other = plan_core("白沢市水道事業経営戦略", "白沢市");
        assert!(shared_part(&plan, &other) < 0.6);
        assert!(shared_part("", "x") < f64::EPSILON);
    }
}
