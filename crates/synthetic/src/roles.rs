//! Answers that follow from who somebody is rather than from chance: ages, names, numbers.

use standards::questionnaire::Subject;

/// What an answer says. Written `@name` in `answers.csv`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    Age,
    BirthDate,
    BirthYear,
    EthnicGroup,
    Size,
    Income,
    IncomeYear,
    Score,
    FullName,
    PersonalId,
    Phone,
    Address,
    DocumentNumber,
    Note,
}

/// All roles with their names.
const ROLES: [(&str, Role); 14] = [
    ("@age", Role::Age),
    ("@birth_date", Role::BirthDate),
    ("@birth_year", Role::BirthYear),
    ("@ethnic_group", Role::EthnicGroup),
    ("@size", Role::Size),
    ("@income", Role::Income),
    ("@income_year", Role::IncomeYear),
    ("@score", Role::Score),
    ("@full_name", Role::FullName),
    ("@personal_id", Role::PersonalId),
    ("@phone", Role::Phone),
    ("@address", Role::Address),
    ("@document_number", Role::DocumentNumber),
    ("@note", Role::Note),
];

impl Role {
    /// The role with this name.
    pub(crate) fn named(name: &str) -> Option<Role> {
        ROLES.iter().find(|(known, _)| *known == name).map(|(_, role)| *role)
    }

    /// The role that a question has in every pack by its id; `packs/README.md` gives these ids their meaning.
    pub(crate) fn built_in(of: Subject, id: &str) -> Option<Role> {
        match (of, id) {
            (Subject::Member, "age") => Some(Role::Age),
            (Subject::Member, "birth_date") => Some(Role::BirthDate),
            (Subject::Member, "birth_year") => Some(Role::BirthYear),
            _ => None,
        }
    }

    /// Written as a text rather than a number, and how it is kept in a cell.
    pub(crate) fn text_cell(self) -> Option<i64> {
        let first = Role::FullName as i64;
        Some(self as i64).filter(|at| *at >= first)
    }

    /// The text role of a cell.
    pub(crate) fn of_cell(cell: i64) -> Option<Role> {
        ROLES.iter().map(|(_, role)| *role).find(|role| role.text_cell() == Some(cell))
    }

    /// Names a person or reaches one, and is left out unless names are asked for.
    pub(crate) fn is_personal(self) -> bool {
        matches!(self, Role::FullName | Role::PersonalId | Role::Phone | Role::Address)
    }
}
