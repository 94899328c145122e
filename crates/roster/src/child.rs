//! Reading in a child process that has limits: a workbook of a kilobyte can otherwise take all memory there is.
//!
//! The parent starts `program read-workbook`, writes the limits and the file to its standard input and reads cells from its
//! standard output. The child limits itself before it looks at the file; whatever kills it is a finding here.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use serde_json::{Value as Json, json};

use crate::file;
use crate::finding::Finding;
use crate::grid::Grid;
use crate::problem::Problem;
use crate::wire;

/// The argument with which the program calls itself to read a file.
pub const SUBCOMMAND: &str = "read-workbook";

/// How much a file may cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the file itself.
    pub file: u64,
    /// Bytes of memory (address space) of the child.
    pub memory: u64,
    /// Seconds of computing, and twice as many on the clock.
    pub seconds: u64,
    /// Bytes that the child may answer.
    pub answer: u64,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits { file: 20 << 20, memory: 1 << 30, seconds: 30, answer: 128 << 20 }
    }
}

/// Reads a file in a child process. `program` must call [`serve`] when its only argument is [`SUBCOMMAND`].
///
/// Blocks until the child has ended; from async code call it where blocking is allowed.
pub fn read_in_child(program: &Path, file: &Path, limits: Limits) -> Result<Grid, Finding> {
    read_limited(program, file, limits).map_err(Finding::of_file)
}

fn read_limited(program: &Path, file: &Path, limits: Limits) -> Result<Grid, Problem> {
    let file = File::open(file).map_err(|_| Problem::FileMissing)?;
    let about = file.metadata().map_err(|_| Problem::FileMissing)?;
    if !about.is_file() {
        return Err(Problem::FileMissing);
    }
    if about.len() > limits.file {
        return Err(Problem::FileTooLarge);
    }
    // No environment: keys and addresses that the server was given are nothing to a parser.
    let mut child = Command::new(program)
        .arg(SUBCOMMAND)
        .env_clear()
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|_| Problem::ReaderFailed)?;
    let answer = converse(&mut child, file, limits);
    if answer.is_err() {
        // It may have ended already; then there is nothing to kill.
        let _ended = child.kill();
    }
    let status = child.wait().map_err(|_| Problem::ReaderFailed)?;
    match answer {
        Ok(Ok(grid)) => Ok(grid),
        Ok(Err(Problem::ReaderFailed)) => Err(why_it_ended(status)),
        Ok(Err(problem)) | Err(problem) => Err(problem),
    }
}

/// Sends the file and reads the answer: what the child said, or why it was not waited for.
fn converse(child: &mut Child, file: File, limits: Limits) -> Result<Result<Grid, Problem>, Problem> {
    let (Some(mut input), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
        return Err(Problem::ReaderFailed);
    };
    thread::spawn(move || {
        // A child that gives up early closes its end; its status says why.
        let _sent = send(&mut input, file, limits);
    });
    let (say, heard) = mpsc::channel();
    thread::spawn(move || {
        let mut answer = BufReader::new(output.take(limits.answer));
        let grid = wire::read(&mut answer);
        let cut = answer.get_ref().limit() == 0;
        // Nobody listens any more if the time was over.
        let _listening = say.send(if cut { Err(Problem::TooManyCells) } else { Ok(grid) });
    });
    let clock = Duration::from_secs(limits.seconds.saturating_mul(2));
    heard.recv_timeout(clock).map_err(|_| Problem::TooMuchTime)?
}

fn send(input: &mut impl Write, file: File, limits: Limits) -> io::Result<()> {
    writeln!(input, "{}", json!({ "memory": limits.memory, "seconds": limits.seconds }))?;
    io::copy(&mut file.take(limits.file), input)?;
    input.flush()
}

/// The child's whole work: reads the limits, applies them to this process, reads the file, writes the cells.
///
/// Call it first thing in a process that does nothing else.
pub fn serve(stdin: impl Read, stdout: impl Write) -> io::Result<()> {
    serve_reading(stdin, stdout, file::read_bytes)
}

/// As [`serve`], for a program that also reads files of other kinds: `read` is called once the limits hold.
pub fn serve_reading(
    stdin: impl Read,
    mut stdout: impl Write,
    read: impl FnOnce(&[u8]) -> Result<Grid, Problem>,
) -> io::Result<()> {
    let mut input = BufReader::new(stdin);
    let mut first = String::new();
    input.by_ref().take(200).read_line(&mut first)?;
    let invalid = || io::Error::new(io::ErrorKind::InvalidInput, "the first line must be the limits");
    let limits: Json = serde_json::from_str(&first).map_err(|_| invalid())?;
    let limit = |name: &str| limits.get(name).and_then(Json::as_u64).ok_or_else(invalid);
    limit_this_process(limit("memory")?, limit("seconds")?)?;
    let mut bytes = Vec::new();
    input.read_to_end(&mut bytes)?;
    let mut out = io::BufWriter::new(&mut stdout);
    wire::write(&read(&bytes), &mut out)?;
    out.flush()
}

#[cfg(unix)]
fn limit_this_process(memory: u64, seconds: u64) -> io::Result<()> {
    use rlimit::{Resource, setrlimit};
    setrlimit(Resource::AS, memory, memory)?;
    // The first signal ends it; the second, a second later, cannot be refused.
    setrlimit(Resource::CPU, seconds, seconds.saturating_add(1))?;
    // No core dump with people's names, and no file at all.
    setrlimit(Resource::CORE, 0, 0)?;
    setrlimit(Resource::FSIZE, 0, 0)
}

#[cfg(not(unix))]
fn limit_this_process(_memory: u64, _seconds: u64) -> io::Result<()> {
    Err(io::Error::new(io::ErrorKind::Unsupported, "this system cannot limit a process"))
}

#[cfg(unix)]
fn why_it_ended(status: ExitStatus) -> Problem {
    use std::os::unix::process::ExitStatusExt;
    const ABORTED: i32 = 6;
    const KILLED: i32 = 9;
    const OVERFLOWED: i32 = 11;
    const TIME_OVER: i32 = 24;
    // 101 is Rust's panic, which for a parser means bytes that nobody expected.
    match (status.signal(), status.code()) {
        (Some(ABORTED | KILLED | OVERFLOWED), _) => Problem::TooMuchMemory,
        (Some(TIME_OVER), _) => Problem::TooMuchTime,
        (_, Some(101)) => Problem::Damaged,
        _ => Problem::ReaderFailed,
    }
}

#[cfg(not(unix))]
fn why_it_ended(_status: ExitStatus) -> Problem {
    Problem::ReaderFailed
}
