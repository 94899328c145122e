//! Gửi báo cáo: what it says is fixed and hashed, and stands in the log.

use serde_json::json;
use standards::units::Units;
use store::Fault;
use store::dates::Instant;
use vocab::{LocalText, said};

use super::content::{Content, ReportKind};
use super::kept::{SentReport, State, of_period};
use super::{may_send, not_yours};
use crate::act::{Act, Cause, REPORT};
use crate::cell::{Cell, Kind};
use crate::{PeerId, ProceedingId, Registry, ReportId, Scope, Stopped};

/// A report to be sent.
#[derive(Clone, Debug)]
pub struct NewReport {
    /// What it says.
    pub content: Content,
    /// The returned one that it is sent instead of.
    pub replaces: Option<ReportId>,
    /// Whether the sender has seen what does not agree.
    pub has_acknowledged: bool,
}

impl Registry {
    /// Sends a report upwards. In the same act it is recorded as sent in the review of the commune that waits for that.
    ///
    /// # Errors
    /// The place is not the sender's, something that does not agree was not acknowledged, there is nothing to report, one is on its
    /// way already; or the database failed.
    pub async fn send_report(
        &self,
        by: &Scope,
        units: &Units,
        new: &NewReport,
        at: Instant,
    ) -> Result<ReportId, Stopped> {
        let content = &new.content;
        if content.unit.commune.is_none() || !may_send(by, &content.unit) {
            return Err(not_yours());
        }
        if !content.differences.is_empty() && !new.has_acknowledged {
            return Err(Stopped::refused(
                said!(
                    "có chỗ lệch giữa các biểu mà người gửi chưa xác nhận đã xem",
                    "tables do not agree, and the sender has not acknowledged it"
                ),
                said!(
                    "xem từng chỗ lệch rồi đánh dấu đã xem, hoặc sửa số liệu và niêm phong lại",
                    "look at each difference and mark that it was seen, or mend the data and seal again"
                ),
            ));
        }
        if content.period.kind == ReportKind::Monthly && content.decided.is_empty() {
            return Err(Stopped::refused(
                said!(
                    "tháng này không có quyết định nào được ký, nên không có gì để báo cáo",
                    "no decision was signed for this month: there is nothing to report"
                ),
                said!(
                    "luật chỉ yêu cầu báo cáo khi có kết quả; ký quyết định trước",
                    "the law asks for a report only if there are results; sign the decision first"
                ),
            ));
        }
        let mut act = self.begin(Cause::new("report.send", Some(by.user())), at).await?;
        let before = of_period(&act.tx, content.period).await?;
        may_follow(content, new.replaces, &before).map_err(|(why, remedy)| Stopped::refused(why, remedy))?;
        let id = ReportId::fresh();
        let recorded = self.record_sent(&mut act, by, units, (id, content), at).await?;
        add(&mut act, id, content, (at, new.replaces, None), &recorded);
        act.finish().await?;
        Ok(id)
    }

    /// One report, whoever asks: the caller looks whether it may be seen.
    pub(super) async fn report_here(&self, id: ReportId) -> Result<Option<SentReport>, Fault> {
        super::kept::one(&self.store, id).await
    }
}

/// Whether a report may be sent after those that are there.
pub(super) fn may_follow(
    content: &Content,
    replaces: Option<ReportId>,
    before: &[SentReport],
) -> Result<(), (LocalText, LocalText)> {
    let same = |report: &&SentReport| {
        let code = |content: &Content| content.unit.commune.as_ref().map(|(code, _)| code.clone());
        report.content.unit.province.0 == content.unit.province.0 && code(&report.content) == code(content)
    };
    // Newest first; one that was replaced is not asked any more.
    let last = before.iter().filter(same).find(|report| report.state() != State::Replaced);
    let Some(last) = last else { return Ok(()) };
    if last.state() != State::Returned {
        return Err((
            said!(
                "báo cáo này đã gửi rồi và chưa bị trả lại",
                "this report was sent already and was not returned"
            ),
            said!(
                "đề nghị nơi nhận trả lại kèm ý kiến, rồi gửi bản mới",
                "ask whoever received it to return it with comments, then send a new one"
            ),
        ));
    }
    if replaces == Some(last.id) {
        return Ok(());
    }
    Err((
        said!(
            "bản trước đã bị trả lại mà bản mới không ghi thay cho bản nào",
            "the last one was returned, and the new one does not name it"
        ),
        said!("mở bản bị trả lại rồi gửi lại từ đó", "open the returned report and send again from there"),
    ))
}

/// Adds the row of a report; the act says in which reviews it is recorded as sent.
pub(super) fn add(
    act: &mut Act,
    id: ReportId,
    content: &Content,
    (sent_at, replaces, peer): (Instant, Option<ReportId>, Option<PeerId>),
    recorded: &[ProceedingId],
) {
    let period = content.period;
    let sha256 = content.sha256();
    let mut about = json!({
        "report": id.to_string(), "period": period.to_string(), "province": content.unit.province.0,
        "commune": content.unit.commune.as_ref().map(|(code, _)| code), "sha256": sha256,
        "replaces": replaces.map(|id| id.to_string()), "peer": peer.map(|id| id.to_string()),
    });
    if let (Some(fields), false) = (about.as_object_mut(), recorded.is_empty()) {
        let ids = recorded.iter().map(ToString::to_string).collect::<serde_json::Value>();
        fields.insert("proceedings".to_owned(), ids);
    }
    act.set_content(about);
    act.add(
        &REPORT,
        vec![
            Cell::Id(id.0),
            Cell::Text(period.kind.code().to_owned()),
            Cell::Integer(i64::from(period.year)),
            Cell::Integer(i64::from(period.month.unwrap_or(0))),
            Cell::Text(content.unit.province.0.clone()),
            Cell::Text(content.unit.commune.as_ref().map(|(code, _)| code.clone()).unwrap_or_default()),
            Cell::Text(sha256),
            Cell::Json(content.json()),
            Cell::Instant(sent_at),
            Cell::or_null(Kind::Id, replaces, |id| Cell::Id(id.0)),
            Cell::or_null(Kind::Id, peer, |id| Cell::Id(id.0)),
        ],
    );
}
