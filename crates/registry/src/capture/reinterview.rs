//! Phỏng vấn lại: some households are asked a second time by another surveyor, and the two interviews are compared.
//!
//! Which ones nobody chooses and nobody knows before the first visit: the hash of a seed stands in the audit log first;
//! drawn is among the households whose first form has come; the draw tells the seed, so that everybody can draw again.
//! A second interview never becomes a result.

use std::collections::BTreeMap;

use oversight::sample::{Seed, commitment, drawn, rank};
use serde_json::{Value as Json, json};
use sha2::{Digest, Sha256};
use standards::units::Units;
use store::dates::Instant;
use store::{Fault, Queries, Row};
use uuid::Uuid;
use vocab::said;

use crate::access::{Area, Right};
use crate::act::{Cause, Done, REINTERVIEW, REINTERVIEW_DRAW, REINTERVIEW_PLAN};
use crate::capture::State;
use crate::capture::device::reaches;
use crate::cell::Cell;
use crate::keys::{hex, random};
use crate::review::permitted;
use crate::users::actor;
use crate::villages::today;
use crate::{CampaignId, HouseholdId, Registry, Scope, Stopped, SubmissionId, UserId};

/// In thousandths: of twenty households one, which a commune can do.
pub const USUAL_SHARE: i64 = 50;

/// A sample of a campaign: announced, and perhaps drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sample {
    /// Its id.
    pub id: Uuid,
    /// The share that is drawn of each surveyor's households, in thousandths.
    pub per_mille: i64,
    /// The hash of the seed, told before.
    pub seed_hash: String,
    /// When it was told.
    pub announced_at: Instant,
    /// The act that told it.
    pub announced_by: i64,
    /// The seed and the act of the draw, once it is drawn.
    pub drawn: Option<(String, i64)>,
}

/// A household that is asked a second time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reinterview {
    /// Its id.
    pub id: Uuid,
    /// The household.
    pub household: HouseholdId,
    /// Name of its head.
    pub head: String,
    /// Name of its village.
    pub village: String,
    /// Code of its zone.
    pub zone: Option<String>,
    /// Who asked first.
    pub first: (UserId, String),
    /// Who asks again.
    pub second: (UserId, String),
    /// The first form.
    pub first_form: SubmissionId,
    /// The second form, with how far it has come.
    pub second_form: Option<(SubmissionId, State)>,
}

/// A household whose first form has come.
struct Framed {
    household: Uuid,
    submission: Uuid,
    first: UserId,
    at: (String, String, Option<crate::VillageId>),
}

impl Reinterview {
    /// Whether the second interview is here and can be compared.
    pub fn is_done(&self) -> bool {
        self.second_form.is_some_and(|(_, state)| state == State::Reinterview)
    }
}

impl AsRef<[u8]> for Framed {
    fn as_ref(&self) -> &[u8] {
        self.household.as_bytes()
    }
}

impl Registry {
    /// Announces a sample: the hash of a fresh seed and the share stand in the audit log, nothing is drawn.
    ///
    /// # Errors
    /// The share is none, another sample of the same places waits to be drawn, or the database failed.
    pub async fn announce_reinterviews(
        &self,
        scope: &Scope,
        campaign: CampaignId,
        per_mille: i64,
        at: Instant,
    ) -> Result<Done, Stopped> {
        permitted(Some(scope))?;
        if !(1..=1000).contains(&per_mille) {
            return Err(Stopped::refused(
                said!(
                    "tỷ lệ không nằm trong khoảng 0,1 % đến 100 %",
                    "the share is not between 0.1 % and 100 %"
                ),
                said!("ghi tỷ lệ, ví dụ 5", "give a share, for example 5"),
            ));
        }
        let no_randomness = |_| Fault::no_random_numbers();
        let seed: Seed = random().map_err(no_randomness)?;
        let id = Uuid::now_v7();
        let sealed = self.keys.seal(&place(id), &seed).map_err(no_randomness)?;
        let hash = hex(&commitment(&seed));
        let areas = areas(scope);
        let content =
            json!({ "campaign": campaign.to_string(), "per_mille": per_mille, "seed_sha256": hash });
        let cause =
            Cause { content: Some(content), ..Cause::new("reinterview.announce", Some(scope.user())) };
        let mut act = self.begin(cause, at).await?;
        let exists =
            act.tx.row("select 1 as one from campaign where id = $1", vec![campaign.0.into()]).await?;
        let waits = samples(&act.tx, campaign, &areas).await?.iter().any(|sample| sample.drawn.is_none());
        if exists.is_none() || waits {
            return Err(Stopped::refused(
                said!("đã có một mẫu chờ rút", "a sample waits to be drawn already"),
                said!("rút mẫu đó trước", "draw that one first"),
            ));
        }
        let cells = [
            Cell::Id(id),
            Cell::Id(campaign.0),
            Cell::Json(areas),
            Cell::Integer(per_mille),
            Cell::Text(hash),
        ];
        act.add(&REINTERVIEW_PLAN, cells.to_vec());
        let done = act.write().await?;
        let row = vec![id.into(), sealed.into()];
        act.tx.insert("reinterview_seed", &["plan_id", "seed"], vec![row]).await?;
        act.commit().await?;
        Ok(done)
    }

