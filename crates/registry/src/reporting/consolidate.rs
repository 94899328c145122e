//! Tổng hợp: the report of a province from the accepted reports of its communes.

use std::collections::BTreeMap;

use store::dates::Instant;
use vocab::{Day, said};

use super::content::{Content, Period};
use super::kept::{SentReport, State, of_period};
use super::send::add;
use super::{may_send, not_yours};
use crate::access::{Area, Right};
use crate::act::Cause;
use crate::{Registry, ReportId, Scope, Stopped};

/// The accepted reports of communes of a province.
fn accepted<'a>(all: &'a [SentReport], province: &str) -> Vec<(ReportId, &'a Content)> {
    let of = |report: &&SentReport| {
        let unit = &report.content.unit;
        unit.commune.is_some() && unit.province.0 == province && report.state() == State::Accepted
    };
    all.iter().filter(of).map(|report| (report.id, &report.content)).collect()
}

impl Registry {
    /// The report of a province as it would be now: the sum of what was accepted. `communes` are all that should report, with
    /// their names.
    ///
    /// # Errors
    /// The province is not the caller's, nothing was accepted, or parts do not fit together; or the database failed.
    pub async fn consolidated_report(
        &self,
        by: &Scope,
        (period, due): (Period, Option<Day>),
        province: (String, String),
        communes: &BTreeMap<String, String>,
    ) -> Result<Content, Stopped> {
        if !receives_all_of(by, &province.0) {
            return Err(not_yours());
        }
        let all = of_period(&self.store, period).await?;
        let parts = accepted(&all, &province.0);
        if parts.is_empty() {
            return Err(Stopped::refused(
                said!("chưa có báo cáo nào của xã được chấp nhận", "no report of a commune was accepted yet"),
                said!(
                    "nhận và chấp nhận báo cáo của các xã trước",
                    "receive and accept reports of communes first"
                ),
            ));
        }
        let made = Content::consolidated((period, due), province, &parts, communes);
        made.map_err(|(why, remedy)| Stopped::refused(why, remedy))
    }

    /// Records the consolidated report of a province. It is the report of the province from then on, and can be sent further.
    ///
    /// # Errors
    /// It is not the sum of what is accepted at this moment, the office above has the last one; or the database failed.
    pub async fn record_consolidated(
        &self,
        by: &Scope,
        content: &Content,
        at: Instant,
    ) -> Result<ReportId, Stopped> {
        let province = &content.unit.province;
        if content.unit.commune.is_some() || !may_send(by, &content.unit) {
            return Err(not_yours());
        }
        let mut act = self.begin(Cause::new("report.consolidate", Some(by.user())), at).await?;
        let all = of_period(&act.tx, content.period).await?;
        let again = Content::consolidated(
            (content.period, content.due),
            province.clone(),
            &accepted(&all, &province.0),
            &content.communes,
        );
        let is_same = again.is_ok_and(|again| {
            let said = Content {
                differences: content.differences.clone(),
                remarks: content.remarks.clone(),
                ..again
            };
            said == *content && !said.parts.is_empty()
        });
        if !is_same {
            return Err(Stopped::refused(
                said!(
                    "báo cáo của các xã vừa thay đổi: bản tổng hợp đang xem không còn đúng",
                    "reports of communes changed meanwhile: what you look at is not their sum any more"
                ),
                said!("tải lại trang, xem lại rồi ghi", "load the page again, look, then record"),
            ));
        }
        let last = all.iter().find(|report| {
            let unit = &report.content.unit;
            unit.commune.is_none() && unit.province.0 == province.0 && report.state() != State::Replaced
        });
        if last.is_some_and(|last| matches!(last.state(), State::Received | State::Accepted)) {
            return Err(Stopped::refused(
                said!(
                    "cấp trên đã nhận bản tổng hợp trước",
                    "the office above has the last consolidated report"
                ),
                said!("đề nghị cấp trên trả lại trước khi tổng hợp lại", "ask it to return that one first"),
            ));
        }
        let id = ReportId::fresh();
        add(&mut act, id, content, (at, last.map(|last| last.id), None), &[]);
        act.finish().await?;
        Ok(id)
    }
}

fn receives_all_of(by: &Scope, province: &str) -> bool {
    let own = [Area::Everywhere, Area::Province(province.to_owned())];
    by.right() == Right::ReceiveReports && by.areas().iter().any(|area| own.contains(area))
}
