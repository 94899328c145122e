//! Reports between two instances as operators carry them: two data folders, files in between, and what goes wrong with them.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use ::registry::access::{Area, Right};
use ::registry::keys::unhex;
use ::registry::reporting::{Answer, Content, NewReport, Unit};
use ::registry::store::dates::Instant;
use ::registry::store::{Location, Store};
use ::registry::{Actor, GrantId, Keys, Registry, ReportId, Role, Scope, UserId};
use engine::figures::{Counts, PlaceCounts};
use standards::units::Units;

use crate::{Bench, Said};

/// The registry of a data folder, with its own keys.
async fn open(folder: &Path) -> Registry {
    let store = Store::open(&Location::Sqlite(folder.join("chungtay.db")), false).await.expect("a database");
    let text = fs::read_to_string(folder.join("chungtay.keys")).expect("keys");
    let secret: [u8; 32] = unhex(text.trim()).expect("digits").try_into().expect("32 bytes");
    Registry::new(store, Keys::of_secret(secret))
}

fn scope(role: Role, area: Area, right: Right) -> Scope {
    let from = "2025-07-01".parse().expect("a day");
    let grants = vec![::registry::access::Grant { id: GrantId::fresh(), role, area, from, until: None }];
    let who = Actor { user: UserId::fresh(), name: "Thử".into(), login: "thu".into(), grants };
    let units = Units::read(&crate::pack::pack()).0;
    who.scope(right, &units, "2026-06-01".parse().expect("a day")).expect("a role with the right")
}

fn content() -> Content {
    let ward = ("24823".to_owned(), "Phường 1 Bảo Lộc".to_owned());
    let counted = PlaceCounts { figures: vec![], all: [5, 15], undetermined: [0, 0] };
    Content {
        period: "official-2025".parse().expect("a period"),
        unit: Unit { province: ("68".into(), "Tỉnh Lâm Đồng".into()), commune: Some(ward.clone()) },
        due: None,
        sealed: vec![],
        packs: web::known_packs(&crate::pack::pack())
            .into_iter()
            .filter(|(name, _)| name.ends_with("vn-2022"))
            .collect(),
        communes: BTreeMap::from([ward]),
        has_before: false,
        undetermined_before: 0,
        counts: Counts {
            places: BTreeMap::from([([Some("68".into()), Some("24823".into()), None], counted)]),
        },
        decided: vec![],
        differences: vec![],
        // Long enough for more than one part.
        remarks: vec!["Chưa rõ. ".repeat(300)],
        parts: vec![],
        missing: vec![],
    }
}

/// Two instances, of a ward and of its province.
struct Two(Bench);

impl Two {
    fn found() -> Two {
        let bench = Bench::new();
        for name in ["ward", "province"] {
            fs::create_dir(bench.path(name)).expect("a folder");
            let made =
                bench.run(&["demo", "--fill-only", "--without-review", "--households", "60", "--data", name]);
            assert_eq!(made.code, 0, "{}", made.err);
        }
        Two(bench)
    }

    fn run(&self, what: &str, of: &str, more: &[&str]) -> Said {
        self.0.run(&[&["--lang", "en", "submission", what, "--data", of], more].concat())
    }

    fn key(&self, of: &str) -> String {
        let said = self.run("key", of, &[]);
        assert_eq!(said.code, 0, "{}", said.err);
        said.out.lines().next().expect("a key").to_owned()
    }

    fn trust(&self, of: &str, key: &str, area: &str) -> Said {
        self.run("trust", of, &["--name", "bên kia", "--key", key, "--area", area])
    }

    fn send(&self) -> ReportId {
        let folder = self.0.path("ward");
        runtime().block_on(async {
            let registry = open(&folder).await;
            let by = scope(Role::CommuneOfficer, Area::Commune("24823".into()), Right::SendReports);
            let new = NewReport { content: content(), replaces: None, has_acknowledged: false };
            let id = registry
                .send_report(&by, &Units::read(&crate::pack::pack()).0, &new, Instant::now())
                .await
                .expect("a report");
            registry.close().await;
            id
        })
    }

    fn answer(&self, id: ReportId, answer: &Answer) {
        let folder = self.0.path("province");
        runtime().block_on(async {
            let registry = open(&folder).await;
            let by = scope(Role::DepartmentOfficer, Area::Province("68".into()), Right::ReceiveReports);
            registry.answer_report(&by, id, answer, Instant::now()).await.expect("an answer");
            registry.close().await;
        });
    }

