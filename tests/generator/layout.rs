//! How a random plan is printed: each field is a dimension in which real plans differ.

use super::pdf::Coding;
use super::random::Random;
use super::table::Ruling;
use super::words::Half;

/// Printed form of fiscal years in headers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum YearForm {
    /// 令和7年度
    Era,
    /// R7
    Letter,
    /// R7年度
    LetterYear,
    /// 2025
    Western,
    /// 2025年度
    WesternYear,
    /// 2025(R7)
    Both,
    /// 令和 over 7年度, 8年度 ...
    TwoRows,
}

/// Where goals stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TierPlace {
    Columns,
    TitleRows,
    Headings,
}

/// How the time of a measure is shown under year columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ScheduleForm {
    /// One cell merged over the years.
    Spans,
    /// The same words in each year's cell.
    Repeated,
    /// ● in each year's cell.
    Dots,
    /// → in each year's cell.
    Glyphs,
    /// A painted bar with words.
    Bars,
    /// A painted bar without words.
    BareBars,
    /// A block arrow with words.
    BlockArrows,
    /// A line with a head, the words above it.
    LineArrows,
}

/// How measures are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum MeasureForm {
    Table,
    /// Years as rows, measures as columns.
    Turned,
    /// ◆ title, bullets, its own schedule.
    Blocks,
    /// A sheet of labels and values for each measure.
    Sheets,
    /// A slide for each goal, the years of all measures on one slide behind.
    Slides,
}

/// What a report tells of its measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ReportForm {
    /// Columns of results, ratings and next steps.
    Results,
    /// Rows 計画 and 実績 under years.
    DoubleRows,
    /// Rows 当初計画, 変更計画 and 実績 under years.
    Revised,
    /// A rating in each year's cell; no legend says what it means.
    Ratings,
}

/// Stretches of time in place of years.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PhaseForm {
    Years,
    /// 前期, 中期, 後期
    Periods,
    /// 1年目, 2年目 ...
    Relative,
}

/// How a block begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum BlockTitle {
    /// ◆ title
    Mark,
    /// (1) title
    Number,
    /// ■施策：title
    Label,
}

/// How blocks tell the time of a measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum BlockTime {
    /// A table of years.
    Table,
    /// 実施時期　令和7年度に調査、令和8年度から令和9年度まで工事
    Line,
    /// 【令和7年度：調査　令和8年度～令和9年度：工事】
    Brackets,
}

/// What a table does at the foot of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Breaks {
    /// Rows that merged cells tie together stay together; the header comes again.
    Groups,
    /// Merged cells are cut; the header comes again.
    AnyRow,
    /// Merged cells are cut; the header does not come again.
    NoHead,
}

/// What numbers the goals of a single tier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TierNumber {
    Digit,
    Letter,
    Kanji,
}

/// Where owners stand in blocks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum OwnerPlace {
    Bracket,
    Line,
}

/// How indicators are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum IndicatorForm {
    /// One row an indicator: unit, start, targets by year.
    Rows,
    /// One row an indicator: unit, start and one target.
    StartAndTarget,
    /// Two rows an indicator: 目標 and 実績.
    DoubleRows,
    /// Indicators as columns, years as rows.
    Columns,
    /// Rows of indicator and year, columns target and result.
    YearRows,
    /// Start and target in one cell: 令和6年度：84.0% → 令和11年度：90%以上.
    OneCell,
    /// The same with the years behind: 60.2%（R5）→ 75%（R11）.
    OneCellBrackets,
    /// Sentences: …を、令和6年度の84.0%から令和11年度までに90%以上とします。
    Prose,
}

/// Where the unit of money stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum MoneyUnit {
    Line,
    Caption,
    Header,
}

