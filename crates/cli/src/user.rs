//! `chungtay user`: for whoever sits at the machine – the first administrator, and the way back in when nobody has a
//! password any more. Everything else is done on the pages, by an administrator whose name stands in the log.

use std::io::Write;
use std::path::Path;

use clap::{Args, Subcommand};
use registry::Registry;
use registry::store::dates::Instant;
use vocab::{Language, said};

use crate::calendar;
use crate::database::{Place, failed, runtime, stopped};
use crate::failure::{Failure, printing};
use crate::shelf::Shelf;

/// What to do with users.
#[derive(Debug, Subcommand)]
pub(crate) enum User {
    /// Add an administrator of everything; prints a password that works once
    Add {
        #[command(flatten)]
        whose: Login,
        /// Name of the person
        #[arg(long, value_name = "NAME")]
        name: String,
    },
    /// Give a user a password that works once; sessions and codes of the old one end
    ResetPassword {
        #[command(flatten)]
        whose: Login,
    },
    /// List users and their roles
    List {
        #[command(flatten)]
        place: Place,
    },
}

/// A user in a database.
#[derive(Debug, Args)]
pub(crate) struct Login {
    #[command(flatten)]
    place: Place,
    /// Log-in name
    login: String,
}

/// Does it.
pub(crate) fn user(
    what: &User,
    packs: Option<&Path>,
    language: Language,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    let shelf = Shelf::open(packs)?;
    let place = match what {
        User::Add { whose, .. } | User::ResetPassword { whose } => &whose.place,
        User::List { place } => place,
    };
    let lines = runtime()?.block_on(async {
        // Nothing may be made by a mistake in the path.
        place.current().await?.close().await;
        let registry = place.open(&shelf, &mut |_| ()).await?;
        let done = match what {
            User::Add { whose, name } => add(&registry, &whose.login, name, language).await,
            User::ResetPassword { whose } => reset(&registry, &whose.login, language).await,
            User::List { .. } => list(&registry).await,
        };
        registry.close().await;
        done
    })?;
    lines.iter().try_for_each(|line| writeln!(out, "{line}")).map_err(|error| printing(&error))
}

async fn add(
    registry: &Registry,
    login: &str,
    name: &str,
    language: Language,
) -> Result<Vec<String>, Failure> {
    let added = registry.set_up_administrator(login, name, Instant::now()).await.map_err(stopped)?;
    Ok(said_once(&added.one_time_password, language))
}

async fn reset(registry: &Registry, login: &str, language: Language) -> Result<Vec<String>, Failure> {
    let user = registry.user_of_login(login).await.map_err(|fault| failed(&fault))?;
    let Some(user) = user else {
        return Err(Failure::could_not_run(
            said!("không có người dùng {login}", "there is no user {login}"),
            said!(
                "xem tên đăng nhập bằng `chungtay user list`",
                "look for the log-in name by `chungtay user list`"
            ),
        ));
    };
    let once = registry.reset_password_here(user, Instant::now()).await.map_err(stopped)?;
    Ok(said_once(&once, language))
}

fn said_once(password: &str, language: Language) -> Vec<String> {
    let words = said!(
        "mật khẩu dùng một lần: {password}\nNgười dùng phải chọn mật khẩu khác khi đăng nhập lần đầu.",
        "password for once: {password}\nWhoever logs in with it must choose another one."
    );
    vec![words.get(language).to_owned()]
}

async fn list(registry: &Registry) -> Result<Vec<String>, Failure> {
    let users = registry.users_here(calendar::today()).await.map_err(|fault| failed(&fault))?;
    let lines = users.into_iter().map(|listed| {
        let roles: Vec<&str> = listed.grants.iter().map(|granted| granted.grant.role.code()).collect();
        format!("{}\t{}\t{}", listed.login, listed.name, roles.join(","))
    });
    Ok(lines.collect())
}