    /// Draws an announced sample among the households of the scope whose first form has come, for each surveyor alone, and
    /// gives each to the one of `interviewers` who has the fewest so far and did not ask it first. Tells the seed.
    ///
    /// # Errors
    /// There is no such sample, nothing has come yet, for somebody's household there is nobody else, or the database failed.
    pub async fn draw_reinterviews(
        &self,
        scope: &Scope,
        units: &Units,
        (campaign, plan): (CampaignId, Uuid),
        interviewers: &[UserId],
        at: Instant,
    ) -> Result<Done, Stopped> {
        permitted(Some(scope))?;
        let mut act = self.begin(Cause::new("reinterview.draw", Some(scope.user())), at).await?;
        let known = samples(&act.tx, campaign, &areas(scope)).await?;
        let Some(sample) = known.into_iter().find(|sample| sample.id == plan && sample.drawn.is_none())
        else {
            return Err(Stopped::refused(
                said!("không có mẫu nào chờ rút", "no sample waits to be drawn"),
                said!("tải lại trang", "load the page again"),
            ));
        };
        let seed = self.seed(&act.tx, plan).await?;
        let frame = frame(&act.tx, scope, campaign).await?;
        if frame.is_empty() {
            return Err(Stopped::refused(
                said!("chưa có phiếu nào về để rút mẫu", "no form has come yet from which to draw"),
                said!("rút mẫu khi phiếu đã về", "draw when forms have come"),
            ));
        }
        let fingerprint = fingerprint(&frame);
        let mut others = Vec::new();
        for user in interviewers {
            let areas = actor(&act.tx, *user)
                .await?
                .and_then(|one| one.scope(Right::SeeHouseholds, units, today(at)));
            match areas {
                Some(areas) if reaches(&act.tx, Some(scope), units, *user, at).await? => {
                    others.push((*user, areas));
                }
                _ => return Err(nobody_else()),
            }
        }
        let mut strata: BTreeMap<UserId, Vec<Framed>> = BTreeMap::new();
        for one in frame {
            strata.entry(one.first).or_default().push(one);
        }
        let per_mille = u32::try_from(sample.per_mille).unwrap_or(1000);
        let mut loads: BTreeMap<UserId, usize> = BTreeMap::new();
        let mut counts = Vec::new();
        for (first, stratum) in strata {
            let of = stratum.len();
            let chosen = drawn(&seed, per_mille, stratum);
            counts.push(json!({ "user": first.to_string(), "of": of, "drawn": chosen.len() }));
            for one in chosen {
                let (province, commune, village) = &one.at;
                let open = others
                    .iter()
                    .filter(|(user, areas)| *user != one.first && areas.covers(province, commune, *village));
                let by_load = |user: &UserId| {
                    let of_both = [user.0.as_bytes().as_slice(), one.household.as_bytes()].concat();
                    (loads.get(user).copied().unwrap_or(0), rank(&seed, &of_both))
                };
                let second = open.map(|(user, _)| *user).min_by_key(by_load).ok_or_else(nobody_else)?;
                *loads.entry(second).or_default() += 1;
                let ids =
                    [Uuid::now_v7(), plan, campaign.0, one.household, one.submission, first.0, second.0];
                act.add(&REINTERVIEW, ids.map(Cell::Id).to_vec());
            }
        }
        let seed = hex(&seed);
        act.set_content(json!({
            "campaign": campaign.to_string(), "plan": plan.to_string(), "seed": seed,
            "announced_by": sample.announced_by, "frame_sha256": fingerprint, "strata": counts,
        }));
        let cells =
            vec![Cell::Id(plan), Cell::Text(seed), Cell::Text(fingerprint), Cell::Json(Json::Array(counts))];
        act.add(&REINTERVIEW_DRAW, cells);
        let done = act.write().await?;
        act.tx.execute("delete from reinterview_seed where plan_id = $1", vec![plan.into()]).await?;
        act.commit().await?;
        Ok(done)
    }

