//! The sets of official tables of the pack, read once for every standard that they are made for.

use engine::figures::FigurePlan;
use standards::PackFiles;
use standards::layouts::{self, TableSet};

use crate::law::Library;

/// A set of tables for one standard.
#[derive(Debug)]
pub(crate) struct Form {
    /// Id of the standard.
    standard: String,
    pub(super) set: TableSet,
    pub(super) plan: FigurePlan,
    /// The template of its papers.
    pub(super) template: String,
}

/// All of them.
#[derive(Debug)]
pub(crate) struct Forms(Vec<Form>);

impl Forms {
    /// Reads them. A set that does not fit a standard is none for it: `packs check` says why.
    pub(crate) fn read(files: &PackFiles, library: &Library) -> Forms {
        let mut forms = Vec::new();
        for id in layouts::ids(files) {
            let template =
                files.get(&layouts::template_of(&id)).and_then(|bytes| std::str::from_utf8(bytes).ok());
            let Some(template) = template else { continue };
            for shelved in &library.standards {
                let standard = &shelved.standard;
                let read = layouts::read(files, &id, standard).set;
                let fits = |set: &TableSet| set.standards.contains(&standard.id);
                let Some(set) = read.filter(fits) else { continue };
                let plan = FigurePlan::new(&set);
                forms.push(Form { standard: standard.id.clone(), set, plan, template: template.to_owned() });
            }
        }
        Forms(forms)
    }

    /// The sets, each once.
    pub(super) fn sets(&self) -> impl Iterator<Item = &TableSet> {
        let is_first = |at: usize, id: &str| self.0.iter().position(|form| form.set.id == id) == Some(at);
        self.0
            .iter()
            .enumerate()
            .filter(move |(at, form)| is_first(*at, &form.set.id))
            .map(|(_, form)| &form.set)
    }

    /// The tables for a standard.
    pub(super) fn of(&self, standard: &str) -> Option<&Form> {
        self.0.iter().find(|form| form.standard == standard)
    }
}
