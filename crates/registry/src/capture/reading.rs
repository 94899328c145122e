//! Đọc phiếu: what the rules say of a filled form that arrived, until an officer records it; or why a person must look.

use serde_json::{Value as Json, json};
use store::dates::Instant;
use store::{Fault, Queries, Row, Tx};
use vocab::Zone;

use crate::capture::{Interview, State};
use crate::review::Assessed;
use crate::{AssessmentId, CampaignId, DeviceId, HouseholdId, Registry, Scope, SubmissionId, VillageId};

/// A household on the list of a phone's surveyor, with the place where it lives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Visited {
    /// The household.
    pub household: HouseholdId,
    /// Where it lives.
    pub village: VillageId,
    /// The commune of the village.
    pub commune_code: String,
    /// The province of the village.
    pub province_code: String,
    /// The zone of the village.
    pub zone: Zone,
    /// Whether the campaign has a result of it already.
    pub has_result: bool,
    /// Whether the phone's surveyor asks it a second time: then it is compared and never recorded.
    pub is_reinterview: bool,
    /// Phúc tra: the result of the campaign that a form corrects, where its surveyor was given the household after that result
    /// and sent the form after that.
    pub corrects: Option<AssessmentId>,
}

/// Why a person must look at a filled form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Attention {
    /// It is of a version that was never published here.
    UnknownVersion,
    /// The law packs of this server are not those of the campaign.
    PackChanged,
    /// It names no household.
    NoHousehold,
    /// Its household is not on the surveyor's list.
    NotOnList,
    /// The village is in another zone than the form says.
    ZoneDiffers,
    /// Answers that cannot be.
    Answers,
    /// The campaign has a result of the household already.
    HasResult,
    /// Another form of the same household waits to be recorded.
    TwoForms,
}

impl Attention {
    const ALL: [Attention; 8] = [
        Attention::UnknownVersion,
        Attention::PackChanged,
        Attention::NoHousehold,
        Attention::NotOnList,
        Attention::ZoneDiffers,
        Attention::Answers,
        Attention::HasResult,
        Attention::TwoForms,
    ];

    /// As it is stored, and the key of its words.
    pub const fn code(self) -> &'static str {
        match self {
            Attention::UnknownVersion => "unknown_version",
            Attention::PackChanged => "pack_changed",
            Attention::NoHousehold => "no_household",
            Attention::NotOnList => "not_on_list",
            Attention::ZoneDiffers => "zone_differs",
            Attention::Answers => "answers",
            Attention::HasResult => "has_result",
            Attention::TwoForms => "two_forms",
        }
    }

    /// The reason of a code.
    pub fn from_code(code: &str) -> Option<Attention> {
        Attention::ALL.into_iter().find(|why| why.code() == code)
    }
}

/// What reading a filled form came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reading {
    /// What the rules say, before anybody recorded it.
    Assessed(HouseholdId, Box<Assessed>),
    /// A second interview, to be compared.
    Reinterview(HouseholdId),
    /// A person must look; questions that cannot be read, by id, with the number of the member.
    Attention(Option<HouseholdId>, Attention, Vec<(Option<usize>, String)>),
}

/// A filled form in the office's list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Its id.
    pub id: SubmissionId,
    /// Who visited.
    pub surveyor: String,
    /// When it arrived.
    pub received_at: Instant,
    /// How far it has come.
    pub state: State,
    /// The household, its head and its village, if it is in reach.
    pub household: Option<(HouseholdId, String, String)>,
    /// Id of the outcome, before anybody recorded it.
    pub outcome: Option<String>,
    /// Why a person must look.
    pub attention: Option<Attention>,
    /// Questions that cannot be read.
    pub questions: Vec<String>,
    /// What the phone says of the interview.
    pub interview: Interview,
}

impl Registry {
    /// The household of a filled form on the list of the phone's surveyor in its campaign; `None` if it is not there.
    ///
    /// # Errors
    /// The database failed.
    pub async fn visited(
        &self,
        (device, form): (DeviceId, SubmissionId),
        household: HouseholdId,
    ) -> Result<Option<Visited>, Fault> {
        let sql = "select h.household_id, h.village_id, h.commune_code, h.province_code, h.zone, \
                   exists (select 1 from assessment t where t.household_id = h.household_id and t.campaign_id = d.campaign_id \
                   and not exists (select 1 from act u where u.undoes = t.act_seq)) as has_result, \
                   r.id as again, \
                   (select max(a.act_seq) from assignment a join submission s on s.id = $3 where a.campaign_id = d.campaign_id and a.user_id = d.user_id and a.household_id = h.household_id and a.act_seq < s.act_seq \
                   and not exists (select 1 from assignment_end e where e.assignment_id = a.id)) as given \
                   from device d join household_now h on h.household_id = $2 \
                   left join reinterview r on r.campaign_id = d.campaign_id and r.user_id = d.user_id and r.household_id = h.household_id \
                   where d.id = $1 and h.is_active = true \
                   and (r.id is not null or exists (select 1 from assignment a where a.campaign_id = d.campaign_id and a.user_id = d.user_id and a.household_id = h.household_id \
                   and not exists (select 1 from assignment_end e where e.assignment_id = a.id)))";
        let values = vec![device.0.into(), household.0.into(), form.0.into()];
        let Some(row) = self.store.row(sql, values).await? else { return Ok(None) };
        let Some(visited) = read_visited(&row, household)? else { return Ok(None) };
        let corrects = match row.get::<Option<i64>>("given")?.filter(|_| visited.has_result) {
            Some(given) => result_before(&self.store, device, household, given).await?,
            None => None,
        };
        let is_reinterview = row.get::<Option<uuid::Uuid>>("again")?.is_some();
        Ok(Some(Visited { is_reinterview, corrects, ..visited }))
    }