    /// The samples of a campaign that somebody with the same places announced, the newest first.
    ///
    /// # Errors
    /// The database failed.
    pub async fn samples(&self, scope: &Scope, campaign: CampaignId) -> Result<Vec<Sample>, Fault> {
        samples(&self.store, campaign, &areas(scope)).await
    }

    /// How many households a draw would be among.
    ///
    /// # Errors
    /// The database failed.
    pub async fn reinterview_frame(&self, scope: &Scope, campaign: CampaignId) -> Result<usize, Fault> {
        Ok(frame(&self.store, scope, campaign).await?.len())
    }

    /// The households of the scope that are asked a second time, those that wait first.
    ///
    /// # Errors
    /// The database failed.
    pub async fn reinterviews(&self, scope: &Scope, campaign: CampaignId) -> Result<Vec<Reinterview>, Fault> {
        let mut values = vec![campaign.0.into()];
        let inside = scope.condition("h", &mut values);
        let sql = format!(
            "select r.id, r.household_id, r.first_submission, r.first_user, r.user_id, h.head_name, h.zone, v.name as village, f.name as first_name, u.name as second_name, \
             (select n.submission_id from submission_now n join submission s on s.id = n.submission_id join device d on d.id = s.device_id where n.household_id = r.household_id and s.campaign_id = r.campaign_id and d.user_id = r.user_id and n.submission_id <> r.first_submission order by n.received_at limit 1) as second_form \
             from reinterview r join household_now h on h.household_id = r.household_id join user_account f on f.id = r.first_user join user_account u on u.id = r.user_id left join village_now v on v.village_id = h.village_id \
             where r.campaign_id = $1 and {inside} order by r.act_seq desc, v.name, h.head_search, r.id"
        );
        let mut all = Vec::new();
        for row in self.store.rows(&sql, values).await? {
            all.push(self.reinterview(&row).await?);
        }
        all.sort_by_key(|one| one.second_form.is_some());
        Ok(all)
    }

    async fn reinterview(&self, row: &Row) -> Result<Reinterview, Fault> {
        let text = |column: &str| Ok::<_, Fault>(row.get::<Option<String>>(column)?.unwrap_or_default());
        let second_form = match row.get::<Option<Uuid>>("second_form")? {
            None => None,
            Some(id) => {
                let sql = "select state from submission_now where submission_id = $1";
                let found = self.store.row(sql, vec![id.into()]).await?;
                let state: Option<String> = found.map(|row| row.get("state")).transpose()?;
                state.as_deref().and_then(State::from_code).map(|state| (SubmissionId(id), state))
            }
        };
        Ok(Reinterview {
            id: row.id("id")?,
            household: HouseholdId(row.id("household_id")?),
            head: text("head_name")?,
            village: text("village")?,
            zone: row.get("zone")?,
            first: (UserId(row.id("first_user")?), row.get("first_name")?),
            second: (UserId(row.id("user_id")?), row.get("second_name")?),
            first_form: SubmissionId(row.id("first_submission")?),
            second_form,
        })
    }

    async fn seed(&self, on: &impl Queries, plan: Uuid) -> Result<Seed, Fault> {
        let sql = "select seed from reinterview_seed where plan_id = $1";
        let sealed =
            on.row(sql, vec![plan.into()]).await?.map(|row| row.get::<Vec<u8>>("seed")).transpose()?;
        let seed = sealed.and_then(|sealed| self.keys.unseal(&place(plan), &sealed));
        seed.and_then(|seed| Seed::try_from(seed.as_slice()).ok()).ok_or_else(|| {
            Fault::damaged(said!(
                "không giải mã được hạt giống của mẫu",
                "the seed of a sample cannot be decrypted"
            ))
        })
    }
}

