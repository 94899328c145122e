//! Logging in, staying logged in, and being out at once when a right or a session ends.

use registry::access::{Area, Right};
use registry::register::Registered;
use registry::session::{Attempt, LogIn};
use registry::store::dates::Instant;
use registry::store::{Queries, Row};
use registry::{Registry, Role, UserId};
use store::testing::both;
use totp_rs::{Builder, Secret};

use crate::place::{Place, at, day, place, scope, units};
use crate::users::{ON, actor, administrator, role, ward};

const PASSWORD: &str = "bốn mùa hoa nở";

async fn attempt(registry: &Registry, login: &str, password: &str, now: Instant) -> LogIn {
    let attempt = Attempt { login, password, device: Some("Firefox"), ..Attempt::default() };
    registry.log_in(attempt, now).await.unwrap()
}

#[track_caller]
fn token(came: LogIn) -> String {
    match came {
        LogIn::In(_, token) => token,
        other => panic!("not logged in: {other:?}"),
    }
}

async fn lan(registry: &Registry) -> UserId {
    let (_, scope) = administrator(registry).await;
    let lan = registry.add_user(&scope, "lan", "Nguyễn Thị Lan", at(ON)).await.unwrap().user;
    registry.set_password_here(lan, PASSWORD, at(ON)).await.unwrap();
    lan
}

