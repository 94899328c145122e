//! Nhận, trả lại, chấp nhận: what whoever is above does with a report.

use serde_json::json;
use store::dates::Instant;
use store::{Fault, Queries, Tx};
use vocab::{LocalText, said};

use super::kept::{Happened, ReportEvent, SentReport, State, one};
use super::{may_receive, not_there, not_yours};
use crate::act::{Act, Cause, Done, REPORT_EVENT};
use crate::cell::{Cell, Kind};
use crate::villages::today;
use crate::{PeerId, Registry, ReportId, Scope, Stopped};

/// What is done with a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Nhận: a receipt with number, time and hash.
    Receive,
    /// Trả lại, with what is to be mended.
    Return(String),
    /// Chấp nhận.
    Accept,
}

impl Answer {
    fn what(&self) -> Happened {
        match self {
            Answer::Receive => Happened::Received,
            Answer::Return(_) => Happened::Returned,
            Answer::Accept => Happened::Accepted,
        }
    }

    /// Whether it may be done with a report where it stands.
    pub fn is_open(&self, state: State) -> bool {
        match self {
            Answer::Receive => state == State::Sent,
            Answer::Return(_) => matches!(state, State::Sent | State::Received | State::Accepted),
            Answer::Accept => state == State::Received,
        }
    }
}

impl Registry {
    /// Answers a report from above.
    ///
    /// # Errors
    /// It is not theirs to receive or their own, it stands elsewhere by now, a return has no comment; or the database failed.
    pub async fn answer_report(
        &self,
        by: &Scope,
        id: ReportId,
        answer: &Answer,
        at: Instant,
    ) -> Result<Done, Stopped> {
        let kind = format!("report.{}", answer.what().code());
        let mut act = self.begin(Cause::new(&kind, Some(by.user())), at).await?;
        let report = one(&act.tx, id).await?.ok_or_else(not_there)?;
        if !may_receive(by, &report.content.unit) {
            return Err(not_yours());
        }
        if report.by == Some(by.user()) && report.peer.is_none() {
            return Err(Stopped::refused(
                said!("người gửi không tự nhận báo cáo của mình", "whoever sent a report does not answer it"),
                said!("đề nghị người khác ở nơi nhận làm", "ask somebody else of the office above"),
            ));
        }
        if !answer.is_open(report.state()) {
            let (why, remedy) = elsewhere(report.state());
            return Err(Stopped::refused(why, remedy));
        }
        let comment = match answer {
            Answer::Return(comment) if comment.trim().is_empty() => {
                return Err(Stopped::refused(
                    said!("chưa ghi vì sao trả lại", "it is not said why the report is returned"),
                    said!(
                        "ghi chỗ nào cần sửa, không ghi tên hộ",
                        "write what is to be mended, without names of households"
                    ),
                ));
            }
            Answer::Return(comment) => Some(comment.trim().to_owned()),
            Answer::Receive | Answer::Accept => None,
        };
        let receipt = match answer {
            Answer::Receive => Some(next_receipt(&act.tx, at).await?),
            Answer::Return(_) | Answer::Accept => None,
        };
        let event = ReportEvent { what: answer.what(), at, receipt, comment, by_name: None, peer: None };
        act.set_content(json!({
            "report": id.to_string(), "sha256": report.sha256, "receipt": receipt, "comment": event.comment,
        }));
        add_event(&mut act, &report, report.events.len(), &event, None);
        Ok(act.finish().await?)
    }
}

pub(super) fn add_event(
    act: &mut Act,
    report: &SentReport,
    number: usize,
    event: &ReportEvent,
    peer: Option<PeerId>,
) {
    act.add(
        &REPORT_EVENT,
        vec![
            Cell::Id(report.id.0),
            Cell::Integer(number as i64),
            Cell::Text(event.what.code().to_owned()),
            Cell::Instant(event.at),
            Cell::or_null(Kind::Integer, event.receipt, Cell::Integer),
            Cell::or_null(Kind::Text, event.comment.clone(), Cell::Text),
            Cell::or_null(Kind::Id, peer, |id| Cell::Id(id.0)),
        ],
    );
}

/// Receipts of this instance are counted from 1 in each year.
async fn next_receipt(on: &Tx, at: Instant) -> Result<i64, Fault> {
    let sql = "select receipt, at from report_event where receipt is not null and peer_id is null";
    let year = today(at).year();
    let mut last = 0;
    for row in on.rows(sql, vec![]).await? {
        let then = row.instant("at")?.map(|at| today(at).year());
        if then == Some(year) {
            last = last.max(row.get::<i64>("receipt")?);
        }
    }
    Ok(last + 1)
}

fn elsewhere(state: State) -> (LocalText, LocalText) {
    let why = match state {
        State::Sent => said!("báo cáo chưa được nhận", "the report was not received yet"),
        State::Received => said!("báo cáo đã được nhận", "the report was received already"),
        State::Returned => said!("báo cáo đã trả lại", "the report was returned already"),
        State::Accepted => said!("báo cáo đã được chấp nhận", "the report was accepted already"),
        State::Replaced => {
            said!("báo cáo này đã có bản gửi lại thay thế", "another report was sent instead of this one")
        }
    };
    (why, said!("tải lại trang để xem báo cáo đang ở bước nào", "load the page again to see where it stands"))
}
