//! What a list says of each household, as the registry would take it, and what stands against taking it.

use std::collections::BTreeMap;

use roster::matching::{MatchHousehold, MatchPerson};
use roster::{Person, Place, Problem, Roster, Severity, Written};
use vocab::{Day, said, search_key};

use crate::import::known::Village;
use crate::import::refusal;
use crate::register::{Birth, NewPerson, check_person};
use crate::{Refusal, Stopped, VillageId};

/// One household of the list.
#[derive(Clone, Debug)]
pub(crate) struct Listed {
    pub(crate) at: Place,
    pub(crate) head: usize,
    pub(crate) people: Vec<ListedPerson>,
    pub(crate) village: Option<(VillageId, String, String)>,
    pub(crate) address: Option<String>,
    /// The first day for which the list speaks.
    pub(crate) from: Day,
    pub(crate) blocked: Option<Box<Refusal>>,
    /// Its position among the households of the list.
    pub(crate) household: usize,
    /// Positions of its rows among the people of the list.
    pub(crate) rows: Vec<usize>,
}

/// One person of the list.
#[derive(Clone, Debug)]
pub(crate) struct ListedPerson {
    pub(crate) matched: MatchPerson,
    pub(crate) new: NewPerson,
    /// Name of the ethnic group, for the screen.
    pub(crate) ethnic_name: Option<String>,
}

impl Listed {
    pub(crate) fn for_matching(&self) -> MatchHousehold {
        MatchHousehold {
            people: self.people.iter().map(|person| person.matched.clone()).collect(),
            head: Some(self.head),
        }
    }

    /// Digits of the numbers that one person alone can have.
    pub(crate) fn numbers(&self) -> impl Iterator<Item = &str> {
        self.people.iter().filter_map(ListedPerson::digits)
    }
}

impl ListedPerson {
    pub(crate) fn digits(&self) -> Option<&str> {
        self.matched.number.as_ref().filter(|number| number.is_unique()).map(|number| number.digits())
    }
}

/// The households of a list.
pub(crate) fn listed(roster: &Roster, villages: &[Village], today: Day) -> Vec<Listed> {
    let mut worst: BTreeMap<(usize, u32), (Severity, Problem)> = BTreeMap::new();
    for finding in roster.findings.iter().filter(|finding| stops(finding.problem)) {
        if let Some(at) = &finding.at {
            worst.entry((at.sheet, at.row)).or_insert((finding.severity(), finding.problem));
        }
    }
    let households = roster.households.iter().enumerate();
    households.filter_map(|(at, _)| one(roster, at, villages, &worst, today)).collect()
}

/// What cannot be used, or has two meanings of which the wrong one would be recorded.
fn stops(problem: Problem) -> bool {
    problem.severity() == Severity::Error
        || matches!(problem, Problem::EthnicAmbiguous | Problem::HouseholdUnclear)
}

fn one(
    roster: &Roster,
    at: usize,
    villages: &[Village],
    worst: &BTreeMap<(usize, u32), (Severity, Problem)>,
    today: Day,
) -> Option<Listed> {
    let household = roster.households.get(at)?;
    let rows: Vec<(usize, &Person)> =
        household.people.iter().filter_map(|at| Some((*at, roster.people.get(*at)?))).collect();
    let (_, first) = rows.first()?;
    let people: Vec<&Person> = rows.iter().map(|(_, person)| *person).collect();
    let head = head_of(household, &rows);
    let (village, village_refused) = match village_of(&people, villages) {
        Ok(village) => (Some(village), None),
        Err(refused) => (None, Some(refused)),
    };
    let name = village.as_ref().map(|village| village.1.clone());
    let wrong = rows.iter().find_map(|(_, person)| worst.get(&(person.at.sheet, person.at.row)));
    let blocked = wrong
        .map(|(_, problem)| refusal(problem.reason(), problem.remedy()))
        .or(village_refused)
        .or_else(|| head.is_none().then(no_head));
    let listed: Vec<ListedPerson> =
        people.iter().map(|person| listed_person(person, name.as_deref())).collect();
    // What the registry would refuse of one household must not stop the others.
    let blocked = blocked.or_else(|| {
        listed.iter().find_map(|person| match check_person(&person.new) {
            Err(Stopped::Refused(refusal)) => Some(refusal),
            _ => None,
        })
    });
    let decided = people.iter().find_map(|person| value(&person.decision_day)).copied();
    Some(Listed {
        at: first.at.clone(),
        head: head.unwrap_or(0),
        people: listed,
        village,
        address: people.iter().find_map(|person| value(&person.address)).cloned(),
        from: decided.filter(|day| *day <= today).unwrap_or(today),
        blocked,
        household: at,
        rows: rows.iter().map(|(at, _)| *at).collect(),
    })
}

/// Who says to be the head, or else the only one who has the name of the head.
fn head_of(household: &roster::Household, rows: &[(usize, &Person)]) -> Option<usize> {
    if let Some(head) = household.head {
        return rows.iter().position(|(at, _)| *at == head);
    }
    let named = |person: &Person| {
        let (name, head) = (value(&person.name)?, value(&person.head_name)?);
        (search_key(name) == search_key(head)).then_some(())
    };
    let mut found = rows.iter().enumerate().filter(|(_, (_, person))| named(person).is_some());
    let first = found.next().map(|(at, _)| at);
    first.filter(|_| found.next().is_none())
}

