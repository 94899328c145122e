//! Who asks: roles, places and rights of today.

use axum::response::Response;
use registry::access::{Area, Grant, Right};
use serde_json::{Value as Json, json};

use crate::api::answer;
use crate::signed_in::SignedIn;

pub(super) async fn me(signed_in: SignedIn) -> Response {
    let visit = &signed_in.visit;
    let (units, today) = (&visit.site.gazetteer.units, (visit.site.today)());
    let held = signed_in.actor.grants.iter().filter(|grant| grant.holds(units, today));
    let rights = Right::ALL.into_iter().filter(|right| visit.scope(*right).is_some());
    answer(&json!({
        "login": signed_in.actor.login,
        "name": signed_in.actor.name,
        "roles": held.map(role).collect::<Vec<Json>>(),
        "rights": rights.map(Right::code).collect::<Vec<&str>>(),
    }))
}

fn role(grant: &Grant) -> Json {
    let (level, code) = match &grant.area {
        Area::Everywhere => ("everywhere", None),
        Area::Province(code) => ("province", Some(code.clone())),
        Area::Commune(code) => ("commune", Some(code.clone())),
        Area::Village(id) => ("village", Some(id.to_string())),
    };
    json!({
        "role": grant.role.code(),
        "level": level,
        "code": code,
        "from": grant.from.to_string(),
        "until": grant.until.map(|day| day.to_string()),
    })
}
