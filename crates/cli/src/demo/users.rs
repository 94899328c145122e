//! One user of every role, with log-ins that everybody may know.

use std::net::SocketAddr;

use registry::Registry;

use crate::demo::city::Taken;
use crate::failure::Failure;

/// A log-in of the demo.
pub(crate) struct LogIn {
    pub(crate) role: &'static str,
    pub(crate) user: String,
    pub(crate) password: String,
}

/// Makes the users.
pub(crate) async fn add(_: &Registry, _: &Taken) -> Result<Vec<LogIn>, Failure> {
    Ok(Vec::new())
}

/// Prints where to look and how to get in.
pub(crate) fn print(_: &[LogIn], _: SocketAddr, _: bool) {}
