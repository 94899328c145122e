//! A whole year of one commune, from the roster to the last report, and what it leaves.

use registry::ProceedingId;
use registry::proceedings::{Movement, village_ref};
use registry::verify::Verdict;
use review::{
    AnswerApplicant, AnswerComplaint, Class, Complain, ComplaintRef, Grievance, IssueCertificate, Pass,
    Recheck, SendReport, Source,
};
use store::testing::both;

use super::stage::{AN, BINH, CHI, DUNG, EM, GIANG, Stage};
use crate::place::day;
use crate::town::{not_poor, poor};

#[tokio::test(flavor = "multi_thread")]
async fn a_commune_goes_through_its_year_and_everything_can_be_made_again() {
    both(|location| async move {
        let stage = Stage::posted(&location).await;
        // Em says that she was left out; the second officer asks her.
        let complaint = ComplaintRef(77);
        let village = village_ref(stage.villages[1]);
        let household = stage.house(EM);
        let complain = Complain {
            complaint,
            household,
            village,
            about: Grievance::WrongExclusion,
            from: Source::Citizen,
            against: None,
            words: String::new(),
        };
        stage.does(stage.officer, complain).await;
        stage.found(EM, poor(), stage.second).await;
        let surveyor = registry::proceedings::person_ref(stage.second.user);
        stage.does(stage.officer, Recheck { complaint, surveyor, outcome: review::Outcome::Poor }).await;
        stage
            .does(stage.officer, AnswerComplaint { complaint, reason: "đã phúc tra, hộ nghèo".into() })
            .await;
        // What the re-check changed hangs again.
        stage.on("2025-09-22");
        stage.passes(0).await;
        stage.passes(0).await;
        let post = stage.post(1).await;
        stage.does(stage.officer, post).await;
        stage.on("2025-09-26");
        stage.passes(1).await;
        stage.passes(1).await;
        stage.without_opinion().await;
        stage.on("2025-10-01");
        let proposal = stage.proposal().await;
        let lists = proposal.lists;
        assert_eq!((lists.poor_households, lists.near_poor_households), (3, 1));
        assert_eq!((lists.escaped_poor_households, lists.escaped_near_poor_households), (1, 1));
        let signature = stage.signature(&proposal);
        stage.does(stage.officer, proposal).await;
        stage.does(stage.leader, signature).await;
        stage.does(stage.leader, Pass { village: None }).await;
        for who in [AN, CHI, DUNG, EM] {
            stage.does(stage.officer, IssueCertificate { household: stage.house(who) }).await;
        }
        let reason = "thu nhập trên chuẩn".to_owned();
        stage.does(stage.officer, AnswerApplicant { household: stage.house(GIANG), reason }).await;
        stage.does(stage.officer, Pass { village: None }).await;
        stage.does(stage.officer, SendReport { report: "results".into() }).await;
        stage.does(stage.leader, Pass { village: None }).await;
        let walk = stage.walk().await;
        assert!(
            walk.campaign().unwrap().board(review::Moment::from_millis(stage.now().millis())).is_finished
        );
        became(&stage).await;
        follows(&stage).await;
    })
    .await;
}

/// What households were recognised as, and that the next review begins with it.
async fn became(stage: &Stage) {
    let scope = stage.sees(stage.officer).await;
    let expected = [
        (AN, Some(Class::Poor), Some(Movement::Stays)),
        (BINH, None, Some(Movement::Escaped)),
        (CHI, Some(Class::Poor), Some(Movement::New)),
        (DUNG, Some(Class::NearPoor), Some(Movement::ToNearPoor)),
        (EM, Some(Class::Poor), Some(Movement::New)),
    ];
    for (who, class, movement) in expected {
        let statuses = stage.registry.statuses_of(&scope, stage.households[who]).await.unwrap();
        assert_eq!(statuses.len(), 1, "household {who}");
        assert_eq!((statuses[0].class, statuses[0].movement), (class, movement), "household {who}");
        assert_eq!(
            (statuses[0].from, statuses[0].decision.as_str()),
            (Some(day("2026-01-01")), "12/QĐ-UBND")
        );
    }
    assert!(stage.registry.statuses_of(&scope, stage.households[GIANG]).await.unwrap().is_empty());
    stage.on("2026-02-16");
    // A later result alone takes nobody off a list.
    stage.answered(stage.february_campaign().await, 2025, AN, not_poor(), None, None).await;
    let id = stage.february().await;
    let walk = stage.registry.proceeding(&stage.sees(stage.leader).await, id).await.unwrap().unwrap();
    let mut managed: Vec<_> = walk.terms.managed.iter().map(|one| (one.household, one.class)).collect();
    let mut expected = [(AN, Class::Poor), (CHI, Class::Poor), (DUNG, Class::NearPoor), (EM, Class::Poor)]
        .map(|(who, class)| (stage.house(who), class));
    managed.sort();
    expected.sort();
    assert_eq!(managed, expected, "from the decision, not from the results");
}