/// All choices of one plan.
#[derive(Debug, Clone)]
pub(crate) struct Layout {
    pub(crate) half: Half,
    pub(crate) coding: Coding,
    pub(crate) landscape: bool,
    pub(crate) size: f32,
    pub(crate) ruling: Ruling,
    pub(crate) years: YearForm,
    pub(crate) tiers: TierPlace,
    pub(crate) schedule: ScheduleForm,
    pub(crate) schedule_head: bool,
    pub(crate) measures: MeasureForm,
    pub(crate) owners: OwnerPlace,
    /// Sections in one cell: a line each, or parted by 、 or ・.
    pub(crate) owner_mark: &'static str,
    pub(crate) indicators: IndicatorForm,
    pub(crate) money_unit: MoneyUnit,
    pub(crate) money_total: bool,
    pub(crate) money_sum: bool,
    pub(crate) group_column: bool,
    pub(crate) code: bool,
    pub(crate) category: bool,
    pub(crate) description: bool,
    pub(crate) owner_last: bool,
    pub(crate) phases: PhaseForm,
    pub(crate) report: ReportForm,
    pub(crate) unit_column: bool,
    pub(crate) direction: bool,
    /// 1 第1章, 2 1, 3 Ⅰ
    pub(crate) chapter: usize,
    pub(crate) one_table: bool,
    pub(crate) block_time: BlockTime,
    pub(crate) tier_number: TierNumber,
    pub(crate) block_title: BlockTitle,
    /// The last measure of a table of years is given up: 削除 or 実施取りやめ behind its bars or in place of its target.
    pub(crate) dropped: bool,
    /// 取りまとめ：…課 under the lowest goals where these are headings.
    pub(crate) coordinator: bool,
    /// A column of targets in words behind the years.
    pub(crate) aims: bool,
    /// One money column for several years behind those of single years.
    pub(crate) money_later: bool,
    /// An earlier plan is followed up in two columns of bullets.
    pub(crate) followup: bool,
    /// Titles of the first tier are written from top to bottom.
    pub(crate) vertical: bool,
    /// Tables are broken between any two rows; the header comes again or not.
    pub(crate) breaks: Breaks,
}

impl Layout {
    pub(crate) fn new(random: &mut Random, half: Half, report: bool) -> Self {
        use ScheduleForm::{BareBars, Bars, BlockArrows, Dots, Glyphs, LineArrows, Repeated, Spans};
        let ruling = random.pick(&[
            Ruling::Strokes,
            Ruling::Strokes,
            Ruling::Strokes,
            Ruling::ThinFills,
            Ruling::ThinFills,
            Ruling::FillsOnly,
            Ruling::FillsOnly,
            Ruling::RowLines,
            Ruling::Nothing,
        ]);
        let measures = if report {
            MeasureForm::Table
        } else {
            random.pick(&[
                MeasureForm::Table,
                MeasureForm::Table,
                MeasureForm::Table,
                MeasureForm::Table,
                MeasureForm::Turned,
                MeasureForm::Blocks,
                MeasureForm::Blocks,
                MeasureForm::Sheets,
                MeasureForm::Slides,
            ])
        };
        // Words from top to bottom are too long for a part of a merged cell.
        let vertical = random.chance(20);
        let breaks = if vertical { Breaks::Groups } else { random.pick(&[Breaks::Groups, Breaks::AnyRow, Breaks::NoHead]) };
        let landscape = measures == MeasureForm::Slides || random.chance(40);
        Self {
            half,
            coding: random.pick(&[Coding::Utf16, Coding::ShiftJis]),
            landscape,
            size: if landscape { random.pick(&[8.0, 9.0, 10.0]) } else { random.pick(&[7.5, 8.0, 9.0]) },
            ruling,
            years: random.pick(&[
                YearForm::Era,
                YearForm::Letter,
                YearForm::LetterYear,
                YearForm::Western,
                YearForm::WesternYear,
                YearForm::Both,
                YearForm::TwoRows,
            ]),
            tiers: random.pick(&[TierPlace::Columns, TierPlace::Columns, TierPlace::TitleRows, TierPlace::Headings]),
            schedule: random.pick(&[Spans, Repeated, Dots, Glyphs, Bars, BareBars, BlockArrows, LineArrows]),
            schedule_head: random.chance(50),
            measures,
            owners: random.pick(&[OwnerPlace::Bracket, OwnerPlace::Line]),
            owner_mark: random.pick(&["\n", "、", "・"]),
            indicators: random.pick(&[
                IndicatorForm::Rows,
                IndicatorForm::StartAndTarget,
                IndicatorForm::DoubleRows,
                IndicatorForm::Columns,
                IndicatorForm::YearRows,
                IndicatorForm::OneCell,
                IndicatorForm::OneCellBrackets,
                IndicatorForm::Prose,
            ]),
            money_unit: random.pick(&[MoneyUnit::Line, MoneyUnit::Caption, MoneyUnit::Header]),
            money_total: random.chance(60),
            money_sum: random.chance(60),
            group_column: random.chance(50),
            code: random.chance(50),
            category: random.chance(35),
            description: random.chance(60),
            owner_last: random.chance(25),
            phases: if random.chance(22) { random.pick(&[PhaseForm::Periods, PhaseForm::Relative]) } else { PhaseForm::Years },
            report: random.pick(&[
                ReportForm::Results,
                ReportForm::Results,
                ReportForm::DoubleRows,
                ReportForm::Revised,
                ReportForm::Ratings,
            ]),
            unit_column: random.chance(65),
            direction: random.chance(30),
            chapter: random.below(3),
            one_table: random.chance(60),
            block_time: random.pick(&[BlockTime::Table, BlockTime::Table, BlockTime::Line, BlockTime::Brackets]),
            tier_number: random.pick(&[TierNumber::Digit, TierNumber::Digit, TierNumber::Letter, TierNumber::Kanji]),
            block_title: random.pick(&[BlockTitle::Mark, BlockTitle::Mark, BlockTitle::Number, BlockTitle::Label]),
            dropped: !report && random.chance(30),
            coordinator: random.chance(35),
            aims: !report && random.chance(20),
            money_later: random.chance(25),
            followup: !report && random.chance(25),
            vertical,
            breaks,
        }
    }

