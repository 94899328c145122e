//! The file of a household: who looked at it, what is different since the review before, how far from the line, its life.

use registry::UserId;
use registry::access::{Area, Role};
use registry::register::{Change, Merger, Why};
use registry::review::{NewAssessment, Terms, assess};
use serde_json::{Value as Json, json};
use store::testing::Fresh;
use vocab::Zone;

use crate::households::{House, NEXT_WARD, WARD, actor, house, house_in, officer};
use crate::invented::{day, noon, review, standard};

/// The answers of a review: income, toilet, and two people by name of whom the second changes.
fn answers(income: i64, toilet: &str, second: &str) -> Json {
    json!({
        "zone": "urban",
        "household": {
            "income_per_capita": income, "dwelling_area": "40", "wall_durable": true, "column_durable": true,
            "roof_durable": true, "main_water_source": "tap", "toilet_type": toilet, "uses_internet": false,
            "information_devices": [],
        },
        "members": [
            { "full_name": "Lê Văn An", "sex": "male", "birth_year": 1950, "has_health_insurance": false,
              "able_to_work": false, "social_allowance": "elderly" },
            { "full_name": second, "sex": "female", "birth_year": 1952, "has_health_insurance": true,
              "able_to_work": false, "social_allowance": "elderly" },
        ],
    })
}

async fn reviewed(house: &House, year: i32, answers: Json) -> String {
    let standard = standard();
    let campaign = review(&standard, year);
    let assessed = assess(&standard, &Terms::from(&campaign), &answers).unwrap();
    let outcome = assessed.outcome.clone();
    let then = noon(&format!("{year}-12-20"));
    let id = house.registry.open_campaign(None, &campaign, &standard, then).await.unwrap();
    let new = NewAssessment {
        household: house.homes[0].household,
        village: house.villages[0],
        commune_code: WARD.into(),
        province_code: "68".into(),
        zone: Zone::Urban,
        members: answers["members"].as_array().unwrap().len() as i64,
        answers,
        assessed,
        supersedes: None,
        submission: None,
    };
    house.registry.record_assessments(None, id, "1.2.3", vec![new], then).await.unwrap();
    outcome
}

