//! Who issues a paper and who signs it.

use serde_json::Value as Json;
use vocab::Day;

use super::values::{Values, dated, maybe, text, values};

/// Cơ quan ban hành: who issues a paper, as its head says.
#[derive(Clone, Debug, Default)]
pub struct Office {
    /// The agency above, if there is one.
    pub parent: Option<String>,
    /// The agency that issues, a line each.
    pub agency: Vec<String>,
    /// The place of the line with the day.
    pub place: String,
    /// The commune as sentences name it: “Phường 1 Bảo Lộc”.
    pub commune: String,
}

/// Người ký: in whose name and as what somebody signs.
#[derive(Clone, Debug, Default)]
pub struct Signatory {
    /// In whose name: “TM. ỦY BAN NHÂN DÂN”.
    pub authority: String,
    /// As what: “CHỦ TỊCH”.
    pub role: String,
    /// Full name, once it is known.
    pub name: Option<String>,
}

/// Số và ngày: given by the clerk when a paper is issued; empty in a draft.
#[derive(Clone, Debug, Default)]
pub struct Issued {
    /// The number before its symbol.
    pub number: Option<String>,
    /// The day.
    pub on: Option<Day>,
}

impl Office {
    /// The values of the head and of the signature.
    pub(crate) fn values(&self, issued: &Issued, signatory: &Signatory) -> Values {
        values([
            ("parent", maybe(self.parent.as_deref())),
            ("agency", self.agency.iter().map(|line| text(line)).collect::<Json>()),
            ("place", text(&self.place)),
            ("commune", text(&self.commune)),
            ("number", maybe(issued.number.as_deref())),
            ("date", dated(issued.on)),
            ("authority", text(&signatory.authority)),
            ("role", text(&signatory.role)),
            ("signatory", maybe(signatory.name.as_deref())),
        ])
    }
}
