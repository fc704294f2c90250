//! Characters that look or mean the same: radicals, old and damaged kanji, brackets, dashes.

use std::sync::LazyLock;

/// CJK radicals supplement (U+2E80..2EFF) that NFKC leaves alone, after Unicode's `EquivalentUnifiedIdeograph.txt`.
/// The Kangxi radicals (U+2F00..2FDF) have compatibility mappings of their own.
const RADICALS: [(&str, &str); 6] = [
    ("⺁⺂⺃⺄⺅⺆⺇⺈⺉⺊⺋⺌⺍⺎⺏⺐⺑⺒⺓⺔", "厂乛乚乙亻冂𠘨刀刂卜㔾小小兀尣尢𡯂巳幺彑"),
    ("⺕⺖⺗⺘⺙⺛⺜⺝⺞⺟⺠⺡⺢⺣⺤⺥⺦⺧⺨⺩", "彐忄心扌攵旡日月歺母民氵氺灬爫爫丬牛犭王"),
    ("⺪⺫⺬⺭⺮⺯⺰⺱⺲⺳⺴⺵⺶⺷⺸⺹⺺⺻⺼⺽", "𤴔目示礻𥫗糹纟罓罒㓁冗𦉫羊𦍌𦍋耂肀聿肉𦥑"),
    ("⺾⺿⻀⻁⻂⻃⻄⻅⻆⻇⻈⻉⻊⻋⻌⻍⻎⻏⻐⻑", "艹艹艹虎衤覀西见角𧢲讠贝𧾷车辶辶辶邑钅長"),
    ("⻒⻓⻔⻕⻖⻗⻘⻙⻚⻛⻜⻝⻞⻟⻠⻡⻢⻣⻤⻥", "镸长门𨸏阝雨青韦页风飞食𩙿飠饣𩠐马骨鬼鱼"),
    ("⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲⻳", "鸟卤麦黄黾斉齐歯齿竜龙龜亀龟"),
];

/// Old, simplified or misread forms and the form that Japanese plans use; only for comparing, never for what is shown.
const KANJI: (&str, &str) = (
    "靱韌韧鞠净淨渴續發髙﨑濵濱邊邉澤廣國會學區圖轉驛壤隨銳长經營檢齋齊眞縣澁浅淺豐當讓變關丌尐",
    "靭靭靭靭浄浄渇続発高崎浜浜辺辺沢広国会学区図転駅壌随鋭長経営検斎斉真県渋浅浅豊当譲変関不少",
);

/// The unified ideograph of a CJK radical, or the character itself.
#[must_use]
pub fn unified(c: char) -> char {
    if !('\u{2E80}'..='\u{2EFF}').contains(&c) {
        return c;
    }
    RADICALS.iter().find_map(|(from, to)| paired(from, to, c)).unwrap_or(c)
}

/// One character for all that a reader takes for the same: kanji variants, brackets, dashes, dots.
#[must_use]
pub fn folded(c: char) -> char {
    match c {
        '【' | '[' | '〔' | '{' | '〈' | '《' | '「' | '『' | '<' => '(',
        '】' | ']' | '〕' | '}' | '〉' | '》' | '」' | '』' | '>' => ')',
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' => '-',
        '·' | '•' | '‧' | '∙' | '･' => '・',
        '×' | '✕' | '✖' => '*',
        '÷' => '/',
        'ヵ' | 'ヶ' | 'カ' => 'か',
        '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' => kanji(c),
        _ => c,
    }
}

/// The form of a kanji that plans use. Every character of every text comes here, hence the table by the low bits of the code.
fn kanji(c: char) -> char {
    static PAIRS: LazyLock<Vec<Vec<(char, char)>>> = LazyLock::new(|| {
        let mut slots = vec![Vec::new(); 256];
        for (from, to) in KANJI.0.chars().zip(KANJI.1.chars()) {
            slots[slot(from)].push((from, to));
        }
        slots
    });
    PAIRS[slot(c)].iter().find(|(from, _)| *from == c).map_or(c, |(_, to)| *to)
}

fn slot(c: char) -> usize {
    (c as usize) % 256
}

fn paired(from: &str, to: &str, c: char) -> Option<char> {
    from.chars().zip(to.chars()).find(|&(f, _)| f == c).map(|(_, t)| t)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_pair_up() {
        for (from, to) in RADICALS.iter().chain([&KANJI]) {
            assert_eq!(from.chars().count(), to.chars().count(), "{from}");
        }
    }

    #[test]
    fn radicals_and_variants() {
        assert_eq!(unified('⻑'), '長');
        assert_eq!(unified('水'), '水');
        assert_eq!(folded('靱'), folded('靭'));
        assert_eq!(folded('【'), '(');
        assert!(KANJI.0.chars().zip(KANJI.1.chars()).all(|(from, to)| folded(from) == to));
    }
}
