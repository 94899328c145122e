//! The official tables through HTTP: the same figures as from files, cells that open what they count, nothing that is not
//! sealed, nothing outside somebody's places.

mod submissions;
mod town;

use std::collections::BTreeMap;
use std::fs;

use engine::figures::{FigurePlan, Level, differences, fill, lines};
use lake::{ClassifyJob, Figuring, Format, LastYear, Progress};
use registry::access::Area;
use registry::{Actor, Role};
use reports::official::{PlaceNames, Report, absent, codes, only_reviewed, remarks, workbook};
use standards::layouts;
use standards::units::{self, Units, names_on};
use store::Queries;
use store::testing::{Fresh, both};
use vocab::Language;

use crate::client::{pack, today};
use town::{HOUSEHOLDS, NEXT, Town, WARD, actor, links};

fn everywhere(role: Role) -> Actor {
    actor(role, Area::Everywhere)
}

/// The 13 tables of 2025 from plain files, as `chungtay report` makes them.
fn from_files(town: &Town) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let standard = &town.standard;
    let set = layouts::read(&pack(), "yearly", standard).set.unwrap();
    let plan = FigurePlan::new(&set);
    let borders = BTreeMap::new();
    let income_test = standard.income_tests.iter().position(|test| test.id == "income");
    let [now, before] = [1, 0].map(|year| town.as_csv(year, folder.path()));
    let job = |year: i32, [households, members]: [std::path::PathBuf; 2], figuring: Option<Figuring<'_>>| {
        let result_day = vocab::Day::from_civil(year + 1, 1, 1).unwrap();
        let out = folder.path().join(format!("{year}.parquet"));
        let job = ClassifyJob {
            standard,
            params: &standard.on(result_day).unwrap(),
            result_day,
            age_day: vocab::Day::from_civil(year, 12, 31).unwrap(),
            income_test,
            points: None,
            households,
            members,
            out: out.clone(),
            format: Format::Parquet,
            keep: vec![],
            explain: None,
            every_question: false,
            language: Language::Vi,
            skip_bad: false,
            problems: None,
            threads: 1,
            metadata: vec![],
            figuring,
        };
        (lake::classify(&job, &Progress::new()).unwrap().figured, out)
    };
    let (_, last) = job(2024, before, None);
    let last_year = LastYear::read(&last, standard, &plan, Level::Commune, &borders).unwrap();
    let figuring = Figuring {
        plan: &plan,
        level: Level::Commune,
        told_apart: Level::Commune,
        last_year: Some(&last_year),
        borders: &borders,
        listed: &[],
        listed_in: &[],
        list_questions: &[],
        opened: None,
        is_whole: true,
    };
    let (figured, _) = job(2025, now, Some(figuring));
    let lines = lines(&plan, &figured.counts, Level::Commune);
    let tables = fill(&set, &plan, &lines, true);
    let found = differences(&set.checks, &tables, lines.len());
    let day = "2025-12-31".parse().unwrap();
    let named = |depth, level| names_on(&pack(), level, &codes(&lines, depth), day);
    let places = PlaceNames {
        provinces: named(0, units::Level::Province),
        communes: named(1, units::Level::Commune),
        villages: BTreeMap::new(),
        year: 2025,
    };
    let mut about = remarks(&lines, Some(last_year.undetermined), Language::Vi);
    // One household of the register was not reviewed any more.
    about.extend(only_reviewed(&lines, HOUSEHOLDS.len() as u64, Language::Vi));
    about.extend(absent(&lines, &Units::read(&pack()).0, day));
    let about: Vec<String> = about.iter().map(|words| words.vi.clone()).collect();
    let wanted: Vec<u16> = set.tables.iter().map(|table| table.number).collect();
    let report = Report {
        set: &set,
        tables: &tables,
        lines: &lines,
        names: &places.of(&lines, Language::Vi),
        differences: &found,
        wanted: &wanted,
        letterhead: &places.letterhead_of(&lines, Level::Commune, Language::Vi),
        remarks: &about,
        language: Language::Vi,
        made_on: today(),
    };
    workbook(&report).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_tables_of_a_sealed_review_are_byte_for_byte_those_of_the_same_households_in_files() {
    both(|location| async move {
        let town = Town::found(&location).await;
        let got = town
            .get(&everywhere(Role::DepartmentOfficer), &format!("{}/files/mau-bieu.xlsx", town.root(1)))
            .await;
        assert_eq!(got.status, 200);
        let expected = from_files(&town);
        assert!(got.bytes == expected, "{} and {} bytes", got.bytes.len(), expected.len());
    })
    .await;
}