/// The part of a page under a heading.
fn part<'a>(text: &'a str, from: &str, until: &str) -> &'a str {
    let after = text.rsplit_once(from).unwrap_or_else(|| panic!("{from} in {text}")).1;
    after.split(until).next().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_may_see_a_file_sees_who_looked_at_it_in_both_databases() {
    for database in [Fresh::sqlite(), Fresh::postgres().await] {
        let house = house_in(database).await;
        let path = house.file(0);
        let second = house
            .registry
            .set_up_administrator("hai", "Trần Thị Hai", noon("2025-07-01"))
            .await
            .unwrap()
            .user;
        let first = house.get(&officer(), &path).await.text();
        let views = part(&first, "Ai đã xem hồ sơ này", "Chung Tay");
        assert!(views.contains("Nguyễn Thử Nghiệm (thu.nghiem)") && !views.contains("(hai)"), "{views}");
        // Somebody of the next ward is refused and leaves no line.
        let elsewhere = actor(Role::CommuneOfficer, Area::Commune(NEXT_WARD.into()), "2025-07-01");
        assert_eq!(house.get_as(second, &elsewhere, &path).await.status, 403);
        let again = house.get(&officer(), &path).await.text();
        let views = part(&again, "Ai đã xem hồ sơ này", "Chung Tay");
        assert!(!views.contains("(hai)"), "{views}");
        assert_eq!(views.matches("(thu.nghiem)").count(), 1, "two looks within minutes are one: {views}");
        let leader = actor(Role::ProgramLeader, Area::Province("68".into()), "2025-07-01");
        let other = house.get_as(second, &leader, &path).await.text();
        let views = part(&other, "Ai đã xem hồ sơ này", "Chung Tay");
        assert!(views.contains("(hai)") && views.contains("(thu.nghiem)"), "{views}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_not_shown_if_it_cannot_be_noted_that_somebody_looks() {
    let house = house().await;
    // A user whom the database does not know: no line can name them.
    let page = house.get_as(UserId::fresh(), &officer(), &house.file(0)).await;
    assert_eq!(page.status, 500);
    assert!(!page.html().contains("Lê Văn An"));
    assert_eq!(house.get(&officer(), &house.file(0)).await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_tells_what_is_different_since_the_review_before() {
    let house = house().await;
    let path = house.file(0);
    reviewed(&house, 2024, answers(1_200_000, "none", "Trần Thị Bông")).await;
    let alone = house.get(&officer(), &path).await.text();
    assert!(!alone.contains("Khác gì so với lần trước"), "there is nothing to compare with");
    reviewed(&house, 2025, answers(1_900_000, "septic", "Trần Thị Mai")).await;
    let page = house.get(&officer(), &path).await.text();
    let since = part(&page, "Khác gì so với lần trước", "Vì sao");
    assert!(since.contains("Rà soát năm 2024"), "{since}");
    assert!(since.contains("1.200.000 đồng/người/tháng → 1.900.000 đồng/người/tháng"), "{since}");
    assert!(since.contains("Không còn thiếu hụt: Nhà tiêu"), "{since}");
    assert!(since.contains("thêm Trần Thị Mai") && since.contains("không còn Trần Thị Bông"), "{since}");
    // An answer that is the same is not told, and neither are names or ages as answers.
    assert!(
        !since.contains("không → không")
            && !since.contains("có → có")
            && !since.contains("Họ và tên")
            && !since.contains("Tuổi"),
        "{since}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_newest_result_says_how_far_it_is_from_each_line_and_what_would_change_it() {
    let house = house().await;
    assert_eq!(reviewed(&house, 2025, answers(1_700_000, "none", "Trần Thị Bông")).await, "poor");
    let page = house.get(&officer(), &house.file(0)).await.text();
    let lines = part(&page, "Cách ngưỡng bao xa", "Vì sao");
    assert!(lines.contains("1.700.000 đồng/người/tháng · ngưỡng 2.000.000"), "{lines}");
    assert!(lines.contains("thấp hơn ngưỡng 300.000"), "{lines}");
    assert!(lines.contains("5 chỉ số · ngưỡng 3 chỉ số · cao hơn ngưỡng 2 chỉ số"), "{lines}");
    let otherwise = part(&page, "Kết quả sẽ khác nếu", "Vì sao");
    assert!(otherwise.contains("(hiện ghi: 1.700.000 đồng/người/tháng)"), "{otherwise}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_of_an_earlier_day_holds_no_result_of_later() {
    let house = house().await;
    let path = house.file(0);
    reviewed(&house, 2024, answers(1_200_000, "none", "Trần Thị Bông")).await;
    reviewed(&house, 2025, answers(1_900_000, "septic", "Trần Thị Bông")).await;
    for (look, shows) in
        [("", true), ("?day=2025-12-31", false), ("?known=2025-12-19", false), ("?known=2025-12-20", true)]
    {
        let page = house.get(&officer(), &format!("{path}{look}")).await.text();
        assert_eq!(page.contains("Rà soát năm 2025"), shows, "{look}");
        assert!(page.contains("Rà soát năm 2024"), "{look}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_household_that_became_part_of_another_says_so_and_leads_there() {
    let house = house().await;
    let (from, into) = (house.homes[0].household, house.homes[1].household);
    let why = Why { reason: "về ở chung".into(), evidence: None };
    let merge = (Change::Merge(Merger::into(into)), day("2026-03-01"));
    house.registry.change(None, from, merge, &why, None, noon("2026-03-02")).await.unwrap();
    let who = actor(Role::CommuneOfficer, Area::Province("68".into()), "2025-07-01");
    let page = house.get(&who, &house.file(0)).await;
    assert!(page.html().contains(&format!("href=\"/households/{into}\"")), "{}", page.text());
    let life = page.text();
    let life = part(&life, "Dòng thời gian của hộ", "Ai đã ghi gì");
    assert!(life.contains("01/03/2026 Hộ nhập vào hộ số 2"), "{life}");
    assert!(life.contains("01/03/2026 Lê Văn An rời hộ"), "{life}");
    let before = house.get(&who, &format!("{}?day=2026-02-28", house.file(0))).await;
    assert!(!before.html().contains(&format!("/households/{into}\"")), "it was a household of its own then");
}
