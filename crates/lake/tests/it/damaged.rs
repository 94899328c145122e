//! Parquet files that are cut off or changed are refused in words; the program never falls over.

use std::fs;

use lake::Failure;

use crate::fixture::*;

#[test]
fn a_parquet_file_cut_off_anywhere_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let files = write_aligned(folder.path(), &population(300), Ids::Text);
    let whole = fs::read(&files.members).unwrap();
    for length in [5, 100, whole.len() / 2, whole.len() - 1] {
        fs::write(&files.members, &whole[..length]).unwrap();
        let found = Run::new(&files, folder.path().join("r.parquet")).refused();
        assert!(found[0].message.en.contains("Parquet") && found[0].file.contains("members"), "{found:?}");
        assert!(found[0].remedy.en.contains("again"));
    }
    fs::write(&files.members, &whole[1..]).unwrap();
    assert!(
        Run::new(&files, folder.path().join("r.parquet")).refused()[0]
            .message
            .en
            .contains("not a Parquet file")
    );
}

#[test]
fn changed_bytes_give_a_result_or_a_refusal_and_never_a_crash() {
    let folder = tempfile::tempdir().unwrap();
    let files = write_aligned(folder.path(), &population(400), Ids::Integer);
    let whole = fs::read(&files.households).unwrap();
    // The damaged pages make the library under us print panics that we catch: they are not of interest here.
    std::panic::set_hook(Box::new(|_| {}));
    for at in (0..whole.len()).step_by(37) {
        let mut changed = whole.clone();
        changed[at] ^= 0x55;
        fs::write(&files.households, &changed).unwrap();
        let run = Run::new(&files, folder.path().join("r.parquet"));
        match run.go() {
            Ok(_) => fs::remove_file(&run.out).unwrap(),
            Err(Failure::InputProblems(problems)) => assert!(problems.count > 0 && !run.out.exists()),
            Err(other) => panic!("byte {at}: {other:?}"),
        }
    }
    let _ = std::panic::take_hook();
}
