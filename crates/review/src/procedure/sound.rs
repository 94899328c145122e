//! Whether the parts of a procedure fit together: offices that exist, clocks and rules that duties need, duties that some
//! deed can fulfil. A procedure that could get stuck does not load.

use standards::reading::{Table, closest};
use vocab::Day;

use super::{Appointed, Procedure};
use crate::clock::Measured;
use crate::deed::DeedKind;
use crate::duty::Duty;
use crate::step::{Allowed, Ground};

pub(super) fn check(procedure: &Procedure, table: &Table<'_>, all_clocks: bool) {
    offices(procedure, table);
    grounds(procedure, table);
    duties(procedure, table, all_clocks);
    opinion(procedure, table);
}

/// Every office that is named is one of the procedure.
fn offices(procedure: &Procedure, table: &Table<'_>) {
    let mut named: Vec<(&vocab::Place, &str)> = Vec::new();
    let mut deeds: Vec<&Allowed> = procedure.always.iter().collect();
    for step in &procedure.steps {
        named.push((&step.place, &step.leads));
        deeds.extend(&step.deeds);
    }
    named.extend(deeds.iter().flat_map(|deed| deed.by.iter().map(|by| (&deed.place, by.as_str()))));
    if let Some(meeting) = &procedure.meeting {
        named.push((&meeting.place, &meeting.chair));
        named.extend(meeting.attend.iter().map(|office| (&meeting.place, office.as_str())));
    }
    named.extend(procedure.reports.iter().map(|report| (&report.place, report.by.as_str())));
    for level in &procedure.opinion {
        if let Appointed::Office(office) = &level.who {
            named.push((&level.place, office));
        }
    }
    for (place, office) in named {
        if procedure.office(office).is_none() {
            let near = closest(office, procedure.offices.iter().map(|known| known.id.as_str()));
            let hint =
                near.map_or("add it as [[office]]".to_owned(), |near| format!("did you mean `{near}`?"));
            table.error_at(place, format!("no office `{office}`"), hint);
        }
    }
}

/// Villages do one run of neighbouring steps, between steps of the commune.
fn grounds(procedure: &Procedure, table: &Table<'_>) {
    for step in procedure.steps.get(procedure.village_steps()).unwrap_or_default() {
        if step.ground == Ground::Commune {
            table.error_at(
                &step.place,
                format!("`{}` is a step of the commune between steps of villages", step.id),
                "put it before or after all steps of villages",
            );
        }
    }
    for (place, id) in [(procedure.steps.first(), "first"), (procedure.steps.last(), "last")] {
        if let Some(step) = place.filter(|step| step.ground == Ground::Village) {
            table.error_at(
                &step.place,
                format!("the {id} step is one of villages"),
                "begin and end in the commune",
            );
        }
    }
}

/// Every duty has the deed, the clock and the rule that it needs, in its step or one before.
fn duties(procedure: &Procedure, table: &Table<'_>, all_clocks: bool) {
    for (at, step) in procedure.steps.iter().enumerate() {
        for owed in &step.duties {
            let so_far = procedure.steps.get(..=at).unwrap_or_default();
            for deed in needed_deeds(owed.duty) {
                if !so_far.iter().any(|step| step.allows(*deed).is_some()) {
                    table.error_at(
                        &step.place,
                        format!(
                            "`{}` is owed, but no step up to here allows `{}`",
                            owed.duty.code(),
                            deed.code()
                        ),
                        "allow the deed in a step, or take the duty out",
                    );
                }
            }
            for clock in needed_clocks(owed.duty) {
                if all_clocks && procedure.clock(*clock).is_none() {
                    table.error_at(
                        &step.place,
                        format!("`{}` is owed, but there is no clock `{}`", owed.duty.code(), clock.code()),
                        "add [[clock]] with its days, or with `unknown` if no text says",
                    );
                }
            }
            let lacks = match owed.duty {
                Duty::AgreedByMeeting | Duty::MinutesSigned => {
                    procedure.meeting.is_none().then_some("[meeting]")
                }
                Duty::Posted | Duty::ResultsPosted => procedure.posting.is_none().then_some("[posting]"),
                Duty::OpinionGiven => procedure.opinion.is_empty().then_some("[[opinion]]"),
                _ => None,
            };
            if let Some(part) = lacks {
                table.error_at(
                    &step.place,
                    format!("`{}` is owed, but there is no {part}", owed.duty.code()),
                    "add it; packs/README.md shows the form",
                );
            }
        }
    }
    let signs = |step: &crate::step::Step| step.duties.iter().any(|owed| owed.duty == Duty::Signed);
    if !procedure.steps.iter().any(signs) {
        table.error("no step owes `signed`", "a review ends in a decision");
    }
}

fn needed_deeds(duty: Duty) -> &'static [DeedKind] {
    match duty {
        Duty::ManagedListed => &[DeedKind::Enroll],
        Duty::ApplicantsScreened => &[DeedKind::Screen],
        Duty::Surveyed => &[DeedKind::Survey],
        Duty::Classified => &[DeedKind::Classify],
        Duty::AgreedByMeeting => &[DeedKind::HoldMeeting],
        Duty::MinutesSigned => &[DeedKind::AttachMinutes],
        Duty::DisagreementsAnswered => &[DeedKind::AnswerDisagreement],
        Duty::Posted | Duty::ResultsPosted => &[DeedKind::Post],
        Duty::ComplaintsAnswered => &[DeedKind::Complain, DeedKind::Recheck, DeedKind::AnswerComplaint],
        Duty::OpinionGiven => &[DeedKind::AskOpinion, DeedKind::GiveOpinion, DeedKind::ConsiderOpinion],
        Duty::Signed => &[DeedKind::Propose, DeedKind::Sign],
        Duty::Certified => &[DeedKind::IssueCertificate],
        Duty::ApplicantsAnswered => &[DeedKind::AnswerApplicant],
        Duty::Reported => &[DeedKind::SendReport],
    }
}

fn needed_clocks(duty: Duty) -> &'static [Measured] {
    match duty {
        Duty::Posted => &[Measured::Posting],
        Duty::ResultsPosted => &[Measured::Posting, Measured::Reposting],
        Duty::ComplaintsAnswered => &[Measured::Recheck],
        Duty::OpinionGiven => &[Measured::Opinion],
        _ => &[],
    }
}

/// Two levels are never named for one day, and no day is left out.
fn opinion(procedure: &Procedure, table: &Table<'_>) {
    let mut levels: Vec<_> = procedure.opinion.iter().map(|level| level.valid).collect();
    levels.sort_by_key(|span| span.from);
    for pair in levels.windows(2) {
        let [before, after] = pair else { continue };
        if before.overlaps(*after) {
            table.error(
                "two entries of [[opinion]] hold on the same day",
                "let the first end where the second begins",
            );
        } else if before.until != after.from {
            table.error(
                "a day between two entries of [[opinion]] is named by none",
                "let the second begin where the first ends",
            );
        }
    }
    if let (Some(first), Some(begins)) = (levels.first(), procedure.covers.from)
        && !first.contains(begins)
    {
        let day: Day = begins;
        table.error(
            format!("[[opinion]] names nobody for {day}"),
            "begin with the first day that the procedure covers",
        );
    }
}
