//! What happens between two deeds: officers at once, rights that end, communes that merge, households that change.

use registry::access::Role;
use registry::proceedings::{Doubt, NotDone, household_ref, person_ref, village_ref};
use registry::register::{Change, Why};
use registry::store::Location;
use review::{Class, Complain, ComplaintRef, Grievance, Leave, Leaving, Pass, Propose, Recheck, Source};
use store::testing::both;

use super::stage::{AN, BINH, CHI, DUNG, EM, Stage, village, words};
use crate::place::{NEXT_WARD, day};
use crate::town::{near_poor, not_poor, poor};

async fn change(stage: &Stage, who: usize, change: Change, on: &str) {
    let why = Why { reason: "sổ theo dõi của tổ".into(), evidence: None };
    let of = stage.households[who];
    stage.registry.change(None, of, (change, day(on)), &why, None, stage.tick()).await.unwrap();
}

async fn people(stage: &Stage, who: usize) -> Vec<registry::PersonId> {
    use registry::store::Queries;
    let sql = "select person_id from person_now where household_id = $1 order by number";
    let rows = stage.registry.store().rows(sql, vec![stage.households[who].0.into()]).await.unwrap();
    rows.iter().map(|row| registry::PersonId(row.id("person_id").unwrap())).collect()
}

async fn meeting_stage(location: &Location) -> Stage {
    let stage = Stage::classified(location).await;
    stage.on("2025-09-15");
    stage
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_officers_who_record_one_meeting_at_once_the_second_is_told_to_look_again() {
    both(|location| async move {
        let stage = meeting_stage(&location).await;
        let seen = Some(stage.walk().await.events.len());
        let (one, two) = (stage.sees(stage.officer).await, stage.sees(stage.second).await);
        let (first, second) = (stage.meeting(0, &[BINH, CHI]), stage.meeting(0, &[BINH, CHI]));
        let at = stage.tick();
        let (a, b) = tokio::join!(
            stage.registry.act_on(&one, &stage.units, stage.id, first, seen, at),
            stage.registry.act_on(&two, &stage.units, stage.id, second, seen, at),
        );
        let stale = [&a, &b].into_iter().filter(|one| matches!(one, Err(NotDone::Stale(_)))).count();
        assert_eq!((a.is_ok() || b.is_ok(), stale), (true, 1), "{a:?} {b:?}");
        let walk = stage.walk().await;
        let village = village_ref(stage.villages[0]);
        assert_eq!(walk.campaign().unwrap().track(village).unwrap().meetings_held(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_officers_in_two_villages_at_once_both_are_done_and_numbered_one_after_the_other() {
    both(|location| async move {
        let stage = meeting_stage(&location).await;
        let before = stage.walk().await.events.len();
        let (one, two) = (stage.sees(stage.officer).await, stage.sees(stage.second).await);
        let (first, second) = (stage.meeting(0, &[BINH, CHI]), stage.meeting(1, &[DUNG]));
        let at = stage.tick();
        let (a, b) = tokio::join!(
            stage.registry.act_on(&one, &stage.units, stage.id, first, Some(before), at),
            stage.registry.act_on(&two, &stage.units, stage.id, second, Some(before), at),
        );
        let mut numbers = [a.unwrap().number, b.unwrap().number];
        numbers.sort_unstable();
        assert_eq!(numbers, [before, before + 1]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_step_that_somebody_passed_meanwhile_makes_the_page_old() {
    both(|location| async move {
        let stage = meeting_stage(&location).await;
        stage.does(stage.officer, stage.meeting(1, &[DUNG])).await;
        stage.minutes(1).await;
        let seen = Some(stage.walk().await.events.len());
        stage.passes(1).await;
        let post = stage.post(1).await;
        let late = stage.tries_having_seen(stage.second, post.clone(), seen).await;
        assert!(matches!(late, Err(NotDone::Stale(_))), "{late:?}");
        // In the other village nothing happened.
        stage.tries_having_seen(stage.second, stage.meeting(0, &[BINH, CHI]), seen).await.unwrap();
        stage.does(stage.second, post).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_right_that_is_withdrawn_while_the_leader_signs_signs_nothing() {
    both(|location| async move {
        let stage = Stage::to_recognition(&location).await;
        stage.on("2025-09-25");
        let proposal = stage.proposal().await;
        let signature = stage.signature(&proposal);
        stage.does(stage.officer, proposal).await;
        // The page is open, the right is asked for; then the role ends.
        let scope = stage.sees(stage.leader).await;
        stage.ends_role(stage.leader).await;
        let signed = stage
            .registry
            .act_on(&scope, &stage.units, stage.id, signature.clone(), None, stage.tick())
            .await;
        assert!(matches!(&signed, Err(NotDone::Refused(refusal)) if refusal.source.is_some()), "{signed:?}");
        let sees = stage.sees(stage.officer).await;
        let walk = stage.registry.proceeding(&sees, stage.id).await.unwrap().unwrap();
        assert!(walk.campaign().unwrap().decision().is_none());
        assert!(stage.registry.statuses_of(&sees, stage.households[AN]).await.unwrap().is_empty());
        // The one who has the office now signs.
        let next = stage.person("pho.chu.tich", Role::CommuneLeader, crate::place::WARD).await;
        stage.does(next, signature).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_merger_of_communes_the_officers_of_the_new_one_go_on_and_those_of_the_old_one_do_not() {
    both(|location| async move {
        let stage = meeting_stage(&location).await;
        let theirs = stage.person("xa.moi", Role::CommuneOfficer, NEXT_WARD).await;
        assert!(
            stage.refused(theirs, stage.meeting(1, &[DUNG])).await.contains("no such review in your area")
        );
        // Only one village goes over: each goes on where it lies, and nobody does what concerns all of them.
        let to = |at: usize| {
            (stage.villages[at], village(["Tổ dân phố 1", "Tổ dân phố 2", "Tổ dân phố 3"][at], NEXT_WARD))
        };
        let restate = async |some: &[usize]| {
            let some = some.iter().map(|at| {
                let (id, mut details) = to(*at);
                details.from = day("2025-09-15");
                (id, details)
            });
            stage.registry.restate_villages(None, "NQ 1", some.collect(), stage.tick()).await.unwrap();
        };
        restate(&[1]).await;
        stage.does(theirs, stage.meeting(1, &[DUNG])).await;
        stage.does(stage.officer, stage.meeting(0, &[BINH, CHI])).await;
        let reason = "thử".to_owned();
        let setting = review::Setting::OpinionBy(None);
        let all = review::Determine { setting, reason };
        assert!(stage.refused(stage.leader, all.clone()).await.contains("lie in 2 communes"));
        restate(&[0, 2]).await;
        assert!(stage.refused(stage.leader, all.clone()).await.contains("no such review in your area"));
        assert!(
            stage.registry.proceeding(&stage.sees(stage.leader).await, stage.id).await.unwrap().is_none()
        );
        let their_leader = stage.person("chu.tich.moi", Role::CommuneLeader, NEXT_WARD).await;
        stage.does(their_leader, all).await;
        let lines = stage.registry.proceedings(&stage.sees(theirs).await, None).await.unwrap();
        assert_eq!(lines.len(), 1, "it stands among the reviews of the new commune");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_household_that_splits_while_it_hangs_keeps_its_case_and_the_new_one_may_complain() {
    both(|location| async move {
        let stage = Stage::posted(&location).await;
        let child = people(&stage, AN).await[1];
        change(&stage, AN, Change::Split(vec![child], stage.villages[0], None), "2025-09-16").await;
        let sees = stage.sees(stage.officer).await;
        let list = stage.registry.households(&sees, &Default::default(), 1, 50).await.unwrap().lines;
        let new = list.iter().find(|line| line.head.as_deref() == Some("Nguyễn Văn An Con")).unwrap().id;
        let walk = stage.walk().await;
        assert!(walk.campaign().unwrap().case(household_ref(new)).is_none(), "the roster is closed");
        assert!(stage.registry.proceeding_doubts(&sees, &walk).await.unwrap().is_empty());
        let complain = Complain {
            complaint: ComplaintRef(5),
            household: household_ref(new),
            village: village_ref(stage.villages[0]),
            about: Grievance::WrongExclusion,
            from: Source::Citizen,
            against: None,
            words: String::new(),
        };
        stage.does(stage.officer, complain).await;
        // Without a recorded result nobody says what the re-check found.
        let surveyor = person_ref(stage.second.user);
        let recheck = Recheck { complaint: ComplaintRef(5), surveyor, outcome: review::Outcome::Poor };
        assert!(stage.refused(stage.officer, recheck).await.contains("no recorded result"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_household_of_which_nobody_is_left_must_leave_before_anything_is_proposed_or_signed() {
    both(|location| async move {
        let stage = Stage::to_recognition(&location).await;
        stage.on("2025-09-25");
        let proposal = stage.proposal().await;
        stage.does(stage.officer, proposal.clone()).await;
        for person in people(&stage, AN).await {
            change(&stage, AN, Change::Death(person), "2025-09-25").await;
        }
        let walk = stage.walk().await;
        let doubts = stage.registry.proceeding_doubts(&stage.sees(stage.officer).await, &walk).await.unwrap();
        assert_eq!(
            doubts.iter().map(|(of, _, doubt)| (*of, *doubt)).collect::<Vec<_>>(),
            [(stage.households[AN], Doubt::NotInRegister)]
        );
        let signature = stage.signature(&proposal);
        assert!(
            stage.refused(stage.leader, signature.clone()).await.contains("not as the register has them")
        );
        let reason = "giấy chứng tử".to_owned();
        let leave = Leave { household: stage.house(AN), why: Leaving::Dissolved, reason };
        stage.does(stage.officer, leave).await;
        // What was proposed before is void.
        assert!(stage.refused(stage.leader, signature).await.contains("were not proposed"));
        let again = stage.proposal().await;
        assert_eq!(again.lists.poor_households, 1);
        let signature = stage.signature(&again);
        stage.does(stage.officer, again).await;
        stage.does(stage.leader, signature).await;
        let statuses =
            stage.registry.statuses_of(&stage.sees(stage.officer).await, stage.households[AN]).await.unwrap();
        assert!(statuses.is_empty(), "a decision says nothing of who left");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_village_without_a_household_holds_nobody_up() {
    both(|location| async move {
        let stage = Stage::rostered(&location).await;
        for _ in 0..5 {
            stage.passes(2).await;
        }
        let walk = stage.walk().await;
        let campaign = walk.campaign().unwrap();
        assert_eq!(campaign.step_of(Some(village_ref(stage.villages[2]))), None, "it waits for the others");
        let refused =
            stage.refused(stage.officer, Pass { village: Some(village_ref(stage.villages[2])) }).await;
        assert!(refused.contains("now one cannot"), "{refused}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_standard_than_that_of_the_opening_decides_nothing_in_it() {
    both(|location| async move {
        let stage = Stage::rostered(&location).await;
        stage.found(AN, poor(), stage.officer).await;
        stage.surveys(AN).await;
        for (who, answers) in [(BINH, not_poor()), (CHI, poor())] {
            stage.found(who, answers, stage.officer).await;
            stage.surveys(who).await;
        }
        stage.passes(0).await;
        let other = review::Classify {
            household: stage.house(AN),
            standard: "vn-2027".into(),
            outcome: Some(review::Outcome::Poor),
        };
        assert!(stage.refused(stage.officer, other).await.contains("the campaign by"));
        // A result by other files of the same standard does not come into the campaign in the first place.
        let mut standard = stage.standard.clone();
        standard.digest = "0".repeat(64);
        let terms = registry::review::Terms::from(&super::stage::campaign_of(&standard, 2025));
        let new = registry::review::NewAssessment {
            household: stage.households[EM],
            village: stage.villages[1],
            commune_code: crate::place::WARD.into(),
            province_code: crate::place::PROVINCE.into(),
            zone: vocab::Zone::Urban,
            assessed: registry::review::assess(&standard, &terms, &poor()).unwrap(),
            answers: poor(),
            members: 2,
            supersedes: None,
            submission: None,
        };
        let recorded =
            stage.registry.record_assessments(None, stage.campaign, "1", vec![new], stage.tick()).await;
        assert!(matches!(recorded, Err(registry::Stopped::Refused(_))));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_result_recorded_after_the_posting_stops_the_decision_until_it_is_heard() {
    both(|location| async move {
        let stage = Stage::to_recognition(&location).await;
        stage.on("2025-09-25");
        stage.found(BINH, near_poor(), stage.second).await;
        let refused = stage.tries(stage.officer, stage.proposal().await).await;
        let refused = words(&refused.expect_err("a newer result"));
        assert!(refused.contains("not as the register has them"), "{refused}");
        let doubts = stage
            .registry
            .proceeding_doubts(&stage.sees(stage.officer).await, &stage.walk().await)
            .await
            .unwrap();
        assert_eq!(doubts.len(), 1);
        assert_eq!(doubts[0].2, Doubt::NewerResult);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_result_is_typed_in_and_no_earlier_one_is_taken_for_a_new_survey() {
    both(|location| async move {
        let stage = Stage::rostered(&location).await;
        let (household, surveyor) = (stage.house(AN), person_ref(stage.officer.user));
        let survey = review::Survey { household, surveyor };
        assert!(stage.refused(stage.officer, survey.clone()).await.contains("no recorded result"));
        stage.found(AN, poor(), stage.officer).await;
        let other = review::Survey { household, surveyor: person_ref(stage.second.user) };
        assert!(stage.refused(stage.officer, other).await.contains("not what the registry has recorded"));
        stage.does(stage.officer, survey.clone()).await;
        assert!(stage.refused(stage.officer, survey).await.contains("asked before"));
        for (who, answers) in [(BINH, not_poor()), (CHI, poor())] {
            stage.found(who, answers, stage.officer).await;
            stage.surveys(who).await;
        }
        stage.passes(0).await;
        let standard = stage.standard.id.clone();
        let typed = review::Classify { household, standard, outcome: Some(review::Outcome::NearPoor) };
        assert!(stage.refused(stage.officer, typed).await.contains("not what the registry has recorded"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_that_is_not_what_the_cases_say_is_neither_posted_nor_proposed() {
    both(|location| async move {
        let stage = meeting_stage(&location).await;
        stage.does(stage.officer, stage.meeting(0, &[BINH, CHI])).await;
        stage.minutes(0).await;
        stage.passes(0).await;
        let mut post = stage.post(0).await;
        post.list_hash[0] ^= 1;
        assert!(stage.refused(stage.officer, post).await.contains("printed list"));
    })
    .await;
    both(|location| async move {
        let stage = Stage::to_recognition(&location).await;
        let other = Propose { list_hash: [0; 32], ..stage.proposal().await };
        assert!(stage.refused(stage.officer, other).await.contains("printed list"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_result_on_which_a_review_rests_is_corrected_and_not_taken_back() {
    both(|location| async move {
        let stage = Stage::classified(&location).await;
        let walk = stage.walk().await;
        let basis = walk.bases()[&stage.house(AN)];
        let sees = stage.sees(stage.officer).await;
        let found = stage.registry.assessments_of(&sees, stage.households[AN]).await.unwrap();
        let act = found.iter().find(|one| one.id == basis).unwrap().act_seq;
        let undone = stage.registry.undo(None, act, "nhầm", stage.tick()).await;
        match undone {
            Err(registry::Stopped::Refused(refusal)) => {
                assert!(refusal.why.en.contains("rests on this result"))
            }
            other => panic!("{other:?}"),
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_has_no_office_here_does_nothing_and_a_commune_opens_its_review_once() {
    both(|location| async move {
        let stage = Stage::opened(&location).await;
        let enroll = review::Enroll {
            household: stage.house(AN),
            village: village_ref(stage.villages[0]),
            why: review::Why::Managed,
            formerly: vec![],
        };
        let surveyor = stage.person("ra.soat", Role::Surveyor, crate::place::WARD).await;
        assert!(stage.refused(surveyor, enroll.clone()).await.contains("this is done by"));
        let outside = stage.person("xa.khac", Role::CommuneOfficer, NEXT_WARD).await;
        assert!(stage.refused(outside, enroll.clone()).await.contains("no such review in your area"));
        let former = review::Enroll { formerly: vec![Class::NearPoor], ..enroll };
        assert!(stage.refused(stage.officer, former).await.contains("not what the registry has recorded"));
        let twice = stage.proceeding_opened("yearly-2021", stage.campaign, None).await;
        assert!(words(&twice.unwrap_err()).contains("opened this review already"));
        let other_kind = stage.proceeding_opened("monthly-2021", stage.campaign, Some(9)).await;
        assert!(words(&other_kind.unwrap_err()).contains("another kind"));
        let none = stage.proceeding_opened("no-such", stage.campaign, None).await;
        assert!(words(&none.unwrap_err()).contains("no procedure"));
    })
    .await;
}
