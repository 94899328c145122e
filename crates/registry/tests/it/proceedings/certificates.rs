//! Printing certificates part by part: an interruption leaves whole parts, nobody works twice on one printing, only what was printed can be
//! recorded, and who gets the row of a year follows from what was issued before.

use registry::access::Role;
use registry::proceedings::{
    Beside, CertificateForm, CertificateState, CertificateTask, CertificateWish, household_id,
};
use registry::store::Queries;
use registry::store::dates::Instant;
use registry::{HouseholdId, ProceedingId};
use review::{IssueCertificate, Pass};
use store::testing::both;

use super::stage::{AN, CHI, DUNG, Stage};
use crate::place::{NEXT_WARD, day};

const PDF: &[u8] = b"%PDF-1.7 part";

/// A signed review at its certificates: An, Chi and Dung get one.
async fn signed(location: &registry::store::Location) -> Stage {
    let stage = Stage::signed(location).await;
    stage.does(stage.leader, Pass { village: None }).await;
    stage
}

fn wish(stage: &Stage) -> CertificateWish {
    let households = [AN, CHI, DUNG].map(|who| (stage.households[who], CertificateForm::New));
    CertificateWish::new(false, day("2025-09-26"), (0, 0), households, 1)
}

async fn begun(stage: &Stage) -> CertificateTask {
    let scope = stage.sees(stage.officer).await;
    stage.registry.begin_certificates(&scope, stage.id, wish(stage), stage.tick()).await.unwrap()
}

async fn keeps(stage: &Stage, task: &CertificateTask, number: usize) -> bool {
    let (_, households) = &task.wish.parts[number - 1];
    let pdf = [PDF, number.to_string().as_bytes()].concat();
    stage.registry.keep_certificates(task, number, (households, pdf), stage.tick()).await.unwrap()
}

async fn state(stage: &Stage, at: Instant) -> (CertificateState, Vec<usize>) {
    let scope = stage.sees(stage.officer).await;
    let work = stage.registry.certificate_work(&scope, stage.id, at).await.unwrap().unwrap();
    let made = work.made.iter().map(|part| part.number).collect();
    (work.state, made)
}

