//! Who gives roles to whom, and what nobody may have together.

use registry::access::{Area, Right};
use registry::store::Queries;
use registry::users::{Added, NewGrant};
use registry::{Actor, GrantId, Registry, Role, Scope, Stopped, UserId};
use store::testing::both;

use crate::place::{NEXT_WARD, PROVINCE, Place, WARD, at, day, place, units};

pub(crate) const ON: &str = "2026-01-05";

/// Somebody's right to manage users on the day of the stories.
pub(crate) async fn managing(registry: &Registry, user: UserId) -> Option<Scope> {
    actor(registry, user).await.scope(Right::ManageUsers, &units(), day(ON))
}

pub(crate) async fn actor(registry: &Registry, user: UserId) -> Actor {
    registry.actor(user).await.unwrap().expect("a user")
}

pub(crate) async fn administrator(registry: &Registry) -> (Added, Scope) {
    let added = registry.set_up_administrator("quan.tri", "Trần Quản Trị", at(ON)).await.unwrap();
    let scope = managing(registry, added.user).await.expect("manages users");
    (added, scope)
}

pub(crate) fn role(role: Role, area: Area) -> NewGrant {
    NewGrant { role, area, from: day(ON), until: None }
}

pub(crate) fn ward() -> Area {
    Area::Commune(WARD.into())
}

async fn give(registry: &Registry, scope: &Scope, user: UserId, new: NewGrant) -> Result<GrantId, Stopped> {
    registry.grant_role(scope, &units(), user, &new, at(ON)).await
}

async fn user(registry: &Registry, scope: &Scope, login: &str) -> UserId {
    registry.add_user(scope, login, "Nguyễn Thị Lan", at(ON)).await.unwrap().user
}

