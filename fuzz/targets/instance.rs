//! A filled form as a phone sends it, and two of them merged: read, or refused with its reason; written again, the same.
#![no_main]

use std::collections::BTreeMap;

use chungtay_fuzz::{parts, vn_2022};
use forms::answers::{Filled, Naming, read, written};
use forms::instance::{Instance, is_file_name};
use forms::merge::{Merge, Pick, Side};
use libfuzzer_sys::fuzz_target;

fn filled(document: &[u8]) -> Option<Filled> {
    let instance = Instance::read(document).ok()?;
    let names = instance.declared(&["photo_section/photo".to_owned(), "meta/audit".to_owned()]);
    assert!(names.is_sorted() && names.iter().all(|name| !name.is_empty()));
    let _ = names.iter().filter(|name| is_file_name(name)).count();
    let filled = read(&instance.content, &vn_2022().questionnaire);
    assert_eq!(filled.known.len(), filled.members);
    Some(filled)
}

fuzz_target!(|input: &[u8]| {
    let parts = parts(input);
    let forms: Vec<&[u8]> = if parts.is_empty() { vec![input] } else { parts.iter().map(|(_, form)| form.as_slice()).collect() };
    let read_forms: Vec<Filled> = forms.into_iter().filter_map(filled).collect();
    for form in &read_forms {
        let naming = Naming { form_id: "a", version: "1", instance_id: "uuid:1", household: "h" };
        let again = filled(written(naming, &form.answers).as_bytes()).expect("what was written can be read");
        assert_eq!(again.answers, form.answers);
    }
    let [a, b, base @ ..] = read_forms.as_slice() else { return };
    let side = |of: &'_ Filled| -> (_, _) { (of.answers.clone(), of.known.clone()) };
    let ((a, known_a), (b, known_b)) = (side(a), side(b));
    let base = base.first().map(|base| &base.answers);
    let merge = Merge::of(base, Side { answers: &a, known: &known_a }, Side { answers: &b, known: &known_b });
    let none = merge.resolved(&BTreeMap::new());
    assert!(merge.conflicts() == 0 || none.is_err(), "a conflict was decided by nobody");
    for pick in [Pick::A, Pick::B, Pick::Base] {
        let picks = merge.fields.iter().map(|field| (field.place.clone(), pick)).collect();
        assert!(merge.resolved(&picks).is_ok(), "everything was picked");
    }
});