async fn rows(registry: &Registry, sql: &str) -> Vec<Row> {
    registry.store().rows(sql, vec![]).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_is_a_session_until_it_is_ended_and_the_database_does_not_hold_it() {
    both(|location| async move {
        let Place { registry, .. } = place(&location).await;
        let user = lan(&registry).await;
        let mine = token(attempt(&registry, " LAN ", PASSWORD, at(ON)).await);
        assert_eq!(registry.actor_of(&mine, at(ON)).await.unwrap().unwrap().user, user);
        for other in ["", "zz", &mine[2..], &mine.replace(&mine[..2], "00")] {
            assert!(other == mine || registry.actor_of(other, at(ON)).await.unwrap().is_none(), "{other}");
        }
        let kept: Vec<u8> =
            rows(&registry, "select token_hash from session").await[0].get("token_hash").unwrap();
        assert_ne!(registry::keys::hex(&kept), mine);
        assert!(registry.actor_of(&registry::keys::hex(&kept), at(ON)).await.unwrap().is_none());
        registry.log_out(&mine).await.unwrap();
        assert!(registry.actor_of(&mine, at(ON)).await.unwrap().is_none());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unknown_user_and_a_wrong_password_hear_the_same_and_wait_the_same() {
    both(|location| async move {
        let Place { registry, .. } = place(&location).await;
        lan(&registry).await;
        for login in ["lan", "nobody"] {
            for _ in 0..5 {
                assert!(matches!(attempt(&registry, login, "wrong password", at(ON)).await, LogIn::Wrong));
            }
            let next = attempt(&registry, login, PASSWORD, at(ON)).await;
            assert!(matches!(next, LogIn::Wait(1)), "{login}: {next:?}");
        }
        token(attempt(&registry, "lan", PASSWORD, at(ON).plus_seconds(2)).await);
        let again = attempt(&registry, "lan", "wrong password", at(ON).plus_seconds(2)).await;
        assert!(matches!(again, LogIn::Wrong), "a success forgets the failures");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unknown_user_takes_as_long_as_a_known_one() {
    let fresh = store::testing::Fresh::sqlite();
    let Place { registry, .. } = place(fresh.location()).await;
    lan(&registry).await;
    let time = async |login: &str, second: i64| {
        let began = std::time::Instant::now();
        attempt(&registry, login, "wrong password", at(ON).plus_seconds(second * 4000)).await;
        began.elapsed()
    };
    time("warm.up", 0).await;
    let (mut known, mut unknown) = (Vec::new(), Vec::new());
    for round in 1..8 {
        known.push(time("lan", round).await);
        unknown.push(time("nobody", round).await);
    }
    // The fastest of each: what else the machine does only adds.
    let (known, unknown) = (known.into_iter().min().unwrap(), unknown.into_iter().min().unwrap());
    assert!(unknown * 2 > known && known * 2 > unknown, "{known:?} and {unknown:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_password_for_once_opens_nothing_until_another_one_is_chosen() {
    both(|location| async move {
        let Place { registry, .. } = place(&location).await;
        let (added, _) = administrator(&registry).await;
        let once = added.one_time_password.as_str();
        assert!(matches!(attempt(&registry, "quan.tri", once, at(ON)).await, LogIn::ChooseAnother));
        assert!(rows(&registry, "select 1 as one from session").await.is_empty());
        let choose = async |new: &str| {
            let attempt =
                Attempt { login: "quan.tri", password: once, new_password: Some(new), ..Attempt::default() };
            registry.log_in(attempt, at(ON)).await.unwrap()
        };
        assert!(matches!(choose("ngắn").await, LogIn::Refused(_)));
        assert!(matches!(choose(once).await, LogIn::Refused(_)));
        token(choose(PASSWORD).await);
        assert!(matches!(attempt(&registry, "quan.tri", once, at(ON)).await, LogIn::Wrong));
        token(attempt(&registry, "quan.tri", PASSWORD, at(ON)).await);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_ends_after_twelve_idle_hours_and_after_seven_days_however_busy() {
    both(|location| async move {
        let Place { registry, .. } = place(&location).await;
        lan(&registry).await;
        let hour = |hours: i64| at(ON).plus_seconds(hours * 3600);
        let idle = token(attempt(&registry, "lan", PASSWORD, hour(0)).await);
        let busy = token(attempt(&registry, "lan", PASSWORD, hour(0)).await);
        for hours in (0..168).step_by(8) {
            assert!(registry.actor_of(&busy, hour(hours)).await.unwrap().is_some(), "{hours}");
        }
        assert!(registry.actor_of(&busy, hour(168)).await.unwrap().is_none());
        assert!(registry.actor_of(&idle, hour(12)).await.unwrap().is_none());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_right_that_ends_is_gone_at_the_next_request_of_a_session_under_way() {
    both(|location| async move {
        let Place { registry, .. } = place(&location).await;
        let user = lan(&registry).await;
        let root = registry.user_of_login("quan.tri").await.unwrap().unwrap();
        let manages = actor(&registry, root).await.scope(Right::ManageUsers, &units(), day(ON)).unwrap();
        let new = role(Role::CommuneOfficer, ward());
        let grant = registry.grant_role(&manages, &units(), user, &new, at(ON)).await.unwrap();
        let mine = token(attempt(&registry, "lan", PASSWORD, at(ON)).await);
        let may = async || {
            let actor = registry.actor_of(&mine, at(ON)).await.unwrap().unwrap();
            actor.scope(Right::ChangeHouseholds, &units(), day(ON)).is_some()
        };
        assert!(may().await);
        registry.end_role(&manages, &units(), grant, None, at(ON)).await.unwrap();
        assert!(!may().await);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn people_see_and_end_their_own_sessions_and_no_others() {
    both(|location| async move {
        let Place { registry, .. } = place(&location).await;
        let user = lan(&registry).await;
        let root = registry.user_of_login("quan.tri").await.unwrap().unwrap();
        let (here, there) = (
            token(attempt(&registry, "lan", PASSWORD, at(ON)).await),
            token(attempt(&registry, "lan", PASSWORD, at(ON)).await),
        );
        let sessions = registry.sessions(user, &here, at(ON)).await.unwrap();
        assert_eq!(sessions.iter().filter(|session| session.is_this).count(), 1);
        let other = sessions.iter().find(|session| !session.is_this).unwrap();
        assert_eq!(other.device.as_deref(), Some("Firefox"));
        registry.end_session(root, &other.key).await.unwrap();
        assert!(registry.actor_of(&there, at(ON)).await.unwrap().is_some(), "not somebody else's");
        registry.end_session(user, &other.key).await.unwrap();
        assert!(registry.actor_of(&there, at(ON)).await.unwrap().is_none());
        assert!(registry.actor_of(&here, at(ON)).await.unwrap().is_some());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn logging_in_again_in_the_same_browser_ends_the_session_before() {
    both(|location| async move {
        let Place { registry, .. } = place(&location).await;
        lan(&registry).await;
        let old = token(attempt(&registry, "lan", PASSWORD, at(ON)).await);
        let again = Attempt { login: "lan", password: PASSWORD, old_token: Some(&old), ..Attempt::default() };
        let new = token(registry.log_in(again, at(ON)).await.unwrap());
        assert_ne!(old, new);
        assert!(registry.actor_of(&old, at(ON)).await.unwrap().is_none());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_password_ends_all_other_sessions_and_needs_the_present_one() {
    both(|location| async move {
        let Place { registry, .. } = place(&location).await;
        let user = lan(&registry).await;
        let me = actor(&registry, user).await;
        let (here, there) = (
            token(attempt(&registry, "lan", PASSWORD, at(ON)).await),
            token(attempt(&registry, "lan", PASSWORD, at(ON)).await),
        );
        let new = "năm sau hoa lại nở";
        assert!(registry.change_password(&me, &here, "wrong password", new, at(ON)).await.is_err());
        assert!(registry.change_password(&me, &here, PASSWORD, "ngắn", at(ON)).await.is_err());
        registry.change_password(&me, &here, PASSWORD, new, at(ON)).await.unwrap();
        assert!(registry.actor_of(&here, at(ON)).await.unwrap().is_some());
        assert!(registry.actor_of(&there, at(ON)).await.unwrap().is_none());
        assert!(matches!(attempt(&registry, "lan", PASSWORD, at(ON)).await, LogIn::Wrong));
        token(attempt(&registry, "lan", new, at(ON)).await);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reset_ends_sessions_and_codes_of_the_old_password() {
    both(|location| async move {
        let Place { registry, .. } = place(&location).await;
        let user = lan(&registry).await;
        let mine = token(attempt(&registry, "lan", PASSWORD, at(ON)).await);
        let once = registry.reset_password_here(user, at(ON)).await.unwrap();
        assert!(registry.actor_of(&mine, at(ON)).await.unwrap().is_none());
        assert!(matches!(attempt(&registry, "lan", PASSWORD, at(ON)).await, LogIn::Wrong));
        assert!(matches!(attempt(&registry, "lan", &once, at(ON)).await, LogIn::ChooseAnother));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_password_kept_with_older_parameters_is_kept_anew_at_the_next_log_in() {
    both(|location| async move {
        let Place { registry, .. } = place(&location).await;
        lan(&registry).await;
        let old = argon2::Argon2::new(
            argon2::Algorithm::Argon2id,
            argon2::Version::V0x13,
            argon2::Params::new(8 * 1024, 1, 1, None).unwrap(),
        );
        let hash = argon2::password_hash::PasswordHasher::hash_password_with_salt(
            &old,
            PASSWORD.as_bytes(),
            b"sixteen bytes ok",
        );
        let hash: argon2::password_hash::phc::PasswordHash = hash.unwrap();
        let tx = registry.store().begin().await.unwrap();
        let sql = "update credential set secret = $1 where kind = 'password' and label is null";
        assert_eq!(tx.execute(sql, vec![hash.to_string().into_bytes().into()]).await.unwrap(), 1);
        tx.commit().await.unwrap();
        token(attempt(&registry, "lan", PASSWORD, at(ON)).await);
        let kept = rows(&registry, "select secret from credential where label is null").await;
        let kept: Vec<u8> = kept[0].get("secret").unwrap();
        assert!(String::from_utf8(kept).unwrap().starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        token(attempt(&registry, "lan", PASSWORD, at(ON)).await);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn codes_count_after_the_first_right_one_each_once_and_the_secret_is_not_readable() {
    both(|location| async move {
        let Place { registry, .. } = place(&location).await;
        let user = lan(&registry).await;
        let me = actor(&registry, user).await;
        let setup = registry.begin_codes(&me, at(ON)).await.unwrap();
        token(attempt(&registry, "lan", PASSWORD, at(ON)).await);
        let secret = Secret::try_from_base32(&setup.secret).unwrap();
        let telephone = Builder::new().with_secret(secret).build().unwrap();
        let code = |now: Instant| telephone.generate(now.millis() as u64 / 1000).to_string();
        assert!(registry.confirm_codes(user, "000000", at(ON)).await.is_err());
        registry.confirm_codes(user, &code(at(ON)), at(ON)).await.unwrap();
        assert!(registry.has_codes(user).await.unwrap());
        let kept: Vec<u8> = rows(&registry, "select secret from credential where kind = 'codes'").await[0]
            .get("secret")
            .unwrap();
        assert!(!String::from_utf8(kept).unwrap().contains(&setup.secret));
        let with = async |code: &str, now: Instant| {
            let attempt = Attempt { login: "lan", password: PASSWORD, code, ..Attempt::default() };
            registry.log_in(attempt, now).await.unwrap()
        };
        assert!(matches!(with("", at(ON)).await, LogIn::Wrong));
        assert!(matches!(with(&code(at(ON)), at(ON)).await, LogIn::Wrong), "it was used to confirm");
        let later = at(ON).plus_seconds(60);
        token(with(&code(later), later).await);
        assert!(matches!(with(&code(later), later).await, LogIn::Wrong), "each once");
        assert!(registry.end_codes(&me, "wrong password", later).await.is_err());
        registry.end_codes(&me, PASSWORD, later).await.unwrap();
        token(with("", later).await);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_may_see_a_file_sees_who_looked_at_it() {
    both(|location| async move {
        let here = place(&location).await;
        let Registered { household, .. } = here.household(0, &["Lê Văn Một"]).await;
        let registry = &here.registry;
        let user = lan(registry).await;
        let root = registry.user_of_login("quan.tri").await.unwrap().unwrap();
        let manages = actor(registry, root).await.scope(Right::ManageUsers, &units(), day(ON)).unwrap();
        let new = role(Role::CommuneOfficer, ward());
        registry.grant_role(&manages, &units(), user, &new, at(ON)).await.unwrap();
        let mine = actor(registry, user).await.scope(Right::SeeHouseholds, &units(), day(ON)).unwrap();
        registry.note_view(&mine, household, at(ON)).await.unwrap();
        registry.note_view(&mine, household, at(ON).plus_seconds(60)).await.unwrap();
        registry.note_view(&mine, household, at(ON).plus_seconds(3600)).await.unwrap();
        let views = registry.views_of(&mine, household).await.unwrap().unwrap();
        assert_eq!(views.iter().map(|view| view.login.as_str()).collect::<Vec<_>>(), ["lan", "lan"]);
        assert!(views[0].at > views[1].at);
        let elsewhere = scope(Right::SeeHouseholds, Area::Commune(crate::place::NEXT_WARD.into())).unwrap();
        assert_eq!(registry.views_of(&elsewhere, household).await.unwrap(), None);
        registry.note_view(&elsewhere, household, at(ON)).await.unwrap();
        assert_eq!(registry.views_of(&mine, household).await.unwrap().unwrap().len(), 2);
    })
    .await;
}
