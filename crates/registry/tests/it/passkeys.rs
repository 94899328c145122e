//! Logging in with a passkey, and everything that must not open the door.

use registry::session::{
    Assertion, Attempt, CHALLENGE_SECONDS, LogIn, NewPasskey, PasskeyAttempt, RelyingParty,
};
use registry::store::dates::Instant;
use registry::store::{Queries, Row};
use registry::{PasskeyId, Registry, Role, Scope, Stopped, UserId};
use store::testing::both;

use crate::device::{Device, Said};
use crate::place::{Place, at, day, place, units};
use crate::users::{ON, actor, administrator, role, ward};

const PASSWORD: &str = "bốn mùa hoa nở";
const ORIGIN: &str = "http://localhost:8080";
const BROWSER: &str = "5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a";
const OTHER_BROWSER: &str = "a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5";

fn house() -> RelyingParty {
    RelyingParty::of_origin(ORIGIN).unwrap()
}

/// Somebody with a role and a password.
async fn officer(registry: &Registry, scope: &Scope, login: &str) -> UserId {
    let user = registry.add_user(scope, login, "Nguyễn Thị Lan", at(ON)).await.unwrap().user;
    registry.set_password_here(user, PASSWORD, at(ON)).await.unwrap();
    registry.grant_role(scope, &units(), user, &role(Role::CommuneOfficer, ward()), at(ON)).await.unwrap();
    user
}

async fn with_password(registry: &Registry, login: &str, now: Instant) -> LogIn {
    let attempt = Attempt { login, password: PASSWORD, ..Attempt::default() };
    registry.log_in(attempt, now).await.unwrap()
}

async fn session(registry: &Registry, login: &str, now: Instant) -> String {
    match with_password(registry, login, now).await {
        LogIn::In(_, token) => token,
        other => panic!("not logged in: {other:?}"),
    }
}

async fn begin(
    registry: &Registry,
    user: UserId,
    token: &str,
    password: &str,
    now: Instant,
) -> Result<registry::session::BeginPasskey, Stopped> {
    let me = actor(registry, user).await;
    registry.begin_passkey((&me, token), (password, " Điện thoại  Lan "), (&units(), day(ON)), now).await
}

async fn finish(
    registry: &Registry,
    user: UserId,
    token: &str,
    said: &Said,
    now: Instant,
) -> Result<PasskeyId, Stopped> {
    let new = NewPasskey { client_data: &said.client_data, authenticator_data: &said.authenticator_data };
    registry.add_passkey((&actor(registry, user).await, token), new, &house(), now).await
}

/// A device whose key opens the door for a user.
async fn device_of(registry: &Registry, user: UserId) -> Device {
    let login = actor(registry, user).await.login;
    let token = session(registry, &login, at(ON)).await;
    let begun = begin(registry, user, &token, PASSWORD, at(ON)).await.unwrap();
    let mut device = Device::at(ORIGIN);
    let said = device.create(&begun.challenge, &begun.user);
    finish(registry, user, &token, &said, at(ON)).await.unwrap();
    device
}

fn challenge(registry: &Registry, now: Instant) -> String {
    registry.challenge_for_log_in(BROWSER, now).unwrap()
}

async fn present(registry: &Registry, said: &Said, (browser, login): (&str, &str), now: Instant) -> LogIn {
    let assertion = Assertion {
        credential: &said.credential,
        client_data: &said.client_data,
        authenticator_data: &said.authenticator_data,
        signature: &said.signature,
        user: &said.user,
    };
    let attempt = PasskeyAttempt { assertion, browser, login, ..PasskeyAttempt::default() };
    registry.log_in_with_passkey(attempt, &house(), (&units(), day(ON)), now).await.unwrap()
}

/// Comes to the door with a device.
async fn come(registry: &Registry, device: &mut Device, now: Instant) -> LogIn {
    let said = device.sign(&challenge(registry, now));
    present(registry, &said, (BROWSER, ""), now).await
}

#[track_caller]
fn refused(came: LogIn, says: &str) {
    match came {
        LogIn::Refused(refusal) => assert!(refusal.why.en.contains(says), "{refusal:?}"),
        other => panic!("not refused: {other:?}"),
    }
}

