//! Họ và tên: names by ethnic group, sex and year of birth, from lists of frequencies, never from lists of people.

use crate::draw::Draw;
use crate::family::Person;
use crate::peoples::People;
use crate::reading::{Reading, texts_of};
use crate::weighted::Weighted;

/// Middle words or given names of one sex and time.
#[derive(Clone, Debug)]
struct Words {
    female: bool,
    from: i32,
    until: i32,
    words: Weighted<String>,
}

/// How a group writes its names.
#[derive(Clone, Debug)]
struct Pattern {
    peoples: Vec<People>,
    /// The first one: it writes the frequent surnames, and serves every group that has no other.
    is_common: bool,
    surnames: Weighted<String>,
    /// Parts for a man and a woman.
    parts: [Vec<Part>; 2],
    given: [Weighted<String>; 2],
}

#[derive(Clone, Debug)]
enum Part {
    Surname,
    Middle,
    Given,
    Word(String),
    /// Written without a space after it.
    Joined(String),
}

/// All lists of names.
#[derive(Clone, Debug, Default)]
pub(crate) struct Names {
    surnames: Weighted<String>,
    middle: Vec<Words>,
    given: Vec<Words>,
    patterns: Vec<Pattern>,
}

impl Names {
    pub(crate) fn read(reading: &Reading<'_>) -> Names {
        let mut names = Names::default();
        let mut sample = String::new();
        reading.rows("synthetic/names_frequency.csv", |row| {
            let (name, weight) = (row.text("name").to_owned(), row.thousandths("percent"));
            match row.text("part") {
                "surname" => {
                    // The first sample names most surnames; the others only repeat the frequent ones.
                    if sample.is_empty() {
                        row.text("sample").clone_into(&mut sample);
                    }
                    if row.text("sample") == sample {
                        names.surnames.push(name, weight);
                    }
                }
                _ => {
                    let recent = row.text("cohort").contains("2007");
                    let female = row.text("sex") == "female";
                    let (from, until) = if recent { (2005, 9999) } else { (0, 9999) };
                    add(&mut names.given, female, from, until, name, weight);
                }
            }
        });
        reading.rows("synthetic/middle_names.csv", |row| {
            let year = |column: &str, otherwise: i32| row.text(column).parse().unwrap_or(otherwise);
            let (from, until) = (year("born_from", 0), year("born_until", 9999));
            add(
                &mut names.middle,
                row.text("sex") == "female",
                from,
                until,
                row.text("name").to_owned(),
                row.whole("weight"),
            );
        });
        // The latest cohort that fits stands first.
        names.given.sort_by_key(|words| -words.from);
        for file in ["synthetic/naming.toml", "synthetic/naming_more.toml"] {
            let settings = reading.settings(file);
            for table in settings.tables("pattern") {
                let joined = texts_of(table, "joined");
                let parts = |key: &str| {
                    let text = table.get(key).and_then(|value| value.get_ref().as_str()).unwrap_or_default();
                    text.split(' ').map(|part| part_of(part, &joined)).collect::<Vec<_>>()
                };
                let evenly = |key: &str| texts_of(table, key).into_iter().map(|text| (text, 1)).collect();
                let is_common = names.patterns.is_empty();
                names.patterns.push(Pattern {
                    is_common,
                    peoples: texts_of(table, "ethnic_codes")
                        .iter()
                        .filter_map(|code| code.parse().ok().map(People))
                        .collect(),
                    surnames: evenly("surnames"),
                    parts: [parts("male"), parts("female")],
                    given: [evenly("given_male"), evenly("given_female")],
                });
            }
        }
        if names.surnames.is_empty() || names.given.is_empty() {
            reading.error("synthetic/names_frequency.csv", 0, "no surnames or no given names", "list them");
        }
        names
    }

    /// The full name of a member. `chance` is the household's: people of one line get one surname.
    pub(crate) fn write(
        &self,
        people: People,
        person: &Person,
        year: i32,
        member: usize,
        chance: Draw,
        out: &mut String,
    ) {
        let fits = |pattern: &&Pattern| {
            pattern.peoples.contains(&people) && (pattern.is_common || pattern.is_complete())
        };
        let known = self.patterns.iter().filter(fits).count().max(1) as u32;
        let at = chance.part(1).below(known) as usize;
        let pattern = self.patterns.iter().filter(fits).nth(at).or(self.patterns.first());
        let Some(pattern) = pattern else { return };
        let sex = usize::from(person.female);
        let mut line = chance.part(100 + u64::from(person.line));
        let mut own = chance.part(200 + member as u64);
        let mut space = false;
        for part in pattern.parts.get(sex).into_iter().flatten() {
            if space {
                out.push(' ');
            }
            space = !matches!(part, Part::Joined(_));
            let word = match part {
                Part::Surname if pattern.surnames.is_empty() => self.surnames.draw(&mut line),
                Part::Surname => pattern.surnames.draw(&mut line),
                Part::Middle => find(&self.middle, person.female, year, &mut own),
                Part::Given => match pattern.given.get(sex).filter(|given| !given.is_empty()) {
                    Some(given) => given.draw(&mut own),
                    None => find(&self.given, person.female, year, &mut own),
                },
                Part::Word(word) | Part::Joined(word) => Some(word),
            };
            out.push_str(word.map_or("", String::as_str));
        }
    }
}

impl Pattern {
    /// Whether it has the surnames that it writes.
    fn is_complete(&self) -> bool {
        let surname = self.parts.iter().flatten().any(|part| matches!(part, Part::Surname));
        !surname || !self.surnames.is_empty()
    }
}

fn part_of(part: &str, joined: &[String]) -> Part {
    match part {
        "{surname}" => Part::Surname,
        "{middle}" => Part::Middle,
        "{given}" => Part::Given,
        word if joined.iter().any(|known| known == word) => Part::Joined(word.to_owned()),
        word => Part::Word(word.to_owned()),
    }
}

fn add(all: &mut Vec<Words>, female: bool, from: i32, until: i32, word: String, weight: u32) {
    let known =
        all.iter_mut().find(|words| words.female == female && words.from == from && words.until == until);
    match known {
        Some(words) => words.words.push(word, weight),
        None => all.push(Words { female, from, until, words: [(word, weight)].into_iter().collect() }),
    }
}

fn find<'a>(all: &'a [Words], female: bool, year: i32, draw: &mut Draw) -> Option<&'a String> {
    let fits = |words: &&Words| words.female == female && words.from <= year && year < words.until;
    all.iter().find(fits)?.words.draw(draw)
}
