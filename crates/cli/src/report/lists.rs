//! The two detailed lists: a workbook a commune, a row a person of its poor or near-poor households.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use engine::figures::ListedHousehold;
use engine::judge::Judge;
use reports::official::{Listing, PlaceNames, list_workbook};
use standards::layouts::ListLayout;
use vocab::{Language, said};

use super::given::Given;
use super::place::has_communes;
use super::{Report, keep};
use crate::failure::Failure;

/// The outcomes whose households the wanted lists name.
pub(super) fn outcomes(given: &Given, options: &Report) -> Vec<u8> {
    wanted(given, options).map(|list| list.outcome).collect()
}

fn wanted<'a>(given: &'a Given, options: &'a Report) -> impl Iterator<Item = &'a ListLayout> {
    given.set.lists.iter().filter(|list| options.table.contains(&list.number))
}

/// Writes the wanted lists into folders of their own.
pub(super) fn write(
    options: &Report,
    given: &Given,
    (listed, has_before): (&[ListedHousehold], bool),
    places: &PlaceNames,
    language: Language,
) -> Result<Vec<PathBuf>, Failure> {
    let mut files = Vec::new();
    if wanted(given, options).next().is_some() && !has_communes(options.by.level()) {
        return Err(Failure::could_not_run(
            said!("danh sách lập theo xã", "the lists are made by commune"),
            said!("thêm --by commune hoặc --by village", "add --by commune or --by village"),
        ));
    }
    let judge = Judge::new(&given.standard, given.params.clone(), None, None);
    for list in wanted(given, options) {
        let folder = options.out.join(format!("bieu-{}", list.number));
        fs::create_dir_all(&folder).map_err(|error| Failure::writing(&folder, &error))?;
        let mut communes: BTreeMap<[Option<&str>; 2], Vec<&ListedHousehold>> = BTreeMap::new();
        for household in listed.iter().filter(|household| household.outcome == list.outcome) {
            let [province, commune, _] = &household.place;
            communes.entry([province.as_deref(), commune.as_deref()]).or_default().push(household);
        }
        for ([province, commune], mut households) in communes {
            households.sort_by(|a, b| a.place.cmp(&b.place));
            let listing = Listing { set: &given.set, judge: &judge, language, has_before };
            let sheet = listing.sheet(list, &households);
            let letterhead = places.letterhead(province, commune, language);
            let bytes = list_workbook(&sheet, &letterhead, language, given.made_on).map_err(|error| {
                let name = places.commune(commune.unwrap_or_default());
                Failure::could_not_run(
                    said!("không ghi được danh sách của {name}: {error}", "the list of {name}: {error}"),
                    said!("kiểm tra dữ liệu của xã này", "check the data of this commune"),
                )
            })?;
            files.push(keep(&folder.join(format!("{}.xlsx", commune.unwrap_or("khong-ro-xa"))), &bytes)?);
        }
    }
    Ok(files)
}
