//! Kỳ báo cáo: which reports there are, what they are called, and by when they are due – as the procedures of the pack say.

use registry::official::YearlyReview;
use registry::reporting::{Period, ReportKind, Unit};
use review::procedure::ReportOwed;
use standards::units::Level;
use vocab::Day;

use crate::cite::Cite;
use crate::error::Refusal;
use crate::format;
use crate::language::say_with;
use crate::signed_in::SignedIn;
use crate::visit::Visit;

/// `Báo cáo chính thức năm 2025`.
pub(super) fn named(visit: &Visit, period: Period) -> String {
    let values = [
        ("year", period.year.to_string().into()),
        ("month", period.month.map(|month| month.to_string()).unwrap_or_default().into()),
    ];
    say_with(visit.language, &format!("sent-period-{}", period.kind.code()), &values)
}

/// What the procedures of the pack say is owed.
fn owed(visit: &Visit, period: Period) -> Option<&ReportOwed> {
    let all = visit.site.procedures.iter().filter(|procedure| {
        let day = Day::from_civil(period.year, period.month.unwrap_or(12), 1);
        day.is_some_and(|day| procedure.covers.contains(day))
    });
    all.flat_map(|procedure| &procedure.reports).find(|report| report.id == period.kind.code())
}

/// The last day on which it is in time.
pub(super) fn due(visit: &Visit, period: Period) -> Option<Day> {
    owed(visit, period)?.due.last_day(period.year, period.month.unwrap_or(12))
}

/// To whom the report of a province goes, as the pack says; empty where it does not: then it is written by hand.
pub(super) fn to(visit: &Visit, period: Period) -> String {
    let to = owed(visit, period).and_then(|report| report.to.as_ref());
    to.map(|(label, _)| label.vi.clone()).unwrap_or_default()
}

/// The legal clock: in words, with its source, and whether it has run out.
pub(super) struct Clock {
    pub(super) words: String,
    pub(super) is_late: bool,
    pub(super) cite: Cite,
    /// Whether it binds the province, and no text was read that binds the commune.
    pub(super) is_of_province: bool,
}

pub(super) fn clock(visit: &Visit, period: Period) -> Option<Clock> {
    let report = owed(visit, period)?;
    let last = report.due.last_day(period.year, period.month.unwrap_or(12))?;
    let today = (visit.site.today)();
    let values = [
        ("day", format::day(last, visit.language).into()),
        ("label", report.label.get(visit.language).to_owned().into()),
    ];
    Some(Clock {
        words: say_with(visit.language, "sent-due", &values),
        is_late: today > last,
        cite: Cite::of(&report.source, &visit.site.library, visit.language),
        is_of_province: !report.of_commune,
    })
}

/// Every period that can be reported or was: of the sealed years, and the months of the year.
pub(super) async fn all(who: &SignedIn, reviews: &[YearlyReview]) -> Result<Vec<Period>, Refusal> {
    let visit = &who.visit;
    let today = (visit.site.today)();
    let scope = who.scope(registry::access::Right::SeeFigures)?;
    let at = (&visit.site.gazetteer.units, today);
    let known = who.registry.report_periods(&scope, at).await.map_err(|fault| Refusal::of_fault(&fault))?;
    let mut periods: Vec<Period> = Vec::new();
    let mut years: Vec<i32> = reviews.iter().map(|review| review.campaign.year).collect();
    years.dedup();
    for year in years {
        for kind in [ReportKind::Official, ReportKind::Preliminary] {
            periods.push(Period { kind, year, month: None });
        }
    }
    let (year, this_month, _) = today.civil();
    for month in (1..=this_month).rev() {
        let period = Period { kind: ReportKind::Monthly, year, month: Some(month) };
        if due(visit, period).is_some() {
            periods.push(period);
        }
    }
    periods.extend(known.into_iter().filter(|known| !periods.contains(known)).collect::<Vec<_>>());
    Ok(periods)
}

/// The period that is asked for; without one the newest of a sealed review.
pub(super) fn asked(visit: &Visit, reviews: &[YearlyReview]) -> Result<Period, Refusal> {
    if let Some(text) = visit.asked("report") {
        return text.parse().map_err(|()| Refusal::NoPage);
    }
    let sealed = reviews.iter().find(|review| review.sealed.is_some());
    let year = sealed.map_or_else(|| (visit.site.today)().year(), |review| review.campaign.year);
    Ok(Period { kind: ReportKind::Official, year, month: None })
}

/// A commune as reports name it today.
pub(super) fn unit(visit: &Visit, commune: &str) -> Option<Unit> {
    let (units, today) = (&visit.site.gazetteer.units, (visit.site.today)());
    let found = units.on(Level::Commune, commune, today)?;
    let province = units.on(Level::Province, &found.province_code, today)?;
    Some(Unit {
        province: (province.code.clone(), province.name.clone()),
        commune: Some((found.code.clone(), found.name.clone())),
    })
}
