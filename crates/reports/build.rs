//! The letters of printed papers come from an npm package; `scripts/ui` fetches it. Building does not.

use std::path::Path;

fn main() {
    let fonts =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../apps/fonts/node_modules/@expo-google-fonts/tinos");
    println!("cargo::rerun-if-changed={}", fonts.join("package.json").display());
    if !fonts.join("400Regular/Tinos_400Regular.ttf").is_file() {
        println!(
            "cargo::error=the fonts of printed papers are missing: run `make ui`, or `scripts/npm_ci apps/fonts`"
        );
    }
}
