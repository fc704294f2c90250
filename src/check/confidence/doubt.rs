//! What may speak against a record.

/// A reason to doubt a record; its code stands in the record's reasons, its words in the messages under `doubt.`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Doubt {
    /// A title that is a whole sentence: rather a description.
    SentenceTitle,
    /// Letters and numbers of several cells run into each other in a title.
    GarbledTitle,
    /// A title that is only the tier's own word: a header that was read as a row.
    HeaderAsTitle,
    /// A title that is a step of other measures' schedules.
    PhaseAsTitle,
    /// A title of two letters: rather the short name of a tier.
    ShortTitle,
    /// A title between dashes (~ ... ~): rather a motto under a title.
    Motto,
    /// Several numbers stand in the place of one: rows have run into each other.
    SeveralCodes,
    /// A tier that only a bare number marks, no word of its own: it may be a chapter.
    UnnamedTier,
    /// One title for a goal and for a measure.
    GoalIsMeasure,
    /// One title for goals in several places of the plan.
    GoalTwice,
    /// A goal whose only measures are sentences: rather a measure itself.
    OnlySentences,
    /// A measure titled by the head of a chapter.
    ChapterAsTitle,
    /// A measure titled by a remark in brackets, or by a list of figures.
    RemarkAsTitle,
    /// A title, or the name of a tier, that is several header words in one.
    HeadsAsTitle,
    /// A measure without number, section and tier, while most of the document have one of them.
    BareMeasure,
    /// A title that holds the title of another tier of the same kind.
    TitleInTitle,
    /// A figure or step whose year is not known.
    WithoutTime,
    /// Money of a measure named by a word of two letters: rather a mark of the measure (新規, 継続).
    ShortItem,
    /// A step that is a figure.
    FigureAsStep,
    /// A step that is a sentence or a piece of one.
    SentenceAsStep,
    /// A step that is a section.
    OwnerAsStep,
    /// A step that names years itself.
    TimeInStep,
    /// Two steps of one time whose words end alike: plan and actual rows may have run into each other.
    DoubleStep,
    /// An indicator named 目標 or 実績.
    RowHeadAsIndicator,
    /// A measure titled by the line above a schedule, which nothing else calls a measure.
    LineAsTitle,
    /// A title that begins with the measure's own number.
    CodeInTitle,
    /// A measure under a tier of the same title.
    UnderItself,
    /// Several years stand in one cell of the table's header.
    YearsTogether,
    /// Belongs to a measure that is doubted itself.
    OfDoubtful,
    /// Stands under a tier that is doubted itself.
    UnderDoubtful,
    /// A figure said to be reached, with the bound of a target.
    BoundedActual,
    /// A target for a year before the plan begins.
    TargetInPast,
    /// A large figure without a unit: rather money.
    LargeWithoutUnit,
    /// A value whose words are a time.
    TimeAsText,
    /// A value whose words point to another place.
    PointsElsewhere,
    /// Several figures for one indicator, year and kind.
    SeveralFigures,
    /// A code that is a figure.
    FigureAsCode,
    /// An indicator named 計.
    TotalAsIndicator,
    /// An indicator named by its code only.
    CodeAsName,
    /// A step named by a year.
    YearAsLabel,
    /// A step that is a word of dropping.
    DroppedStep,
    /// Several steps of a measure over the very same years.
    SameSpan,
    /// All steps of the page run over the same years: the columns may not have been told apart.
    WholeSpan,
    /// The very same result for several measures.
    SharedResult,
    /// A bar without words over a step with words.
    BarOverLabel,
    /// Years between two steps of a measure without any.
    GapBetween,
    /// Most measures of the table leave years without steps, though nothing but single cells was found.
    GapsAround,
    /// The role of the column was guessed from its cells.
    GuessedColumn,
    /// The same, and another role fitted nearly as well.
    GuessedNarrowly,
    /// A column of the table has a head and words, and nothing was made of it.
    ColumnUnread,
    /// Most figures beside it in its table gave no record.
    FiguresUnread,
    /// Characters could not be decoded.
    Undecoded,
    /// A finding is about this figure.
    InFinding,
    /// A shift of its row would put broken sums right.
    Shifted,
    /// A tier that was taken for a measure because steps stand under it.
    TierAsMeasure,
    /// A tier low in the tree with nothing below it and its like: rather a measure.
    LeafTier,
    /// Many rows of its table gave no record.
    RowsUnread,
    /// Its table shows another kind than the one it was read as.
    KindUnlike,
    /// Its table might as well be of another kind.
    KindNarrow,
    /// Many records of the same table are doubted.
    Neighbours,
    /// Money or a figure named by a sentence.
    SentenceAsName,
    /// A label and a colon stand inside a title: the field beside it has run into it.
    LabelInTitle,
    /// A title that begins with a word and a number of its own, as tiers do.
    TierInTitle,
    /// Several measures of one title that nothing tells apart.
    TitleTwice,
    /// A step without words of which one end only is told.
    OpenStep,
}

impl Doubt {
    /// Doubts that speak against the reading of the whole table.
    pub(super) const SPREADING: [Self; 6] =
        [Self::BoundedActual, Self::TargetInPast, Self::LargeWithoutUnit, Self::SeveralFigures, Self::FigureAsCode, Self::TimeAsText];

