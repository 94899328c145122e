//! Nhập hộ, page by page: found, compared, confirmed, recorded, taken back; and what stops it.

use registry::access::{Area, Role};
use store::testing::Fresh;

use crate::households::{House, Page, actor, house_in, officer};

/// The value of a hidden field.
fn hidden(page: &Page, name: &str) -> String {
    let html = page.html();
    let rest =
        html.split_once(&format!("name=\"{name}\" value=\"")).unwrap_or_else(|| panic!("{name} in {html}")).1;
    rest.split('"').next().unwrap().to_owned()
}

/// Somebody of both wards.
fn of_province() -> registry::Actor {
    actor(Role::CommuneOfficer, Area::Province("68".into()), "2025-07-01")
}

async fn sent(house: &House, go: &str, seen: (&str, &str), more: &[(&str, &str)]) -> Page {
    let path = format!("{}/merge/{}", house.file(0), house.homes[1].household);
    let mut fields = vec![("go", go), ("seen", seen.0), ("seen-into", seen.1), ("on", "2026-03-01")];
    fields.extend(more);
    house.post(&of_province(), &path, &fields).await
}

#[tokio::test(flavor = "multi_thread")]
async fn two_households_are_found_compared_confirmed_merged_and_taken_apart_again_on_both_databases() {
    for database in [Fresh::sqlite(), Fresh::postgres().await] {
        let house = house_in(database).await;
        let who = of_province();
        let file = house.get(&who, &house.file(0)).await;
        let merge = format!("{}/merge", house.file(0));
        assert!(file.html().contains(&format!("href=\"{merge}\"")), "the file leads to the form");
        let found = house.post(&who, &format!("{merge}/search"), &[("q", "tran thi")]).await;
        assert!(
            found.status == 303 && found.location.starts_with(&format!("{merge}?s=")),
            "{}",
            found.location
        );
        assert!(!found.location.contains("tran"), "{}", found.location);
        let list = house.get(&who, &found.location).await;
        let into = house.homes[1].household;
        assert!(list.html().contains(&format!("href=\"{merge}/{into}\"")), "{}", list.text());
        let by_number = house.post(&who, &format!("{merge}/search"), &[("q", "2")]).await;
        let by_number = house.get(&who, &by_number.location).await;
        assert!(by_number.html().contains(&format!("{merge}/{into}")), "{}", by_number.text());

        let both = house.get(&who, &format!("{merge}/{into}")).await;
        for wanted in ["Lê Văn An", "Trần Thị Bình", "Thôn Nhà Mình", "Thôn Bên Cạnh", "vẫn là chủ hộ"]
        {
            assert!(both.text().contains(wanted), "{wanted}: {}", both.text());
        }
        let (seen, seen_into) = (hidden(&both, "seen"), hidden(&both, "seen-into"));
        let child = format!("relation-{}", house.homes[0].people[1]);
        let filled = [("reason", "về ở với mẹ"), (child.as_str(), "grandchild")];
        let silent = sent(&house, "check", (&seen, &seen_into), &[]).await;
        assert!(silent.status == 422 && silent.text().contains("Chưa ghi lý do"), "{}", silent.status);
        let check = sent(&house, "check", (&seen, &seen_into), &filled).await;
        assert_eq!(check.status, 200);
        for wanted in
            ["Sẽ ghi", "Lê Thị Hoa → Hộ số 2: Cháu nội, cháu ngoại", "Lê Văn An → Hộ số 2: Quan hệ khác"]
        {
            assert!(check.text().contains(wanted), "{wanted}: {}", check.text());
        }
        assert!(
            !house.get(&who, &house.file(0)).await.text().contains("đã nhập vào"),
            "nothing is recorded yet"
        );
        let done =
            sent(&house, "record", (&hidden(&check, "seen"), &hidden(&check, "seen-into")), &filled).await;
        assert_eq!((done.status, done.location), (303, house.file(0)));

        let left = house.get(&who, &house.file(0)).await;
        assert!(left.text().contains("Hộ này đã nhập vào hộ số 2"), "{}", left.text());
        assert!(left.html().contains(&format!("href=\"/households/{into}\"")));
        let joined = house.get(&who, &house.file(1)).await.text();
        assert!(
            joined.contains("3 người trong hộ") && joined.contains("01/03/2026 Hộ số 1 nhập vào hộ này"),
            "{joined}"
        );
        // Who does not reach the other household hears of no number and finds no link.
        let own = house.get(&officer(), &house.file(0)).await;
        assert!(own.text().contains("đã nhập vào một hộ ngoài địa bàn của bạn"), "{}", own.text());
        assert!(!own.html().contains(&into.to_string()) && !own.text().contains("Hộ số 2"));
        let again = sent(&house, "record", ("999", "999"), &filled).await;
        assert!(
            again.status == 422 && again.text().contains("không còn trong danh sách"),
            "{}",
            again.text()
        );

        let undo = left.html();
        let undo = undo.split("/undo/").nth(1).unwrap().split('"').next().unwrap().to_owned();
        let path = format!("{}/undo/{undo}", house.file(0));
        assert_eq!(house.post(&who, &path, &[("reason", "nhầm hộ")]).await.status, 303);
        let back = house.get(&who, &house.file(0)).await.text();
        assert!(back.contains("2 người trong hộ") && !back.contains("Hộ này đã nhập"), "{back}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_a_household_that_somebody_else_changed_meanwhile_nothing_is_merged() {
    let house = house_in(Fresh::sqlite()).await;
    let who = of_province();
    let path = format!("{}/merge/{}", house.file(0), house.homes[1].household);
    let both = house.get(&who, &path).await;
    let (seen, seen_into) = (hidden(&both, "seen"), hidden(&both, "seen-into"));
    let person = house.homes[1].people[0].to_string();
    let change = [
        ("person", person.as_str()),
        ("name", "Trần Thị Bính"),
        ("reason", "thẻ"),
        ("on", "2026-02-01"),
        ("seen", "999"),
    ];
    assert_eq!(house.post(&who, &format!("{}/changes/person", house.file(1)), &change).await.status, 303);
    let raced = sent(&house, "record", (&seen, &seen_into), &[("reason", "về ở chung")]).await;
    assert_eq!(raced.status, 409);
    assert!(raced.text().contains("người khác vừa sửa") && raced.text().contains("Trần Thị Bính"));
    assert!(raced.html().contains("value=\"về ở chung\""), "what was typed stays");
    let (seen, seen_into) = (hidden(&raced, "seen"), hidden(&raced, "seen-into"));
    let done = sent(&house, "record", (&seen, &seen_into), &[("reason", "về ở chung")]).await;
    assert_eq!(done.status, 303, "whoever has looked again may: {}", done.text());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_household_of_another_place_or_the_same_one_is_no_choice() {
    let house = house_in(Fresh::sqlite()).await;
    let own = officer();
    let merge = format!("{}/merge", house.file(0));
    let found = house.post(&own, &format!("{merge}/search"), &[("q", "Trần Thị Bình")]).await;
    let list = house.get(&own, &found.location).await;
    assert!(list.text().contains("Không có hộ nào khác như vậy"), "{}", list.text());
    let itself = house.post(&own, &format!("{merge}/search"), &[("q", "Lê Văn An")]).await;
    let itself = house.get(&own, &itself.location).await;
    assert!(itself.text().contains("Không có hộ nào khác như vậy"), "{}", itself.text());
    let path = format!("{merge}/{}", house.homes[1].household);
    assert_eq!(house.get(&own, &path).await.status, 403);
    let fields =
        [("go", "record"), ("seen", "999"), ("seen-into", "999"), ("on", "2026-03-01"), ("reason", "thử")];
    assert_eq!(house.post(&own, &path, &fields).await.status, 403);
    let path = format!("{merge}/{}", house.homes[0].household);
    let same = house.post(&own, &path, &fields).await;
    assert!(same.status == 422 && same.text().contains("chính nó"), "{}", same.text());
    // Whoever may only look finds no form.
    let leader = actor(Role::CommuneLeader, Area::Commune(crate::households::WARD.into()), "2025-07-01");
    assert!(!house.get(&leader, &house.file(0)).await.html().contains("/merge"));
    assert_eq!(house.get(&leader, &merge).await.status, 403);
}
