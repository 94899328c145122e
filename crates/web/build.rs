//! Refuses to build without the bundled styles and scripts, and says how to make them.

use std::env;
use std::path::PathBuf;
use std::process::ExitCode;

fn main() -> ExitCode {
    let manifest = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let dist = manifest.join("../../apps/ui/dist");
    println!("cargo::rerun-if-changed={}", dist.display());
    if dist.join("manifest.json").is_file() {
        return ExitCode::SUCCESS;
    }
    // npm is never run from here: a build must not reach for the network behind its user's back.
    println!(
        "cargo::error=apps/ui/dist is missing: run `make ui` first (it needs Node 20 or newer with npm)"
    );
    ExitCode::FAILURE
}
