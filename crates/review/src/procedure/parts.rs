//! Parts of a procedure: windows, offices, forms, and the rules of meeting, posting and signing.

use vocab::{Citation, Day, LocalText, Place, Span};

/// Thời gian rà soát.
#[derive(Clone, Debug)]
pub enum Window {
    /// From a day of the year to the end of another, as month and day.
    Yearly {
        /// First day.
        opens: (u32, u32),
        /// Last day.
        closes: (u32, u32),
        /// Where that comes from.
        source: Citation,
    },
    /// From a day of each month.
    Monthly {
        /// Day of the month.
        opens: u32,
        /// Where that comes from.
        source: Citation,
    },
}

impl Window {
    /// Where it comes from.
    pub fn source(&self) -> &Citation {
        match self {
            Window::Yearly { source, .. } | Window::Monthly { source, .. } => source,
        }
    }
}

/// Người, tổ chức tham gia: a part that somebody takes in the procedure.
#[derive(Clone, Debug)]
pub struct Office {
    /// Its id.
    pub id: String,
    /// Its name.
    pub label: LocalText,
}

/// Mẫu đơn: a form by which a household asks.
#[derive(Clone, Debug)]
pub struct Form {
    /// Its id.
    pub id: String,
    /// Official number: `Mẫu 01`.
    pub number: Option<String>,
    /// Its name.
    pub label: LocalText,
    /// Whether the household is screened first (Phiếu A).
    pub screened: bool,
    /// Where it comes from.
    pub source: Citation,
}

/// Họp dân.
#[derive(Clone, Debug)]
pub struct MeetingRule {
    /// Least share of those present that must agree, in percent.
    pub least_percent: u32,
    /// Ids of the offices that must be there.
    pub attend: Vec<String>,
    /// The office that chairs.
    pub chair: String,
    /// Copies of the minutes.
    pub copies: u32,
    /// Who signs the minutes: words of the pack.
    pub signed_by: Vec<String>,
    /// Where it comes from.
    pub source: Citation,
    /// Where it stands in the pack.
    pub place: Place,
}

/// Niêm yết, thông báo công khai.
#[derive(Clone, Debug)]
pub struct PostingRule {
    /// Where the list must hang: id and name.
    pub places: Vec<(String, LocalText)>,
    /// Whether it must be announced in local media, too.
    pub announced: bool,
    /// Where it comes from.
    pub source: Citation,
}

/// Cấp cho ý kiến, for the days on which the law names it.
#[derive(Clone, Debug)]
pub struct LeveledOffice {
    /// The days.
    pub valid: Span,
    /// Who.
    pub who: Appointed,
    /// Where it comes from.
    pub source: Citation,
    /// Where it stands in the pack.
    pub place: Place,
}

/// Whom the law names.
#[derive(Clone, Debug)]
pub enum Appointed {
    /// The office with this id.
    Office(String),
    /// No text was found that says who: somebody with the right must determine it.
    Unknown(LocalText),
}

/// Who must not be the same person.
#[derive(Clone, Debug)]
pub struct SeparationRule {
    /// A household is re-checked by somebody who has not surveyed it, and did not re-check it last.
    pub rechecker_is_new: bool,
    /// Who proposes a decision does not sign it.
    pub signer_is_not_proposer: bool,
    /// Who surveyed or re-checked a household of the campaign does not sign its decision.
    pub signer_is_not_surveyor: bool,
    /// Where it comes from.
    pub source: Citation,
}

/// Báo cáo that somebody owes.
#[derive(Clone, Debug)]
pub struct ReportOwed {
    /// Its id.
    pub id: String,
    /// Its name.
    pub label: LocalText,
    /// The office that owes it.
    pub by: String,
    /// To whom it goes, where that is no unit of the list of units, with the source.
    pub to: Option<(LocalText, Citation)>,
    /// Whether the commune owes it, so that its campaign is not done before; otherwise it is shown only.
    pub of_commune: bool,
    /// By when.
    pub due: ReportDue,
    /// Where it comes from.
    pub source: Citation,
    /// Where it stands in the pack.
    pub place: Place,
}

/// Hạn báo cáo.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReportDue {
    /// Before a day of the campaign's year: that day is already late.
    Before {
        /// Month.
        month: u32,
        /// Day.
        day: u32,
    },
    /// On a day of the month after the campaign's month, if that month is one of these.
    NextMonth {
        /// Day of the month.
        day: u32,
        /// First month of the year in which it is owed.
        from: u32,
        /// Last month.
        to: u32,
    },
    /// No text was found that says when.
    Unknown,
}

impl ReportDue {
    /// The last day on which it is in time, for a campaign of a year and month.
    pub fn last_day(self, year: i32, month: u32) -> Option<Day> {
        match self {
            ReportDue::Before { month, day } => Day::from_civil(year, month, day).map(Day::previous),
            ReportDue::NextMonth { day, from, to } => {
                let (year, next) = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
                (from..=to).contains(&next).then(|| Day::from_civil(year, next, day)).flatten()
            }
            ReportDue::Unknown => None,
        }
    }

    /// Whether it is owed at all by a campaign of this month.
    pub fn is_owed(self, month: u32) -> bool {
        match self {
            ReportDue::NextMonth { from, to, .. } => (from..=to).contains(&(month % 12 + 1)),
            _ => true,
        }
    }
}

/// Phiếu A: the questions of the quick screening. Its content stands in an annex; where it was not read, the procedure has none and the
/// officer says what the paper gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Screening {
    /// What is asked, each answered by yes or no: id and words.
    pub questions: Vec<(String, LocalText)>,
    /// Which answers let a household go on to the survey.
    pub goes_on: GoesOn,
    /// Where the questions come from.
    pub source: Citation,
}

/// Which answers of Phiếu A let a household go on to the survey.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GoesOn {
    /// Those of a household to which none of the questions applies.
    NoneTicked,
    /// Those of a household to which at least one applies.
    AnyTicked,
}

impl GoesOn {
    pub(crate) const WORDS: [(&'static str, GoesOn); 2] =
        [("none_ticked", GoesOn::NoneTicked), ("any_ticked", GoesOn::AnyTicked)];

    /// Whether a household goes on to which so many of the questions apply.
    pub fn is(self, ticked: usize) -> bool {
        match self {
            GoesOn::NoneTicked => ticked == 0,
            GoesOn::AnyTicked => ticked > 0,
        }
    }
}

/// Theo dõi sau khi thoát: how long a household is watched that left a list, and when somebody is reminded of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Monitoring {
    /// Years from the first day on which it is on no list.
    pub years: u32,
    /// A household that was not asked for so many days should be visited.
    pub visit_after_days: u32,
    /// So many days before the end it is said that the watching ends.
    pub remind_days: u32,
    /// Where the years come from.
    pub source: Citation,
}

impl Monitoring {
    /// The last day on which a household is watched that left a list on a day.
    pub fn until(&self, left_on: Day) -> Option<Day> {
        let (year, month, day) = left_on.civil();
        let year = year + i32::try_from(self.years).ok()?;
        // 29 February has no day of its own in a common year.
        Day::from_civil(year, month, day).or_else(|| Day::from_civil(year, month, day - 1))
    }
}
