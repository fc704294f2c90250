//! Japanese eras and fiscal years.

/// An era, in order of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Era {
    /// 明治, from 1868.
    Meiji,
    /// 大正, from 1912.
    Taisho,
    /// 昭和, from 1926.
    Showa,
    /// 平成, from 1989.
    Heisei,
    /// 令和, from 2019.
    Reiwa,
}

/// Full name, one-character short form, letter, the year before year 1, last real year of the era.
const TABLE: [(Era, &str, char, char, i32, i32); 5] = [
    (Era::Meiji, "明治", '明', 'M', 1867, 45),
    (Era::Taisho, "大正", '大', 'T', 1911, 15),
    (Era::Showa, "昭和", '昭', 'S', 1925, 64),
    (Era::Heisei, "平成", '平', 'H', 1988, 31),
    (Era::Reiwa, "令和", '令', 'R', 2018, i32::MAX),
];

impl Era {
    /// All eras in order of time.
    pub const ALL: [Self; 5] = [Self::Meiji, Self::Taisho, Self::Showa, Self::Heisei, Self::Reiwa];

    fn row(self) -> &'static (Self, &'static str, char, char, i32, i32) {
        &TABLE[self as usize]
    }

    /// 平成 ...
    #[must_use]
    pub fn name(self) -> &'static str {
        self.row().1
    }

    /// H ...
    #[must_use]
    pub fn letter(self) -> char {
        self.row().3
    }

    /// The one-character form (平).
    #[must_use]
    pub fn short(self) -> char {
        self.row().2
    }

    /// The western year of the era's year `n`. Eras run on in documents (平成40年 = 2028), so any `n` is taken.
    #[must_use]
    pub fn western(self, n: i32) -> i32 {
        self.row().4 + n
    }

    /// Whether the era had ended before its year `n` (平成40年).
    #[must_use]
    pub fn overrun(self, n: i32) -> bool {
        n > self.row().5
    }

    /// The era that follows, if any.
    #[must_use]
    pub fn next(self) -> Option<Self> {
        Self::ALL.get(self as usize + 1).copied()
    }

    /// The era's year for a western year, as printed at the time: 2019 is 令和元 (1).
    #[must_use]
    pub fn of_western(year: i32) -> Option<(Self, i32)> {
        Self::ALL.iter().rev().find(|e| year > e.row().4).map(|&e| (e, year - e.row().4))
    }
}

/// The fiscal year (April to March) that a month of a calendar year lies in.
#[must_use]
pub fn fiscal_year_of(year: i32, month: u8) -> i32 {
    if month <= 3 { year - 1 } else { year }
}

/// A fiscal year as official tables print it, in both counts: 令和10(2028)年度.
#[must_use]
pub fn fiscal_year_label(year: i32) -> String {
    match Era::of_western(year) {
        Some((era, 1)) => format!("{}元({year})年度", era.name()),
        Some((era, n)) => format!("{}{n}({year})年度", era.name()),
        None => format!("{year}年度"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arithmetic() {
        assert_eq!(Era::Reiwa.western(1), 2019);
        assert_eq!(Era::Heisei.western(31), 2019);
        assert_eq!(Era::Heisei.western(40), 2028);
        assert!(Era::Heisei.overrun(40));
        assert!(!Era::Heisei.overrun(31));
        assert_eq!(Era::of_western(2019), Some((Era::Reiwa, 1)));
        assert_eq!(Era::of_western(1988), Some((Era::Showa, 63)));
        assert_eq!(Era::of_western(1600), None);
    }

    #[test]
    fn fiscal_years() {
        assert_eq!(fiscal_year_of(2019, 3), 2018);
        assert_eq!(fiscal_year_of(2019, 4), 2019);
        assert_eq!(fiscal_year_label(2028), "令和10(2028)年度");
        assert_eq!(fiscal_year_label(2019), "令和元(2019)年度");
    }

    #[test]
    fn table_order_is_the_enum_order() {
        for (i, row) in TABLE.iter().enumerate() {
            assert_eq!(row.0 as usize, i);
        }
    }
}
