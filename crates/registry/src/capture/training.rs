//! Rà soát viên: who was trained, when and by whom, and what they answered in the quiz on the standard. Both are acts; what
//! was written down by mistake is withdrawn, never changed.

use std::collections::BTreeMap;

use oversight::sample::rank;
use serde_json::{Value as Json, json};
use sha2::{Digest, Sha256};
use standards::units::Units;
use store::dates::Instant;
use store::{Fault, Queries, Row};
use uuid::Uuid;
use vocab::{Day, said};

use crate::act::{Cause, Done, QUIZ, TRAINING, TRAINING_END};
use crate::capture::device::reaches;
use crate::cell::Cell;
use crate::review::permitted;
use crate::users::actor;
use crate::villages::today;
use crate::{CampaignId, Registry, Role, Scope, Stopped, UserId};

/// Longer is no name of a place or a person.
const LONGEST: usize = 120;

/// Tập huấn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Training {
    /// Its id.
    pub id: Uuid,
    /// Who was trained.
    pub user: UserId,
    /// When.
    pub held_on: Day,
    /// Where.
    pub place: String,
    /// By whom.
    pub trainer: String,
    /// In what.
    pub topic: String,
}

/// What is written down of a training.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewTraining {
    /// When.
    pub held_on: Day,
    /// Where.
    pub place: String,
    /// By whom.
    pub trainer: String,
    /// In what; may be empty.
    pub topic: String,
}

/// One time that a surveyor took the quiz.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// From 1.
    pub number: i64,
    /// When it was answered.
    pub at: Instant,
    /// The questions and what was answered.
    pub asked: Json,
    /// How many were right.
    pub right: i64,
    /// How many must be right.
    pub pass_mark: i64,
}

impl Attempt {
    /// Whether enough were right.
    pub fn is_passed(&self) -> bool {
        self.right >= self.pass_mark
    }
}

/// What a surveyor answered, before it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answered {
    /// Which attempt it is.
    pub number: i64,
    /// The standard.
    pub standard: String,
    /// The digest of its pack.
    pub pack_digest: String,
    /// The questions and what was answered.
    pub asked: Json,
    /// How many were right.
    pub right: i64,
    /// How many must be right.
    pub pass_mark: i64,
}

impl Registry {
    /// Writes down that surveyors were trained together: one act.
    ///
    /// # Errors
    /// Something is not said, the day has not come, somebody is no surveyor in reach, or the database failed.
    pub async fn record_training(
        &self,
        by: &Scope,
        units: &Units,
        users: &[UserId],
        new: &NewTraining,
        at: Instant,
    ) -> Result<Done, Stopped> {
        permitted(Some(by))?;
        let said = [&new.place, &new.trainer].iter().all(|text| !text.trim().is_empty());
        let fits = [&new.place, &new.trainer, &new.topic].iter().all(|text| text.chars().count() <= LONGEST);
        if !said || !fits || new.held_on > today(at) {
            return Err(Stopped::refused(
                said!(
                    "buổi tập huấn thiếu nơi hoặc người hướng dẫn, ghi quá dài, hoặc ghi ngày chưa đến",
                    "place or trainer is missing or too long, or the day has not come"
                ),
                said!("ghi lại buổi tập huấn đã diễn ra", "write down a training that was held"),
            ));
        }
        if users.is_empty() {
            return Err(no_surveyor());
        }
        let content = json!({ "users": users.iter().map(ToString::to_string).collect::<Vec<_>>() });
        let cause = Cause { content: Some(content), ..Cause::new("training.record", Some(by.user())) };
        let mut act = self.begin(cause, at).await?;
        for user in users {
            if !reaches(&act.tx, Some(by), units, *user, at).await? {
                return Err(no_surveyor());
            }
            let texts = [&new.place, &new.trainer, &new.topic].map(|text| Cell::Text(text.trim().to_owned()));
            let mut cells =
                vec![Cell::Id(Uuid::now_v7()), Cell::Id(user.0), Cell::Day(new.held_on.epoch_days())];
            cells.extend(texts);
            act.add(&TRAINING, cells);
        }
        Ok(act.finish().await?)
    }

    /// Withdraws a training that was written down by mistake.
    ///
    /// # Errors
    /// There is no such training in reach, no reason is given, or the database failed.
    pub async fn withdraw_training(
        &self,
        by: &Scope,
        units: &Units,
        training: Uuid,
        reason: &str,
        at: Instant,
    ) -> Result<Done, Stopped> {
        permitted(Some(by))?;
        let reason = reason.trim();
        let content = json!({ "training": training.to_string() });
        let cause = Cause {
            content: Some(content),
            reason: Some(reason).filter(|reason| !reason.is_empty()),
            ..Cause::new("training.withdraw", Some(by.user()))
        };
        let mut act = self.begin(cause, at).await?;
        let sql = "select t.user_id from training t where t.id = $1 and not exists (select 1 from training_end e where e.training_id = t.id)";
        let found = act.tx.row(sql, vec![training.into()]).await?;
        let user = found.map(|row| row.id("user_id")).transpose()?.map(UserId);
        let reached = match user {
            Some(user) => reaches(&act.tx, Some(by), units, user, at).await?,
            None => false,
        };
        if !reached || reason.is_empty() {
            return Err(Stopped::refused(
                said!(
                    "không có buổi tập huấn này trong địa bàn của bạn, hoặc chưa ghi lý do",
                    "there is no such training in your area, or no reason is given"
                ),
                said!("tải lại trang và ghi lý do", "load the page again and give the reason"),
            ));
        }
        act.add(&TRAINING_END, vec![Cell::Id(training)]);
        Ok(act.finish().await?)
    }

