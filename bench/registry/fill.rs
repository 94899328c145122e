//! A province of invented households: one invented city after the other, each with villages and communes of its own.

use registry::{AssessmentId, CampaignId, HouseholdId, Keys, PersonId, VillageId};
use standards::PackFiles;
use standards::standard::PovertyStandard;
use store::{Fault, Queries, Store, Value};
use synthetic::city::City;
use vocab::{Day, LocalText, search_key};

/// What to look for, taken from the rows.
pub struct Known {
    pub id_number: String,
    pub phone: String,
    pub rare_name: String,
    pub commune: String,
    pub village: Option<VillageId>,
    pub people: i64,
}

/// Households of one city.
const CITY: u64 = 50_000;
/// Rows of one transaction.
const TOGETHER: usize = 20_000;
const PROVINCE: &str = "68";

#[derive(Default)]
struct Rows {
    households: Vec<Vec<Value>>,
    people: Vec<Vec<Value>>,
    assessments: Vec<Vec<Value>>,
}

const HOUSEHOLD: &[&str] = &[
    "household_id",
    "number",
    "is_active",
    "village_id",
    "commune_code",
    "province_code",
    "zone",
    "address",
    "head_id",
    "head_name",
    "head_search",
    "members",
    "is_ethnic_minority",
    "outcome",
    "outcome_year",
    "deprivation_count",
    "names",
];
const PERSON: &[&str] = &[
    "person_id",
    "number",
    "household_id",
    "relation",
    "name",
    "search",
    "ethnicity",
    "id_index",
    "phone_index",
];
const ASSESSMENT: &[&str] = &[
    "id",
    "household_id",
    "campaign_id",
    "village_id",
    "commune_code",
    "province_code",
    "zone",
    "standard",
    "pack_digest",
    "engine_version",
    "answers",
    "outcome",
    "income_band",
    "deprivation_count",
    "deprivation_count_max",
    "deprived",
    "needs",
    "members",
    "digest",
    "act_seq",
    "ordinal",
];
const VILLAGE: &[&str] =
    &["village_id", "name", "kind", "commune_code", "province_code", "zone", "zone_source", "search"];
pub const TABLES: &[&str] = &["village_now", "household_now", "person_now", "campaign", "assessment"];

/// Fills bare tables with so many households.
pub async fn fill(
    store: &Store,
    keys: &Keys,
    standard: &PovertyStandard,
    files: &PackFiles,
    households: u64,
) -> Result<Known, Fault> {
    let campaigns = [CampaignId::fresh(), CampaignId::fresh()];
    let today = Day::from_civil(2026, 6, 15).ok_or_else(|| Fault::damaged(LocalText::same("no day")))?;
    let (mut number, mut person) = (0_i64, 0_i64);
    let mut rows = Rows::default();
    let mut known = Known {
        id_number: String::new(),
        phone: String::new(),
        rare_name: String::new(),
        commune: String::new(),
        village: None,
        people: 0,
    };
    let mut seed = 2026;
    'all: while (number as u64) < households {
        let city = City::new(standard, files, seed, Some(CITY));
        let city =
            city.map_err(|findings| Fault::damaged(LocalText::same(format!("the pack: {findings:?}"))))?;
        let villages: Vec<(VillageId, String)> = city
            .villages()
            .iter()
            .map(|village| (VillageId::fresh(), format!("{seed}{}", village.ward_code)))
            .collect();
        let written = city.villages().iter().zip(&villages).map(|(village, (id, commune))| {
            let mut row: Vec<Value> = vec![id.0.into()];
            let search = search_key(&village.name);
            row.extend(
                [&*village.name, "thon", commune, PROVINCE, "rural", "bench", &search].map(Value::from),
            );
            row
        });
        let tx = store.begin().await?;
        tx.insert("village_now", VILLAGE, written.collect()).await?;
        tx.commit().await?;
        for household in city.households() {
            let members: Vec<_> = household.members_on(today).collect();
            let at = usize::try_from(household.village_on(today)).ok().and_then(|id| id.checked_sub(1));
            let at = at.and_then(|at| villages.get(at));
            let (Some((head, _)), Some((village, commune))) = (members.first(), at) else { continue };
            number += 1;
            let id = HouseholdId::fresh();
            let searches: Vec<String> = members.iter().map(|(member, _)| search_key(&member.name)).collect();
            let head_id = PersonId::fresh();
            for (place, ((member, relation), search)) in members.iter().zip(&searches).enumerate() {
                person += 1;
                let id_index = member.id_number.as_ref().map(|digits| keys.index("id_number", digits));
                let phone = household.phone.as_ref().filter(|_| place == 0);
                if number as u64 == households / 2 && place == 0 {
                    known.id_number = member.id_number.clone().unwrap_or_default();
                    known.phone = phone.cloned().unwrap_or_default();
                    known.rare_name = member.name.clone();
                    (known.commune, known.village) = (commune.clone(), Some(*village));
                }
                rows.people.push(vec![
                    if place == 0 { head_id } else { PersonId::fresh() }.0.into(),
                    person.into(),
                    id.0.into(),
                    (*relation).to_owned().into(),
                    member.name.clone().into(),
                    search.clone().into(),
                    member.ethnic_group.clone().into(),
                    id_index.into(),
                    phone.map(|digits| keys.index("phone", digits)).into(),
                ]);
            }
            // One in twelve was reviewed; of those a third each are poor, near-poor, not poor.
            let outcome = (number % 12 == 0).then_some(match number / 12 % 3 {
                0 => "poor",
                1 => "near_poor",
                _ => "not_poor",
            });
            for (year, campaign) in campaigns.iter().enumerate() {
                let Some(outcome) = outcome.filter(|_| year == 1 || number % 24 == 0) else { continue };
                rows.assessments.push(assessed(
                    id,
                    *campaign,
                    *village,
                    commune,
                    outcome,
                    number * 2 + year as i64,
                ));
            }
            rows.households.push(vec![
                id.0.into(),
                number.into(),
                true.into(),
                village.0.into(),
                commune.clone().into(),
                PROVINCE.into(),
                "rural".into(),
                city.address(household.village_on(today), today).into(),
                head_id.0.into(),
                head.name.clone().into(),
                searches.first().cloned().into(),
                (members.len() as i64).into(),
                (household.ethnic_group != "01").into(),
                outcome.map(str::to_owned).into(),
                outcome.map(|_| 2025_i64).into(),
                outcome.map(|_| number % 7).into(),
                format!(" {} ", searches.join(" | ")).into(),
            ]);
            if rows.households.len() >= TOGETHER {
                rows.write(store).await?;
            }
            if number as u64 >= households {
                break 'all;
            }
        }
        seed += 1;
    }
    rows.write(store).await?;
    known.people = person;
    write_campaigns(store, standard, campaigns, &known).await?;
    Ok(known)
}