#[tokio::test(flavor = "multi_thread")]
async fn an_interrupted_printing_goes_on_after_its_last_whole_part_and_the_first_server_writes_nothing_more()
{
    both(|location| async move {
        let stage = signed(&location).await;
        let first = begun(&stage).await;
        assert!(keeps(&stage, &first, 1).await);
        let soon = stage.now().plus_seconds(30);
        assert_eq!(state(&stage, soon).await, (CertificateState::Running, vec![1]));
        assert!(stage.registry.claim_certificates(soon).await.unwrap().is_none(), "it goes on");
        let scope = stage.sees(stage.officer).await;
        let twice = stage.registry.begin_certificates(&scope, stage.id, wish(&stage), soon).await;
        assert!(twice.is_err(), "one at a time");

        // The server is gone in the middle; another one finds it silent.
        let late = stage.now().plus_seconds(120);
        assert_eq!(state(&stage, late).await, (CertificateState::Lost, vec![1]));
        let (a, b) =
            tokio::join!(stage.registry.claim_certificates(late), stage.registry.claim_certificates(late));
        let mut claims = [a.unwrap(), b.unwrap()].into_iter().flatten();
        let second = claims.next().expect("somebody goes on");
        assert!(claims.next().is_none(), "only one of two servers");
        assert_eq!(second.made.iter().copied().collect::<Vec<_>>(), [1]);
        assert_eq!(
            (&second.wish, second.asked_by, second.proceeding),
            (&first.wish, first.asked_by, stage.id)
        );
        stage.on("2025-09-27");
        assert!(!keeps(&stage, &first, 2).await, "the first server woke up again");
        stage.registry.certificates_ended(&first, Ok(())).await.unwrap();
        for number in [2, 3] {
            assert!(keeps(&stage, &second, number).await);
        }
        stage.registry.certificates_ended(&second, Ok(())).await.unwrap();
        assert_eq!(state(&stage, stage.now()).await, (CertificateState::Done, vec![1, 2, 3]));
        for number in [1, 2, 3] {
            let pdf = stage.registry.take_certificates(&scope, stage.id, number, stage.tick()).await.unwrap();
            assert_eq!(pdf, [PDF, number.to_string().as_bytes()].concat());
        }
        let walk = stage.walk().await;
        let campaign = walk.campaign().unwrap();
        assert!(campaign.cases().all(|case| !case.has_certificate()), "printing issues nothing");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stopped_printing_keeps_its_whole_parts_and_only_those_are_printed() {
    both(|location| async move {
        let stage = signed(&location).await;
        let task = begun(&stage).await;
        assert!(keeps(&stage, &task, 1).await);
        let scope = stage.sees(stage.officer).await;
        stage.registry.stop_certificates(&scope, stage.id).await.unwrap();
        assert!(!stage.registry.certificates_go_on(&task, stage.tick()).await.unwrap());
        assert!(!keeps(&stage, &task, 2).await, "nothing more after the stop");
        stage.registry.certificates_ended(&task, Ok(())).await.unwrap();
        assert_eq!(state(&stage, stage.now()).await, (CertificateState::Stopped, vec![1]));
        let work = stage.registry.certificate_work(&scope, stage.id, stage.now()).await.unwrap().unwrap();
        let printed: Vec<HouseholdId> = work.printed().map(|(household, _)| household).collect();
        assert_eq!(printed, task.wish.parts[0].1);
        assert!(stage.registry.take_certificates(&scope, stage.id, 2, stage.tick()).await.is_err());
        assert!(stage.registry.claim_certificates(stage.now().plus_seconds(900)).await.unwrap().is_none());
        let again = stage.registry.resume_certificates(&scope, stage.id, stage.tick()).await.unwrap();
        assert_eq!(again.made.iter().copied().collect::<Vec<_>>(), [1]);
        assert!(keeps(&stage, &again, 2).await && keeps(&stage, &again, 3).await);
        stage.registry.certificates_ended(&again, Ok(())).await.unwrap();
        assert_eq!(state(&stage, stage.now()).await.0, CertificateState::Done);
        assert!(
            stage.registry.resume_certificates(&scope, stage.id, stage.tick()).await.is_err(),
            "it is done"
        );
        // Another printing takes the place of this one.
        begun(&stage).await;
        assert_eq!(state(&stage, stage.now()).await, (CertificateState::Running, vec![]));
        // Nobody elsewhere sees, stops or takes it.
        let elsewhere = stage.person("xa.khac", Role::CommuneOfficer, NEXT_WARD).await;
        let theirs = stage.sees(elsewhere).await;
        assert!(stage.registry.certificate_work(&theirs, stage.id, stage.now()).await.unwrap().is_none());
        assert!(stage.registry.stop_certificates(&theirs, stage.id).await.is_err());
        assert!(
            stage.registry.begin_certificates(&theirs, stage.id, wish(&stage), stage.tick()).await.is_err()
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_erased_by_law_stands_on_no_certificate_that_waits_to_be_printed() {
    both(|location| async move {
        let stage = signed(&location).await;
        let task = begun(&stage).await;
        assert!(keeps(&stage, &task, 1).await && keeps(&stage, &task, 2).await);
        let household = task.wish.parts[0].1[0];
        let sql = "select person_id from person_now where household_id = $1 limit 1";
        let row = stage.registry.store().row(sql, vec![household.0.into()]).await.unwrap().unwrap();
        let person = registry::PersonId(row.id("person_id").unwrap());
        stage.registry.erase_person(None, person, "công văn số 1", stage.tick()).await.unwrap();
        assert_eq!(state(&stage, stage.now()).await.1, [2]);
        let scope = stage.sees(stage.officer).await;
        assert!(stage.registry.take_certificates(&scope, stage.id, 1, stage.tick()).await.is_err());
        let sql = "select count(*) as n from certificate_part_content";
        let row = stage.registry.store().row(sql, vec![]).await.unwrap().unwrap();
        assert_eq!(row.get::<i64>("n").unwrap(), 1);
        // What was read before the erasure is not kept; whoever lets it go on makes what is missing.
        assert!(!keeps(&stage, &task, 3).await);
        assert_eq!(state(&stage, stage.now()).await, (CertificateState::Stopped, vec![2]));
        let task = stage.registry.resume_certificates(&scope, stage.id, stage.tick()).await.unwrap();
        assert!(keeps(&stage, &task, 1).await && keeps(&stage, &task, 3).await);
        // The same of one that was done.
        stage.registry.certificates_ended(&task, Ok(())).await.unwrap();
        assert_eq!(state(&stage, stage.now()).await.0, CertificateState::Done);
        let sql = "select person_id from person_now where household_id = $1 limit 1";
        let other = task.wish.parts[1].1[0];
        let row = stage.registry.store().row(sql, vec![other.0.into()]).await.unwrap().unwrap();
        let person = registry::PersonId(row.id("person_id").unwrap());
        stage.registry.erase_person(None, person, "công văn số 3", stage.tick()).await.unwrap();
        assert_eq!(state(&stage, stage.now()).await, (CertificateState::Stopped, vec![1, 3]));
        assert!(stage.registry.resume_certificates(&scope, stage.id, stage.tick()).await.is_ok());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_has_a_certificate_of_an_earlier_year_gets_the_row_of_this_one() {
    both(|location| async move {
        let stage = signed(&location).await;
        let scope = stage.sees(stage.officer).await;
        let three = [AN, CHI, DUNG].map(|who| stage.households[who]);
        let forms = async |id: ProceedingId| {
            let walk = stage.registry.proceeding(&scope, id).await.unwrap().unwrap();
            let forms = stage.registry.certificate_forms(&scope, &walk, &three).await.unwrap();
            three.map(|household| forms[&household])
        };
        assert_eq!(forms(stage.id).await, [CertificateForm::New; 3], "nobody had one");
        // An's is issued as it was printed; Dung's by a program that did not say how; Chi has none.
        for (who, printed) in [(AN, Some(CertificateForm::New)), (DUNG, None)] {
            let deed = IssueCertificate { household: stage.house(who) };
            let beside = Beside { printed, ..Beside::default() };
            let done = stage
                .registry
                .act_on_with(&scope, &stage.units, stage.id, (deed, beside), None, stage.tick())
                .await;
            done.unwrap();
        }
        let walk = stage.walk().await;
        let how: Vec<_> = walk
            .events
            .iter()
            .filter_map(|one| match &one.event.deed {
                review::Deed::IssueCertificate(deed) => Some((household_id(deed.household), one.printed)),
                _ => None,
            })
            .collect();
        assert_eq!(how, [(three[0], Some(CertificateForm::New)), (three[2], None)]);
        assert_eq!(forms(stage.id).await, [CertificateForm::New; 3], "its own issues are none of before");
        let next = stage.february().await;
        assert_eq!(forms(next).await, [CertificateForm::New; 3], "the row of 2026 is printed already");
        // The same, as if the certificates had been issued in earlier years, or by another standard.
        let row = CertificateForm::Row { first_year: 2024 };
        for (year, standard, expected) in [
            (2023, "vn-2022", [row, CertificateForm::New, row]),
            (
                2022,
                "vn-2022",
                [
                    CertificateForm::Row { first_year: 2023 },
                    CertificateForm::New,
                    CertificateForm::Row { first_year: 2023 },
                ],
            ),
            (2021, "vn-2022", [CertificateForm::New; 3]),
            (2023, "vn-2016", [CertificateForm::New; 3]),
        ] {
            let tx = stage.registry.store().begin().await.unwrap();
            let sql = "update proceeding set year = $1, standard = $2 where id = $3";
            let values = vec![i64::from(year).into(), standard.to_owned().into(), stage.id.0.into()];
            tx.execute(sql, values).await.unwrap();
            tx.commit().await.unwrap();
            assert_eq!(forms(next).await, expected, "{year} {standard}");
        }
    })
    .await;
}
