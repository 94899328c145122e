//! The places of the tables: which are wanted, what they are called, and whose paper it is.

use std::collections::{BTreeMap, BTreeSet};

use engine::figures::{Level as Rows, Line};
use lake::{Figured, LastYear};
use reports::official::Letterhead;
use standards::units::{Level, Units, names_on};
use vocab::{Language, LocalText, said, written};

use super::given::Given;
use super::{By, Report};
use crate::failure::Failure;

/// Names of the lines, and the head of the papers.
pub(super) struct Places {
    pub(super) names: Vec<String>,
    pub(super) letterhead: Letterhead,
    communes: BTreeMap<String, String>,
    provinces: BTreeMap<String, String>,
    year: i32,
}

/// Keeps the wanted area; a code is that of a province, a commune or a village.
pub(super) fn keep(figured: &mut Figured, area: &[String]) -> Result<(), Failure> {
    if area.is_empty() {
        return Ok(());
    }
    let mut found = BTreeSet::new();
    let mut is_in = |place: &[Option<String>; 3]| {
        let inside = place.iter().flatten().find(|code| area.contains(code));
        found.extend(inside.cloned());
        inside.is_some()
    };
    figured.counts.places.retain(|place, _| is_in(place));
    figured.listed.retain(|listed| listed.place.iter().flatten().any(|code| area.contains(code)));
    let unknown: Vec<&str> = area.iter().filter(|code| !found.contains(*code)).map(String::as_str).collect();
    if unknown.is_empty() {
        return Ok(());
    }
    let codes = unknown.join(", ");
    Err(Failure::could_not_run(
        said!("dữ liệu không có hộ nào ở: {codes}", "the data have no household in: {codes}"),
        said!(
            "ghi mã đơn vị như trong dữ liệu; mã thôn cần --by village",
            "write codes as in the data; codes of villages need --by village"
        ),
    ))
}

/// What has to be known about the figures as a whole.
pub(super) fn remarks(lines: &[Line], last_year: Option<&LastYear>, language: Language) -> Vec<LocalText> {
    let mut remarks = Vec::new();
    let number = |count: u64| written::whole(i64::try_from(count).unwrap_or(i64::MAX), language);
    if let Some([households, people]) =
        lines.first().map(|line| line.counts.undetermined).filter(|n| n[0] > 0)
    {
        let (households, people) = (number(households), number(people));
        remarks.push(said!(
            "{households} hộ ({people} người) chưa xác định được kết quả vì thiếu câu trả lời: không thuộc hộ nghèo, hộ cận nghèo hay hộ không nghèo trong các biểu.",
            "{households} households ({people} people) are undetermined because answers are missing: the tables have them neither as poor nor near-poor nor not poor."
        ));
    }
    match last_year {
        None => remarks.push(said!(
            "Chưa có kết quả năm trước (--previous): diễn biến ở biểu 2 và 3 chỉ có số cuối kỳ.",
            "Last year's result is not there (--previous): the flows of tables 2 and 3 have only their closing."
        )),
        Some(last_year) if last_year.undetermined > 0 => {
            let count = number(last_year.undetermined);
            remarks.push(said!(
                "Kết quả năm trước có {count} hộ chưa xác định: năm nay nếu nghèo hoặc cận nghèo thì tính là phát sinh mới, có đánh dấu.",
                "Last year's result has {count} undetermined households: if poor or near-poor now they count as new, with a mark."
            ));
        }
        Some(_) => {}
    }
    remarks
}

/// Last year's households in places about which this year's data say nothing.
pub(super) fn outside(households: u64, language: Language) -> Option<LocalText> {
    let count = written::whole(i64::try_from(households).unwrap_or(i64::MAX), language);
    (households > 0).then(|| {
        said!(
            "{count} hộ nghèo, hộ cận nghèo của năm trước ở các xã không có trong dữ liệu năm nay: không tính vào biểu nào.",
            "{count} poor or near-poor households of last year lie in communes that this year's data do not have: no table counts them."
        )
    })
}

/// Communes of the province that the data do not have: their rows are not zero, they are not there.
pub(super) fn absent(options: &Report, given: &Given, lines: &[Line]) -> Option<LocalText> {
    let codes = |depth: usize| -> BTreeSet<&str> {
        lines.iter().filter_map(|line| line.codes.get(depth)?.as_deref()).collect()
    };
    let (provinces, communes) = (codes(0), codes(1));
    let province = provinces.first().filter(|_| provinces.len() == 1 && communes.len() > 1)?;
    if !options.area.is_empty() {
        return None;
    }
    let (units, _) = Units::read(&given.files);
    let all = units.all_on(Level::Commune, given.borders).filter(|unit| unit.province_code == *province);
    let absent: Vec<&str> =
        all.filter(|unit| !communes.contains(unit.code.as_str())).map(|unit| unit.name.as_str()).collect();
    let (count, names) = (absent.len(), absent.join(", "));
    (count > 0).then(|| {
        said!(
            "{count} xã, phường, đặc khu của tỉnh không có trong dữ liệu nên không có dòng: {names}.",
            "{count} communes of the province are not in the data and have no row: {names}."
        )
    })
}