    /// The trainings of users that stand, the newest first.
    ///
    /// # Errors
    /// The database failed.
    pub async fn trainings(&self, users: &[UserId]) -> Result<Vec<Training>, Fault> {
        if users.is_empty() {
            return Ok(Vec::new());
        }
        let places = store::places(1, users.len(), self.store.is_postgres());
        let sql = format!(
            "select t.id, t.user_id, t.held_on, t.place, t.trainer, t.topic from training t where t.user_id in ({places}) and not exists (select 1 from training_end e where e.training_id = t.id) order by t.held_on desc, t.act_seq desc, t.ordinal"
        );
        let rows = self.store.rows(&sql, users.iter().map(|user| user.0.into()).collect()).await?;
        let read = |row: &Row| {
            Ok(Training {
                id: row.id("id")?,
                user: UserId(row.id("user_id")?),
                held_on: Day::from_epoch_days(row.day("held_on")?.unwrap_or_default()),
                place: row.get("place")?,
                trainer: row.get("trainer")?,
                topic: row.get("topic")?,
            })
        };
        rows.iter().map(read).collect()
    }

    /// What users answered in the quiz of a campaign, each in order.
    ///
    /// # Errors
    /// The database failed.
    pub async fn quizzes(
        &self,
        campaign: CampaignId,
        users: &[UserId],
    ) -> Result<BTreeMap<UserId, Vec<Attempt>>, Fault> {
        let mut attempts: BTreeMap<UserId, Vec<Attempt>> = BTreeMap::new();
        if users.is_empty() {
            return Ok(attempts);
        }
        let places = store::places(2, users.len(), self.store.is_postgres());
        let sql = format!(
            "select q.user_id, q.attempt, q.asked, q.right_answers, q.pass_mark, a.at from quiz q join act a on a.seq = q.act_seq where q.campaign_id = $1 and q.user_id in ({places}) order by q.attempt"
        );
        let values = std::iter::once(campaign.0.into()).chain(users.iter().map(|user| user.0.into()));
        for row in self.store.rows(&sql, values.collect()).await? {
            attempts.entry(UserId(row.id("user_id")?)).or_default().push(Attempt {
                number: row.get("attempt")?,
                at: row.instant("at")?.unwrap_or(Instant::from_millis(0)),
                asked: row.get("asked")?,
                right: row.get("right_answers")?,
                pass_mark: row.get("pass_mark")?,
            });
        }
        Ok(attempts)
    }

    /// Keeps what a surveyor answered. Each attempt has questions of its own and counts once.
    ///
    /// # Errors
    /// The user is no surveyor today, the attempt was answered already, or the database failed.
    pub async fn take_quiz(
        &self,
        user: UserId,
        units: &Units,
        campaign: CampaignId,
        answered: Answered,
        at: Instant,
    ) -> Result<Done, Stopped> {
        let content = json!({ "campaign": campaign.to_string(), "attempt": answered.number, "right": answered.right, "pass_mark": answered.pass_mark });
        let cause = Cause { content: Some(content), ..Cause::new("quiz.take", Some(user)) };
        let mut act = self.begin(cause, at).await?;
        let is_surveyor =
            actor(&act.tx, user).await?.is_some_and(|actor| actor.has(Role::Surveyor, units, today(at)));
        let sql = "select count(*) as n from quiz where campaign_id = $1 and user_id = $2";
        let row = act.tx.row(sql, vec![campaign.0.into(), user.0.into()]).await?;
        let before: i64 = row.map(|row| row.get("n")).transpose()?.unwrap_or(0);
        if !is_surveyor || answered.number != before + 1 {
            return Err(Stopped::refused(
                said!("lần trả lời này đã được ghi", "this attempt was answered already"),
                said!("mở lại trang để xem kết quả", "open the page again to see the result"),
            ));
        }
        act.add(
            &QUIZ,
            vec![
                Cell::Id(Uuid::now_v7()),
                Cell::Id(user.0),
                Cell::Id(campaign.0),
                Cell::Integer(answered.number),
                Cell::Text(answered.standard),
                Cell::Text(answered.pack_digest),
                Cell::Json(answered.asked),
                Cell::Integer(answered.right),
                Cell::Integer(answered.pass_mark),
            ],
        );
        Ok(act.finish().await?)
    }
}

/// In which order an attempt asks: another one for each surveyor, campaign and attempt, and always the same one for each,
/// so that loading the page again brings no easier questions.
pub fn quiz_order(user: UserId, campaign: CampaignId, attempt: i64, of: usize) -> Vec<usize> {
    let mut hash = Sha256::new();
    hash.update(user.0.as_bytes());
    hash.update(campaign.0.as_bytes());
    hash.update(attempt.to_be_bytes());
    let seed = hash.finalize().into();
    let mut order: Vec<usize> = (0..of).collect();
    order.sort_by_cached_key(|at| rank(&seed, &(*at as u64).to_be_bytes()));
    order
}

fn no_surveyor() -> Stopped {
    Stopped::refused(
        said!("chưa chọn rà soát viên trong địa bàn của bạn", "no surveyor of your area was chosen"),
        said!("chọn ít nhất một rà soát viên", "choose one surveyor at least"),
    )
}
