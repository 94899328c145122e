//! The list of steps, oldest first. Add yours at the end; never change one that was released.

mod m0001_registry;
mod m0002_import;
mod m0003_snapshot;
mod m0004_lists;
mod m0005_passkey;
mod m0006_document;
mod m0008_answers;
mod m0009_capture;
mod m0010_paradata;
mod m0011_entry;
mod m0014_office;
mod m0016_device_code;
mod m0017_proceeding;
mod m0018_paper_trail;
mod m0019_report;

use crate::migration::Step;

/// All steps, oldest first.
pub fn all() -> &'static [Step] {
    &[
        Step {
            number: 1,
            name: "registry: acts, facts, households, people, users, reviews",
            changes: m0001_registry::CHANGES,
        },
        Step { number: 2, name: "lists that wait to be imported", changes: m0002_import::CHANGES },
        Step { number: 3, name: "sealed snapshots", changes: m0003_snapshot::CHANGES },
        Step { number: 4, name: "lists of a million households", changes: m0004_lists::CHANGES },
        Step { number: 5, name: "passkeys", changes: m0005_passkey::CHANGES },
        Step { number: 6, name: "papers of households", changes: m0006_document::CHANGES },
        Step { number: 8, name: "answers are encrypted", changes: m0008_answers::CHANGES },
        Step { number: 9, name: "forms in the field and what phones sent", changes: m0009_capture::CHANGES },
        Step { number: 10, name: "what phones say of interviews", changes: m0010_paradata::CHANGES },
        Step {
            number: 11,
            name: "decisions about filled forms, and typed paper forms",
            changes: m0011_entry::CHANGES,
        },
        Step { number: 14, name: "second interviews, training, quiz", changes: m0014_office::CHANGES },
        Step { number: 16, name: "short codes of phones", changes: m0016_device_code::CHANGES },
        Step {
            number: 17,
            name: "the review by law in a commune, deed by deed",
            changes: m0017_proceeding::CHANGES,
        },
        Step {
            number: 18,
            name: "files kept with the deeds of a review, certificates to print",
            changes: m0018_paper_trail::CHANGES,
        },
        Step { number: 19, name: "reports that go up, and other instances", changes: m0019_report::CHANGES },
    ]
}
