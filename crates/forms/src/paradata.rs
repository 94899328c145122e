//! Dữ liệu về cuộc phỏng vấn: when an interview began and ended by the phone's own clock, how long somebody stayed at its
//! questions, how many answers were changed, how well the place was known.
//!
//! The phone says all of it and nothing of it is trusted: it decides nothing, and a clock that is wrong is only told.
//! What the audit of ODK Collect looks like: <https://docs.getodk.org/form-audit-log/>.

use std::collections::BTreeSet;

use vocab::Day;

use crate::xml::Element;

const SECOND: i64 = 1000;
const DAY: i64 = 86_400 * SECOND;
/// A phone may be in another time zone than it says; a wrong day is wrong.
const AHEAD: i64 = DAY;
/// No review goes on for so long: a form that is older was filled by a clock that stands.
const LONG_AGO: i64 = 400 * DAY;
/// In less than this nobody asks a household about its people, house and income: a good interview takes ten minutes.
const SHORT: i64 = 180;
/// More rows than any interview writes; the rest is not read.
const MOST_ROWS: usize = 50_000;

/// What a phone says of an interview.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Paradata {
    /// When it began, in milliseconds since 1970.
    pub start: Option<i64>,
    /// When it ended.
    pub end: Option<i64>,
    /// Whether a time stands there that is none.
    pub is_unreadable: bool,
    /// What its audit says, if one was sent.
    pub audit: Option<Audit>,
}

/// What an audit says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Audit {
    /// Milliseconds in which some question was on the screen.
    pub at_questions: i64,
    /// The first and the last moment that it names.
    pub between: Option<(i64, i64)>,
    /// Answers that were changed after they had been given; `None` if it does not tell.
    pub changed: Option<usize>,
    /// The best accuracy of the place, in whole meters.
    pub accuracy: Option<u32>,
    /// Rows that cannot be read.
    pub unreadable: usize,
}

/// What is wrong with the clock of a phone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ClockFault {
    /// A time that is none.
    Unreadable,
    /// It ends before it begins.
    EndsBeforeStart,
    /// It is more than a day ahead of the server.
    Ahead,
    /// It is long before anything of this review.
    LongAgo,
}

impl ClockFault {
    /// As it is stored, and the key of its words.
    pub const fn code(self) -> &'static str {
        match self {
            ClockFault::Unreadable => "unreadable",
            ClockFault::EndsBeforeStart => "ends_before_start",
            ClockFault::Ahead => "ahead",
            ClockFault::LongAgo => "long_ago",
        }
    }
}

/// Name of the file with the audit of a filled form.
pub fn audit_file(content: &Element) -> Option<&str> {
    let audit = content.child("meta").and_then(|meta| meta.child("audit"));
    audit.map(|audit| audit.text.as_str()).filter(|name| !name.is_empty())
}

impl Paradata {
    /// What a filled form and its audit say.
    pub fn read(content: &Element, audit: Option<&[u8]>) -> Paradata {
        let mut paradata = Paradata { audit: audit.map(Audit::read), ..Paradata::default() };
        let meta = content.child("meta");
        let mut time = |name: &str| {
            let found = meta.and_then(|meta| meta.child(name)).or(content.child(name));
            let text = found.map(|element| element.text.as_str()).filter(|text| !text.is_empty())?;
            let time = date_time(text);
            paradata.is_unreadable |= time.is_none();
            time
        };
        (paradata.start, paradata.end) = (time("start"), time("end"));
        paradata
    }

    /// What is wrong with the phone's clock, seen when the form arrived.
    pub fn clock(&self, arrived: i64) -> Vec<ClockFault> {
        let audited = self.audit.as_ref().and_then(|audit| audit.between);
        let times: Vec<i64> = [self.start, self.end, audited.map(|of| of.0), audited.map(|of| of.1)]
            .into_iter()
            .flatten()
            .collect();
        let mut faults = Vec::new();
        if self.is_unreadable {
            faults.push(ClockFault::Unreadable);
        }
        if self.start.zip(self.end).is_some_and(|(start, end)| end < start) {
            faults.push(ClockFault::EndsBeforeStart);
        }
        if times.iter().any(|time| time.saturating_sub(arrived) > AHEAD) {
            faults.push(ClockFault::Ahead);
        }
        if times.iter().any(|time| arrived.saturating_sub(*time) > LONG_AGO) {
            faults.push(ClockFault::LongAgo);
        }
        faults
    }

    /// How long it took, in seconds: at the questions if an audit says so, else from beginning to end.
    pub fn seconds(&self) -> Option<i64> {
        let audited = self.audit.as_ref().map(|audit| audit.at_questions).filter(|time| *time > 0);
        let told = self.start.zip(self.end).map(|(start, end)| end.saturating_sub(start));
        audited.or(told).filter(|time| *time >= 0).map(|time| time / SECOND)
    }
}

/// Whether so many seconds are fewer than anybody needs.
pub const fn is_short(seconds: i64) -> bool {
    seconds < SHORT
}

