//! Bundles that were changed on the way, by one byte or by many: never a panic, never an import.

use registry::reporting::{ExchangeKey, Imported, PartFile, Wanted, split};
use store::testing::Fresh;

use super::exchange::{Two, import};
use super::*;

/// A small generator of numbers, so that a failure can be made again.
struct Draw(u64);

impl Draw {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % most.max(1)
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bundle_with_any_one_byte_changed_is_never_imported() {
    let database = Fresh::sqlite();
    let two = Two::found(database.location()).await;
    let id = two.send(5).await;
    let file = two.files(&two.commune, &two.province, (id, Wanted::Report), 1 << 30).await.remove(0);
    let before = acts(&two.province).await;
    let mut draw = Draw(1);
    for at in 0..file.len() {
        let mut changed = file.clone();
        changed[at] ^= 1 << draw.below(8);
        match import(&two.province, &changed).await {
            Err(registry::Stopped::Refused(_)) | Ok(Imported::Waiting { .. }) => {}
            other => panic!("byte {at}: {other:?}"),
        }
    }
    // Cut anywhere, or with more behind it.
    for _ in 0..200 {
        let cut = draw.below(file.len());
        assert!(import(&two.province, &file[..cut]).await.is_err(), "{cut}");
    }
    assert!(import(&two.province, &[file.as_slice(), b"x"].concat()).await.is_err());
    assert_eq!(acts(&two.province).await, before);
    assert!(matches!(import(&two.province, &file).await.unwrap(), Imported::Report { is_new: true, .. }));
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_changes_a_bundle_and_mends_its_hashes_is_found_by_the_signature() {
    let database = Fresh::sqlite();
    let two = Two::found(database.location()).await;
    let id = two.send(5).await;
    let (own, to) = (two.commune.exchange_key().unwrap(), two.province.exchange_key().unwrap());
    let exported =
        two.commune.export_report(None, (id, Wanted::Report), &to.to_string(), noon("2025-12-03")).await;
    let whole = exported.unwrap().1;
    let before = acts(&two.province).await;
    let mut draw = Draw(3);
    for _ in 0..200 {
        let mut changed = whole.clone();
        let at = draw.below(changed.len());
        changed[at] ^= 1 << draw.below(8);
        let file = split(&changed, &own, &to, 1 << 30).remove(0);
        assert!(refused(import(&two.province, &file).await).contains("chữ ký"), "byte {at}");
    }
    // Somebody else who is trusted passes it on as their own.
    let other = Fresh::sqlite();
    let other = instance(other.location(), 9).await;
    let key = other.exchange_key().unwrap();
    let beside = ("Khác", key.to_string());
    let area = registry::access::Area::Everywhere;
    let new = (beside.0, beside.1.as_str(), &area);
    two.province.trust_peer(None, &units(), new, noon("2025-12-01")).await.unwrap();
    let file = split(&whole, &key, &to, 1 << 30).remove(0);
    assert!(refused(import(&two.province, &file).await).contains("chữ ký"));
    assert_eq!(acts(&two.province).await, before + 1, "only the trust");
}

#[test]
fn reading_a_part_never_panics_and_gives_only_what_its_hash_says() {
    let mut draw = Draw(7);
    let letters = b"chungtay-bundle/1\n{\"bundle\":\"bytes\",:0123456789}\n\xff\x00";
    for _ in 0..20_000 {
        let bytes: Vec<u8> = (0..draw.below(200)).map(|_| letters[draw.below(letters.len())]).collect();
        assert!(PartFile::read(&bytes).is_err());
        let begun = [b"chungtay-bundle/1\n".as_slice(), &bytes].concat();
        assert!(PartFile::read(&begun).is_err());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_that_was_copied_wrong_by_one_letter_is_noticed() {
    let database = Fresh::sqlite();
    let key = instance(database.location(), 7).await.exchange_key().unwrap();
    let text = key.to_string();
    assert_eq!(text.parse(), Ok(key));
    for at in 0..text.len() {
        for letter in ["0", "a", "f", "A", " "] {
            let mut other = text.clone();
            other.replace_range(at..=at, letter);
            assert!(other == text || other.parse::<ExchangeKey>().is_err(), "{other}");
        }
    }
}