fn no_head() -> Box<Refusal> {
    refusal(
        said!("không rõ ai là chủ hộ", "it is not clear who is the head"),
        said!(
            "ghi “Chủ hộ” ở cột quan hệ rồi gửi lại tệp",
            "write “Chủ hộ” in the column of the relationship and send the file again"
        ),
    )
}

/// The village of one's own area that the rows name, by its name and, if it is written, the code of its commune.
fn village_of(people: &[&Person], villages: &[Village]) -> Result<(VillageId, String, String), Box<Refusal>> {
    let code = people.iter().find_map(|person| value(&person.commune_code)).map(|code| five_digits(code));
    let inside: Vec<&Village> =
        villages.iter().filter(|village| code.as_ref().is_none_or(|code| *code == village.commune)).collect();
    if let Some(code) = code
        && inside.is_empty()
    {
        return Err(refusal(
            said!("xã mã {code} không thuộc địa bàn của bạn", "the commune {code} is not in your area"),
            said!(
                "ghi mã xã hiện hành; danh sách của nơi khác do nơi đó nhập",
                "write the code of the commune of today; the list of another place is imported there"
            ),
        ));
    }
    let written = people.iter().find_map(|person| value(&person.village)).cloned();
    let address = people.iter().find_map(|person| value(&person.address));
    let called: Vec<String> = match &written {
        Some(village) => vec![village.clone()],
        None => address.into_iter().flat_map(|address| address.split(',')).map(str::to_owned).collect(),
    };
    for name in &called {
        let key = search_key(name);
        let whole = |village: &&&Village| !key.is_empty() && search_key(&village.name) == key;
        let bare = |village: &&&Village| {
            !proper(&key).is_empty() && proper(&search_key(&village.name)) == proper(&key)
        };
        let is_named = |village: &&&Village| village.id.to_string() == *name || whole(village);
        let exact: Vec<&&Village> = inside.iter().filter(is_named).collect();
        let found = if exact.is_empty() { inside.iter().filter(bare).collect() } else { exact };
        if let [village] = found.as_slice() {
            return Ok((village.id, village.name.clone(), village.commune.clone()));
        }
    }
    Err(refusal(
        said!(
            "không tìm thấy đúng một thôn, tổ dân phố của hộ này trong địa bàn của bạn",
            "not exactly one village of your area has the name that stands there"
        ),
        said!(
            "ghi tên thôn, tổ dân phố như trong hệ thống và mã xã hiện hành",
            "write the village as it is called here and the code of the commune of today"
        ),
    ))
}

/// The name without the word for its kind: lists write *Đạ Nghịch* for *Thôn Đạ Nghịch*, *TDP 3* for *Tổ dân phố 3*.
fn proper(key: &str) -> &str {
    const KINDS: [&str; 9] =
        ["to dan pho ", "khu pho ", "thon ", "tdp ", "ban ", "buon ", "ap ", "lang ", "bon "];
    KINDS.iter().find_map(|kind| key.strip_prefix(kind)).unwrap_or(key)
}

fn five_digits(code: &str) -> String {
    let digits: String = code.chars().filter(char::is_ascii_digit).collect();
    format!("{digits:0>5}")
}

fn value<T>(written: &Option<Written<T>>) -> Option<&T> {
    written.as_ref().and_then(|written| written.value.as_ref())
}

fn listed_person(person: &Person, village: Option<&str>) -> ListedPerson {
    let matched = MatchPerson { village: village.map(str::to_owned), ..MatchPerson::from(person) };
    let relation = if person.is_head {
        "head"
    } else {
        person.relation.as_ref().map_or("other", |relation| relation_code(&relation.written))
    };
    let sex = matched.sex.map(|sex| if sex == roster::Sex::Male { "male" } else { "female" }.to_owned());
    let group = value(&person.ethnic_group);
    let new = NewPerson {
        name: matched.name.clone(),
        sex,
        birth: match matched.birth {
            Some(roster::Birth::Day(day)) => Birth::Day(day),
            Some(other) => Birth::Year(other.year()),
            None => Birth::Unknown,
        },
        ethnic_group: group.map(|group| group.code.clone()),
        id_number: matched.number.as_ref().filter(|n| n.is_unique()).map(|n| n.digits().to_owned()),
        phone: None,
        relation: relation.to_owned(),
    };
    ListedPerson { matched, new, ethnic_name: group.map(|group| group.name.clone()) }
}

/// The code of a relation that has one; everybody else is *other*.
fn relation_code(written: &str) -> &'static str {
    match search_key(written).as_str() {
        "vo" | "chong" | "vo chong" | "spouse" => "spouse",
        "con" | "con de" | "con trai" | "con gai" | "con ruot" | "child" => "child",
        "chau" | "chau noi" | "chau ngoai" | "grandchild" => "grandchild",
        "bo" | "me" | "cha" | "bo de" | "me de" | "cha de" | "bo me" | "parent" => "parent",
        _ => "other",
    }
}
