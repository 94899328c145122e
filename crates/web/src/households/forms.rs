//! The small forms of a file: one for each change, filled again with what was typed when the change was refused.

use registry::PersonId;
use registry::file::{File, Member};
use registry::households::VillageName;

use super::list::Choice;
use super::words;
use crate::visit::Visit;

/// A form with its fields.
pub(super) struct Form {
    pub(super) action: String,
    pub(super) anchor: String,
    pub(super) title: String,
    pub(super) fields: Vec<Field>,
    /// Number of the last act that the author sees.
    pub(super) seen: i64,
    /// Person whom it is about, if the form is.
    pub(super) person: Option<PersonId>,
    /// Why it was refused, and what to do: the form stands open.
    pub(super) refused: Option<(String, String)>,
}

/// A field.
pub(super) struct Field {
    pub(super) name: &'static str,
    pub(super) label: String,
    pub(super) kind: Kind,
    pub(super) value: String,
    pub(super) is_required: bool,
}

/// How a field is filled.
pub(super) enum Kind {
    /// Type of the input.
    Input(&'static str),
    One(Vec<Choice>),
    Many(Vec<Choice>),
}

/// A form that was sent.
#[derive(Clone, Debug)]
pub(super) struct Typed {
    pub(super) kind: String,
    pub(super) pairs: Vec<(String, String)>,
    pub(super) refused: (String, String),
}

impl Typed {
    /// The value of a field, trimmed.
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        text(&self.pairs, name)
    }
}

/// The first value of a field, trimmed.
pub(super) fn text<'a>(pairs: &'a [(String, String)], name: &str) -> Option<&'a str> {
    pairs.iter().find(|(known, _)| known == name).map(|(_, value)| value.trim())
}

/// Builds one form; `typed` is what was sent of this very form.
struct Drawing<'a> {
    visit: &'a Visit,
    typed: Option<&'a Typed>,
    fields: Vec<Field>,
}

impl Drawing<'_> {
    fn input(&mut self, name: &'static str, key: &str, kind: &'static str, value: &str, is_required: bool) {
        let value = self.typed.and_then(|typed| typed.text(name)).unwrap_or(value).to_owned();
        let label = self.visit.t(key);
        self.fields.push(Field { name, label, kind: Kind::Input(kind), value, is_required });
    }

    fn one(
        &mut self,
        name: &'static str,
        key: &str,
        choices: Vec<(String, String)>,
        value: &str,
        is_required: bool,
    ) {
        let value = self.typed.and_then(|typed| typed.text(name)).unwrap_or(value).to_owned();
        let label = self.visit.t(key);
        let empty = (String::new(), self.visit.t("choose-word"));
        let choices = std::iter::once(empty).chain(choices).map(|(code, words)| {
            let is_chosen = code == value;
            (code, words, is_chosen)
        });
        self.fields.push(Field { name, label, kind: Kind::One(choices.collect()), value, is_required });
    }

    fn many(&mut self, name: &'static str, key: &str, choices: Vec<(String, String)>) {
        let sent = |code: &str| {
            self.typed.is_some_and(|t| t.pairs.iter().any(|(known, value)| known == name && value == code))
        };
        let choices = choices.into_iter().map(|(code, words)| {
            let is_chosen = sent(&code);
            (code, words, is_chosen)
        });
        let (label, kind) = (self.visit.t(key), Kind::Many(choices.collect()));
        self.fields.push(Field { name, label, kind, value: String::new(), is_required: false });
    }

    /// Sex, birth, ethnic group and numbers of a person, as known.
    fn person(&mut self, known: &dyn Fn(&str) -> String) {
        let visit = self.visit;
        let sexes = ["male", "female"].map(|code| (code.to_owned(), words::sex(visit, code)));
        self.input("name", "person-name", "text", &known("name"), true);
        self.one("sex", "person-sex", sexes.to_vec(), &known("sex"), false);
        self.input("birth_date", "person-birth-day", "date", &known("birth_date"), false);
        self.input("birth_year", "person-birth-year", "number", &known("birth_year"), false);
        let groups = visit.site.lists.ethnic_groups.clone();
        self.one("ethnic_group", "person-ethnic-group", groups, &known("ethnic_group"), false);
        self.input("id_number", "person-id-number-new", "text", "", false);
        self.input("phone", "person-phone-new", "tel", "", false);
    }

    /// Closes the form with the day, the reason and the evidence.
    fn form(mut self, file: &File, kind: &str, title: &str, person: Option<PersonId>) -> Form {
        let today = (self.visit.site.today)().to_string();
        self.input(
            "on",
            if kind == "person" { "change-on-known" } else { "change-on" },
            "date",
            &today,
            true,
        );
        self.input("reason", "change-reason", "text", "", true);
        self.input("evidence", "change-evidence", "text", "", false);
        Form {
            action: format!("/households/{}/changes/{kind}", file.id),
            anchor: person.map_or_else(|| format!("change-{kind}"), |person| format!("change-{person}")),
            title: self.visit.t(title),
            fields: self.fields,
            seen: file.seen,
            person,
            refused: self.typed.map(|typed| typed.refused.clone()),
        }
    }
}