/// How many households a list says that it has, and how many more are in no place of the caller.
fn found(text: &str) -> (usize, usize) {
    let number = |after: &str| {
        let (before, _) = text.split_once(after)?;
        before.rsplit(|letter: char| !letter.is_ascii_digit()).next()?.parse().ok()
    };
    let inside = number(" hộ Về biểu").or_else(|| number(" hộ Ngoài ra"));
    (inside.expect(text), number(" hộ nay không còn").unwrap_or(0))
}

#[tokio::test(flavor = "multi_thread")]
async fn every_cell_opens_exactly_the_households_that_it_counts() {
    both(|location| async move {
        let town = Town::found(&location).await;
        let who = everywhere(Role::DepartmentOfficer);
        let mut opened = 0;
        for table in 1..=13 {
            let page = town.get(&who, &format!("{}/tables/{table}", town.root(1))).await;
            assert_eq!(page.status, 200, "{}", page.text());
            let html = page.html();
            assert!(!html.contains("Unknown localization"), "{html}");
            for link in links(&html, "/households?") {
                let cell = html.split(&format!("href=\"{}\"", link.replace('&', "&#38;"))).nth(1);
                let shown =
                    cell.and_then(|rest| rest.split('>').nth(1)).and_then(|rest| rest.split('<').next());
                let shown: usize =
                    shown.expect(&link).trim_end_matches('*').replace('.', "").parse().expect("a count");
                let list = town.get(&who, &link).await;
                assert_eq!(list.status, 200, "{link}: {}", list.text());
                let people = link.contains("rows=people") || matches!(table, 1 | 4..=7 | 11..=13);
                let (inside, elsewhere) = found(&list.text());
                assert_eq!(elsewhere, 0, "{link}");
                let is_truth = html.contains("đếm được") && matches!(table, 2 | 3 | 8);
                assert!(
                    inside == shown || people && inside <= shown || is_truth,
                    "{link}: {inside} of {shown}"
                );
                opened += 1;
            }
        }
        assert!(opened > 60, "{opened}");
        let poor =
            town.get(&who, &format!("{}/tables/1/households?column=3&row={WARD}", town.root(1))).await.text();
        for head in ["Lê Văn Ở", "K'Brểu", "Lê Văn Mới", "Lê Văn Đến"] {
            assert!(poor.contains(head), "{head}: {poor}");
        }
        assert!(!poor.contains("K'Sen") && !poor.contains("Lê Văn Thoát"));
        // Last year's household that is gone is behind the decrease of the ward where it was.
        let gone =
            town.get(&who, &format!("{}/tables/2/households?column=4&row={NEXT}", town.root(1))).await.text();
        assert!(
            gone.contains("Lê Văn Mất") && gone.contains("Lê Văn Đến") && !gone.contains("K'Sen"),
            "{gone}"
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_subtraction_that_is_wrong_is_told_in_words_before_anybody_sends_it() {
    let database = Fresh::sqlite();
    let town = Town::found(database.location()).await;
    let who = everywhere(Role::DepartmentOfficer);
    let page = town.get(&who, &format!("{}/tables/8", town.root(1))).await.text();
    // Six poor households, two of a minority, one of those of merit: by subtraction three are others, and four are.
    assert!(page.contains("theo công thức 1-2-3-4 là 3, đếm được 4"), "{page}");
    assert!(page.contains("chỉ gồm 8 hộ đã rà soát"), "{page}");
    let all = town.get(&who, &town.root(1)).await.text();
    assert!(all.contains("phép so giữa các biểu khớp"), "{all}");
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_sees_a_row_a_cell_or_a_household_outside_their_places() {
    both(|location| async move {
        let town = Town::found(&location).await;
        let officer = actor(Role::CommuneOfficer, Area::Commune(WARD.into()));
        let table = |rest: &str| format!("{}/tables/1{rest}", town.root(1));
        let own = town.get(&officer, &table("")).await;
        assert_eq!(own.status, 200);
        let (own, html) = (own.text(), own.html());
        assert!(own.contains("Thôn Một") && own.contains("Thôn Hai") && !own.contains("Thôn Ba"), "{own}");
        assert!(
            !html.contains(NEXT)
                && !html.contains("Phường 2 Bảo Lộc")
                && !html.contains(&town.villages[2].to_string())
        );
        for path in [
            table(&format!("?commune={NEXT}")),
            table(&format!("?village={}", town.villages[2])),
            table(&format!("/households?column=3&row={NEXT}")),
            table(&format!("/households?column=3&row={}", town.villages[2])),
            format!("{}/lists/15/{NEXT}", town.root(1)),
            format!("{}/files/mau-bieu.xlsx?commune={NEXT}", town.root(1)),
        ] {
            assert_eq!(town.get(&officer, &path).await.status, 404, "{path}");
        }
        let cell = town.get(&officer, &table("/households?column=3")).await.text();
        assert!(
            cell.contains("Lê Văn Ở") && !cell.contains("Lê Văn Xa") && !cell.contains("K'Sen"),
            "{cell}"
        );
        // Whoever sees no household sees figures without a way to them, and no list.
        let partner = everywhere(Role::Partner);
        let page = town.get(&partner, &table("")).await.html();
        assert!(page.contains("Phường 1 Bảo Lộc") && links(&page, "/households?").is_empty());
        assert_eq!(town.get(&partner, &table("/households?column=3")).await.status, 403);
        assert_eq!(town.get(&partner, &format!("{}/lists/15/{WARD}", town.root(1))).await.status, 403);
        assert_eq!(town.get(&everywhere(Role::Surveyor), "/reports").await.status, 403);
        assert_eq!(town.get(&everywhere(Role::Administrator), "/reports").await.status, 403);
        // A household that left the officer's ward since is counted, and not shown.
        let next = actor(Role::CommuneOfficer, Area::Commune(NEXT.into()));
        let gone = town.get(&next, &format!("{}/tables/2/households?column=4", town.root(1))).await.text();
        assert!(!gone.contains("Lê Văn Đến") && gone.contains("1 hộ nay không còn trong địa bàn"), "{gone}");
    })
    .await;
}

/// The table without its heading line, which names the area.
fn figures_of(page: &str) -> String {
    let table = page.split_once("<table").expect("a table").1.split_once("</table>").unwrap().0;
    // Addresses keep the area and the commune that were asked for.
    table.split("href=\"").map(|part| part.split_once('"').map_or(part, |(_, rest)| rest)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn tables_are_made_for_a_programme_area_that_outlives_its_units_as_far_as_somebody_sees_it() {
    both(|location| async move {
        let town = Town::found(&location).await;
        let whole = everywhere(Role::DepartmentOfficer);
        let table = format!("{}/tables/1", town.root(1));
        assert!(!town.get(&whole, &table).await.text().contains("Địa bàn chương trình"), "there is none yet");
        let keeper = everywhere(Role::Administrator);
        let now = registry::store::dates::Instant::now();
        let scope =
            keeper.scope(registry::access::Right::KeepReference, &Units::read(&pack()).0, today()).unwrap();
        let registry = &town.registry;
        for (name, units) in
            [("Bảo Lộc", vec![WARD.to_owned(), NEXT.to_owned()]), ("Một phường", vec![WARD.to_owned()])]
        {
            registry.add_program_area(Some(&scope), name, &units, now).await.unwrap();
        }
        let page = town.get(&whole, &table).await.text();
        assert!(page.contains("Địa bàn chương trình"), "{page}");
        let all = registry.program_areas().await.unwrap();
        let of = |name: &str| all.iter().find(|area| area.name == name).unwrap().id;
        let (both_wards, one) = (of("Bảo Lộc"), of("Một phường"));
        let of_area = town.get(&whole, &format!("{table}?area={one}")).await.html();
        assert!(of_area.contains("Một phường, năm 2025"), "{of_area}");
        let of_ward = town.get(&whole, &format!("{table}?commune={WARD}")).await.html();
        assert_eq!(figures_of(&of_area), figures_of(&of_ward), "the figures of its only ward");
        let cell = links(&of_area, "/households?").into_iter().next().expect("a cell that opens");
        assert!(cell.contains(&format!("area={one}")), "{cell}");
        assert_eq!(town.get(&whole, &cell).await.status, 200);
        let file = format!("{}/files/bieu-01.xlsx?area={one}", town.root(1));
        assert_eq!(town.get(&whole, &file).await.status, 200);
        // Whoever sees one ward sees the part; an area elsewhere is none.
        let next = actor(Role::CommuneOfficer, Area::Commune(NEXT.into()));
        let part = town.get(&next, &format!("{table}?area={both_wards}")).await.text();
        assert!(part.contains("Bảo Lộc (phần thuộc địa bàn của bạn), năm 2025"), "{part}");
        assert!(!part.contains("Một phường"), "an area elsewhere is not named");
        let elsewhere = town.get(&next, &format!("{table}?area={one}")).await;
        let nowhere = town.get(&next, &format!("{table}?area={}", uuid::Uuid::nil())).await;
        assert_eq!((elsewhere.status, nowhere.status), (404, 404));
        // Without units the name ends.
        registry.add_program_area(Some(&scope), "Một phường", &[], now).await.unwrap();
        assert_eq!(town.get(&whole, &format!("{table}?area={one}")).await.status, 404);
        let officer =
            next.scope(registry::access::Right::SeeFigures, &Units::read(&pack()).0, today()).unwrap();
        assert!(registry.add_program_area(Some(&officer), "Của tôi", &[NEXT.to_owned()], now).await.is_err());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_sealed_shows_no_table_to_anybody() {
    let database = Fresh::sqlite();
    let town = Town::found(database.location()).await;
    for who in [
        everywhere(Role::DepartmentOfficer),
        actor(Role::CommuneOfficer, Area::Commune(WARD.into())),
        everywhere(Role::Inspector),
    ] {
        let list = town.get(&who, "/reports").await;
        assert_eq!(list.status, 200);
        assert!(list.text().contains("Chưa niêm phong nên chưa có biểu"), "{}", list.text());
        assert!(links(&list.html(), &town.root(2)).is_empty());
        assert!(!links(&list.html(), &town.root(1)).is_empty());
        for path in [
            "",
            "/tables/1",
            "/tables/1/households?column=3",
            "/files/mau-bieu.xlsx",
            &format!("/lists/15/{WARD}"),
        ] {
            assert_eq!(town.get(&who, &format!("{}{path}", town.root(2))).await.status, 404, "{path}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_changed_file_is_refused_with_the_name_of_its_snapshot_also_after_it_was_counted() {
    let database = Fresh::sqlite();
    let town = Town::found(database.location()).await;
    let who = everywhere(Role::Inspector);
    let path = format!("{}/tables/1", town.root(1));
    assert_eq!(town.get(&who, &path).await.status, 200);
    for (year, name) in [(1, "households.parquet"), (1, "members.parquet"), (0, "households.parquet")] {
        let file = town.file(year, name);
        let whole = fs::read(&file).unwrap();
        let mut changed = whole.clone();
        let middle = changed.len() / 2;
        changed[middle] ^= 1;
        std::thread::sleep(std::time::Duration::from_millis(20));
        fs::write(&file, changed).unwrap();
        let got = town.get(&who, &path).await;
        assert_eq!(got.status, 409, "{name}");
        let label = format!("Rà soát năm {}", 2024 + year);
        assert!(
            got.text().contains(&label) && got.text().contains("đã bị sửa sau khi niêm phong"),
            "{}",
            got.text()
        );
        assert!(got.text().contains(&town.snapshots[year].to_string()));
        for other in ["/tables/1/households?column=3", "/files/mau-bieu.xlsx", &format!("/lists/15/{WARD}")] {
            assert_eq!(town.get(&who, &format!("{}{other}", town.root(1))).await.status, 409, "{other}");
        }
        fs::remove_file(&file).unwrap();
        let got = town.get(&who, &path).await;
        assert!(got.status == 409 && got.text().contains("không có đủ tệp"), "{}", got.text());
        fs::write(&file, whole).unwrap();
        assert_eq!(town.get(&who, &path).await.status, 200, "{name}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_detailed_list_has_names_and_taking_it_is_an_act() {
    both(|location| async move {
        let town = Town::found(&location).await;
        let officer = actor(Role::CommuneOfficer, Area::Commune(WARD.into()));
        let got = town.get(&officer, &format!("{}/lists/15/{WARD}", town.root(1))).await;
        assert_eq!(got.status, 200, "{}", got.text());
        let cells = cells(got.bytes);
        for name in ["Lê Văn Ở", "K'Brểu", "Lê Văn Mới", "Con 2 của Lê Văn Mới", "1980"] {
            assert!(cells.contains(name), "{name}: {cells}");
        }
        assert!(!cells.contains("K'Sen") && !cells.contains("Lê Văn Thoát"), "{cells}");
        let sql = "select content, actor from act where kind = 'report.take'";
        let rows = town.registry.store().rows(sql, vec![]).await.unwrap();
        assert_eq!(rows.len(), 1);
        let content: serde_json::Value = rows[0].get("content").unwrap();
        assert_eq!(content["commune"], WARD);
        assert_eq!(content["households"], 4);
        assert!(!content.to_string().contains("Lê"));
        // Tables hold no names, and taking them is none.
        for file in ["bieu-02.xlsx", "bieu-08.pdf", "mau-bieu.zip"] {
            let got = town.get(&officer, &format!("{}/files/{file}", town.root(1))).await;
            assert!(got.status == 200 && got.bytes.len() > 1000, "{file}");
        }
        assert_eq!(town.get(&officer, &format!("{}/files/bieu-99.pdf", town.root(1))).await.status, 404);
        let rows = town.registry.store().rows(sql, vec![]).await.unwrap();
        assert_eq!(rows.len(), 1);
    })
    .await;
}

/// The cells of a workbook.
fn cells(bytes: Vec<u8>) -> String {
    use calamine::Reader as _;
    let mut book: calamine::Xlsx<_> = calamine::open_workbook_from_rs(std::io::Cursor::new(bytes)).unwrap();
    let sheet = book.worksheet_range_at(0).unwrap().unwrap();
    sheet
        .rows()
        .map(|row| row.iter().map(|cell| cell.to_string()).collect::<Vec<_>>().join("\t") + "\n")
        .collect()
}