#[track_caller]
fn entered(came: LogIn, user: UserId) {
    assert!(matches!(came, LogIn::In(who, _) if who == user), "{came:?}");
}

async fn rows(registry: &Registry, sql: &str) -> Vec<Row> {
    registry.store().rows(sql, vec![]).await.unwrap()
}

async fn acts(registry: &Registry, kind: &str) -> Vec<String> {
    let sql = format!("select cast(content as text) as content from act where kind = '{kind}' order by seq");
    rows(registry, &sql).await.iter().map(|row| row.get("content").unwrap()).collect()
}

/// A registry with an officer who has a passkey.
async fn with_key(location: &registry::store::Location) -> (Registry, Scope, UserId, Device) {
    let Place { registry, .. } = place(location).await;
    let (_, scope) = administrator(&registry).await;
    let lan = officer(&registry, &scope, "lan").await;
    let device = device_of(&registry, lan).await;
    (registry, scope, lan, device)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_passkey_opens_the_door_without_password_and_code_and_is_noted() {
    both(|location| async move {
        let (registry, _, lan, mut device) = with_key(&location).await;
        let me = actor(&registry, lan).await;
        // Codes are on; a passkey is both factors.
        registry.begin_codes(&me, at(ON)).await.unwrap();
        let tx = registry.store().begin().await.unwrap();
        tx.execute("update credential set kind = 'codes' where kind = 'codes_begun'", vec![]).await.unwrap();
        tx.commit().await.unwrap();
        assert!(matches!(with_password(&registry, "lan", at(ON)).await, LogIn::Wrong), "a code is needed");
        let later = at(ON).plus_seconds(60);
        let LogIn::In(user, token) = come(&registry, &mut device, later).await else { panic!("not in") };
        assert_eq!(user, lan);
        assert_eq!(registry.actor_of(&token, later).await.unwrap().unwrap().login, "lan");
        let keys = registry.passkeys(lan).await.unwrap();
        assert_eq!((keys[0].label.as_str(), keys[0].used_at), ("Điện thoại Lan", Some(later)));
        entered(come(&registry, &mut device, later).await, lan);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_log_has_one_entry_for_each_key_added_or_removed_and_nothing_of_the_device() {
    both(|location| async move {
        let (registry, _, lan, mut device) = with_key(&location).await;
        let added = acts(&registry, "user.add_passkey").await;
        let key = registry.passkeys(lan).await.unwrap()[0].id;
        assert_eq!(added.len(), 1);
        assert!(added[0].contains(&lan.to_string()) && added[0].contains(&key.to_string()), "{added:?}");
        let hex = registry::keys::hex(&device.credential);
        for secret in ["Điện thoại", "Nguyễn", hex.as_str(), &crate::device::text_of(&device.credential)]
        {
            assert!(!added[0].contains(secret), "{secret}");
        }
        let me = actor(&registry, lan).await;
        registry.remove_passkey(&me, key, at(ON)).await.unwrap();
        assert!(registry.remove_passkey(&me, key, at(ON)).await.is_err());
        assert_eq!(acts(&registry, "user.remove_passkey").await.len(), 1, "what was refused is no act");
        assert!(matches!(come(&registry, &mut device, at(ON)).await, LogIn::Wrong));
        assert!(registry.passkeys(lan).await.unwrap().is_empty());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_removes_the_passkey_of_somebody_else() {
    both(|location| async move {
        let (registry, scope, lan, mut device) = with_key(&location).await;
        let mai = officer(&registry, &scope, "mai").await;
        let key = registry.passkeys(lan).await.unwrap()[0].id;
        assert!(registry.remove_passkey(&actor(&registry, mai).await, key, at(ON)).await.is_err());
        entered(come(&registry, &mut device, at(ON)).await, lan);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_of_another_page_house_or_frame_and_one_whose_owner_did_not_prove_to_be_there_are_wrong() {
    both(|location| async move {
        let (registry, _, lan, mut device) = with_key(&location).await;
        type Spoil = fn(&mut Device);
        let spoils: [(&str, Spoil); 5] = [
            ("another page", |device| device.origin = "http://localhost:9090".into()),
            ("another house", |device| device.house = "chungtay.example.vn"),
            ("in a frame", |device| device.framed = true),
            ("nobody proved to be the owner", |device| device.flags = 0x01),
            ("nobody was there", |device| device.flags = 0x04),
        ];
        for (what, spoil) in spoils {
            spoil(&mut device);
            assert!(matches!(come(&registry, &mut device, at(ON)).await, LogIn::Wrong), "{what}");
            (device.origin, device.house, device.framed) = (ORIGIN.into(), "localhost", false);
            device.flags = 0x05;
        }
        entered(come(&registry, &mut device, at(ON).plus_seconds(60)).await, lan);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_signed_opens_once_in_time_and_in_the_browser_that_asked() {
    both(|location| async move {
        let (registry, _, lan, mut device) = with_key(&location).await;
        let said = device.sign(&challenge(&registry, at(ON)));
        entered(present(&registry, &said, (BROWSER, ""), at(ON)).await, lan);
        refused(present(&registry, &said, (BROWSER, ""), at(ON)).await, "used already");
        let said = device.sign(&challenge(&registry, at(ON)));
        let late = at(ON).plus_seconds(CHALLENGE_SECONDS);
        refused(present(&registry, &said, (BROWSER, ""), late).await, "over");
        let said = device.sign(&challenge(&registry, at(ON)));
        refused(present(&registry, &said, (OTHER_BROWSER, ""), at(ON)).await, "used already");
        let said = device.sign(&crate::device::text_of(&[7; 32]));
        refused(present(&registry, &said, (BROWSER, ""), at(ON)).await, "used already");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_whose_counter_went_back_is_refused_and_the_log_says_so() {
    both(|location| async move {
        let (registry, _, lan, mut device) = with_key(&location).await;
        entered(come(&registry, &mut device, at(ON)).await, lan);
        entered(come(&registry, &mut device, at(ON)).await, lan);
        // The copy was made when the counter stood at 1, and says 2 once more.
        device.count = 1;
        let sessions = rows(&registry, "select 1 as one from session").await.len();
        refused(come(&registry, &mut device, at(ON)).await, "copied");
        assert_eq!(rows(&registry, "select 1 as one from session").await.len(), sessions);
        let noted = acts(&registry, "user.refuse_passkey").await;
        assert_eq!(noted.len(), 1);
        assert!(noted[0].contains(&lan.to_string()), "{noted:?}");
        // The device with the higher counter still opens.
        entered(come(&registry, &mut device, at(ON)).await, lan);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_device_that_never_counts_opens_again_and_again() {
    both(|location| async move {
        let (registry, _, lan, mut device) = with_key(&location).await;
        device.counts = false;
        for _ in 0..2 {
            entered(come(&registry, &mut device, at(ON)).await, lan);
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_of_another_user_does_not_open_for_the_name_typed_nor_does_a_borrowed_signature() {
    both(|location| async move {
        let (registry, scope, lan, mut lans) = with_key(&location).await;
        let mai = officer(&registry, &scope, "mai").await;
        let mut mais = device_of(&registry, mai).await;
        let said = mais.sign(&challenge(&registry, at(ON)));
        refused(present(&registry, &said, (BROWSER, "lan"), at(ON)).await, "another log-in name");
        let said = mais.sign(&challenge(&registry, at(ON)));
        entered(present(&registry, &said, (BROWSER, " MAI "), at(ON)).await, mai);
        // Mai's signature under the number of Lan's key and with Lan as its user; then Lan's key told of Mai as its user.
        let lan_says = lans.sign("");
        let (credential, user) = (lan_says.credential, lan_says.user);
        let said = Said { credential, user, ..mais.sign(&challenge(&registry, at(ON))) };
        assert!(matches!(present(&registry, &said, (BROWSER, ""), at(ON)).await, LogIn::Wrong));
        let said = Said { user: mais.user.clone(), ..lans.sign(&challenge(&registry, at(ON))) };
        assert!(matches!(present(&registry, &said, (BROWSER, ""), at(ON)).await, LogIn::Wrong));
        entered(come(&registry, &mut lans, at(ON).plus_seconds(9)).await, lan);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_opens_no_longer_than_its_user_has_a_role() {
    both(|location| async move {
        let Place { registry, .. } = place(&location).await;
        let (_, scope) = administrator(&registry).await;
        let lan = officer(&registry, &scope, "lan").await;
        let mut device = device_of(&registry, lan).await;
        entered(come(&registry, &mut device, at(ON)).await, lan);
        let grant = actor(&registry, lan).await.grants[0].id;
        registry.end_role(&scope, &units(), grant, None, at(ON)).await.unwrap();
        refused(come(&registry, &mut device, at(ON)).await, "no role");
        let token = session(&registry, "lan", at(ON)).await;
        assert!(begin(&registry, lan, &token, PASSWORD, at(ON)).await.is_err(), "and none is added");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reset_by_an_administrator_removes_passkeys_and_a_new_password_of_ones_own_keeps_them() {
    both(|location| async move {
        let (registry, scope, lan, mut device) = with_key(&location).await;
        let token = session(&registry, "lan", at(ON)).await;
        let me = actor(&registry, lan).await;
        registry.change_password(&me, &token, PASSWORD, "năm sau hoa lại nở", at(ON)).await.unwrap();
        entered(come(&registry, &mut device, at(ON)).await, lan);
        registry.reset_password(&scope, &units(), lan, at(ON)).await.unwrap();
        assert!(matches!(come(&registry, &mut device, at(ON)).await, LogIn::Wrong));
        assert!(rows(&registry, "select 1 as one from passkey").await.is_empty());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_is_added_only_with_the_password_in_the_same_session_once_and_in_time() {
    both(|location| async move {
        let Place { registry, .. } = place(&location).await;
        let (_, scope) = administrator(&registry).await;
        let (lan, mai) = (officer(&registry, &scope, "lan").await, officer(&registry, &scope, "mai").await);
        let (here, there) =
            (session(&registry, "lan", at(ON)).await, session(&registry, "lan", at(ON)).await);
        assert!(begin(&registry, lan, &here, "wrong password", at(ON)).await.is_err());
        let made = async |device: &mut Device| {
            let begun = begin(&registry, lan, &here, PASSWORD, at(ON)).await.unwrap();
            device.create(&begun.challenge, &begun.user)
        };
        let mut device = Device::at(ORIGIN);
        let said = made(&mut device).await;
        assert!(finish(&registry, lan, &there, &said, at(ON)).await.is_err(), "another session");
        let said = made(&mut device).await;
        assert!(finish(&registry, mai, &here, &said, at(ON)).await.is_err(), "another user");
        let said = made(&mut device).await;
        let late = at(ON).plus_seconds(CHALLENGE_SECONDS);
        assert!(finish(&registry, lan, &here, &said, late).await.is_err(), "too late");
        let signed = device.sign(&challenge(&registry, at(ON)));
        assert!(finish(&registry, lan, &here, &signed, at(ON)).await.is_err(), "no new key");
        device.origin = "https://other.vn".into();
        let said = made(&mut device).await;
        assert!(finish(&registry, lan, &here, &said, at(ON)).await.is_err(), "another page");
        device.origin = ORIGIN.into();
        assert!(rows(&registry, "select 1 as one from passkey").await.is_empty());
        assert!(acts(&registry, "user.add_passkey").await.is_empty());
        let said = made(&mut device).await;
        finish(&registry, lan, &here, &said, at(ON)).await.unwrap();
        assert!(finish(&registry, lan, &here, &said, at(ON)).await.is_err(), "once");
        let begun = begin(&registry, lan, &here, PASSWORD, at(ON)).await.unwrap();
        assert_eq!(
            begun.known,
            std::slice::from_ref(&said.credential),
            "the device is told which keys exist"
        );
        let said = device.create(&begun.challenge, &begun.user);
        assert!(finish(&registry, lan, &here, &said, at(ON)).await.is_err(), "the same key");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_tries_one_key_often_waits() {
    both(|location| async move {
        let (registry, _, lan, mut device) = with_key(&location).await;
        device.flags = 0x01;
        for _ in 0..5 {
            assert!(matches!(come(&registry, &mut device, at(ON)).await, LogIn::Wrong));
        }
        device.flags = 0x05;
        assert!(matches!(come(&registry, &mut device, at(ON)).await, LogIn::Wait(1)));
        entered(come(&registry, &mut device, at(ON).plus_seconds(2)).await, lan);
    })
    .await;
}
