//! How a page of a procedure says sources, days and windows.

use standards::law::LegalDocument;
use vocab::{Citation, Confidence, Language, Span, written};

use crate::clock::{Clock, Unit};
use crate::procedure::{ReportDue, Window};

/// One language, and the documents that are cited.
#[derive(Clone, Copy)]
pub(super) struct Speech<'d> {
    pub(super) language: Language,
    pub(super) documents: &'d [LegalDocument],
}

impl Speech<'_> {
    pub(super) fn of(self, vi: &'static str, en: &'static str) -> &'static str {
        match self.language {
            Language::Vi => vi,
            Language::En => en,
        }
    }

    pub(super) fn cited(self, source: &Citation) -> String {
        if source.doc == "none" {
            return self
                .of("quy tắc của chương trình, không phải luật", "a rule of this program, not law")
                .to_owned();
        }
        let document = self.documents.iter().find(|document| document.id == source.doc);
        let number = document.map_or(source.doc.as_str(), |document| document.number.as_str());
        let cited = source.to_string();
        let place = cited.strip_prefix(source.doc.as_str()).unwrap_or_default();
        let unread = source.article.as_deref() == Some("unknown") && source.appendix.is_none();
        let article =
            if unread { self.of(", điều chưa đối chiếu", ", article not checked") } else { "" };
        match source.confidence {
            Confidence::Verified | Confidence::Invented => format!("{number}{place}{article}"),
            confidence => format!("{number}{place}{article}, *{}*", self.confidence(confidence)),
        }
    }

    pub(super) fn confidence(self, confidence: Confidence) -> &'static str {
        match confidence {
            Confidence::Verified => self.of("đã đối chiếu", "checked"),
            Confidence::Secondary => self.of("đọc lại từ nguồn khác", "second-hand"),
            Confidence::Unverified => self.of("theo trí nhớ, phải đối chiếu", "from memory, to be checked"),
            Confidence::Invented => self.of("không phải luật", "not law"),
        }
    }

    pub(super) fn window(self, window: &Window) -> String {
        match (window, self.language) {
            (Window::Yearly { opens, closes, .. }, Language::Vi) => {
                format!(
                    "mỗi năm một lần, từ {:02}/{:02} đến hết {:02}/{:02}",
                    opens.1, opens.0, closes.1, closes.0
                )
            }
            (Window::Yearly { opens, closes, .. }, Language::En) => {
                format!(
                    "once a year, from {:02}/{:02} to the end of {:02}/{:02}",
                    opens.1, opens.0, closes.1, closes.0
                )
            }
            (Window::Monthly { opens, .. }, Language::Vi) => format!("mỗi tháng một lần, từ ngày {opens}"),
            (Window::Monthly { opens, .. }, Language::En) => format!("once a month, from day {opens}"),
        }
    }

    pub(super) fn length(self, clock: &Clock) -> String {
        match clock.length {
            Some(length) => {
                let unit = match length.unit {
                    Unit::WorkingDay => self.of("ngày làm việc", "working days"),
                    Unit::CalendarDay => self.of("ngày", "days"),
                };
                format!("{} {unit}", length.days)
            }
            None => self.of("chưa rõ, phải xác nhận", "not known, to be determined").to_owned(),
        }
    }

    pub(super) fn due(self, due: ReportDue) -> String {
        match (due, self.language) {
            (ReportDue::Before { month, day }, Language::Vi) => format!("trước ngày {day:02}/{month:02}"),
            (ReportDue::Before { month, day }, Language::En) => format!("before {day:02}/{month:02}"),
            (ReportDue::NextMonth { day, from, to }, Language::Vi) => {
                format!("ngày {day} tháng sau, các tháng {from} đến {to}")
            }
            (ReportDue::NextMonth { day, from, to }, Language::En) => {
                format!("day {day} of the next month, months {from} to {to}")
            }
            (ReportDue::Unknown, _) => self.of("chưa rõ", "not known").to_owned(),
        }
    }

    pub(super) fn days(self, valid: Span) -> String {
        let from =
            valid.from.map(|day| format!("{} {}", self.of("từ", "from"), written::day(day, self.language)));
        let until = valid
            .until
            .map(|day| format!("{} {}", self.of("đến", "to"), written::day(day.previous(), self.language)));
        match (from, until) {
            (Some(from), Some(until)) => format!("{from} {until}"),
            (from, until) => from.or(until).unwrap_or_else(|| self.of("mọi ngày", "every day").to_owned()),
        }
    }
}
