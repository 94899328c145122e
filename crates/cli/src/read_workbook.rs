//! Reading a list of households for the pages: the limited child process on its side of the pipe.

use std::io::{self, Write};

use vocab::said;

use crate::failure::Failure;

/// Reads limits and a file from standard input and prints its cells.
pub(crate) fn child(out: &mut dyn Write) -> Result<(), Failure> {
    roster::child::serve(io::stdin().lock(), out).map_err(|error| {
        Failure::could_not_run(
            said!("không đọc được danh sách: {error}", "the list could not be read: {error}"),
            said!("gửi lại tệp", "send the file again"),
        )
    })
}