impl Audit {
    /// Reads an audit; what cannot be read of it is counted.
    pub fn read(bytes: &[u8]) -> Audit {
        let text = String::from_utf8_lossy(bytes);
        let mut rows = rows(text.trim_start_matches('\u{feff}'));
        let header = rows.next().unwrap_or_default();
        let column = |name: &str| header.iter().position(|known| known.trim() == name);
        let (event, start, end) = (column("event"), column("start"), column("end"));
        let (old, new) = (column("old-value"), column("new-value"));
        let accuracy = column("accuracy");
        let mut audit = Audit { changed: old.and(new).map(|_| 0), ..Audit::default() };
        let mut seen: BTreeSet<(i64, i64)> = BTreeSet::new();
        for row in rows.take(MOST_ROWS) {
            let cell = |at: Option<usize>| at.and_then(|at| row.get(at)).map_or("", |cell| cell.trim());
            let Ok(from) = cell(start).parse::<i64>() else {
                audit.unreadable += 1;
                continue;
            };
            let until = cell(end).parse::<i64>().unwrap_or(from);
            let (first, last) = audit.between.unwrap_or((from, from));
            audit.between = Some((first.min(from), last.max(from).max(until)));
            if cell(event) == "question" {
                seen.insert((from, until));
                if let Some(changed) = &mut audit.changed {
                    *changed += usize::from(!cell(old).is_empty() && cell(old) != cell(new));
                }
            }
            let meters = cell(accuracy).split('.').next().and_then(|whole| whole.parse::<u32>().ok());
            audit.accuracy = [audit.accuracy, meters].into_iter().flatten().min();
        }
        audit.at_questions = covered(&seen);
        audit
    }
}

/// Milliseconds that lie in some interval: questions of one screen are seen at the same time.
fn covered(seen: &BTreeSet<(i64, i64)>) -> i64 {
    let (mut total, mut reached) = (0_i64, i64::MIN);
    for (from, until) in seen {
        let from = (*from).max(reached);
        total = total.saturating_add(until.saturating_sub(from).max(0));
        reached = reached.max(*until);
    }
    total
}

/// Rows of a CSV file; a quoted cell may hold commas, quotes written twice, and line breaks.
fn rows(text: &str) -> impl Iterator<Item = Vec<String>> + '_ {
    let mut signs = text.chars().peekable();
    std::iter::from_fn(move || {
        signs.peek()?;
        let (mut row, mut cell, mut is_quoted) = (Vec::new(), String::new(), false);
        while let Some(sign) = signs.next() {
            match sign {
                '"' if is_quoted && signs.peek() == Some(&'"') => {
                    signs.next();
                    cell.push('"');
                }
                '"' => is_quoted = !is_quoted,
                ',' if !is_quoted => row.push(std::mem::take(&mut cell)),
                '\n' if !is_quoted => break,
                '\r' if !is_quoted => {}
                other => cell.push(other),
            }
        }
        row.push(cell);
        Some(row)
    })
}

/// `2026-11-27T08:05:00.000+07:00`; without an offset it is taken for UTC.
fn date_time(text: &str) -> Option<i64> {
    let (day, rest) = text.trim().split_once('T')?;
    let day: Day = day.parse().ok()?;
    let at = rest.find(['Z', '+', '-']).unwrap_or(rest.len());
    let (time, offset) = (rest.get(..at)?, rest.get(at..)?);
    let (clock, fraction) = time.split_once('.').unwrap_or((time, "0"));
    let mut parts = clock.split(':').map(|part| part.parse::<i64>().ok());
    let (hours, minutes) = (parts.next()??, parts.next()??);
    let seconds = parts.next().unwrap_or(Some(0))?;
    let is_time = (0..24).contains(&hours) && (0..60).contains(&minutes) && (0..=60).contains(&seconds);
    let is_fraction = !fraction.is_empty() && fraction.bytes().all(|sign| sign.is_ascii_digit());
    if !is_time || !is_fraction || parts.next().is_some() {
        return None;
    }
    let millis: i64 = format!("{fraction:0<3}").get(..3)?.parse().ok()?;
    let of_day = ((hours * 60 + minutes) * 60 + seconds) * SECOND + millis;
    Some(i64::from(day.epoch_days()) * DAY + of_day - offset_of(offset)? * 60 * SECOND)
}

