//! What is to be sealed, read from one state of the database, and every decision made again.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use engine::bounds::Truth;
use engine::cases::{band_id, outcome_id};
use engine::judge::Judge;
use serde_json::{Map, Value as Json, json};
use standards::questionnaire::QuestionIndex;
use standards::standard::PovertyStandard;
use store::{Fault, Queries, Row, Tx, Value, places};
use uuid::Uuid;
use vocab::{LocalText, said};

use crate::answers::sealed::opened;
use crate::figures::Tally;
use crate::keys::hex;
use crate::snapshot::Sealable;
use crate::snapshot::manifest::{self, Manifest, Outcomes, SealedFile};
use crate::snapshot::released::{Released, released, without_the_rest};
use crate::snapshot::work::may_seal;
use crate::verify::cursor::Cursor;
use crate::{Keys, Registry, Scope, Stopped, answers};

/// Households of one page.
const PAGE: usize = 1000;

/// The standing results of a campaign, to be read page by page. Of each household 60 bytes are held; the answers are not.
pub struct Unsealed<'a> {
    frozen: Tx,
    keys: Keys,
    campaign: Sealable,
    judge: Judge<'a>,
    released: Vec<QuestionIndex>,
    open: VecDeque<Standing>,
    log: (i64, Vec<u8>),
    counted: Counted,
}

/// A household of the campaign: where, under which pseudonym, and the assessment that stands.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Standing {
    province: String,
    pseudonym: String,
    assessment: Uuid,
}

#[derive(Debug, Default)]
struct Counted {
    households: i64,
    members: i64,
    erased: i64,
    engine_versions: BTreeSet<String>,
    by_commune: BTreeMap<(String, String), Outcomes>,
}

/// Households of one province, sorted by their pseudonyms.
#[derive(Clone, Debug)]
pub struct Page {
    /// Code of the province of the time.
    pub province_code: String,
    /// The households.
    pub households: Vec<Released>,
}

impl Registry {
    /// Everything of a campaign that is to be sealed. `by` is `None` for the operator at the machine.
    ///
    /// # Errors
    /// The scope may not seal everywhere, the standard is not the one that decided, there is no result; or
    /// the database failed.
    pub async fn unsealed<'a>(
        &self,
        by: Option<&Scope>,
        campaign: Sealable,
        standard: &'a PovertyStandard,
    ) -> Result<Unsealed<'a>, Stopped> {
        by.map_or(Ok(()), may_seal)?;
        let judge = campaign.terms.judge(standard).map_err(|(why, remedy)| Stopped::refused(why, remedy))?;
        let frozen = self.store.snapshot().await?;
        let head = frozen.row("select size, root from audit_head where id = 1", vec![]).await?;
        let head = head.ok_or_else(|| {
            Fault::damaged(said!("nhật ký kiểm toán không có phần đầu", "the audit log has no head"))
        })?;
        let log = (head.get("size")?, head.get("root")?);
        let (open, erased) = standing(&frozen, &self.keys, campaign.id.0).await?;
        if open.is_empty() {
            return Err(Stopped::refused(
                said!("đợt rà soát chưa có kết quả", "the campaign has no results"),
                said!("ghi kết quả rà soát trước", "record results first"),
            ));
        }
        let counted = Counted { erased, ..Counted::default() };
        let released = released(&standard.questionnaire);
        let keys = self.keys.clone();
        Ok(Unsealed { frozen, keys, campaign, judge, released, open, log, counted })
    }
}

