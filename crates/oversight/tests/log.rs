//! The log grows, proves, and notices every change.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, missing_docs)]

use std::collections::HashMap;

use oversight::commitment::commit;
use oversight::proof;
use oversight::tree::{Frontier, Hash, Place, empty_root, leaf_hash, node_hash};
use proptest::prelude::*;

/// The definition of RFC 9162, 2.1.1, word for word.
fn defined_root(entries: &[Vec<u8>]) -> Hash {
    match entries {
        [] => empty_root(),
        [only] => leaf_hash(only),
        _ => {
            let k = entries.len().next_power_of_two() / 2;
            node_hash(&defined_root(&entries[..k]), &defined_root(&entries[k..]))
        }
    }
}

fn grown(entries: &[Vec<u8>]) -> (Frontier, HashMap<Place, Hash>) {
    let mut log = Frontier::default();
    let kept = entries.iter().flat_map(|entry| log.append(entry)).collect();
    (log, kept)
}

fn entries(n: usize) -> Vec<Vec<u8>> {
    (0..n).map(|i| format!("act {i}").into_bytes()).collect()
}

#[test]
fn the_roots_of_the_published_test_vectors_come_out() {
    // Certificate Transparency's reference implementation, entries of its merkletree tests.
    let inputs: Vec<Vec<u8>> =
        ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
            .iter()
            .map(|hex| {
                (0..hex.len()).step_by(2).map(|i| u8::from_str_radix(&hex[i..i + 2], 16).unwrap()).collect()
            })
            .collect();
    let hex = |hash: Hash| hash.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    assert_eq!(
        hex(grown(&inputs[..1]).0.root()),
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    );
    assert_eq!(
        hex(grown(&inputs).0.root()),
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"
    );
}

#[test]
fn a_log_continued_from_its_peaks_has_the_same_root() {
    let all = entries(100);
    let (whole, kept) = grown(&all);
    for size in 0..100u64 {
        let peaks = oversight::tree::peaks(size).into_iter().map(|place| kept[&place]).collect();
        let mut log = Frontier::new(size, peaks).unwrap();
        for entry in &all[size as usize..] {
            log.append(entry);
        }
        assert_eq!(log.root(), whole.root(), "continued from {size}");
    }
    assert!(Frontier::new(3, vec![]).is_none());
}

#[test]
fn parts_cannot_be_moved_from_one_to_the_next() {
    let parts = |parts: &[&[u8]]| commit(b"salt", parts.iter().copied());
    assert_ne!(parts(&[b"ab", b"c"]), parts(&[b"a", b"bc"]));
    assert_ne!(parts(&[b"ab"]), parts(&[b"ab", b""]));
    assert_ne!(commit(b"x", [b"a".as_slice()]), commit(b"y", [b"a".as_slice()]));
}

proptest! {
    #[test]
    fn every_entry_proves_its_place_and_no_other(n in 1usize..80, at in 0usize..80, wrong in 0usize..80) {
        let all = entries(n);
        let (log, kept) = grown(&all);
        prop_assert_eq!(log.root(), defined_root(&all));
        let hash = |place| kept.get(&place).copied();
        prop_assert_eq!(proof::root(n as u64, &hash).unwrap(), log.root());
        let path = proof::inclusion(at as u64, n as u64, &hash).unwrap();
        prop_assert_eq!(path.is_some(), at < n);
        if let Some(path) = path {
            let root = |leaf: &[u8], index: usize| proof::root_of_inclusion(leaf_hash(leaf), index as u64, n as u64, &path);
            prop_assert_eq!(root(&all[at], at), Some(log.root()));
            prop_assert_ne!(root(b"forged", at), Some(log.root()));
            if wrong != at {
                prop_assert_ne!(root(&all[at], wrong), Some(log.root()));
            }
        }
    }

    #[test]
    fn a_log_that_only_grew_proves_it_and_one_that_was_changed_cannot(n in 1usize..80, m in 1usize..80, changed in 0usize..80) {
        let (m, n) = (m.min(n), m.max(n));
        let mut all = entries(n);
        let earlier = grown(&all[..m]).0.root();
        let (log, kept) = grown(&all);
        let path = proof::consistency(m as u64, n as u64, &|place| kept.get(&place).copied()).unwrap();
        prop_assert!(proof::is_consistent(m as u64, n as u64, earlier, log.root(), &path));
        if changed < m {
            all[changed] = b"changed".to_vec();
            let (log, kept) = grown(&all);
            let path = proof::consistency(m as u64, n as u64, &|place| kept.get(&place).copied()).unwrap();
            prop_assert!(!proof::is_consistent(m as u64, n as u64, earlier, log.root(), &path));
        }
    }
}