    /// Header rows that the years need.
    pub(crate) fn year_rows(&self) -> usize {
        if self.years == YearForm::TwoRows { 2 } else { 1 }
    }

    /// A fiscal year as printed.
    pub(crate) fn year(&self, year: i32) -> String {
        let (era, letter, number) = era(year);
        let n = if number == 1 { "元".to_owned() } else { number.to_string() };
        match self.years {
            YearForm::Era | YearForm::TwoRows => format!("{era}{n}年度"),
            YearForm::Letter => format!("{letter}{number}"),
            YearForm::LetterYear => format!("{letter}{number}年度"),
            YearForm::Western => year.to_string(),
            YearForm::WesternYear => format!("{year}年度"),
            YearForm::Both => format!("{year}({letter}{number})"),
        }
    }

    /// Several years in one column: 令和10～12年度.
    pub(crate) fn years(&self, from: i32, to: i32) -> String {
        let ((era, letter, first), (_, _, last)) = (era(from), era(to));
        match self.years {
            YearForm::Era | YearForm::TwoRows => format!("{era}{first}～{last}年度"),
            YearForm::Letter => format!("{letter}{first}～{letter}{last}"),
            YearForm::LetterYear => format!("{letter}{first}～{letter}{last}年度"),
            YearForm::Western => format!("{from}～{to}"),
            YearForm::WesternYear => format!("{from}～{to}年度"),
            YearForm::Both => format!("{from}～{to}({letter}{first}～{letter}{last})"),
        }
    }

    /// The lower header cell of a two-row year head.
    pub(crate) fn bare_year(year: i32) -> String {
        let number = era(year).2;
        if number == 1 { "元年度".to_owned() } else { format!("{number}年度") }
    }
}

/// Era, its letter, year of the era.
pub(crate) fn era(year: i32) -> (&'static str, char, i32) {
    if year >= 2019 { ("令和", 'R', year - 2018) } else { ("平成", 'H', year - 1988) }
}

/// 令和7年度
pub(crate) fn long_year(year: i32) -> String {
    let (era, _, number) = era(year);
    if number == 1 { format!("{era}元年度") } else { format!("{era}{number}年度") }
}