/// The newest assessment of each household that was not undone (a correction is newer than what it corrects), and how
/// many were erased by law.
async fn standing(on: &Tx, keys: &Keys, campaign: Uuid) -> Result<(VecDeque<Standing>, i64), Fault> {
    let rows = on.rows("select undoes from act where undoes is not null", vec![]).await?;
    let undone: BTreeSet<i64> = rows.iter().map(|row| row.get("undoes")).collect::<Result<_, _>>()?;
    let columns = "id, household_id, province_code, erased_by, act_seq, ordinal";
    let cursor = Cursor::new("assessment", columns.to_owned(), &["act_seq", "ordinal"]);
    let mut cursor = cursor.only("campaign_id", campaign.into());
    let mut newest: BTreeMap<Uuid, (Uuid, String, bool)> = BTreeMap::new();
    while let Some(row) = cursor.next(on).await? {
        if undone.contains(&row.get("act_seq")?) {
            continue;
        }
        let is_erased = row.get::<Option<i64>>("erased_by")?.is_some();
        newest.insert(row.id("household_id")?, (row.id("id")?, row.get("province_code")?, is_erased));
    }
    let (mut open, mut erased) = (Vec::with_capacity(newest.len()), 0);
    for (household, (assessment, province, is_erased)) in newest {
        if is_erased {
            erased += 1;
            continue;
        }
        let pseudonym = keys.pseudonym("household", household.as_bytes());
        open.push(Standing { province, pseudonym, assessment });
    }
    open.sort();
    Ok((open.into(), erased))
}

