//! Địa bàn của biểu: what the rows of tables are called, whose paper it is, and what must be said about the whole.

use std::collections::{BTreeMap, BTreeSet};

use engine::figures::{Level, Line};
use standards::units::{Level as UnitLevel, Units};
use vocab::{Day, Language, LocalText, said, written};

use super::Letterhead;

/// Names of places by code, in the borders in which they are counted, and the year of the review.
#[derive(Clone, Debug, Default)]
pub struct PlaceNames {
    /// Of provinces.
    pub provinces: BTreeMap<String, String>,
    /// Of communes.
    pub communes: BTreeMap<String, String>,
    /// Of villages; one without a name stands for itself.
    pub villages: BTreeMap<String, String>,
    /// The year.
    pub year: i32,
}

/// The codes of one depth that stand in lines: 0 provinces, 1 communes, 2 villages.
pub fn codes(lines: &[Line], depth: usize) -> BTreeSet<&str> {
    lines.iter().filter_map(|line| line.codes.get(depth)?.as_deref()).collect()
}

/// What has to be known about the figures as a whole. `undetermined_before` is how many households last year's result has
/// without an outcome; `None` where it is not there at all.
pub fn remarks(lines: &[Line], undetermined_before: Option<u64>, language: Language) -> Vec<LocalText> {
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
    match undetermined_before {
        None => remarks.push(said!(
            "Chưa có kết quả năm trước: diễn biến ở biểu 2 và 3 chỉ có số cuối kỳ.",
            "Last year's result is not there: the flows of tables 2 and 3 have only their closing."
        )),
        Some(before) if before > 0 => {
            let count = number(before);
            remarks.push(said!(
                "Kết quả năm trước có {count} hộ chưa xác định: năm nay nếu nghèo hoặc cận nghèo thì tính là phát sinh mới, có đánh dấu.",
                "Last year's result has {count} undetermined households: if poor or near-poor now they count as new, with a mark."
            ));
        }
        Some(_) => {}
    }
    remarks
}

/// Whether the register has more households than were reviewed: then shares are none of the whole population.
pub fn only_reviewed(lines: &[Line], in_register: u64, language: Language) -> Option<LocalText> {
    let reviewed = lines.first().map_or(0, |line| line.counts.all[0]);
    let count = written::whole(i64::try_from(reviewed).unwrap_or(i64::MAX), language);
    (in_register > reviewed).then(|| {
        said!(
            "Tổng dân cư trong các biểu chỉ gồm {count} hộ đã rà soát có trong số liệu niêm phong; sổ hộ còn hộ khác không có trong đó, nên các tỷ lệ chưa phải của toàn bộ dân cư.",
            "The population of the tables is the {count} reviewed households of the sealed figures; the register has others that are not in them, so the shares are not those of the whole population."
        )
    })
}

/// Last year's households in places about which this year's data say nothing.
pub fn outside(households: u64, language: Language) -> Option<LocalText> {
    let count = written::whole(i64::try_from(households).unwrap_or(i64::MAX), language);
    (households > 0).then(|| {
        said!(
            "{count} hộ nghèo, hộ cận nghèo của năm trước ở các xã không có trong dữ liệu năm nay: không tính vào biểu nào.",
            "{count} poor or near-poor households of last year lie in communes that this year's data do not have: no table counts them."
        )
    })
}

/// Communes of the province that the figures do not have: their rows are not zero, they are not there.
pub fn absent(lines: &[Line], units: &Units, day: Day) -> Option<LocalText> {
    let (provinces, communes) = (codes(lines, 0), codes(lines, 1));
    let province = provinces.first().filter(|_| provinces.len() == 1 && communes.len() > 1)?;
    let all = units.all_on(UnitLevel::Commune, day).filter(|unit| unit.province_code == *province);
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

impl PlaceNames {
    /// The names of lines.
    pub fn of(&self, lines: &[Line], language: Language) -> Vec<String> {
        lines.iter().map(|line| self.name(line, language)).collect()
    }

    /// The head of papers whose rows are these lines, down to a level.
    pub fn letterhead_of(&self, lines: &[Line], level: Level, language: Language) -> Letterhead {
        let all = |depth: usize| -> BTreeSet<Option<&str>> {
            let deepest = lines.iter().filter(|line| line.of.is_empty());
            deepest.filter_map(|line| line.codes.get(depth).map(Option::as_deref)).collect()
        };
        let one = |of: BTreeSet<Option<&str>>| match of.into_iter().collect::<Vec<_>>().as_slice() {
            [Some(code)] => Some((*code).to_owned()),
            _ => None,
        };
        let (province, commune) = (one(all(0)), one(all(1)));
        let mut letterhead = self.letterhead(province.as_deref(), commune.as_deref(), language);
        letterhead.places = match level {
            Level::Village => said!("Thôn, tổ dân phố", "Village"),
            Level::Commune => said!("Xã, phường, đặc khu", "Commune"),
            Level::Province => said!("Tỉnh, thành phố", "Province"),
        }
        .get(language)
        .to_owned();
        letterhead
    }

    /// The name of a line.
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
            [.., Some(village)] => named(&self.villages, village),
        }
    }

    /// The head of papers about a commune, a province or more.
    pub fn letterhead(
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

    /// An area with the year, as headings say it.
    pub fn about(&self, area: &str, language: Language) -> String {
        let year = self.year;
        said!("{area}, năm {year}", "{area}, {year}").get(language).to_owned()
    }

    /// A commune and its province as files and heads call them.
    pub fn commune<'a>(&'a self, code: &'a str) -> &'a str {
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
