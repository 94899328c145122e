//! Refuses to build without the bundled styles and scripts, and says how to make them.

use std::env;
use std::path::PathBuf;
use std::process::ExitCode;

fn main() -> ExitCode {
    let manifest = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let mut code = ExitCode::SUCCESS;
    for (bundle, last) in [("apps/ui/dist", "manifest.json"), ("apps/surveyor/dist", "service-worker.js")] {
        let dist = manifest.join("../..").join(bundle);
        println!("cargo::rerun-if-changed={}", dist.display());
        if !dist.join(last).is_file() {
            // npm is never run from here: a build must not reach for the network behind its user's back.
            println!(
                "cargo::error={bundle} is missing: run `make ui` first (it needs Node 20 or newer with npm)"
            );
            code = ExitCode::FAILURE;
        }
    }
    code
}