impl Unsealed<'_> {
    /// The standard that decided.
    pub fn standard(&self) -> &PovertyStandard {
        self.judge.standard()
    }

    /// The campaign.
    pub fn campaign(&self) -> &Sealable {
        &self.campaign
    }

    /// Households that were not read yet.
    pub fn left(&self) -> usize {
        self.open.len()
    }

    /// The questions whose answers leave.
    pub fn questions(&self) -> &[QuestionIndex] {
        &self.released
    }

    /// The next households; `None` after the last ones.
    ///
    /// # Errors
    /// A recorded decision does not come out again, or the database failed.
    pub async fn next_page(&mut self) -> Result<Option<Page>, Stopped> {
        let Some(province_code) = self.open.front().map(|first| first.province.clone()) else {
            return Ok(None);
        };
        let here = self.open.iter().take(PAGE).take_while(|next| next.province == province_code).count();
        let page: Vec<Standing> = self.open.drain(..here).collect();
        let in_places = places(1, page.len(), self.frozen.is_postgres());
        let sql = format!(
            "select id, province_code, commune_code, village_id, zone, answers, outcome, income_band, deprivation_count, \
             deprivation_count_max, members, engine_version from assessment where id in ({in_places})"
        );
        let values: Vec<Value> = page.iter().map(|standing| standing.assessment.into()).collect();
        let rows = self.frozen.rows(&sql, values).await?;
        let rows: BTreeMap<Uuid, &Row> =
            rows.iter().map(|row| Ok::<_, Fault>((row.id("id")?, row))).collect::<Result<_, _>>()?;
        let mut households = Vec::with_capacity(page.len());
        for standing in page {
            let row = rows.get(&standing.assessment).ok_or_else(|| {
                Fault::damaged(said!("một lần rà soát đã biến mất", "an assessment is gone"))
            })?;
            households.push(self.release(standing.pseudonym, row)?);
        }
        Ok(Some(Page { province_code, households }))
    }

    fn release(&mut self, household_id: String, row: &Row) -> Result<Released, Stopped> {
        let standard = self.judge.standard();
        let stored = opened(&self.keys, row)?;
        let read = answers::read(standard, &stored, self.campaign.terms.age_day);
        let whole = read.map_err(|_| not_again())?;
        let answers = without_the_rest(&standard.questionnaire, &self.released, &whole);
        let judgement = self.judge.judge(&answers);
        let deprived = judgement.deprived.iter().map(|truth| match truth {
            Truth::Yes => Some(true),
            Truth::No => Some(false),
            Truth::Unknown => None,
        });
        let released = Released {
            household_id,
            commune_code: row.get("commune_code")?,
            village_code: row.id("village_id")?.to_string(),
            zone: row.get("zone")?,
            deprived: deprived.collect(),
            outcome: row.get("outcome")?,
            income_band: row.get("income_band")?,
            deprivation_count: row.get("deprivation_count")?,
            deprivation_count_max: row.get("deprivation_count_max")?,
            answers,
        };
        let again = (outcome_id(standard, &judgement), band_id(standard, &judgement));
        let counts = (judgement.deprivation_count() as i64, judgement.deprivation_count_max() as i64);
        if again != (released.outcome.as_str(), released.income_band.as_str())
            || counts != (released.deprivation_count, released.deprivation_count_max)
        {
            return Err(not_again());
        }
        self.counted.add(&released, row)?;
        Ok(released)
    }

    /// The manifest, once every page was read and all files are complete.
    ///
    /// # Errors
    /// Households are left over, or the files hold another number of rows than was read.
    pub fn manifest(self, files: &[SealedFile], program_version: &str) -> Result<Manifest, Stopped> {
        let counted = &self.counted;
        let written = files.iter().map(|file| file.rows).sum::<u64>();
        if !self.open.is_empty() || i64::try_from(written) != Ok(counted.households + counted.members) {
            return Err(Stopped::refused(
                said!("chưa ghi đủ các hộ ra tệp", "not all households are in the files"),
                said!("hãy báo lỗi này cho người phát triển chương trình", "report this as a defect"),
            ));
        }
        let (campaign, terms) = (&self.campaign, &self.campaign.terms);
        let mut total = Outcomes::new();
        for (outcome, tally) in counted.by_commune.values().flatten() {
            let sum = total.entry(outcome.clone()).or_default();
            *sum = sum.plus(*tally);
        }
        let by_commune = counted.by_commune.iter().map(|((province, commune), outcomes)| {
            json!({
                "province_code": province, "commune_code": commune, "outcomes": manifest::outcomes(outcomes),
            })
        });
        let mut parts = Map::new();
        let mut put = |key: &str, value: Json| drop(parts.insert(key.to_owned(), value));
        put(
            "campaign",
            json!({
                "id": campaign.id.to_string(),
                "kind": campaign.kind.map(crate::review::ReviewKind::code),
                "label": campaign.label,
                "year": campaign.year,
                "result_day": terms.result_day.to_string(),
                "age_day": terms.age_day.to_string(),
                "income_test": terms.income_test,
            }),
        );
        put("standard", json!({ "id": terms.standard, "digest": terms.pack_digest }));
        put("engine_versions", counted.engine_versions.iter().cloned().collect());
        put("program_version", program_version.into());
        put("log", json!({ "size": self.log.0, "root": hex(&self.log.1) }));
        put(
            "rows",
            json!({ "households": counted.households, "members": counted.members, "erased": counted.erased }),
        );
        put("files", manifest::files(files));
        put(
            "figures",
            json!({ "outcomes": manifest::outcomes(&total), "by_commune": by_commune.collect::<Vec<_>>() }),
        );
        Ok(Manifest::new(parts))
    }
}

impl Counted {
    fn add(&mut self, released: &Released, row: &Row) -> Result<(), Fault> {
        self.households += 1;
        self.members += released.answers.members.len() as i64;
        self.engine_versions.insert(row.get("engine_version")?);
        let place = (row.get("province_code")?, released.commune_code.clone());
        let tally = self.by_commune.entry(place).or_default().entry(released.outcome.clone()).or_default();
        *tally = tally.plus(Tally { households: 1, persons: row.get("members")? });
        Ok(())
    }
}

/// No id is named: whoever reads this may not see the household.
fn not_again() -> Stopped {
    let why: LocalText = said!(
        "một kết quả đã ghi không tính lại được từ các câu trả lời của nó, nên chưa niêm phong gì",
        "a recorded decision does not come out of its answers again, so nothing was sealed"
    );
    Stopped::refused(
        why,
        said!(
            "chạy `chungtay verify`; nếu nhật ký nguyên vẹn thì báo lỗi này cho người phát triển",
            "run `chungtay verify`; if the log is whole, report this as a defect"
        ),
    )
}
