//! `/overview`: the state of somebody's area in one year, as live counts. Everything stands in tables first; drawings follow.

mod chart;
mod map;
mod places;
mod view;

use axum::response::Response;
use registry::VillageId;
use registry::access::Right;
use registry::figures::{Asked, Borders};
use registry::households::{Decided, OfYear};

use crate::error::Refusal;
use crate::law::Shelved;
use crate::layout::encoded;
use crate::routes::{Policy, Routes};
use crate::signed_in::SignedIn;
use crate::visit::{Visit, render};

pub(crate) fn routes() -> Routes {
    Routes::new().get_asking(
        "/overview",
        Policy::Within(&[Right::SeeFigures]),
        &["year", "standard", "borders", "commune"],
        page,
    )
}

/// What the address asks for.
#[derive(Clone, Debug)]
pub(crate) struct Chosen {
    year: Option<i32>,
    borders: Borders,
    standard: String,
    commune: Option<String>,
}

async fn page(signed_in: SignedIn) -> Result<Response, Refusal> {
    let scope = signed_in.scope(Right::SeeFigures)?;
    let visit = signed_in.visit;
    let chosen = Chosen::of(&visit)?;
    let seen = signed_in.registry.overview(&scope, &chosen.asked()).await;
    let seen = seen.map_err(|fault| Refusal::of_fault(&fault))?;
    let villages = view::shown_villages(&chosen, &seen);
    let former = signed_in.registry.former_communes(&villages).await;
    let former = former.map_err(|fault| Refusal::of_fault(&fault))?;
    let view = view::View::of(&visit, &chosen, seen, &former).ok_or(Refusal::NoPage)?;
    Ok(render(&view))
}

impl Chosen {
    /// A standard that is none is no page; an unreadable year is the newest one.
    pub(crate) fn of(visit: &Visit) -> Result<Chosen, Refusal> {
        let library = &visit.site.library;
        let standard = match visit.asked("standard") {
            Some(id) => library.standard(id),
            None => library.in_force((visit.site.today)()),
        };
        let standard = standard.ok_or(Refusal::NoPage)?;
        Ok(Chosen {
            year: visit.asked("year").and_then(|year| year.parse().ok()),
            borders: match visit.asked("borders") {
                Some("then") => Borders::OfTheTime,
                _ => Borders::Today,
            },
            standard: standard.standard.id.clone(),
            commune: visit.asked("commune").map(str::to_owned),
        })
    }

    /// The same as a question to the registry.
    pub(crate) fn asked(&self) -> Asked {
        Asked { year: self.year, standard: self.standard.clone(), borders: self.borders }
    }

    fn shelved<'a>(&self, visit: &'a Visit) -> Option<&'a Shelved> {
        visit.site.library.standard(&self.standard)
    }

    /// The address of this page with another commune, or with none.
    fn within(&self, commune: Option<&str>) -> String {
        let mut parts = vec![format!("standard={}", encoded(&self.standard))];
        parts.extend(self.year.map(|year| format!("year={year}")));
        if self.borders == Borders::OfTheTime {
            parts.push("borders=then".to_owned());
        }
        parts.extend(commune.map(|code| format!("commune={}", encoded(code))));
        format!("/overview?{}", parts.join("&"))
    }
}

/// Whose decisions a number counts: where, what, and what was decided before.
#[derive(Clone, Debug, Default)]
struct Behind {
    commune: Option<String>,
    village: Option<VillageId>,
    outcome: Option<OfYear>,
    from: Option<(i32, OfYear)>,
    deprived: Option<String>,
    is_minority: bool,
}

impl Behind {
    /// The address of the list of these households.
    fn list(self, chosen: &Chosen, year: i32) -> String {
        let decided = Decided {
            standard: chosen.standard.clone(),
            year,
            outcome: self.outcome.unwrap_or(OfYear::Whatever),
            from: self.from,
            deprived: self.deprived,
            borders: if self.commune.is_some() { chosen.borders } else { Borders::Today },
            commune: self.commune,
            village: self.village,
        };
        crate::households::list_of(&decided, self.is_minority)
    }
}

/// These outcomes.
fn one_of(ids: &[&str]) -> Option<OfYear> {
    Some(OfYear::OneOf(ids.iter().map(|id| (*id).to_owned()).collect()))
}

#[cfg(test)]
pub(crate) mod tests;
