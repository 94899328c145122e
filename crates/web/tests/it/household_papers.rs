//! Giấy tờ in the file of a household, through the whole router: added, listed, taken away, removed, refused.

use registry::access::{Area, Role};
use store::testing::Fresh;

use crate::households::{NEXT_WARD, WARD, actor, house_in, officer};

const PDF: &[u8] = b"%PDF-1.4 <script>alert(1)</script>";
const FIELDS: [(&str, &str); 3] =
    [("kind", "evidence"), ("title", "Giấy <b>khai sinh</b>"), ("dated", "2026-01-20")];

/// The first address of a paper in a page.
fn address(html: &str, path: &str) -> String {
    let rest =
        html.split(&format!("{path}/documents/")).nth(1).unwrap_or_else(|| panic!("a paper in {html}"));
    format!("{path}/documents/{}", rest.split(['"', '/']).next().unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_paper_is_added_listed_taken_away_as_an_attachment_and_removed_on_both_databases() {
    for database in [Fresh::sqlite(), Fresh::postgres().await] {
        let house = house_in(database).await;
        let own = officer();
        let path = house.file(0);
        let to = format!("{path}/documents");
        assert!(house.get(&own, &path).await.html().contains(&format!("href=\"{to}\"")));
        let form = house.get(&own, &to).await;
        assert!(
            form.text().contains("tối đa 10,0 MB mỗi tệp") && form.text().contains("vị trí"),
            "{}",
            form.text()
        );
        let sent = house.upload(&own, &to, &FIELDS, ("../Giấy\u{202e} <khai> sinh.pdf", PDF)).await;
        assert_eq!(
            (sent.status, sent.location.as_str()),
            (303, format!("{path}#papers-title").as_str()),
            "{}",
            sent.text()
        );
        let page = house.get(&own, &path).await;
        assert!(page.html().contains("Giấy &#60;b&#62;khai sinh"), "what somebody typed is text");
        let text = page.text();
        for wanted in ["ngày 20/01/2026", "Giấy tờ làm căn cứ", "PDF · 34 B", "Nguyễn Thử Nghiệm"]
        {
            assert!(text.contains(wanted), "{wanted}: {text}");
        }
        let paper = address(&page.html(), &path);
        let taken = house.get(&own, &paper).await;
        assert_eq!((taken.status, taken.bytes.as_slice()), (200, PDF));
        let header =
            |name: &str| taken.headers.get(name).map_or("", |value| value.to_str().unwrap()).to_owned();
        assert!(
            header("content-disposition").starts_with("attachment; filename=\"giay-to-"),
            "never inside a page"
        );
        assert!(
            header("content-disposition").contains("filename*=UTF-8''Gi%E1%BA%A5y%20khai%20sinh.pdf"),
            "{}",
            header("content-disposition")
        );
        assert_eq!(header("content-type"), "application/pdf");
        assert_eq!(
            (header("x-content-type-options"), header("cache-control")),
            ("nosniff".into(), "no-store".into())
        );

        let reader = actor(Role::FrontOfficer, Area::Commune(WARD.into()), "2025-07-01");
        let seen = house.get(&reader, &path).await;
        assert!(seen.text().contains("không tải được tệp") && !seen.html().contains(&to), "{}", seen.text());
        assert_eq!(house.get(&reader, &paper).await.status, 403);
        let next = actor(Role::CommuneOfficer, Area::Commune(NEXT_WARD.into()), "2025-07-01");
        assert_eq!(house.get(&next, &paper).await.status, 403);
        assert_eq!(house.upload(&next, &to, &FIELDS, ("a.pdf", PDF)).await.status, 403);
        // Under the address of an own household a paper of another one is not reached either.
        let other = format!("{}/documents/{}", house.file(1), paper.rsplit('/').next().unwrap());
        assert_eq!(house.get(&next, &other).await.status, 422);

        let silent = house.post(&own, &format!("{paper}/remove"), &[("reason", " ")]).await;
        assert!(silent.status == 422 && silent.text().contains("lý do gỡ giấy tờ"), "{}", silent.text());
        let removed = house.post(&own, &format!("{paper}/remove"), &[("reason", "quét nhầm")]).await;
        assert_eq!(removed.status, 303);
        assert!(house.get(&own, &path).await.text().contains("Chưa có giấy tờ nào"));
        assert_eq!(house.get(&own, &paper).await.status, 422);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_cannot_be_taken_is_told_by_name_size_and_remedy_and_the_form_stays_filled() {
    let house = house_in(Fresh::sqlite()).await;
    let own = officer();
    let to = format!("{}/documents", house.file(0));
    let large = vec![b'%'; 12_345_678];
    for (name, bytes, why, remedy) in [
        ("trống.pdf", &b""[..], "tệp “trống.pdf” rỗng (0 B)", "quét hoặc chụp lại"),
        ("lớn.pdf", &large[..], "tệp “lớn.pdf” có 12,3 MB, lớn hơn mức 10,0 MB", "200 dpi"),
        ("ảnh.jpg", PDF, "“ảnh.jpg” (34 B) thật ra là PDF", ".pdf"),
        ("", b"", "chưa chọn tệp", "chọn tệp quét"),
    ] {
        let page = house.upload(&own, &to, &FIELDS, (name, bytes)).await;
        assert_eq!(page.status, 422, "{name}");
        assert!(page.text().contains(why) && page.text().contains(remedy), "{name}: {}", page.text());
        assert!(page.html().contains("value=\"2026-01-20\""), "{name}: the form stays filled");
    }
    let monstrous = vec![0; 65 << 20];
    assert_eq!(house.upload(&own, &to, &FIELDS, ("a.pdf", &monstrous)).await.status, 413);
    assert!(house.get(&own, &house.file(0)).await.text().contains("Chưa có giấy tờ nào"));
}
