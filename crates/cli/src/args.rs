//! The command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use vocab::{Confidence, Day};

/// Chung Tay – the information system of a sustainable poverty-reduction programme.
#[derive(Debug, Parser)]
#[command(name = "chungtay", version, about, disable_help_subcommand = true, max_term_width = 110)]
pub(crate) struct Cli {
    /// A folder with packs, instead of the ones inside the program
    #[arg(long, global = true, env = "CHUNGTAY_PACKS", value_name = "DIR")]
    pub(crate) packs: Option<PathBuf>,
    /// Language of texts
    #[arg(long, global = true, default_value = "vi", value_name = "LANG")]
    pub(crate) lang: Lang,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// A language of the interface.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Lang {
    /// Tiếng Việt
    Vi,
    /// English
    En,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// The law as data: check, list, read, run worked cases, import point tables
    #[command(subcommand)]
    Packs(Packs),
    /// Make an invented population for a standard's questionnaire; the same seed gives the same bytes
    Generate(Generate),
    /// Decide which households of two files are poor, and say why
    Classify(Classify),
    /// The official tables of a yearly review, as XLSX and PDF, from two files of microdata
    Report(Box<crate::report::Report>),
    /// The questionnaire of a standard as a form: for ODK Collect, for a spreadsheet
    Form(crate::form::FormOptions),
    /// Write a paper of the review (minutes, posted list, decision, certificate, letters) with invented households
    Paper(crate::paper::PaperOptions),
    /// Invent Bảo Lộc in a fresh database and serve it, with one user of every role
    Demo(crate::demo::Demo),
    /// Serve the pages: the law, readable, and a form to try it; with a database also the households
    Serve(crate::serve::Serve),
    /// Find whatever in the database is not as an official act left it (exit 1 if something is not)
    Verify(crate::verify::Verify),
    /// Seal the results of a campaign into files with a manifest; list what was sealed; find whatever changed since
    Snapshot(crate::snapshot::Snapshot),
    /// Reports between two instances: keys, and signed, encrypted files that go out and come in
    #[command(subcommand)]
    Submission(crate::submission::Submission),
    /// Write the whole database into a new file, whichever database it is, and read it again
    Backup(crate::backup::Backup),
    /// Fill an empty place from a backup, wholly or not at all
    Restore(crate::backup::Restore),
    /// Bring the database to this version, after a backup
    Migrate(crate::backup::Migrate),
    /// Import a list, or two files of microdata: what would become of each household; with --confirm it is recorded
    Import(crate::import::Import),
    /// Users, from the machine itself: the first administrator, a lost password
    #[command(subcommand)]
    User(crate::user::User),
    /// Erase what is known of a person, by law; the log keeps that and why
    ErasePerson(crate::erase::Erase),
    /// Print a completion script for a shell
    Completions {
        /// bash, zsh, fish, elvish or powershell
        shell: clap_complete::Shell,
    },
    /// Print the manual page (roff)
    Man,
    /// Read a workbook with limited memory; the program calls itself so
    #[command(name = crate::workbook::CHILD, hide = true)]
    ReadWorkbook {
        /// The workbook whose first sheet is wanted; without it all sheets of the one on standard input
        file: Option<PathBuf>,
    },
}

/// What to do with packs.
#[derive(Debug, Subcommand)]
pub(crate) enum Packs {
    /// Find every mistake in a pack or a standard's folder
    Check {
        /// A pack or a standard's folder; without it the pack inside the program
        dir: Option<PathBuf>,
    },
    /// The standards and procedures of the pack, and which standard is in force on a day, in a place
    List {
        /// Result day: the first day on which a result is valid
        #[arg(long, value_name = "DAY")]
        result_day: Option<Day>,
        /// Code of a province or commune
        #[arg(long, value_name = "CODE")]
        place: Option<String>,
        /// One JSON object on standard output
        #[arg(long)]
        json: bool,
    },
    /// A standard in plain words: values, indicators, outcomes, with their articles; or a procedure with its steps
    Show {
        /// Id of a standard or procedure, or a folder
        #[arg(value_name = "ID|DIR")]
        standard: String,
    },
    /// Run the worked households of one standard, or of all
    Cases {
        /// Id of a standard, or a folder
        #[arg(value_name = "ID|DIR")]
        standard: Option<String>,
    },
    /// Import the questions of the quick screening (Phiếu A) from CSV or XLSX (id, vi, en) into a procedure
    ImportScreening {
        /// The questions
        file: PathBuf,
        /// Id of a procedure of the pack in --packs
        #[arg(long, value_name = "ID")]
        procedure: String,
        /// Which answers let a household go on to the survey
        #[arg(long, value_name = "RULE", value_parser = ["none_ticked", "any_ticked"])]
        goes_on: String,
        /// Id of the legal document that they were copied from
        #[arg(long, value_name = "DOC")]
        doc: String,
        /// Article or annex
        #[arg(long, value_name = "TEXT")]
        article: String,
        /// verified only if somebody compared the questions with the official text
        #[arg(long, value_name = "WORD", default_value = "unverified",
              value_parser = clap::builder::PossibleValuesParser::new(Confidence::ALL.map(Confidence::code)))]
        confidence: String,
    },
    /// Import the points of a proxy score from CSV or XLSX (region, item, option, points)
    ImportPoints {
        /// The table
        file: PathBuf,
        /// Id of a standard, or a folder
        #[arg(long, value_name = "ID|DIR")]
        standard: String,
        /// The official text that it was copied from
        #[arg(long, value_name = "TEXT")]
        source: String,
        /// Who loads it; without it the user's name
        #[arg(long, value_name = "NAME")]
        by: Option<String>,
    },
}