#[track_caller]
fn refused<T: std::fmt::Debug>(outcome: Result<T, Stopped>, says: &str) {
    match outcome {
        Err(Stopped::Refused(refusal)) => {
            assert!(refusal.why.en.contains(says), "`{}` does not say `{says}`", refusal.why.en);
            assert!(!refusal.remedy.vi.is_empty());
        }
        other => panic!("expected a refusal that says `{says}`, got {other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_administrator_adds_a_user_gives_a_role_and_ends_it() {
    both(|location| async move {
        let Place { registry, villages } = place(&location).await;
        let (_, scope) = administrator(&registry).await;
        let lan = user(&registry, &scope, " Lan.Nguyen ").await;
        assert!(actor(&registry, lan).await.grants.is_empty());
        let grant =
            give(&registry, &scope, lan, role(Role::Surveyor, Area::Village(villages[0]))).await.unwrap();
        let seen = actor(&registry, lan).await.scope(Right::SeeHouseholds, &units(), day(ON)).unwrap();
        assert_eq!(seen.areas(), [Area::Village(villages[0])]);
        let listed = registry.users(&scope, &units(), day(ON)).await.unwrap();
        let lan_listed = listed.iter().find(|listed| listed.user == lan).unwrap();
        assert_eq!(lan_listed.login, "lan.nguyen");
        assert_eq!(lan_listed.grants[0].village.as_deref(), Some("Tổ dân phố 1"));
        registry.end_role(&scope, &units(), grant, Some("chuyển công tác"), at(ON)).await.unwrap();
        assert_eq!(actor(&registry, lan).await.scope(Right::SeeHouseholds, &units(), day(ON)), None);
        refused(registry.end_role(&scope, &units(), grant, None, at(ON)).await, "ended already");
        let kinds = registry.store().rows("select kind from act order by seq", vec![]).await.unwrap();
        let kinds: Vec<String> = kinds.iter().map(|row| row.get("kind").unwrap()).collect();
        assert_eq!(kinds, ["village.add", "user.add", "user.add", "role.grant", "role.end"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_login_is_taken_once_whatever_its_capitals_and_must_be_writable_everywhere() {
    both(|location| async move {
        let Place { registry, .. } = place(&location).await;
        let (_, scope) = administrator(&registry).await;
        user(&registry, &scope, "lan").await;
        refused(registry.add_user(&scope, "LAN", "Lê Lan", at(ON)).await, "already");
        refused(registry.add_user(&scope, "lân", "Lê Lân", at(ON)).await, "log-in name cannot be used");
        refused(registry.add_user(&scope, "lan2", "  ", at(ON)).await, "name is missing");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_gives_himself_a_role_and_nobody_both_surveys_and_recognises() {
    both(|location| async move {
        let Place { registry, villages } = place(&location).await;
        let (root, scope) = administrator(&registry).await;
        refused(give(&registry, &scope, root.user, role(Role::CommuneOfficer, ward())).await, "himself");
        let lan = user(&registry, &scope, "lan").await;
        give(&registry, &scope, lan, role(Role::Surveyor, Area::Village(villages[0]))).await.unwrap();
        refused(give(&registry, &scope, lan, role(Role::CommuneLeader, ward())).await, "both roles");
        refused(
            give(&registry, &scope, lan, role(Role::Surveyor, Area::Village(villages[0]))).await,
            "already",
        );
        let mai = user(&registry, &scope, "mai").await;
        let leads = give(&registry, &scope, mai, role(Role::CommuneLeader, ward())).await.unwrap();
        refused(
            give(&registry, &scope, mai, role(Role::Surveyor, Area::Village(villages[0]))).await,
            "both roles",
        );
        registry.end_role(&scope, &units(), leads, None, at(ON)).await.unwrap();
        give(&registry, &scope, mai, role(Role::Surveyor, Area::Village(villages[0]))).await.unwrap();
        let audits = user(&registry, &scope, "kiem.toan").await;
        give(&registry, &scope, audits, role(Role::Auditor, Area::Everywhere)).await.unwrap();
        refused(give(&registry, &scope, audits, role(Role::Administrator, ward())).await, "both roles");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_grants_at_once_that_exclude_each_other_do_not_both_succeed() {
    both(|location| async move {
        let Place { registry, villages } = place(&location).await;
        let (_, scope) = administrator(&registry).await;
        let lan = user(&registry, &scope, "lan").await;
        let (a, b) = tokio::join!(
            give(&registry, &scope, lan, role(Role::Surveyor, Area::Village(villages[0]))),
            give(&registry, &scope, lan, role(Role::CommuneLeader, ward())),
        );
        assert_eq!([a.is_ok(), b.is_ok()].iter().filter(|ok| **ok).count(), 1);
        assert_eq!(actor(&registry, lan).await.grants.len(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_role_needs_a_place_that_exists_on_its_first_day() {
    both(|location| async move {
        let Place { registry, .. } = place(&location).await;
        let (_, scope) = administrator(&registry).await;
        let lan = user(&registry, &scope, "lan").await;
        let unknown = Area::Commune("99999".into());
        refused(give(&registry, &scope, lan, role(Role::CommuneOfficer, unknown)).await, "no such place");
        let ended = Area::Commune("24814".into());
        refused(give(&registry, &scope, lan, role(Role::CommuneOfficer, ended)).await, "no such place");
        refused(
            give(&registry, &scope, lan, role(Role::Surveyor, Area::Everywhere)).await,
            "only in a commune",
        );
        let short = NewGrant { until: Some(day(ON)), ..role(Role::CommuneOfficer, ward()) };
        refused(give(&registry, &scope, lan, short).await, "ends before");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_administrator_of_a_ward_reaches_nobody_beyond_it() {
    both(|location| async move {
        let Place { registry, villages } = place(&location).await;
        let (root, scope) = administrator(&registry).await;
        let local = user(&registry, &scope, "quan.tri.phuong").await;
        give(&registry, &scope, local, role(Role::Administrator, ward())).await.unwrap();
        let mine = managing(&registry, local).await.unwrap();
        let lan = user(&registry, &mine, "lan").await;
        give(&registry, &mine, lan, role(Role::Surveyor, Area::Village(villages[1]))).await.unwrap();
        for beyond in [
            role(Role::CommuneOfficer, Area::Commune(NEXT_WARD.into())),
            role(Role::Surveyor, Area::Village(villages[2])),
            role(Role::DepartmentOfficer, Area::Province(PROVINCE.into())),
            role(Role::ProgramLeader, Area::Everywhere),
        ] {
            refused(give(&registry, &mine, lan, beyond).await, "in the area that you administer");
        }
        let far = user(&registry, &scope, "far").await;
        let grant =
            give(&registry, &scope, far, role(Role::Surveyor, Area::Village(villages[2]))).await.unwrap();
        refused(registry.end_role(&mine, &units(), grant, None, at(ON)).await, "in the area");
        refused(registry.reset_password(&mine, &units(), far, at(ON)).await, "in the area");
        refused(registry.reset_password(&mine, &units(), root.user, at(ON)).await, "in the area");
        // A role inside does not open the account of somebody who has another one outside.
        give(&registry, &scope, far, role(Role::Surveyor, Area::Village(villages[0]))).await.unwrap();
        refused(registry.reset_password(&mine, &units(), far, at(ON)).await, "in the area");
        assert!(registry.reset_password(&mine, &units(), lan, at(ON)).await.is_ok());
        let logins = registry.users(&mine, &units(), day(ON)).await.unwrap();
        let logins: Vec<&str> = logins.iter().map(|listed| listed.login.as_str()).collect();
        assert_eq!(logins, ["far", "lan", "quan.tri.phuong"]);
        let province = user(&registry, &scope, "quan.tri.tinh").await;
        give(&registry, &scope, province, role(Role::Administrator, Area::Province(PROVINCE.into())))
            .await
            .unwrap();
        let wide = managing(&registry, province).await.unwrap();
        assert!(registry.users(&wide, &units(), day(ON)).await.unwrap().iter().any(|l| l.user == local));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_administrator_stays() {
    both(|location| async move {
        let Place { registry, .. } = place(&location).await;
        let (root, scope) = administrator(&registry).await;
        let grant = actor(&registry, root.user).await.grants[0].id;
        refused(registry.end_role(&scope, &units(), grant, None, at(ON)).await, "last administrator");
        registry.set_up_administrator("quan.tri.2", "Người Thứ Hai", at(ON)).await.unwrap();
        registry.end_role(&scope, &units(), grant, None, at(ON)).await.unwrap();
        assert_eq!(managing(&registry, root.user).await, None);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_scope_for_something_else_manages_nobody() {
    both(|location| async move {
        let Place { registry, .. } = place(&location).await;
        let (root, _) = administrator(&registry).await;
        let audit = actor(&registry, root.user).await.scope(Right::SeeAudit, &units(), day(ON)).unwrap();
        refused(registry.add_user(&audit, "lan", "Lan", at(ON)).await, "in the area");
        refused(registry.reset_password(&audit, &units(), root.user, at(ON)).await, "in the area");
        assert_eq!(registry.users(&audit, &units(), day(ON)).await.unwrap().len(), 1);
    })
    .await;
}