    /// Notes what reading submissions came to; for the program itself. One that was recorded or set aside meanwhile stays as it
    /// is.
    ///
    /// # Errors
    /// The database failed.
    pub async fn note_readings(&self, readings: &[(SubmissionId, Reading)]) -> Result<(), Fault> {
        let tx = self.store.begin().await?;
        for (id, reading) in readings {
            let (state, household, said) = match reading {
                Reading::Assessed(household, assessed) => {
                    (State::Assessed, Some(*household), of_result(assessed))
                }
                Reading::Reinterview(household) => (State::Reinterview, Some(*household), json!({})),
                Reading::Attention(household, why, questions) => {
                    let questions: Vec<String> = questions
                        .iter()
                        .map(|(member, id)| member.map_or_else(|| id.clone(), |at| format!("{at}:{id}")))
                        .collect();
                    let said = json!({ "why": why.code(), "questions": questions });
                    (State::Attention, *household, said)
                }
            };
            // Somebody may have set it aside since its reader took it.
            let sql = "update submission_now set state = $2, household_id = $3, said = $4 where submission_id = $1 and assessment_id is null and state <> $5";
            let household = household.map(|household| household.0);
            let aside = State::SetAside.code().into();
            let values = vec![id.0.into(), state.code().into(), household.into(), said.into(), aside];
            tx.execute(sql, values).await?;
        }
        tx.commit().await
    }

    /// The submissions of a campaign whose household lies in the scope, or of a phone whose surveyor works in it; those that
    /// need a person first, then the newest.
    ///
    /// # Errors
    /// The database failed.
    pub async fn submissions(
        &self,
        scope: &Scope,
        campaign: CampaignId,
        devices: &[DeviceId],
        most: usize,
    ) -> Result<Vec<Line>, Fault> {
        let mut values = vec![campaign.0.into()];
        let inside = scope.condition("h", &mut values);
        let sql = format!(
            "select s.id, s.device_id, u.name as surveyor, n.received_at, n.state, n.said, n.assessment_id, h.household_id, h.head_name, v.name as village, p.seconds, p.changes, p.accuracy, p.clock, \
             case when n.state = 'attention' then 0 else 1 end as urgency \
             from submission s join submission_now n on n.submission_id = s.id join device d on d.id = s.device_id join user_account u on u.id = d.user_id left join submission_paradata p on p.submission_id = s.id \
             left join household_now h on h.household_id = n.household_id and {inside} left join village_now v on v.village_id = h.village_id \
             where s.campaign_id = $1 order by urgency, n.received_at desc, s.id"
        );
        let mut lines = Vec::new();
        for row in self.store.rows(&sql, values).await? {
            let device = DeviceId(row.id("device_id")?);
            let line = read_line(&row)?;
            if line.household.is_some() || devices.contains(&device) {
                lines.push(line);
            }
            if lines.len() >= most {
                break;
            }
        }
        Ok(lines)
    }

    /// The forms of a household in a campaign that the rules have decided and nobody recorded; for the program itself.
    ///
    /// # Errors
    /// The database failed.
    pub async fn assessed_of(
        &self,
        campaign: CampaignId,
        household: HouseholdId,
    ) -> Result<Vec<SubmissionId>, Fault> {
        let sql = "select s.id from submission s join submission_now n on n.submission_id = s.id where s.campaign_id = $1 and n.household_id = $2 and n.state = $3 order by n.received_at, s.id";
        let values = vec![campaign.0.into(), household.0.into(), State::Assessed.code().into()];
        self.store.rows(sql, values).await?.iter().map(|row| row.id("id").map(SubmissionId)).collect()
    }