/// An offset in minutes.
fn offset_of(text: &str) -> Option<i64> {
    let Some(sign) = text.chars().next().filter(|sign| *sign != 'Z') else {
        return (text.len() <= 1).then_some(0);
    };
    let digits: String = text.chars().skip(1).filter(|sign| *sign != ':').collect();
    let (hours, minutes) = digits.split_at_checked(2)?;
    let whole = |part: &str| if part.is_empty() { Some(0) } else { part.parse::<i64>().ok() };
    let (hours, minutes) = (whole(hours)?, whole(minutes)?);
    let is_offset = (0..=14).contains(&hours) && (0..60).contains(&minutes);
    let whole = hours * 60 + minutes;
    is_offset.then_some(if sign == '-' { -whole } else { whole })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2026-11-27T08:00:00+07:00.
    const MORNING: i64 = 1_795_741_200_000;

    fn form(start: &str, end: &str) -> Element {
        let xml = format!("<data><meta><start>{start}</start><end>{end}</end></meta></data>");
        Element::read(xml.as_bytes()).unwrap()
    }

    fn told(start: &str, end: &str) -> Paradata {
        Paradata::read(&form(start, end), None)
    }

    #[test]
    fn times_of_all_clients_are_read() {
        for text in [
            "2026-11-27T08:00:00.000+07:00",
            "2026-11-27T08:00:00.000+07",
            "2026-11-27T01:00:00Z",
            "2026-11-27T01:00:00.000Z",
            "2026-11-26T20:30:00-0430",
            "2026-11-27T01:00",
        ] {
            assert_eq!(date_time(text), Some(MORNING), "{text}");
        }
        for text in [
            "",
            "2026-11-27",
            "2026-11-27T25:00:00Z",
            "2026-02-30T08:00:00Z",
            "hôm nay",
            "TTT",
            "2026-11-27T08:00:00+99:00",
        ] {
            assert_eq!(date_time(text), None, "{text}");
        }
    }

    #[test]
    fn an_interview_lasts_from_its_beginning_to_its_end() {
        let of = told("2026-11-27T08:00:00.000+07:00", "2026-11-27T08:12:30.000+07:00");
        assert_eq!(of.seconds(), Some(750));
        assert_eq!(of.clock(MORNING + 3_600_000), []);
        assert_eq!(told("", "").seconds(), None, "missing is not zero");
        assert_eq!(told("", "").clock(MORNING), []);
    }

    #[test]
    fn a_clock_that_is_wrong_is_told_and_nothing_else() {
        let now = MORNING + 3_600_000;
        let faults = |start: &str, end: &str| told(start, end).clock(now);
        assert_eq!(faults("1970-01-01T00:01:00Z", "1970-01-01T00:09:00Z"), [ClockFault::LongAgo]);
        assert_eq!(faults("2099-01-01T00:00:00Z", "2099-01-01T00:10:00Z"), [ClockFault::Ahead]);
        assert_eq!(
            faults("2026-11-27T08:30:00+07:00", "2026-11-27T08:10:00+07:00"),
            [ClockFault::EndsBeforeStart]
        );
        assert_eq!(faults("gần trưa", "2026-11-27T08:10:00+07:00"), [ClockFault::Unreadable]);
        // A day in the field without a signal, or a neighboring time zone, is no fault.
        assert_eq!(faults("2026-11-20T08:00:00+07:00", "2026-11-20T08:10:00+07:00"), []);
        assert_eq!(faults("2026-11-27T12:00:00+07:00", "2026-11-27T12:10:00+07:00"), []);
    }

    const AUDIT: &str = "event,node,start,end,latitude,longitude,accuracy,old-value,new-value\n\
        form start,,1000,,,,,,\n\
        question,/data/a,2000,12000,11.5,107.8,9.6,,1\n\
        question,/data/b,2000,12000,,,,,\"hai, \"\"ba\"\"\nbốn\"\n\
        question,/data/a,20000,25000,11.5,107.8,4.2,1,2\n\
        question,/data/c,22000,30000,,,,x,x\n\
        form exit,,31000,,,,,,\n";

    #[test]
    fn an_audit_says_how_long_somebody_stayed_and_what_was_changed() {
        let audit = Audit::read(AUDIT.as_bytes());
        assert_eq!(audit.at_questions, 20_000, "one screen with two questions counts once");
        assert_eq!(audit.changed, Some(1), "what was empty, or stayed, was not changed");
        assert_eq!((audit.accuracy, audit.unreadable), (Some(4), 0));
        assert_eq!(audit.between, Some((1000, 31_000)));
        let of = Paradata { audit: Some(audit), ..told("2026-11-27T08:00:00Z", "2026-11-27T09:00:00Z") };
        assert_eq!(of.seconds(), Some(20), "a pause is not part of it");
    }

    #[test]
    fn an_audit_without_values_does_not_tell_changes() {
        let audit = Audit::read(b"event,node,start,end\nquestion,/data/a,1000,2000\n");
        assert_eq!((audit.changed, audit.accuracy, audit.at_questions), (None, None, 1000));
    }

    #[test]
    fn whatever_an_audit_holds_it_is_read_to_an_end() {
        let extremes = format!(
            "event,start,end\nquestion,{},{}\nquestion,{},{}\n",
            i64::MIN,
            i64::MAX,
            i64::MAX,
            i64::MIN
        );
        for text in [
            "",
            "\"",
            "event\n\n\n",
            ",,,,\n,,,,",
            "event,start,end\nquestion,x,y\nquestion",
            extremes.as_str(),
        ] {
            let audit = Audit::read(text.as_bytes());
            let of = Paradata { audit: Some(audit), ..Paradata::default() };
            assert!(of.seconds().is_none_or(|time| time >= 0), "{text}");
            of.clock(i64::MIN);
            of.clock(i64::MAX);
        }
        assert_eq!(Audit::read(b"event,start,end\nquestion,x,y\nquestion").unreadable, 2);
    }
}