/// Options of `generate`.
#[derive(Debug, Args)]
pub(crate) struct Generate {
    /// How many households
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=100_000_000))]
    pub(crate) households: u64,
    /// The same seed gives the same bytes
    #[arg(long, value_name = "S")]
    pub(crate) seed: u64,
    /// Folder for households.parquet and members.parquet
    #[arg(long, value_name = "DIR")]
    pub(crate) out: PathBuf,
    /// Id of a standard, or a folder; its questionnaire is answered
    #[arg(long, value_name = "ID|DIR", default_value = "vn-2022")]
    pub(crate) standard: String,
    /// Share of answers that are missing, in percent
    #[arg(long, value_name = "PERCENT", default_value_t = 0.2)]
    pub(crate) missing: f64,
    /// Threads that work at the same time
    #[arg(long, value_name = "N")]
    pub(crate) threads: Option<usize>,
}

/// Options of `classify`.
#[derive(Debug, Args)]
pub(crate) struct Classify {
    /// Id of a standard, or a folder
    #[arg(long, value_name = "ID|DIR")]
    pub(crate) standard: String,
    /// One row a household: Parquet or CSV
    #[arg(long, value_name = "FILE")]
    pub(crate) households: PathBuf,
    /// One row a member: Parquet or CSV
    #[arg(long, value_name = "FILE")]
    pub(crate) members: PathBuf,
    /// The result
    #[arg(long, value_name = "FILE")]
    pub(crate) out: PathBuf,
    /// Format of the result; without it the name of the file says it
    #[arg(long, value_name = "FORMAT")]
    pub(crate) format: Option<FileFormat>,
    /// First day on which the result is valid; without it the last day that the standard covers
    #[arg(long, value_name = "DAY")]
    pub(crate) result_day: Option<Day>,
    /// Day on which ages are counted; without it the result day
    #[arg(long, value_name = "DAY")]
    pub(crate) age_day: Option<Day>,
    /// Day whose administrative units the codes mean; without it the result day
    #[arg(long, value_name = "DAY")]
    pub(crate) units_on: Option<Day>,
    /// The income test to use; without it the first one of the standard whose answer is there
    #[arg(long, value_name = "TEST")]
    pub(crate) income_test: Option<String>,
    /// Table of points (CSV or XLSX); without it the newest imported one
    #[arg(long, value_name = "FILE")]
    pub(crate) points: Option<PathBuf>,
    /// Further columns of the households file for the result
    #[arg(long, value_name = "COL,…", value_delimiter = ',')]
    pub(crate) keep: Vec<String>,
    /// Explain the result of one household
    #[arg(long, value_name = "HOUSEHOLD_ID")]
    pub(crate) explain: Option<String>,
    /// Leave out households with problems instead of refusing the files
    #[arg(long)]
    pub(crate) skip_bad: bool,
    /// Write all problems to this CSV file
    #[arg(long, value_name = "FILE")]
    pub(crate) problems: Option<PathBuf>,
    /// Threads that work at the same time
    #[arg(long, value_name = "N")]
    pub(crate) threads: Option<usize>,
    /// One JSON object on standard output
    #[arg(long)]
    pub(crate) json: bool,
}

/// Format of a result.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum FileFormat {
    /// Apache Parquet
    Parquet,
    /// CSV in UTF-8
    Csv,
    /// A workbook
    Xlsx,
}