    /// The code in records.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::SentenceTitle => "sentence_title",
            Self::GarbledTitle => "garbled_title",
            Self::HeaderAsTitle => "header_as_title",
            Self::PhaseAsTitle => "phase_as_title",
            Self::ShortTitle => "short_title",
            Self::Motto => "motto",
            Self::SeveralCodes => "several_codes",
            Self::UnnamedTier => "unnamed_tier",
            Self::GoalIsMeasure => "goal_is_measure",
            Self::GoalTwice => "goal_twice",
            Self::OnlySentences => "only_sentences",
            Self::ChapterAsTitle => "chapter_as_title",
            Self::RemarkAsTitle => "remark_as_title",
            Self::HeadsAsTitle => "heads_as_title",
            Self::BareMeasure => "bare_measure",
            Self::TitleInTitle => "title_in_title",
            Self::WithoutTime => "without_time",
            Self::ShortItem => "short_item",
            Self::FigureAsStep => "figure_as_step",
            Self::SentenceAsStep => "sentence_as_step",
            Self::OwnerAsStep => "owner_as_step",
            Self::TimeInStep => "time_in_step",
            Self::DoubleStep => "double_step",
            Self::RowHeadAsIndicator => "row_head_as_indicator",
            Self::LineAsTitle => "line_as_title",
            Self::CodeInTitle => "code_in_title",
            Self::UnderItself => "under_itself",
            Self::YearsTogether => "years_together",
            Self::OfDoubtful => "of_doubtful",
            Self::UnderDoubtful => "under_doubtful",
            Self::BoundedActual => "bounded_actual",
            Self::TargetInPast => "target_in_past",
            Self::LargeWithoutUnit => "large_without_unit",
            Self::TimeAsText => "time_as_text",
            Self::PointsElsewhere => "points_elsewhere",
            Self::SeveralFigures => "several_figures",
            Self::FigureAsCode => "figure_as_code",
            Self::TotalAsIndicator => "total_as_indicator",
            Self::CodeAsName => "code_as_name",
            Self::YearAsLabel => "year_as_label",
            Self::DroppedStep => "dropped_step",
            Self::SameSpan => "same_span",
            Self::WholeSpan => "whole_span",
            Self::SharedResult => "shared_result",
            Self::BarOverLabel => "bar_over_label",
            Self::GapBetween => "gap_between",
            Self::GapsAround => "gaps_around",
            Self::GuessedColumn => "guessed_column",
            Self::GuessedNarrowly => "guessed_narrowly",
            Self::ColumnUnread => "column_unread",
            Self::FiguresUnread => "figures_unread",
            Self::Undecoded => "undecoded",
            Self::InFinding => "in_finding",
            Self::Shifted => "shifted",
            Self::TierAsMeasure => "tier_as_measure",
            Self::LeafTier => "leaf_tier",
            Self::RowsUnread => "rows_unread",
            Self::KindUnlike => "kind_unlike",
            Self::KindNarrow => "kind_narrow",
            Self::Neighbours => "neighbours",
            Self::SentenceAsName => "sentence_as_name",
            Self::LabelInTitle => "label_in_title",
            Self::TierInTitle => "tier_in_title",
            Self::TitleTwice => "title_twice",
            Self::OpenStep => "open_step",
        }
    }

    /// What is left of the confidence. Measured on plans of known content: near 0.5 where such records were mostly wrong, just enough to
    /// fall below the surest ones where they were often right.
    pub(super) fn factor(self) -> f32 {
        match self {
            Self::GarbledTitle
            | Self::SeveralCodes
            | Self::HeaderAsTitle
            | Self::PointsElsewhere
            | Self::FigureAsCode
            | Self::YearAsLabel
            | Self::HeadsAsTitle
            | Self::FigureAsStep
            | Self::OwnerAsStep
            | Self::RowHeadAsIndicator
            | Self::Undecoded => 0.5,
            Self::PhaseAsTitle
            | Self::ShortTitle
            | Self::TimeAsText
            | Self::SeveralFigures
            | Self::TotalAsIndicator
            | Self::BoundedActual
            | Self::TargetInPast
            | Self::LargeWithoutUnit
            | Self::ChapterAsTitle
            | Self::RemarkAsTitle
            | Self::BareMeasure
            | Self::ShortItem
            | Self::LabelInTitle
            | Self::SentenceAsName
            | Self::SentenceAsStep
            | Self::TimeInStep
            | Self::Shifted => 0.65,
            Self::SentenceTitle
            | Self::CodeAsName
            | Self::WholeSpan
            | Self::BarOverLabel
            | Self::TitleInTitle
            | Self::WithoutTime
            | Self::DoubleStep
            | Self::LineAsTitle
            | Self::CodeInTitle
            | Self::TierInTitle
            | Self::RowsUnread
            | Self::KindUnlike
            | Self::YearsTogether
            | Self::OfDoubtful
            | Self::UnderDoubtful => 0.8,
            Self::GoalIsMeasure
            | Self::GoalTwice
            | Self::UnnamedTier
            | Self::Motto
            | Self::OnlySentences
            | Self::SameSpan
            | Self::SharedResult
            | Self::DroppedStep
            | Self::UnderItself
            | Self::TierAsMeasure
            | Self::LeafTier
            | Self::TitleTwice
            | Self::OpenStep
            | Self::InFinding => 0.88,
            Self::GapBetween | Self::GapsAround | Self::FiguresUnread | Self::KindNarrow | Self::Neighbours | Self::GuessedNarrowly => 0.92,
            Self::ColumnUnread => 0.94,
            Self::GuessedColumn => 0.97,
        }
    }
}