fn nobody_else() -> Stopped {
    Stopped::refused(
        said!(
            "có hộ được rút mà không ai khác người hỏi lần đầu đến được",
            "a household was drawn that nobody but its first surveyor can reach"
        ),
        said!("chọn thêm rà soát viên phỏng vấn lại", "choose more surveyors who ask again"),
    )
}

fn place(plan: Uuid) -> String {
    format!("reinterview_seed.seed/{plan}")
}

/// Places as a sample keeps them: whoever has the same ones sees it.
fn areas(scope: &Scope) -> Json {
    let of = |area: &Area| match area {
        Area::Everywhere => "everywhere".to_owned(),
        Area::Province(code) => format!("province:{code}"),
        Area::Commune(code) => format!("commune:{code}"),
        Area::Village(id) => format!("village:{id}"),
    };
    scope.areas().iter().map(of).collect()
}

async fn samples(on: &impl Queries, campaign: CampaignId, areas: &Json) -> Result<Vec<Sample>, Fault> {
    let sql = "select p.id, p.areas, p.per_mille, p.seed_hash, p.act_seq, a.at, d.seed, d.act_seq as drawn_by from reinterview_plan p join act a on a.seq = p.act_seq left join reinterview_draw d on d.plan_id = p.id where p.campaign_id = $1 order by p.act_seq desc";
    let mut samples = Vec::new();
    for row in on.rows(sql, vec![campaign.0.into()]).await? {
        if row.get::<Json>("areas")? != *areas {
            continue;
        }
        let drawn_by: Option<i64> = row.get("drawn_by")?;
        samples.push(Sample {
            id: row.id("id")?,
            per_mille: row.get("per_mille")?,
            seed_hash: row.get("seed_hash")?,
            announced_at: row.instant("at")?.unwrap_or(Instant::from_millis(0)),
            announced_by: row.get("act_seq")?,
            drawn: row.get::<Option<String>>("seed")?.zip(drawn_by),
        });
    }
    Ok(samples)
}

/// The first whole form of each household of the scope that was not drawn before.
async fn frame(on: &impl Queries, scope: &Scope, campaign: CampaignId) -> Result<Vec<Framed>, Fault> {
    let mut values = vec![campaign.0.into()];
    let inside = scope.condition("h", &mut values);
    let sql = format!(
        "select n.household_id, s.id, d.user_id, h.province_code, h.commune_code, h.village_id \
         from submission s join submission_now n on n.submission_id = s.id join device d on d.id = s.device_id join household_now h on h.household_id = n.household_id \
         where s.campaign_id = $1 and h.is_active = true and n.state in ('assessed', 'recorded', 'attention') and {inside} \
         and not exists (select 1 from reinterview r where r.campaign_id = s.campaign_id and r.household_id = n.household_id) \
         order by n.household_id, n.received_at, s.id"
    );
    let mut frame: Vec<Framed> = Vec::new();
    for row in on.rows(&sql, values).await? {
        let household = row.id("household_id")?;
        if frame.last().is_some_and(|last| last.household == household) {
            continue;
        }
        let text = |column: &str| Ok::<_, Fault>(row.get::<Option<String>>(column)?.unwrap_or_default());
        let village = row.get::<Option<Uuid>>("village_id")?.map(crate::VillageId);
        frame.push(Framed {
            household,
            submission: row.id("id")?,
            first: UserId(row.id("user_id")?),
            at: (text("province_code")?, text("commune_code")?, village),
        });
    }
    Ok(frame)
}

/// What the draw was among: households by id, each with its first surveyor.
fn fingerprint(frame: &[Framed]) -> String {
    let mut pairs: Vec<[Uuid; 2]> = frame.iter().map(|one| [one.household, one.first.0]).collect();
    pairs.sort();
    let mut hash = Sha256::new();
    pairs.iter().flatten().for_each(|id| hash.update(id.as_bytes()));
    hex(&hash.finalize())
}
