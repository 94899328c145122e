//! Who is suggested for a roster, why, and who may stand there twice.

use registry::proceedings::Because;
use review::{Class, Why};
use store::testing::both;

use super::stage::{AN, BINH, CHI, EM, Stage, family};
use crate::town::{not_poor, poor, undetermined};

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_suggested_without_a_reason_and_whoever_is_enrolled_is_not_suggested_again() {
    both(|location| async move {
        let stage = Stage::opened(&location).await;
        // Em escaped two years ago; Chi was never anything.
        let earlier = stage.campaign_opened(2022).await;
        stage.answered(earlier, 2022, EM, poor(), None, None).await;
        let since = stage.campaign_opened(2023).await;
        stage.answered(since, 2023, EM, not_poor(), None, None).await;
        stage.answered(since, 2023, CHI, not_poor(), None, None).await;
        let scope = stage.sees(stage.officer).await;
        let suggested = async || {
            stage.registry.roster_suggestions(&scope, &stage.walk().await, stage.now()).await.unwrap()
        };
        let found = suggested().await;
        let reasons: Vec<_> = found.iter().map(|one| (one.household, one.because.clone())).collect();
        let managed = |class| vec![Because::Managed(class)];
        let expected = [
            (stage.households[AN], managed(Class::Poor)),
            (stage.households[BINH], managed(Class::NearPoor)),
            (stage.households[super::stage::DUNG], managed(Class::Poor)),
            (stage.households[EM], vec![Because::Escaped(Class::Poor)]),
        ];
        assert_eq!(reasons, expected);
        let em = found.into_iter().find(|one| one.household == stage.households[EM]).unwrap();
        assert_eq!(em.formerly, [Class::Poor]);
        assert!(matches!(em.why(), Why::Suggested { reason } if reason.contains("thoát nghèo")));
        for one in suggested().await {
            let who = stage.households.iter().position(|id| *id == one.household).unwrap();
            stage.enrolls(who, one.why()).await;
        }
        assert!(suggested().await.is_empty());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_household_that_the_register_holds_twice_is_shown_as_its_own_twin() {
    both(|location| async move {
        let stage = Stage::opened(&location).await;
        // Typed once more, without the marks and with the words the other way round.
        let again = family("nguyen van an", stage.villages[0]);
        let done = stage
            .registry
            .register_households(None, "nhập lần hai", vec![again], stage.tick())
            .await
            .unwrap();
        let twice = done[0].household;
        let scope = stage.sees(stage.officer).await;
        let village = registry::proceedings::village_ref(stage.villages[0]);
        let household = registry::proceedings::household_ref(twice);
        let why = Why::Asked { form: "review".into() };
        stage.does(stage.officer, review::Enroll { household, village, why, formerly: vec![] }).await;
        let found =
            stage.registry.roster_suggestions(&scope, &stage.walk().await, stage.now()).await.unwrap();
        let an = found.iter().find(|one| one.household == stage.households[AN]).unwrap();
        assert_eq!(an.twins.iter().map(|(of, _, _)| *of).collect::<Vec<_>>(), [twice]);
        let binh = found.iter().find(|one| one.household == stage.households[BINH]).unwrap();
        assert!(binh.twins.is_empty());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_complained_or_asked_in_vain_is_suggested_in_the_next_review() {
    both(|location| async move {
        let stage = Stage::signed(&location).await;
        stage.does(stage.leader, review::Pass { village: None }).await;
        let giang = stage.house(super::stage::GIANG);
        stage
            .does(stage.officer, review::AnswerApplicant { household: giang, reason: "Phiếu A".into() })
            .await;
        stage.on("2026-09-05");
        let next = registry::review::NewCampaign {
            result_day: crate::place::day("2026-12-31"),
            ..super::stage::campaign_of(&stage.standard, 2026)
        };
        let opened = stage.registry.open_campaign(None, &next, &stage.standard, stage.tick()).await.unwrap();
        let id = stage.proceeding_opened("yearly-2021", opened, None).await.unwrap();
        let scope = stage.sees(stage.officer).await;
        let walk = stage.registry.proceeding(&scope, id).await.unwrap().unwrap();
        let found = stage.registry.roster_suggestions(&scope, &walk, stage.now()).await.unwrap();
        let of = |who: usize| {
            found.iter().find(|one| one.household == stage.households[who]).map(|one| one.because.clone())
        };
        assert_eq!(of(super::stage::GIANG), Some(vec![Because::AskedInVain]));
        assert_eq!(of(BINH), Some(vec![Because::Escaped(Class::NearPoor)]), "from the decision");
        assert_eq!(of(AN), Some(vec![Because::Managed(Class::Poor)]));
        assert_eq!(of(EM), None);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_undetermined_result_takes_nobody_off_the_managed_list_and_is_no_escape() {
    both(|location| async move {
        let stage = Stage::opened(&location).await;
        stage.answered(stage.campaign, 2025, AN, undetermined(), None, None).await;
        let id = stage.february().await;
        let scope = stage.sees(stage.officer).await;
        let walk = stage.registry.proceeding(&scope, id).await.unwrap().unwrap();
        let an = walk.terms.managed.iter().find(|one| one.household == stage.house(AN));
        assert_eq!(an.map(|one| one.class), Some(Class::Poor), "missing is not left");
        let found = stage.registry.roster_suggestions(&scope, &walk, stage.now()).await.unwrap();
        let an = found.iter().find(|one| one.household == stage.households[AN]).unwrap();
        assert_eq!(an.because, [Because::Managed(Class::Poor)]);
    })
    .await;
}