/// The form that corrects what is said of one person.
pub(super) fn correction(file: &File, member: &Member, typed: Option<&Typed>, visit: &Visit) -> Form {
    let id = member.id.to_string();
    let typed = typed.filter(|typed| typed.kind == "person" && typed.text("person") == Some(&id));
    let mut drawing = Drawing { visit, typed, fields: Vec::new() };
    drawing.person(&|key| known(member, key));
    drawing.form(file, "person", "change-person", Some(member.id))
}

/// What is said of a person under a key, as a field shows it.
pub(super) fn known(member: &Member, key: &str) -> String {
    match member.details.value.get(key) {
        Some(serde_json::Value::String(text)) => text.clone(),
        Some(serde_json::Value::Number(number)) => number.to_string(),
        _ => String::new(),
    }
}

/// The forms about the household.
pub(super) fn all(file: &File, villages: &[VillageName], typed: Option<&Typed>, visit: &Visit) -> Vec<Form> {
    let people: Vec<(String, String)> =
        file.people.iter().map(|member| (member.id.to_string(), known(member, "name"))).collect();
    let villages: Vec<(String, String)> = villages
        .iter()
        .map(|v| (v.id.to_string(), format!("{} – {}", v.name, words::commune(visit, &v.commune_code))))
        .collect();
    let here = file.village.as_ref().map(|(id, _)| id.to_string()).unwrap_or_default();
    let address = file.address.clone().unwrap_or_default();
    let draw = |kind: &str| {
        let typed = typed.filter(|typed| typed.kind == kind);
        Drawing { visit, typed, fields: Vec::new() }
    };
    let relations = words::RELATIONS.iter().filter(|(code, _)| *code != "head");
    let relations = relations.map(|(code, key)| ((*code).to_owned(), visit.t(key))).collect();
    let mut joins = draw("join");
    joins.person(&|_| String::new());
    joins.one("relation", "person-relation", relations, "", true);
    let mut moves = draw("move");
    moves.one("village", "household-village", villages.clone(), &here, true);
    moves.input("address", "household-address", "text", &address, false);
    let mut dies = draw("death");
    dies.one("person", "change-who", people.clone(), "", true);
    let mut heads = draw("head");
    heads.one("person", "change-who-head", people.clone(), "", true);
    let mut splits = draw("split");
    splits.many("person", "change-who-splits", people.clone());
    splits.one("head", "change-who-head", people, "", true);
    splits.one("village", "household-village", villages, &here, true);
    splits.input("address", "household-address", "text", "", false);
    vec![
        joins.form(file, "join", "change-join", None),
        moves.form(file, "move", "change-move", None),
        dies.form(file, "death", "change-death", None),
        heads.form(file, "head", "change-head", None),
        splits.form(file, "split", "change-split", None),
    ]
}
