//! The pages as browsers meet them: a real server on a port, plain requests, whole answers.

// A helper that meets the unexpected fails its test.
#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::panic, clippy::unwrap_used)]

mod api;
mod browser;
mod client;
mod crawl;
#[path = "../../../registry/tests/it/device.rs"]
mod device;
mod headers;
mod household_file;
mod household_merge;
mod household_papers;
mod households;
mod invented;
mod log_in;
mod odd;
mod official;
mod openrosa;
mod pack;
mod pages;
mod passkeys;
#[path = "../../../registry/tests/it/place.rs"]
#[allow(dead_code, reason = "the stories of the registry use more of it")]
mod place;
mod refusals;
mod review;
#[path = "../../../cli/tests/it/schema.rs"]
mod schema;
mod scopes;
mod snapshots;
mod staff;
#[path = "../../../registry/tests/it/proceedings/stage.rs"]
#[allow(dead_code, reason = "the stories of the registry use more of it")]
mod stage;
#[path = "../../../registry/tests/it/town.rs"]
#[allow(dead_code, reason = "the stories of the registry use more of it")]
mod town;
mod transport;
mod try_it;
mod units;
mod users;
mod wire;
mod words;
