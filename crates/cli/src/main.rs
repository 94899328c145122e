//! The binary `chungtay`.

mod args;
mod backup;
mod calendar;
mod classify;
mod database;
mod deciding;
mod demo;
mod erase;
mod explanation;
mod failure;
mod form;
mod form_paper;
mod form_sheets;
mod generate;
mod import;
mod json;
mod key_file;
mod nightly;
mod packs;
mod paper;
mod points;
mod progress;
mod read_workbook;
mod report;
mod screening;
mod seal;
mod serve;
mod shelf;
mod show;
mod snapshot;
mod submission;
mod summary;
mod user;
mod verify;
mod workbook;

use std::io::{self, Write};
use std::process::ExitCode;

use clap::{CommandFactory, Parser};
use vocab::Language;

use crate::args::{Cli, Command, Lang, Packs};
use crate::failure::Failure;

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            let _ = error.print();
            return ExitCode::from(if error.use_stderr() { 2 } else { 0 });
        }
    };
    let mut out = io::BufWriter::new(io::stdout().lock());
    let done = run(&cli, &mut out).and_then(|()| out.flush().map_err(|error| failure::printing(&error)));
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            let _ = out.flush();
            if let Some(words) = failure.words(language(&cli)) {
                let _ = writeln!(io::stderr(), "{words}");
            }
            failure.exit_code()
        }
    }
}

fn language(cli: &Cli) -> Language {
    match cli.lang {
        Lang::Vi => Language::Vi,
        Lang::En => Language::En,
    }
}

fn run(cli: &Cli, out: &mut dyn Write) -> Result<(), Failure> {
    let shelf = cli.packs.as_deref();
    let language = language(cli);
    match &cli.command {
        Command::Packs(Packs::Check { dir }) => packs::check(dir.as_deref(), shelf, language, out),
        Command::Packs(Packs::List { result_day, place, json }) => {
            packs::list(shelf, *result_day, place.as_deref(), *json, language, out)
        }
        Command::Packs(Packs::Show { standard }) => show::show(standard, shelf, language, out),
        Command::Packs(Packs::Cases { standard }) => packs::cases(standard.as_deref(), shelf, language, out),
        Command::Packs(Packs::ImportScreening { file, procedure, goes_on, doc, article, confidence }) => {
            let source = [doc.as_str(), article, confidence];
            screening::import(file, procedure, shelf, (goes_on, source), language, out)
        }
        Command::Packs(Packs::ImportPoints { file, standard, source, by }) => {
            packs::import_points(file, standard, shelf, (source, by.as_deref()), language, out)
        }
        Command::Generate(options) => generate::generate(options, shelf, language, out),
        Command::Classify(options) => classify::classify(options, shelf, language, out),
        Command::Report(options) => report::report(options, shelf, language, out),
        Command::Form(options) => form::form(options, shelf, language, out),
        Command::Paper(options) => paper::paper(options, shelf, language, out),
        Command::Serve(options) => serve::serve(options, shelf, language),
        Command::Verify(options) => verify::verify(options, shelf, language, out),
        Command::Snapshot(options) => snapshot::snapshot(options, shelf, language, out),
        Command::Submission(what) => submission::submission(what, shelf, language, out),
        Command::Backup(options) => backup::backup(options, language, out),
        Command::Restore(options) => backup::restore(options, shelf, language, out),
        Command::Migrate(options) => backup::migrate(options, shelf, language, out),
        Command::User(what) => user::user(what, shelf, language, out),
        Command::Import(options) => import::import(options, shelf, language, out),
        Command::ErasePerson(options) => erase::erase(options, shelf, language, out),
        Command::Demo(options) => demo::demo(options),
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(*shell, &mut Cli::command(), "chungtay", &mut script);
            out.write_all(&script).map_err(|error| failure::printing(&error))
        }
        Command::Man => manual(out).map_err(|error| failure::printing(&error)),
        Command::ReadWorkbook { file: Some(file) } => workbook::child(file, out),
        Command::ReadWorkbook { file: None } => read_workbook::child(out),
    }
}

/// One manual page: the program, then each command.
fn manual(out: &mut dyn Write) -> io::Result<()> {
    let mut command = Cli::command();
    command.build();
    clap_mangen::Man::new(command.clone()).render(out)?;
    for part in command.get_subcommands().filter(|part| !part.is_hide_set()) {
        let name = format!("chungtay {}", part.get_name());
        let man = clap_mangen::Man::new(part.clone().display_name(name.clone()));
        writeln!(out, ".SH \"{}\"", name.to_uppercase())?;
        man.render_description_section(out)?;
        man.render_options_section(out)?;
    }
    Ok(())
}