fn assessed(
    id: HouseholdId,
    campaign: CampaignId,
    village: VillageId,
    commune: &str,
    outcome: &str,
    ordinal: i64,
) -> Vec<Value> {
    let mut row: Vec<Value> =
        vec![AssessmentId::fresh().0.into(), id.0.into(), campaign.0.into(), village.0.into()];
    row.extend([commune, PROVINCE, "rural", "vn-2022", "bench", "bench"].map(Value::from));
    let lacks = if ordinal % 3 == 0 { r#"["toilet","water_source"]"# } else { r#"["housing_quality"]"# };
    let json = |text: &str| Value::Json(text.parse().ok().map(Box::new));
    row.push(json("{}"));
    row.extend([outcome, "low"].map(Value::from));
    row.extend([2_i64, 2_i64].map(Value::from));
    row.extend([json(lacks), json("[]"), 4_i64.into(), vec![0_u8; 32].into(), 0_i64.into(), ordinal.into()]);
    row
}

/// What to look for in a database that an earlier run filled: it stands in the label of its reviews. `None` is empty.
pub async fn filled(store: &Store) -> Result<Option<Known>, Fault> {
    let Some(row) = store.row("select label from campaign limit 1", vec![]).await? else { return Ok(None) };
    let label: String = row.get("label")?;
    let mut parts = label.split('|').map(str::to_owned);
    let mut next = || parts.next().unwrap_or_default();
    let (id_number, phone, rare_name, commune) = (next(), next(), next(), next());
    let village = next().parse().ok().map(VillageId);
    Ok(Some(Known { id_number, phone, rare_name, commune, village, people: next().parse().unwrap_or(0) }))
}

async fn write_campaigns(
    store: &Store,
    standard: &PovertyStandard,
    ids: [CampaignId; 2],
    known: &Known,
) -> Result<(), Fault> {
    let village = known.village.map(|village| village.0.to_string()).unwrap_or_default();
    let people = known.people.to_string();
    let parts = [&known.id_number, &known.phone, &known.rare_name, &known.commune, &village, &people];
    let label = parts.map(String::as_str).join("|");
    let tx = store.begin().await?;
    for (at, id) in (0_i64..).zip(ids) {
        let year = 2024 + at;
        let sql = format!(
            "insert into campaign (id, kind, label, year, standard, pack_digest, result_day, age_day, act_seq, ordinal) \
             values ($1, 'yearly', $3, {year}, $2, 'bench', '{}-01-01', '{year}-12-31', 0, {at})",
            year + 1
        );
        tx.execute(&sql, vec![id.0.into(), standard.id.clone().into(), label.clone().into()]).await?;
    }
    tx.commit().await
}

impl Rows {
    async fn write(&mut self, store: &Store) -> Result<(), Fault> {
        let tx = store.begin().await?;
        tx.insert("household_now", HOUSEHOLD, std::mem::take(&mut self.households)).await?;
        tx.insert("person_now", PERSON, std::mem::take(&mut self.people)).await?;
        tx.insert("assessment", ASSESSMENT, std::mem::take(&mut self.assessments)).await?;
        tx.commit().await
    }
}
