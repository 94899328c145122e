//! Whatever stands in an address, a cookie or a form, the answer is a page, and never that we made a mistake.
//!
//! A short, seeded version of what a fuzzer does, through the whole router, on both databases.

use axum::body::Body;
use axum::http::{Request, header};
use registry::Actor;
use store::testing::Fresh;

use crate::client::encoded;
use crate::households::{House, answer, house_in, officer};

/// What people type, and what nobody would.
const VALUES: &[&str] = &[
    "",
    " ",
    "0",
    "-1",
    "1",
    "2025",
    "99999999999999999999",
    "1e400",
    "NaN",
    "2026-01-31",
    "2026-02-31",
    "0000-00-00",
    "9999-12-31",
    "31/12/2026",
    "٣",
    "24823",
    "poor,near_poor",
    "none",
    "vn-2022",
    "%",
    "_",
    "'; drop table act; --",
    "\"><script>",
    "\u{feff}",
    "a\u{302}\u{323}",
    "𠀀𠀀",
    "\r\nX: y",
    "..%2f..",
    "00000000-0000-0000-0000-000000000000",
    "true",
];

struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % most
    }

    fn one<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.below(of.len())]
    }

    /// A value, now and then a very long one.
    fn value(&mut self) -> String {
        let value = self.one(VALUES);
        if self.below(20) == 0 { value.repeat(200) } else { value.to_owned() }
    }
}

const PAGES: &[&str] = &[
    "/households",
    "/households/export.csv",
    "/overview",
    "/law/try",
    "/law/compare",
    "/units",
    "/imports",
    "/login",
];
const NAMES: &[&str] = &[
    "s",
    "commune",
    "village",
    "outcome",
    "year",
    "minority",
    "order",
    "col",
    "page",
    "standard",
    "borders",
    "deprived",
    "from_year",
    "from",
    "day",
    "known",
    "q",
    "back",
    "lang",
    "recorded",
    "a",
    "b",
];

async fn addresses(house: &House, dice: &mut Dice) {
    let file = house.file(0);
    // Whoever opens a file must be known.
    let known = Actor { user: house.user, ..officer() };
    for _ in 0..300 {
        let path = if dice.below(4) == 0 { file.as_str() } else { dice.one(PAGES) };
        let asked: Vec<String> =
            (0..dice.below(5)).map(|_| format!("{}={}", dice.one(NAMES), encoded(&dice.value()))).collect();
        let cookie = format!(
            "ct-lang={}; ct-theme={}; ct-session={}",
            dice.one(VALUES),
            dice.one(VALUES),
            dice.value()
        );
        let mut request = Request::get(format!("{path}?{}", asked.join("&")));
        // A header holds no line breaks: no client can send them in one.
        if let Ok(cookie) = header::HeaderValue::from_bytes(cookie.as_bytes()) {
            request = request.header(header::COOKIE, cookie);
        }
        let page = answer(house.pages_of(Some(known.clone())), request.body(Body::empty()).unwrap()).await;
        assert!(page.status < 500, "{} {path}?{}", page.status, asked.join("&"));
    }
}

async fn forms(house: &House, dice: &mut Dice) {
    let (own, file) = (officer(), house.file(0));
    let person = house.homes[0].people[0].to_string();
    let kinds = ["person", "move", "join", "death", "head", "split", "merge"];
    let names = [
        "person",
        "name",
        "sex",
        "birth_date",
        "birth_year",
        "ethnic_group",
        "id_number",
        "phone",
        "relation",
        "village",
        "address",
        "head",
        "on",
        "reason",
        "evidence",
        "seen",
        "q",
    ];
    for _ in 0..150 {
        let seen = house.seen(&own).await;
        let mut fields = vec![("seen", seen), ("person", person.clone()), ("on", "2026-02-01".to_owned())];
        fields.extend((0..dice.below(8)).map(|_| (dice.one(&names), dice.value())));
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let path = match dice.below(8) {
            0 => "/households/search".to_owned(),
            1 => format!("{file}/undo/{}", dice.below(5)),
            _ => format!("{file}/changes/{}", dice.one(&kinds)),
        };
        let page = house.post(&own, &path, &fields).await;
        assert!(page.status < 500, "{} {path} {fields:?}", page.status);
        assert!(
            house.get(&own, &file).await.status < 500,
            "the file cannot be shown after {path} {fields:?}"
        );
    }
}

async fn sealed(house: &House, dice: &mut Dice) {
    let own = officer();
    let sent = house.post(&own, "/households/search", &[("q", "Lê Văn An")]).await;
    for _ in 0..100 {
        let (path, seal) = sent.location.split_once("s=").expect("a sealed text");
        let mut seal: Vec<char> = seal.chars().collect();
        for _ in 0..=dice.below(3) {
            let at = dice.below(seal.len());
            match dice.below(3) {
                0 => seal[at] = char::from(b"0123456789abcdefgh-_"[dice.below(20)]),
                1 => seal.truncate(at.max(1)),
                _ => seal.insert(at, 'f'),
            }
        }
        let seal: String = seal.into_iter().collect();
        if sent.location.ends_with(&seal) {
            continue;
        }
        let page = house.get(&own, &format!("{path}s={seal}")).await;
        // What was looked for is not told; the list is that of the own place.
        let is_told = page.html().contains("value=\"Lê Văn An\"");
        assert!(page.status < 500 && !is_told, "{} {seal}", page.status);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_is_sent_is_answered_with_a_page_and_is_never_our_mistake() {
    for database in [Fresh::sqlite(), Fresh::postgres().await] {
        let house = house_in(database).await;
        let mut dice = Dice(20_261_126);
        addresses(&house, &mut dice).await;
        sealed(&house, &mut dice).await;
        forms(&house, &mut dice).await;
        let whole = house.registry.verify(&[]).await.unwrap();
        assert!(matches!(whole, registry::verify::Verdict::Whole(_)), "{whole:?}");
    }
}