/// The log is whole, and the whole campaign comes out the same again.
async fn follows(stage: &Stage) {
    let verdict = stage.registry.verify(&[]).await.unwrap();
    assert!(matches!(verdict, Verdict::Whole(_)), "{verdict:?}");
    let standards = [stage.standard.clone()];
    let checked = stage.registry.verify_campaign(stage.campaign.0, &standards).await.unwrap().unwrap();
    assert!(checked.is_whole(), "{:?}", checked.found);
    assert_eq!((checked.checked.proceedings, checked.checked.results, checked.checked.lists), (1, 5, 4));
    let events = stage.walk().await.events.len() as u64;
    assert_eq!(checked.checked.events, events);
    let of_commune = stage.registry.verify_campaign(stage.id.0, &standards).await.unwrap().unwrap();
    assert_eq!(of_commune, checked, "by the id of the commune's review, too");
    let nothing = ProceedingId::fresh();
    assert!(stage.registry.verify_campaign(nothing.0, &standards).await.unwrap().is_none());
    // Without the standard that decided nothing is said to be right.
    let unknown = stage.registry.verify_campaign(stage.campaign.0, &[]).await.unwrap().unwrap();
    assert!(!unknown.is_whole() && unknown.found.is_empty());
    assert_eq!(unknown.unknown_standards.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_household_that_left_its_list_is_watched_for_the_years_of_the_procedure_and_no_other_is() {
    both(|location| async move {
        let stage = Stage::signed(&location).await;
        let scope = stage.sees(stage.officer).await;
        let walk = stage.walk().await;
        let monitoring = walk.procedure().monitoring.as_ref().unwrap();
        let on =
            async |on: &str| stage.registry.watched_households(&scope, monitoring, day(on)).await.unwrap();
        assert!(on("2025-12-31").await.is_empty(), "the decision holds from the first of January");
        let watched = on("2026-01-01").await;
        let who: Vec<_> = watched.iter().map(|one| (one.household, one.left)).collect();
        assert_eq!(who, [(stage.households[BINH], Class::NearPoor)]);
        assert_eq!((watched[0].since, watched[0].until), (day("2026-01-01"), day("2029-01-01")));
        assert_eq!(watched[0].head, "Lê Thị Bình");
        assert!(watched[0].asked_at.is_some(), "its result of this review");
        assert_eq!(on("2029-01-01").await.len(), 1, "on the last day, too");
        assert!(on("2029-01-02").await.is_empty(), "and not after it");
        let elsewhere =
            stage.person("xa.khac", registry::Role::CommuneOfficer, crate::place::NEXT_WARD).await;
        let other = stage.sees(elsewhere).await;
        assert!(
            stage
                .registry
                .watched_households(&other, monitoring, day("2026-01-01"))
                .await
                .unwrap()
                .is_empty()
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_review_is_seen_as_it_was_known_on_an_earlier_day_and_nobody_does_anything_there() {
    both(|location| async move {
        let stage = Stage::posted(&location).await;
        let scope = stage.sees(stage.officer).await;
        let all = stage.walk().await;
        let half = &all.events[all.events.len() / 2];
        let at = store::dates::Instant::from_millis(half.event.at.millis());
        let seen = stage.registry.seen_proceeding_as_known(&scope, &stage.units, stage.id, at).await;
        let seen = seen.unwrap().unwrap();
        assert!(!seen.walk.events.is_empty() && seen.walk.events.len() < all.events.len());
        assert!(seen.walk.events.iter().all(|one| one.event.at <= half.event.at));
        assert!(seen.hand(None).offices.is_empty() && seen.hand(Some(stage.villages[0])).offices.is_empty());
        let before = all.proceeding.opened_at.plus_seconds(-1);
        let none = stage.registry.seen_proceeding_as_known(&scope, &stage.units, stage.id, before).await;
        assert!(none.unwrap().is_none(), "it was not opened yet");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_file_of_a_household_says_until_when_its_list_hangs_and_whether_it_is_decided() {
    both(|location| async move {
        let stage = Stage::posted(&location).await;
        let scope = stage.sees(stage.officer).await;
        let campaign_walk = stage.walk().await;
        let of = (stage.campaign, campaign_walk.bases()[&stage.house(AN)]);
        let told = stage.registry.posting_of_household(&scope, stage.households[AN], of).await.unwrap();
        let campaign = campaign_walk.campaign().unwrap();
        let village = campaign.case(stage.house(AN)).unwrap().village;
        let last = campaign.track(village).unwrap().postings.last().unwrap().due.last_day;
        assert_eq!((told.is_signed, told.hangs_until), (false, Some(last)));
        let elsewhere =
            stage.person("xa.khac", registry::Role::CommuneOfficer, crate::place::NEXT_WARD).await;
        let other = stage.sees(elsewhere).await;
        let nothing = stage.registry.posting_of_household(&other, stage.households[AN], of).await;
        assert_eq!(nothing.unwrap(), registry::proceedings::HouseholdPosting::default());
    })
    .await;
}
