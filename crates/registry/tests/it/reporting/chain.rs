//! Inside one instance.

use registry::access::{Area, Right, Role};
use registry::reporting::{Answer, Content, NewReport, State};
use store::testing::both;

use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn a_report_is_sent_returned_sent_again_accepted_and_added_up() {
    both(|location| async move {
        let registry = instance(&location, 7).await;
        let (commune, above) = (ward(WARD), province(Right::ReceiveReports));
        let first = registry
            .send_report(&commune, &units(), &new(content(WARD, 5)), noon("2025-12-18"))
            .await
            .unwrap();
        assert_eq!(state(&registry, first).await, "sent");
        // Accepted is only what was received, and one on its way is not sent again.
        let accept = registry.answer_report(&above, first, &Answer::Accept, noon("2025-12-18")).await;
        assert!(refused(accept).contains("chưa được nhận"));
        let again =
            registry.send_report(&commune, &units(), &new(content(WARD, 6)), noon("2025-12-18")).await;
        assert!(refused(again).contains("đã gửi rồi"));
        registry.answer_report(&above, first, &Answer::Receive, noon("2025-12-19")).await.unwrap();
        let silent = Answer::Return("  ".into());
        assert!(
            refused(registry.answer_report(&above, first, &silent, noon("2025-12-19")).await)
                .contains("vì sao")
        );
        let back = Answer::Return("biểu 8 cột 4".into());
        registry.answer_report(&above, first, &back, noon("2025-12-19")).await.unwrap();
        assert_eq!(state(&registry, first).await, "returned");
        // The new one names the one that it is sent instead of.
        let unnamed =
            registry.send_report(&commune, &units(), &new(content(WARD, 6)), noon("2025-12-20")).await;
        assert!(refused(unnamed).contains("không ghi thay cho"));
        let named = NewReport { replaces: Some(first), ..new(content(WARD, 6)) };
        let second = registry.send_report(&commune, &units(), &named, noon("2025-12-20")).await.unwrap();
        assert_eq!(state(&registry, first).await, "replaced");
        registry.answer_report(&above, second, &Answer::Receive, noon("2026-01-02")).await.unwrap();
        registry.answer_report(&above, second, &Answer::Accept, noon("2026-01-02")).await.unwrap();
        let at = (&units(), day("2026-01-02"));
        let seen = registry.sent_report(&province(Right::SeeFigures), at, second).await.unwrap().unwrap();
        // The 19th was the last day; receipts are counted in each year.
        assert!(seen.is_late() && seen.receipt().unwrap().0 == 1);
        assert_eq!(seen.sha256, content(WARD, 6).sha256());
        let old = registry.sent_report(&province(Right::SeeFigures), at, first).await.unwrap().unwrap();
        assert!(!old.is_late() && old.receipt().unwrap().0 == 1);
        assert_eq!(old.events[1].comment.as_deref(), Some("biểu 8 cột 4"));
        // The sum, with what is missing by name.
        let period = (official(), None);
        let of = ("68".to_owned(), "Tỉnh Lâm Đồng".to_owned());
        let sum = registry.consolidated_report(&above, period, of.clone(), &wards()).await.unwrap();
        assert_eq!(sum.missing, [NEXT_WARD, "24829"].map(String::from));
        let sends = province(Right::SendReports);
        let whole = registry.record_consolidated(&sends, &sum, noon("2026-01-02")).await.unwrap();
        // Another ward is accepted: what was looked at is not the sum any more.
        let next = registry
            .send_report(&ward(NEXT_WARD), &units(), &new(content(NEXT_WARD, 7)), noon("2026-01-02"))
            .await;
        let next = next.unwrap();
        registry.answer_report(&above, next, &Answer::Receive, noon("2026-01-02")).await.unwrap();
        registry.answer_report(&above, next, &Answer::Accept, noon("2026-01-02")).await.unwrap();
        let stale = registry.record_consolidated(&sends, &sum, noon("2026-01-02")).await;
        assert!(refused(stale).contains("vừa thay đổi"));
        let sum = registry.consolidated_report(&above, period, of, &wards()).await.unwrap();
        let (a, b) = (content(WARD, 6).whole().unwrap(), content(NEXT_WARD, 7).whole().unwrap());
        let both_of_them = sum.whole().unwrap();
        for (at, figure) in both_of_them.figures.iter().enumerate() {
            assert_eq!(figure.known[0], a.figures[at].known[0] + b.figures[at].known[0]);
            assert_eq!(figure.known[1], a.figures[at].known[1] + b.figures[at].known[1]);
        }
        assert_eq!((both_of_them.all, sum.undetermined_before), ([13, 39], 2));
        let anew = registry.record_consolidated(&sends, &sum, noon("2026-01-02")).await.unwrap();
        assert_eq!(state(&registry, whole).await, "replaced");
        // The province does not receive its own; whoever is above does, and then it stays.
        assert!(
            refused(registry.answer_report(&above, anew, &Answer::Receive, noon("2026-01-02")).await)
                .contains("không gửi, nhận")
        );
        let highest = ministry(Right::ReceiveReports);
        registry.answer_report(&highest, anew, &Answer::Receive, noon("2026-01-02")).await.unwrap();
        assert!(
            refused(registry.record_consolidated(&sends, &sum, noon("2026-01-02")).await)
                .contains("cấp trên đã nhận")
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_does_not_agree_is_sent_only_acknowledged_and_nothing_is_no_report() {
    both(|location| async move {
        let registry = instance(&location, 7).await;
        let told = Content { differences: vec!["biểu 8: 3 và 4".into()], ..content(WARD, 5) };
        let before = acts(&registry).await;
        assert!(
            refused(
                registry.send_report(&ward(WARD), &units(), &new(told.clone()), noon("2025-12-01")).await
            )
            .contains("chưa xác nhận")
        );
        let monthly = Content { period: "monthly-2025-03".parse().unwrap(), ..content(WARD, 5) };
        assert!(
            refused(registry.send_report(&ward(WARD), &units(), &new(monthly), noon("2025-12-01")).await)
                .contains("không có gì")
        );
        assert_eq!(acts(&registry).await, before);
        let seen = NewReport { has_acknowledged: true, ..new(told) };
        registry.send_report(&ward(WARD), &units(), &seen, noon("2025-12-01")).await.unwrap();
        assert_eq!(acts(&registry).await, before + 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_ward_sees_and_sends_its_own_and_nobody_receives_what_lies_beside_or_above() {
    both(|location| async move {
        let registry = instance(&location, 7).await;
        let own = registry
            .send_report(&ward(WARD), &units(), &new(content(WARD, 5)), noon("2025-12-01"))
            .await
            .unwrap();
        let at = (&units(), day("2026-01-02"));
        let see = |role, area| scope_of(role, area, Right::SeeFigures);
        let commune = |code: &str| Area::Commune(code.into());
        for (scope, sees) in [
            (see(Role::CommuneOfficer, commune(WARD)), true),
            (see(Role::CommuneOfficer, commune(NEXT_WARD)), false),
            (see(Role::Inspector, Area::Province("68".into())), true),
            (see(Role::Inspector, Area::Province("79".into())), false),
            (see(Role::Auditor, Area::Everywhere), true),
        ] {
            let found = registry.sent_report(&scope, at, own).await.unwrap();
            let listed = registry.sent_reports(&scope, at, official()).await.unwrap();
            assert_eq!((found.is_some(), listed.len()), (sees, usize::from(sees)), "{scope:?}");
        }
        // After a merger whoever has the code of before sees nothing of the ward of today.
        let households = scope_of(Role::CommuneOfficer, commune(WARD), Right::SeeHouseholds);
        assert!(registry.sent_report(&households, at, own).await.unwrap().is_none());
        let before = acts(&registry).await;
        for by in [ward(NEXT_WARD), province(Right::SendReports), ministry(Right::SendReports)] {
            let sent = registry.send_report(&by, &units(), &new(content(WARD, 5)), noon("2025-12-02")).await;
            assert!(refused(sent).contains("không gửi, nhận"), "{by:?}");
        }
        let elsewhere = scope_of(Role::DepartmentOfficer, Area::Province("79".into()), Right::ReceiveReports);
        let beside = scope_of(Role::DepartmentOfficer, commune(WARD), Right::ReceiveReports);
        for by in [elsewhere, beside, province(Right::SendReports)] {
            let received = registry.answer_report(&by, own, &Answer::Receive, noon("2025-12-02")).await;
            assert!(refused(received).contains("không gửi, nhận"), "{by:?}");
        }
        assert_eq!(acts(&registry).await, before);
        assert_eq!(State::Sent.code(), state(&registry, own).await);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn parts_that_were_made_with_other_packs_or_have_other_figures_are_not_added_up() {
    both(|location| async move {
        let registry = instance(&location, 7).await;
        let above = province(Right::ReceiveReports);
        let mut packs = content(NEXT_WARD, 3);
        packs.packs.insert("standard vn-2022".into(), "other".into());
        let mut figures = content(NEXT_WARD, 3);
        figures.counts.places.values_mut().for_each(|counted| counted.figures.truncate(1));
        for (year, other) in [(2025, packs), (2024, figures)] {
            let period = Period { year, ..official() };
            for (code, said) in [(WARD, content(WARD, 3)), (NEXT_WARD, other)] {
                let said = new(Content { period, ..said });
                let id =
                    registry.send_report(&ward(code), &units(), &said, noon("2025-12-01")).await.unwrap();
                registry.answer_report(&above, id, &Answer::Receive, noon("2025-12-01")).await.unwrap();
                registry.answer_report(&above, id, &Answer::Accept, noon("2025-12-01")).await.unwrap();
            }
            let of = ("68".to_owned(), "Tỉnh Lâm Đồng".to_owned());
            let sum = registry.consolidated_report(&above, (period, None), of, &wards()).await;
            assert!(refused(sum).contains("không cộng được"), "{year}");
        }
    })
    .await;
}

#[test]
fn a_content_is_read_again_as_it_was_written_and_nothing_else_is() {
    let said = content(WARD, 5);
    let json = said.json();
    assert_eq!(Content::of_json(&json), Some(said));
    for (key, value) in [
        ("schema", serde_json::json!("chungtay.report/2")),
        ("period", serde_json::json!("official-2025-03")),
        ("due", serde_json::json!("2025-13-01")),
        ("has_before", serde_json::json!(1)),
        (
            "counts",
            serde_json::json!([{ "place": ["68"], "all": [1, 1], "undetermined": [0, 0], "figures": [] }]),
        ),
        ("undetermined_before", serde_json::json!(-1)),
        ("more", serde_json::json!(1)),
    ] {
        let mut other = json.clone();
        other[key] = value;
        assert_eq!(Content::of_json(&other), None, "{key}");
    }
}
