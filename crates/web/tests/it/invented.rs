//! What tests invent alike: days, villages, heads of households, yearly reviews.

use lake::{SealedHousehold, SealedWriter};
use registry::keys::hex;
use registry::register::{Birth, NewPerson};
use registry::review::{NewCampaign, ReviewKind};
use registry::snapshot::{Sealable, SealedFile};
use registry::store::dates::Instant;
use registry::villages::VillageDetails;
use registry::{Registry, SnapshotId};
use standards::standard::PovertyStandard;
use store::Queries;
use vocab::{Day, Zone};

use crate::pack::pack;

pub(crate) fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// Noon of a day, in Việt Nam.
pub(crate) fn noon(text: &str) -> Instant {
    Instant::from_millis(i64::from(day(text).epoch_days()) * 86_400_000 + 5 * 3_600_000)
}

pub(crate) fn standard() -> PovertyStandard {
    standards::load(&pack(), "standards/vn-2022").standard.expect("vn-2022 loads")
}

pub(crate) fn village(
    name: &str,
    (commune, province): (&str, &str),
    zone: Zone,
    from: &str,
) -> VillageDetails {
    VillageDetails {
        name: name.into(),
        kind: "thon".into(),
        commune_code: commune.into(),
        province_code: province.into(),
        zone,
        zone_source: "bịa cho phép thử".into(),
        from: day(from),
    }
}

/// Somebody of whom little is known, born in 1980.
pub(crate) fn head(name: &str) -> NewPerson {
    NewPerson {
        name: name.into(),
        sex: None,
        birth: Birth::Year(1980),
        ethnic_group: None,
        id_number: None,
        phone: None,
        relation: "head".into(),
    }
}

/// The review of a year, with results from the first day of the next one.
pub(crate) fn review(standard: &PovertyStandard, year: i32) -> NewCampaign {
    NewCampaign {
        kind: ReviewKind::Yearly,
        label: format!("Rà soát năm {year}"),
        year,
        standard: standard.id.clone(),
        pack_digest: standard.digest.clone(),
        result_day: Day::from_civil(year + 1, 1, 1).unwrap(),
        age_day: Day::from_civil(year, 12, 31).unwrap(),
        income_test: Some("income".into()),
    }
}

/// How many acts there are.
pub(crate) async fn acts(registry: &Registry) -> i64 {
    let row = registry.store().row("select count(*) as n from act", vec![]).await.unwrap();
    row.unwrap().get("n").unwrap()
}

/// Seals a campaign as the program does: the files first, then the act.
pub(crate) async fn seal(
    registry: &Registry,
    standard: &PovertyStandard,
    campaign: Sealable,
    (into, at): (&std::path::Path, Instant),
) -> SnapshotId {
    let year = campaign.year;
    let mut unsealed = registry.unsealed(None, campaign, standard).await.unwrap();
    let id = SnapshotId::fresh();
    let folder = into.join(id.to_string());
    let mut writer = SealedWriter::new(&folder, year, standard, unsealed.questions(), vec![]).unwrap();
    while let Some(page) = unsealed.next_page().await.unwrap() {
        let rows = page.households.iter().map(|of| SealedHousehold {
            household_id: &of.household_id,
            commune_code: &of.commune_code,
            village_code: &of.village_code,
            zone: &of.zone,
            answers: &of.answers,
            deprived: &of.deprived,
            outcome: &of.outcome,
            income_band: &of.income_band,
            deprivation_count: of.deprivation_count as i32,
            deprivation_count_max: of.deprivation_count_max as i32,
        });
        writer.write(&page.province_code, &rows.collect::<Vec<_>>()).unwrap();
    }
    let sealed = |file: lake::WrittenFile| SealedFile {
        path: file.path,
        rows: file.rows,
        bytes: file.bytes,
        sha256: hex(&file.sha256),
    };
    let files: Vec<SealedFile> = writer.finish().unwrap().into_iter().map(sealed).collect();
    let manifest = unsealed.manifest(&files, "1.2.3").unwrap();
    registry.record_snapshot(None, id, &manifest, "khóa sổ", at).await.unwrap();
    id
}
