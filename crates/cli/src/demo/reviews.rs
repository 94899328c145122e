//! The yearly reviews of the demo, decided by the engine. The last one is also decided by the standard that comes next,
//! for comparison.

use std::collections::BTreeMap;
use std::path::Path;

use registry::review::{NewAssessment, NewCampaign, NotAssessed, ReviewKind, Terms, assess};
use registry::snapshot::Which;
use registry::store::dates::Instant;
use registry::{AssessmentId, Registry};
use serde_json::{Map, Value as Json, json};
use standards::questionnaire::Subject;
use standards::standard::PovertyStandard;
use synthetic::city::{City, CityAnswers, CityHousehold, CityReview};
use vocab::{Day, LocalText, said};

use crate::database::stopped;
use crate::demo::city::{PROVINCE, Taken};
use crate::demo::split_off;
use crate::failure::Failure;
use crate::seal::{Asked, seal};
use crate::shelf::Shelf;

/// Records all reviews; says of which years.
pub(crate) async fn record(
    registry: &Registry,
    shelf: &Shelf,
    city: &City,
    taken: &Taken,
) -> Result<Vec<i32>, Failure> {
    let now = shelf.standard("vn-2022")?;
    let next = shelf.standard("vn-2027")?;
    let mut reviews: BTreeMap<i32, Vec<(u64, CityReview)>> = BTreeMap::new();
    let mut first: Option<CityHousehold> = None;
    for mut household in city.households() {
        // One that split off follows the one that it came from.
        if let Some(from) = first.as_ref().filter(|_| household.split_from.is_some()) {
            household.reviews = split_off::reviews(city, &household, from);
        }
        for review in household.reviews.iter().cloned() {
            reviews.entry(review.year).or_default().push((household.number, review));
        }
        if household.split_from.is_none() {
            first = Some(household);
        }
    }
    let last = reviews.keys().next_back().copied();
    for (year, reviews) in &reviews {
        let Some((_, first)) = reviews.first() else { continue };
        if Some(*year) == last {
            let result_day = next.covers.from.unwrap_or(first.result_day);
            let label = format!("So sánh năm {year} theo chuẩn {} (bịa ra)", next.id);
            decide(registry, city, taken, (&next, ReviewKind::Irregular, &label, result_day), reviews)
                .await?;
        }
        let label = format!("Rà soát định kỳ năm {year} (bịa ra)");
        decide(registry, city, taken, (&now, ReviewKind::Yearly, &label, first.result_day), reviews).await?;
    }
    Ok(reviews.keys().copied().collect())
}

/// Seals the yearly review of each year.
pub(crate) async fn seal_all(
    registry: &Registry,
    shelf: &Shelf,
    years: &[i32],
    (into, at): (&Path, Instant),
) -> Result<(), Failure> {
    for year in years {
        let campaign = registry.campaign_to_seal(&Which::Year(*year, None)).await.map_err(stopped)?;
        let reason = format!("bản thử: niêm phong kết quả năm {year} · demo: results of {year}");
        seal(registry, shelf, campaign, (into, &reason, Asked::default()), at).await?;
    }
    Ok(())
}

async fn decide(
    registry: &Registry,
    city: &City,
    taken: &Taken,
    (standard, kind, label, result_day): (&PovertyStandard, ReviewKind, &str, Day),
    reviews: &[(u64, CityReview)],
) -> Result<(), Failure> {
    let Some((_, first)) = reviews.first() else { return Ok(()) };
    let new = NewCampaign {
        kind,
        label: label.to_owned(),
        year: first.year,
        standard: standard.id.clone(),
        pack_digest: standard.digest.clone(),
        result_day,
        age_day: first.age_day,
        income_test: None,
    };
    let campaign = registry.open_campaign(None, &new, standard, taken.at).await.map_err(stopped)?;
    let terms = Terms::from(&new);
    let mut assessments = Vec::with_capacity(reviews.len());
    for (number, review) in reviews {
        let (Some(registered), Some(village)) = (taken.households.get(number), city.village(review.village))
        else {
            continue;
        };
        let Some(village_id) = taken.villages.get(&village.id) else { continue };
        let answers = stored(standard, review);
        let assessed = assess(standard, &terms, &answers).map_err(not_assessed)?;
        let is_merged = review.result_day >= city.merged_on();
        assessments.push(NewAssessment {
            household: registered.household,
            village: *village_id,
            commune_code: if is_merged { &village.ward_code } else { &village.former_code }.clone(),
            province_code: PROVINCE.to_owned(),
            zone: review.zone,
            answers,
            assessed,
            members: review.members.len() as i64,
            supersedes: None::<AssessmentId>,
            submission: None,
        });
    }
    let version = env!("CARGO_PKG_VERSION");
    registry
        .record_assessments(None, campaign, version, assessments, taken.at)
        .await
        .map(|_| ())
        .map_err(stopped)
}

/// The answers as the registry stores them: those that the standard asks.
pub(crate) fn stored(standard: &PovertyStandard, review: &CityReview) -> Json {
    let asked = |of: Subject, answers: &CityAnswers| -> Map<String, Json> {
        let known = answers.iter().filter(|(id, _)| standard.questionnaire.find(of, id).is_some());
        known.map(|(id, value)| (id.to_string(), value.to_json())).collect()
    };
    let members: Vec<Map<String, Json>> =
        review.members.iter().map(|(_, answers)| asked(Subject::Member, answers)).collect();
    json!({
        "zone": review.zone.code(),
        "household": asked(Subject::Household, &review.household),
        "members": members,
    })
}

pub(crate) fn not_assessed(problem: NotAssessed) -> Failure {
    match problem {
        NotAssessed::Refused { why, remedy } => Failure::could_not_run(why, remedy),
        NotAssessed::Unreadable(answers) => {
            let first = answers.into_iter().next();
            let why = first.map_or(LocalText::same(""), |first| {
                let (vi, en) = (first.why.vi, first.why.en);
                let question = first.question;
                said!("câu {question}: {vi}", "question {question}: {en}")
            });
            Failure::could_not_run(
                why,
                said!(
                    "báo lỗi này: dữ liệu bịa ra phải đọc được",
                    "report this as a defect: invented data must be readable"
                ),
            )
        }
    }
}
