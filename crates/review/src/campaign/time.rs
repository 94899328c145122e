//! When a campaign begins and ends, whether its procedure holds, and how long things take in it.

use vocab::{Confidence, Day, said};

use super::{Campaign, Terms};
use crate::act::Remark;
use crate::clock::{Due, Measured};
use crate::moment::Moment;
use crate::procedure::{Procedure, Window};
use crate::refusal::Refusal;

impl Campaign<'_> {
    /// The window is open, and the procedure holds or was confirmed to.
    pub(super) fn is_in_time(&self, at: Moment) -> Result<(), Refusal> {
        if at.day() < self.begins() {
            let (vi, en) = written(self.begins());
            return Err(Refusal::new(
                said!("đợt rà soát bắt đầu từ {vi}", "the review begins on {en}"),
                said!("chờ đến ngày đó", "wait for that day"),
            )
            .by(self.procedure.window.source()));
        }
        if self.procedure.doubtful_from().is_some_and(|day| at.day() >= day) && !self.determined.still_holds()
        {
            return Err(Refusal::new(
                said!("quy trình này có thể đã hết hiệu lực", "this procedure may have ended"),
                said!(
                    "người có thẩm quyền xác nhận quy trình còn áp dụng, kèm lý do; nếu đã có quy trình mới thì mở đợt theo quy trình mới",
                    "let somebody with the right confirm that it still holds, with a reason; if there is a new one, open a campaign by it"
                ),
            )
            .by(&self.procedure.source));
        }
        Ok(())
    }

    /// First day of the review.
    pub fn begins(&self) -> Day {
        // `open` refuses terms without one.
        begins(self.procedure, &self.terms).unwrap_or_else(|| self.newest.day())
    }

    /// Last day of the review, if the procedure names one.
    pub fn closes(&self) -> Option<Day> {
        match self.procedure.window {
            Window::Yearly { closes: (month, day), .. } => Day::from_civil(self.terms.year, month, day),
            Window::Monthly { .. } => None,
        }
    }

    /// The last day of something that an event of `from` begins, and what should be said with it.
    ///
    /// # Errors
    /// No text says how long it lasts, and nobody determined it.
    pub fn due(&self, measures: Measured, from: Day) -> Result<(Due, Vec<Remark>), Refusal> {
        let clock = self.procedure.clock(measures);
        let label = clock.map(|clock| clock.label.clone()).unwrap_or_default();
        if let Some(length) = self.determined.length(measures) {
            let due = length.due(from, self.calendar, Confidence::Secondary);
            return Ok((due, vec![Remark::Determined { what: label }]));
        }
        match clock.and_then(|clock| Some((clock.length?, clock.source.confidence))) {
            Some((length, confidence)) => Ok((length.due(from, self.calendar, confidence), Vec::new())),
            None => {
                let (vi, en) = (&label.vi, &label.en);
                let refusal = Refusal::new(
                    said!(
                        "chưa rõ pháp luật quy định bao lâu: {vi}",
                        "it is not known how long the law gives: {en}"
                    ),
                    said!(
                        "người có thẩm quyền xác nhận số ngày, kèm lý do",
                        "let somebody with the right determine the days, with a reason"
                    ),
                );
                Err(match clock {
                    Some(clock) => refusal.by(&clock.source),
                    None => refusal,
                })
            }
        }
    }
}

pub(super) fn begins(procedure: &Procedure, terms: &Terms) -> Option<Day> {
    match (&procedure.window, terms.month) {
        (Window::Yearly { opens: (month, day), .. }, None) => Day::from_civil(terms.year, *month, *day),
        (Window::Monthly { opens, .. }, Some(month)) => Day::from_civil(terms.year, month, *opens),
        _ => None,
    }
}

fn written(day: Day) -> (String, String) {
    (vocab::written::day(day, vocab::Language::Vi), vocab::written::day(day, vocab::Language::En))
}
