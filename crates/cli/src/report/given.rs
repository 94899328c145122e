//! What a report rests on: the standard with its values, the set of tables, and which of them are wanted.

use std::io::{self, Write};
use std::path::Path;

use lake::{ClassifyJob, Figuring, Format};
use standards::PackFiles;
use standards::layouts::{self, TableSet};
use standards::points::PointTable;
use standards::standard::{ParamValues, PovertyStandard};
use vocab::{Day, Language, said};

use super::Report;
use crate::classify::Days;
use crate::deciding::{Deciding, params};
use crate::failure::Failure;
use crate::shelf::Shelf;
use crate::{calendar, packs, progress};

/// Everything that does not depend on the data.
pub(super) struct Given {
    pub(super) standard: PovertyStandard,
    pub(super) set: TableSet,
    /// Files of the pack with the tables, units and lists.
    pub(super) files: PackFiles,
    pub(super) template: String,
    pub(super) params: ParamValues,
    pub(super) days: Days,
    /// Day in whose borders places are counted.
    pub(super) borders: Day,
    pub(super) made_on: Day,
    /// Numbers of the wanted tables and lists.
    pub(super) wanted: Vec<u16>,
    income_test: Option<usize>,
    points: Option<PointTable>,
}

impl Given {
    pub(super) fn read(options: &Report, shelf: Option<&Path>) -> Result<Given, Failure> {
        let chosen = Shelf::choose(&options.standard, shelf)?;
        let standard = packs::loaded(&chosen)?;
        let deciding = Deciding {
            result_day: options.result_day,
            age_day: options.age_day,
            income_test: options.income_test.as_deref(),
            points: options.points.as_deref(),
        };
        let (result, age) = deciding.days(&standard)?;
        let days = Days { result, age, units: options.units_on.unwrap_or(result) };
        let params = params(&standard, result)?;
        let income_test = deciding.income_test(&standard)?;
        let points = deciding.point_table(&standard, &chosen)?;
        // A standard's folder of its own has no tables and units: they are those of the usual pack.
        let has_tables = layouts::ids(&chosen.shelf.files).contains(&options.tables);
        let files = if has_tables { chosen.shelf.files } else { Shelf::open(shelf)?.files };
        let set = table_set(&files, &options.tables, &standard)?;
        let template = files
            .get(&layouts::template_of(&options.tables))
            .and_then(|bytes| std::str::from_utf8(bytes).ok());
        let Some(template) = template.map(str::to_owned) else {
            let file = layouts::template_of(&options.tables);
            return Err(Failure::could_not_run(
                said!("gói không có mẫu in {file}", "the pack has no template {file}"),
                said!("thêm tệp này vào gói", "add this file to the pack"),
            ));
        };
        let wanted = wanted(options, &set)?;
        Ok(Given {
            borders: options.borders_on.unwrap_or(days.units),
            made_on: options.made_on.unwrap_or_else(calendar::today),
            standard,
            set,
            files,
            template,
            params,
            days,
            wanted,
            income_test,
            points,
        })
    }

    /// The classification that counts, without its output.
    pub(super) fn job<'a>(
        &'a self,
        options: &Report,
        language: Language,
        figuring: Option<Figuring<'a>>,
    ) -> Result<ClassifyJob<'a>, Failure> {
        Ok(ClassifyJob {
            standard: &self.standard,
            params: &self.params,
            result_day: self.days.result,
            age_day: self.days.age,
            income_test: self.income_test,
            points: self.points.as_ref(),
            households: options.households.clone(),
            members: options.members.clone(),
            out: options.out.clone(),
            format: Format::Parquet,
            keep: Vec::new(),
            explain: None,
            every_question: false,
            language,
            skip_bad: false,
            problems: None,
            threads: progress::threads(options.threads)?,
            metadata: vec![
                ("chungtay.units_on".to_owned(), self.days.units.to_string()),
                ("chungtay.engine".to_owned(), env!("CARGO_PKG_VERSION").to_owned()),
            ],
            figuring,
        })
    }
}

fn table_set(files: &PackFiles, id: &str, standard: &PovertyStandard) -> Result<TableSet, Failure> {
    let read = layouts::read(files, id, standard);
    if let Some(set) = read.set {
        return Ok(set);
    }
    let mut errors = io::stderr().lock();
    for finding in &read.findings {
        let _ = writeln!(errors, "{finding}");
    }
    let (known, standard) = (layouts::ids(files).join(", "), &standard.id);
    Err(Failure::could_not_run(
        said!(
            "bộ mẫu biểu `{id}` không dùng được với chuẩn {standard}",
            "the set of tables `{id}` cannot be used with the standard {standard}"
        ),
        said!("sửa các lỗi ở trên; gói có: {known}", "mend the mistakes above; the pack has: {known}"),
    ))
}

/// The tables that were asked for; without any, the summary tables.
fn wanted(options: &Report, set: &TableSet) -> Result<Vec<u16>, Failure> {
    let tables = || set.tables.iter().map(|table| table.number);
    let lists = || set.lists.iter().map(|list| list.number);
    if options.table.is_empty() {
        return Ok(tables().collect());
    }
    let unknown = options.table.iter().find(|number| !tables().chain(lists()).any(|known| known == **number));
    if let Some(number) = unknown {
        let known: Vec<String> = tables().chain(lists()).map(|number| number.to_string()).collect();
        let known = known.join(", ");
        return Err(Failure::could_not_run(
            said!("không có biểu {number}", "there is no table {number}"),
            said!("các biểu hiện có: {known}", "there are: {known}"),
        ));
    }
    Ok(options.table.clone())
}