    /// The submissions of a campaign in the scope that the rules have decided and nobody recorded.
    ///
    /// # Errors
    /// The database failed, or one cannot be decrypted.
    pub async fn submissions_to_record(
        &self,
        scope: &Scope,
        campaign: CampaignId,
        most: usize,
    ) -> Result<Vec<super::Received>, Fault> {
        let mut values = vec![campaign.0.into(), State::Assessed.code().into()];
        let inside = scope.condition("h", &mut values);
        let sql = format!(
            "select s.id, s.campaign_id, s.device_id, s.form_id, s.version, s.sha256, n.received_at, n.state, b.body from submission_now n join submission s on s.id = n.submission_id join household_now h on h.household_id = n.household_id left join submission_body b on b.submission_id = s.id where s.campaign_id = $1 and n.state = $2 and {inside} order by n.received_at, s.id limit {most}"
        );
        let rows = self.store.rows(&sql, values).await?;
        rows.iter().map(|row| self.read_received(row)).collect()
    }
}

/// The result of a household that stands in the campaign of a phone, if it is older than an act; a newer one was made by somebody
/// who knew better.
async fn result_before(
    on: &impl Queries,
    device: DeviceId,
    household: HouseholdId,
    act: i64,
) -> Result<Option<AssessmentId>, Fault> {
    let sql = "select r.id, r.act_seq from assessment r join device d on d.id = $1 where r.household_id = $2 and r.campaign_id = d.campaign_id \
               and not exists (select 1 from act u where u.undoes = r.act_seq) order by r.act_seq desc, r.ordinal desc limit 1";
    let Some(row) = on.row(sql, vec![device.0.into(), household.0.into()]).await? else { return Ok(None) };
    let is_before = row.get::<i64>("act_seq")? < act;
    Ok(if is_before { Some(AssessmentId(row.id("id")?)) } else { None })
}

/// Whether one of these is a second interview.
pub(crate) async fn is_reinterview(on: &impl Queries, ids: &[SubmissionId]) -> Result<bool, Fault> {
    for chunk in ids.chunks(500) {
        let places = store::places(2, chunk.len(), on.is_postgres());
        let sql = format!(
            "select 1 as one from submission_now n where n.state = $1 and n.submission_id in ({places}) limit 1"
        );
        let values = std::iter::once(State::Reinterview.code().into());
        if on.row(&sql, values.chain(chunk.iter().map(|id| id.0.into())).collect()).await?.is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Links submissions to the results that were recorded from them, in the same transaction.
pub(crate) async fn mark_recorded(tx: &Tx, recorded: &[(SubmissionId, AssessmentId)]) -> Result<(), Fault> {
    for (submission, assessment) in recorded {
        let sql = "update submission_now set state = $2, assessment_id = $3 where submission_id = $1";
        let values = vec![submission.0.into(), State::Recorded.code().into(), assessment.0.into()];
        tx.execute(sql, values).await?;
    }
    Ok(())
}

pub(super) fn read_visited(row: &Row, household: HouseholdId) -> Result<Option<Visited>, Fault> {
    let zone: Option<String> = row.get("zone")?;
    let text = |column: &str| Ok::<_, Fault>(row.get::<Option<String>>(column)?.unwrap_or_default());
    let village: Option<uuid::Uuid> = row.get("village_id")?;
    let Some((village, zone)) = village.zip(zone.as_deref().and_then(Zone::from_code)) else {
        return Ok(None);
    };
    Ok(Some(Visited {
        household,
        village: VillageId(village),
        commune_code: text("commune_code")?,
        province_code: text("province_code")?,
        zone,
        has_result: row.get("has_result")?,
        is_reinterview: false,
        corrects: None,
    }))
}

fn of_result(assessed: &Assessed) -> Json {
    json!({
        "outcome": assessed.outcome,
        "deprived": assessed.deprived,
        "needs": assessed.needs,
    })
}

pub(super) fn read_line(row: &Row) -> Result<Line, Fault> {
    let (state, said): (String, Option<Json>) = (row.get("state")?, row.get("said")?);
    let text =
        |key: &str| said.as_ref().and_then(|said| said.get(key)).and_then(Json::as_str).map(str::to_owned);
    let questions = said.as_ref().and_then(|said| said.get("questions")).and_then(Json::as_array);
    let household: Option<uuid::Uuid> = row.get("household_id")?;
    let name = |column: &str| Ok::<_, Fault>(row.get::<Option<String>>(column)?.unwrap_or_default());
    Ok(Line {
        id: SubmissionId(row.id("id")?),
        surveyor: row.get("surveyor")?,
        received_at: row.instant("received_at")?.unwrap_or(Instant::from_millis(0)),
        state: State::stored(&state)?,
        household: household
            .map(|id| Ok::<_, Fault>((HouseholdId(id), name("head_name")?, name("village")?)))
            .transpose()?,
        outcome: text("outcome"),
        attention: text("why").as_deref().and_then(Attention::from_code),
        questions: questions.into_iter().flatten().filter_map(Json::as_str).map(str::to_owned).collect(),
        interview: super::paradata::read(row)?,
    })
}
