//! A clock that jumps back: the order of the log is the order of acts, whatever their times say.

use registry::access::{Area, Right};
use registry::facts::AsOf;
use registry::register::{Change, Seen, Why};
use registry::session::{Attempt, LogIn};
use registry::store::dates::Instant;
use registry::verify::Verdict;
use registry::{Registry, Role};
use serde_json::Map;
use store::testing::both;
use vocab::Day;

use crate::place::{Place, WARD, at, day, place, scope, units};
use crate::users::{administrator, role};

/// Half past midnight in Việt Nam.
fn after_midnight(text: &str) -> Instant {
    at(text).plus_seconds(-11 * 3600 - 1800)
}

async fn name(registry: &Registry, home: registry::HouseholdId, on: Day) -> String {
    let seeing = scope(Right::SeeHouseholds, Area::Commune(WARD.into())).unwrap();
    let file = registry.file(&seeing, home, AsOf { day: on, known_at: None }).await.unwrap().unwrap();
    file.people[0].details.text("name").unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn acts_and_sessions_go_on_when_the_clock_is_set_back_an_hour_over_midnight() {
    both(|location| async move {
        let place = place(&location).await;
        let registry = &place.registry;
        let (late, early) = (after_midnight("2026-01-06"), after_midnight("2026-01-06").plus_seconds(-3600));
        let home = place.household(0, &["Lê Văn An", "Lê Thị Bé"]).await;
        let changing = scope(Right::ChangeHouseholds, Area::Commune(WARD.into())).unwrap();
        let why = Why { reason: "thẻ căn cước".into(), evidence: None };
        let correct = async |name: &str, on: &str, seen: Option<Seen>, at: Instant| {
            let mut values = Map::new();
            values.insert("name".into(), name.into());
            let change = (Change::Person(home.people[0], values), day(on));
            registry.change(Some(&changing), home.household, change, &why, seen, at).await
        };
        let first = correct("Lê Văn Ân", "2026-01-06", None, late).await.unwrap();
        let second = correct("Lê Văn Ấn", "2026-01-05", Some(Seen(first.seq)), early).await.unwrap();
        assert_eq!(second.seq, first.seq + 1);
        let ahead = correct("Lê Văn Ẩn", "2026-01-06", Some(Seen(second.seq)), early).await;
        assert!(ahead.is_err(), "it is the day before again");
        assert_eq!(
            name(registry, home.household, day("2026-01-06")).await,
            "Lê Văn Ấn",
            "the later act counts"
        );
        assert!(
            correct("Lê Văn Ẩn", "2026-01-05", Some(Seen(first.seq)), early).await.is_err(),
            "a conflict is one all the same"
        );
        registry.undo(Some(&changing), second.seq, "nhầm", early).await.unwrap();
        assert_eq!(name(registry, home.household, day("2026-01-06")).await, "Lê Văn Ân");
        assert!(matches!(registry.verify(&[]).await.unwrap(), Verdict::Whole(_)));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_logged_in_stays_so_and_whoever_logs_in_can_when_the_clock_is_set_back_an_hour() {
    both(|location| async move {
        let Place { registry, .. } = place(&location).await;
        let (late, early) = (at("2026-01-06"), at("2026-01-06").plus_seconds(-3600));
        let (_, managing) = administrator(&registry).await;
        let lan = registry.add_user(&managing, "lan", "Nguyễn Thị Lan", late).await.unwrap().user;
        registry.set_password_here(lan, "bốn mùa hoa nở", late).await.unwrap();
        registry
            .grant_role(
                &managing,
                &units(),
                lan,
                &role(Role::CommuneOfficer, Area::Commune(WARD.into())),
                early,
            )
            .await
            .unwrap();
        let log_in = async |password: &str, at: Instant| {
            registry.log_in(Attempt { login: "lan", password, ..Attempt::default() }, at).await.unwrap()
        };
        let LogIn::In(_, token) = log_in("bốn mùa hoa nở", late).await else { panic!("not logged in") };
        assert!(matches!(log_in("sai mật khẩu", late).await, LogIn::Wrong));
        assert!(registry.actor_of(&token, early).await.unwrap().is_some());
        let again = log_in("bốn mùa hoa nở", early).await;
        assert!(matches!(again, LogIn::In(..)), "{again:?}");
        assert!(registry.actor_of(&token, early).await.unwrap().is_some(), "nobody else's session ended");
        assert!(matches!(registry.verify(&[]).await.unwrap(), Verdict::Whole(_)));
    })
    .await;
}