impl Places {
    pub(super) fn read(
        options: &Report,
        given: &Given,
        lines: &[Line],
        language: Language,
    ) -> Result<Places, Failure> {
        let codes = |depth: usize| -> BTreeSet<&str> {
            lines.iter().filter_map(|line| line.codes.get(depth)?.as_deref()).collect()
        };
        let all = |depth: usize| -> BTreeSet<Option<&str>> {
            let deepest = lines.iter().filter(|line| line.of.is_empty());
            deepest.filter_map(|line| line.codes.get(depth).map(Option::as_deref)).collect()
        };
        let communes = names_on(&given.files, Level::Commune, &codes(1), given.borders);
        let provinces = names_on(&given.files, Level::Province, &codes(0), given.borders);
        let year = given.days.result.previous().year();
        let mut places =
            Places { names: Vec::new(), letterhead: Letterhead::default(), communes, provinces, year };
        places.names = lines.iter().map(|line| places.name(line, language)).collect();
        let one = |of: BTreeSet<Option<&str>>| match of.into_iter().collect::<Vec<_>>().as_slice() {
            [Some(code)] => Some((*code).to_owned()),
            _ => None,
        };
        let (province, commune) = (one(all(0)), one(all(1)));
        places.letterhead = places.letterhead(province.as_deref(), commune.as_deref(), language);
        if let Some(name) = &options.area_name {
            places.letterhead.about = places.about(name, language);
        }
        places.letterhead.places = match (options.by, language) {
            (By::Village, Language::Vi) => "Thôn, tổ dân phố",
            (By::Village, Language::En) => "Village",
            (By::Commune, Language::Vi) => "Xã, phường, đặc khu",
            (By::Commune, Language::En) => "Commune",
            (By::Province, Language::Vi) => "Tỉnh, thành phố",
            (By::Province, Language::En) => "Province",
        }
        .to_owned();
        Ok(places)
    }

    fn name(&self, line: &Line, language: Language) -> String {
        let unknown = said!("Chưa rõ địa bàn", "Place not known");
        let named = |names: &BTreeMap<String, String>, code: &String| {
            names.get(code).cloned().unwrap_or_else(|| code.clone())
        };
        match line.codes.as_slice() {
            [] => said!("TỔNG SỐ", "TOTAL").get(language).to_owned(),
            [.., None] => unknown.get(language).to_owned(),
            [Some(province)] => named(&self.provinces, province),
            [_, Some(commune)] => named(&self.communes, commune),
            [.., Some(village)] => village.clone(),
        }
    }

    /// The head of papers about a commune, a province or more.
    pub(super) fn letterhead(
        &self,
        province: Option<&str>,
        commune: Option<&str>,
        language: Language,
    ) -> Letterhead {
        let province = province.and_then(|code| self.provinces.get(code));
        let commune = commune.and_then(|code| self.communes.get(code));
        let committee = |name: &String| match language {
            Language::Vi => vec!["ỦY BAN NHÂN DÂN".to_owned(), name.to_uppercase()],
            Language::En => vec!["PEOPLE'S COMMITTEE".to_owned(), name.to_uppercase()],
        };
        let above = match language {
            Language::Vi => "ỦY BAN NHÂN DÂN ",
            Language::En => "PEOPLE'S COMMITTEE, ",
        };
        let (parent, own) = match (province, commune) {
            (Some(province), Some(commune)) => {
                (Some(format!("{above}{}", province.to_uppercase())), Some(commune))
            }
            (Some(province), None) => (None, Some(province)),
            _ => (None, None),
        };
        let about = match (province, commune) {
            (Some(province), Some(commune)) => format!("{commune}, {}", lower_first(province, language)),
            (Some(province), None) => province.clone(),
            _ => said!("Toàn bộ địa bàn của dữ liệu", "All places of the data").get(language).to_owned(),
        };
        Letterhead {
            parent,
            agency: own.map_or_else(|| vec!["........................".to_owned()], committee),
            place: own.map_or_else(|| "............".to_owned(), |name| bare(name)),
            about: self.about(&about, language),
            places: String::new(),
        }
    }

    fn about(&self, area: &str, language: Language) -> String {
        let year = self.year;
        said!("{area}, năm {year}", "{area}, {year}").get(language).to_owned()
    }

    /// A commune and its province as files and heads call them.
    pub(super) fn commune<'a>(&'a self, code: &'a str) -> &'a str {
        self.communes.get(code).map_or(code, String::as_str)
    }
}

/// A name without its kind, as the line of place and day writes it.
fn bare(name: &str) -> String {
    const KINDS: [&str; 6] = ["Tỉnh ", "Thành phố ", "Phường ", "Xã ", "Đặc khu ", "Thị trấn "];
    let short = KINDS.iter().find_map(|kind| name.strip_prefix(kind));
    // A number alone is no place: it stays "Phường 1".
    short
        .filter(|short| !short.starts_with(|letter: char| letter.is_ascii_digit()))
        .unwrap_or(name)
        .to_owned()
}

fn lower_first(name: &str, language: Language) -> String {
    let mut letters = name.chars();
    match (letters.next(), language) {
        (Some(first), Language::Vi) => first.to_lowercase().chain(letters).collect(),
        _ => name.to_owned(),
    }
}

/// Whether rows go down to communes.
pub(super) fn has_communes(level: Rows) -> bool {
    level >= Rows::Commune
}
