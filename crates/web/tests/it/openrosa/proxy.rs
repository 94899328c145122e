//! A bad line: it stands between phones and the server, and cuts, stalls, repeats and mixes up what they send. Its seed says
//! when.

use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// What happens to one request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Mischief {
    /// Nothing.
    None,
    /// The line breaks in the middle of the request.
    CutRequest,
    /// The server gets all of it; the line breaks in the middle of the answer, or before it.
    CutAnswer,
    /// Half of the request waits for a while, longer than the phone does.
    Stall,
    /// The server gets it twice, one after the other; the phone hears the second answer.
    Twice,
    /// The server gets it twice at the same time; the phone hears whichever.
    TwiceAtOnce,
    /// The phone hears nothing; the request comes later, after what the phone sends next.
    Late,
}

use Mischief::{CutAnswer, CutRequest, Late, None, Stall, Twice, TwiceAtOnce};

pub(crate) const ALL: [Mischief; 7] = [None, CutRequest, CutAnswer, Stall, Twice, TwiceAtOnce, Late];

pub(crate) struct Proxy {
    pub(crate) address: SocketAddr,
    state: Arc<State>,
}

struct State {
    to: SocketAddr,
    draws: AtomicU64,
    done: Mutex<Vec<Mischief>>,
    late: AtomicUsize,
}

/// Longer than phones of these tests wait.
pub(crate) const LONG: Duration = Duration::from_millis(700);

impl Proxy {
    pub(crate) fn start(to: SocketAddr, seed: u64) -> Proxy {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let state = Arc::new(State {
            to,
            draws: AtomicU64::new(seed),
            done: Mutex::default(),
            late: AtomicUsize::new(0),
        });
        let shared = state.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let state = shared.clone();
                std::thread::spawn(move || state.one(stream));
            }
        });
        Proxy { address, state }
    }

    /// What was done to the requests so far.
    pub(crate) fn done(&self) -> Vec<Mischief> {
        self.state.done.lock().unwrap().clone()
    }

    /// Waits until nothing is under way that comes late.
    pub(crate) fn settle(&self) {
        while self.state.late.load(Ordering::SeqCst) > 0 {
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

impl State {
    /// A number below this one (SplitMix64).
    fn draw(&self, below: u64) -> u64 {
        let at = self.draws.fetch_add(0x9E37_79B9_7F4A_7C15, Ordering::SeqCst);
        let mut mixed = (at ^ (at >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) % below
    }

    fn one(self: &Arc<State>, mut phone: TcpStream) {
        let Some(request) = whole_request(&mut phone) else { return };
        // A third of all passes, or nothing would ever arrive.
        let kind = if self.draw(3) == 0 { None } else { ALL[self.draw(ALL.len() as u64) as usize] };
        self.done.lock().unwrap().push(kind);
        let part = |of: usize| 1 + self.draw(of.max(2) as u64 - 1) as usize;
        match kind {
            None => pass(&mut phone, &self.ask(&request)),
            CutRequest => {
                if let Ok(mut server) = TcpStream::connect(self.to) {
                    let _ = server.write_all(&request[..part(request.len())]);
                    let _ = server.shutdown(Shutdown::Both);
                }
            }
            CutAnswer => {
                let answer = self.ask(&request);
                let kept = if self.draw(2) == 0 { 0 } else { part(answer.len()) };
                pass(&mut phone, &answer[..kept.min(answer.len())]);
            }
            Stall => {
                let Ok(mut server) = TcpStream::connect(self.to) else { return };
                let half = part(request.len());
                let _ = server.write_all(&request[..half]);
                std::thread::sleep(LONG);
                let _ = server.write_all(&request[half..]);
                pass(&mut phone, &all(&mut server));
            }
            Twice => {
                self.ask(&request);
                pass(&mut phone, &self.ask(&request));
            }
            TwiceAtOnce => {
                let (state, again) = (self.clone(), request.clone());
                let other = std::thread::spawn(move || state.ask(&again));
                let answer = self.ask(&request);
                pass(&mut phone, &answer);
                let _ = other.join();
            }
            Late => {
                self.late.fetch_add(1, Ordering::SeqCst);
                let _ = phone.shutdown(Shutdown::Both);
                std::thread::sleep(Duration::from_millis(50 + self.draw(900)));
                self.ask(&request);
                self.late.fetch_sub(1, Ordering::SeqCst);
            }
        }
    }

    fn ask(&self, request: &[u8]) -> Vec<u8> {
        let Ok(mut server) = TcpStream::connect(self.to) else { return Vec::new() };
        let _ = server.write_all(request);
        all(&mut server)
    }
}

fn pass(phone: &mut TcpStream, answer: &[u8]) {
    let _ = phone.write_all(answer);
    let _ = phone.shutdown(Shutdown::Both);
}

fn all(stream: &mut TcpStream) -> Vec<u8> {
    let mut bytes = Vec::new();
    let _ = stream.read_to_end(&mut bytes);
    bytes
}

/// A request with all of its body; the phones of these tests close the line after each.
fn whole_request(phone: &mut TcpStream) -> Option<Vec<u8>> {
    let (mut bytes, mut piece) = (Vec::new(), [0; 16 << 10]);
    loop {
        if let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
            let head = String::from_utf8_lossy(&bytes[..end]).to_lowercase();
            let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")?.parse().ok());
            if bytes.len() >= end + 4 + length.unwrap_or(0) {
                return Some(bytes);
            }
        }
        match phone.read(&mut piece) {
            Ok(read) if read > 0 => bytes.extend_from_slice(&piece[..read]),
            _ => return Option::None,
        }
    }
}
