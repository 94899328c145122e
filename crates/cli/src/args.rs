//! The command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

/// Chung Tay – the information system of a sustainable poverty-reduction programme.
#[derive(Debug, Parser)]
#[command(name = "chungtay", version, about, disable_help_subcommand = true, max_term_width = 110)]
pub(crate) struct Cli {
    /// A folder with packs, instead of the ones inside the program
    #[arg(long, global = true, env = "CHUNGTAY_PACKS", value_name = "DIR")]
    pub(crate) packs: Option<PathBuf>,
    /// Language of texts: vi or en
    #[arg(long, global = true, default_value = "vi", value_name = "LANG", value_parser = ["vi", "en"])]
    pub(crate) lang: String,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// The law as data: check, list, read, run worked cases, import point tables
    #[command(subcommand)]
    Packs(Packs),
}

/// What to do with packs.
#[derive(Debug, Subcommand)]
pub(crate) enum Packs {
    /// Find every mistake in a pack or a standard's folder
    Check {
        /// A pack or a standard's folder; without it the pack inside the program
        dir: Option<PathBuf>,
    },
    /// The standards of the pack, and which is in force
    List(InForce),
    /// A standard in plain words: values, indicators, outcomes, with their articles
    Show {
        /// Id of a standard, or a folder
        #[arg(value_name = "ID|DIR")]
        standard: String,
    },
    /// Run the worked households of one standard, or of all
    Cases {
        /// Id of a standard, or a folder
        #[arg(value_name = "ID|DIR")]
        standard: Option<String>,
    },
}

/// A day and a place for which to ask what is in force.
#[derive(Debug, Args)]
pub(crate) struct InForce {
    /// Result day: the first day on which a result is valid
    #[arg(long, value_name = "DAY")]
    pub(crate) result_day: Option<vocab::Day>,
    /// Code of a province or commune
    #[arg(long, value_name = "CODE")]
    pub(crate) place: Option<String>,
}