    fn export(&self, from: &str, id: ReportId, to: &str, out: &str, more: &[&str]) {
        let (id, to) = (id.to_string(), self.key(to));
        let said = self.run("export", from, &[&["--id", &id, "--to", &to, "--out", out], more].concat());
        assert_eq!(said.code, 0, "{}", said.err);
    }
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Runtime::new().expect("threads")
}

#[test]
fn a_report_goes_up_in_parts_its_receipt_comes_back_and_what_is_wrong_is_told() {
    let two = Two::found();
    let (low, high) = (two.key("ward"), two.key("province"));
    let id = two.send();
    two.export("ward", id, "province", "whole.ctb", &[]);
    // Nobody trusts the ward yet; an exported file is never overwritten.
    let refused = two.run("import", "province", &["whole.ctb"]);
    assert!(refused.code == 2 && refused.err.contains("not trusted"), "{} {}", refused.code, refused.err);
    let again = two.run("export", "ward", &["--id", &id.to_string(), "--to", &high, "--out", "whole.ctb"]);
    assert_eq!(again.code, 2, "{}", again.out);
    for (of, key, area) in [("province", &low, "commune:24823"), ("ward", &high, "province:68")] {
        let trusted = two.trust(of, key, area);
        assert_eq!(trusted.code, 0, "{}", trusted.err);
    }
    assert_ne!(two.trust("province", &format!("{low}0"), "commune:24823").code, 0);
    assert_ne!(two.trust("province", &high, "everywhere").code, 0, "its own key");
    // For another, damaged, and cut.
    let wrong = two.run("import", "ward", &["whole.ctb"]);
    assert!(wrong.code == 2 && wrong.err.contains("not for this instance"), "{}", wrong.err);
    let whole = fs::read(two.0.path("whole.ctb")).expect("a file");
    let mut damaged = whole.clone();
    let last = damaged.len() - 1;
    damaged[last] ^= 1;
    two.0.write("damaged.ctb", &damaged);
    two.0.write("cut.ctb", &whole[..last]);
    for file in ["damaged.ctb", "cut.ctb"] {
        let refused = two.run("import", "province", &[file]);
        assert!(
            refused.code == 2 && refused.err.contains("does not fit its hash"),
            "{file}: {}",
            refused.err
        );
    }
    // In parts, the last first; the run that lacks some says which.
    two.export("ward", id, "province", "parts.ctb", &["--part-kib", "1"]);
    let parts: Vec<String> =
        (1..).map(|n| format!("parts.ctb.{n:03}")).take_while(|name| two.0.path(name).exists()).collect();
    assert!(parts.len() > 1, "{parts:?}");
    let waiting = two.run("import", "province", &[parts.last().expect("parts")]);
    assert!(waiting.code == 0 && waiting.out.contains("missing: 1"), "{} {}", waiting.out, waiting.err);
    let rest: Vec<&str> = parts.iter().map(String::as_str).collect();
    let done = two.run("import", "province", &rest[..rest.len() - 1]);
    assert!(
        done.code == 0 && done.out.contains("imported the report of Phường 1 Bảo Lộc"),
        "{} {}",
        done.out,
        done.err
    );
    let same = two.run("import", "province", &["whole.ctb"]);
    assert!(same.code == 0 && same.out.contains("nothing changed"), "{} {}", same.out, same.err);
    // Another pack: by name, with both digests.
    two.0.copy_pack("other");
    let file = two.0.read("other/standards/vn-2022/standard.toml");
    two.0.write("other/standards/vn-2022/standard.toml", format!("{file}\n# khác\n"));
    let other = two.0.run(&[
        "--lang",
        "en",
        "--packs",
        "other",
        "submission",
        "import",
        "--data",
        "province",
        "whole.ctb",
    ]);
    assert!(
        other.code == 2 && other.err.contains("the pack “standard vn-2022” differs"),
        "{} {}",
        other.code,
        other.err
    );
    // What became of it comes back.
    two.answer(id, &Answer::Receive);
    two.answer(id, &Answer::Return("biểu 8".into()));
    two.export("province", id, "ward", "receipt.ctb", &["--receipt"]);
    let back = two.run("import", "ward", &["receipt.ctb"]);
    assert!(back.code == 0 && back.out.contains("recorded the receipt"), "{} {}", back.out, back.err);
    let list = two.run("list", "ward", &[]);
    assert!(list.out.contains(&format!("{id}\tofficial-2025\tPhường 1 Bảo Lộc\treturned")), "{}", list.out);
    // Both logs are whole.
    for of in ["ward", "province"] {
        let verified = two.0.run(&["--lang", "en", "verify", "--data", of]);
        assert_eq!(verified.code, 0, "{} {}", verified.out, verified.err);
    }
}
