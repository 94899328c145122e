//! Chia đều và liền nhau: households as they lie are dealt to those who can reach them, so that all have as many in the end and
//! neighbors stay together.

use super::share::{Lying, Share};

/// Gives runs of neighbors to those who can reach them, so that all have as many as possible in the end.
pub(super) fn deal(shares: &mut [Share], reach: &[usize], lying: Vec<Lying>) {
    let mut quotas = quotas(shares, reach, lying.len());
    let mut at = 0;
    for house in neighbors(lying) {
        // Half of a house over the quota is nearer to it than half of a house under it.
        while at + 1 < reach.len() && quotas.get(at).is_some_and(|left| left * 2 < house.len() || *left == 0)
        {
            let left = quotas.get(at).copied().unwrap_or(0);
            at += 1;
            if let Some(next) = quotas.get_mut(at) {
                *next += left;
            }
        }
        if let Some(left) = quotas.get_mut(at) {
            *left = left.saturating_sub(house.len());
        }
        if let Some(share) = reach.get(at).and_then(|who| shares.get_mut(*who)) {
            share.adds.extend(house);
        }
    }
}

/// How many each gets: always one more for whoever has the fewest.
fn quotas(shares: &[Share], reach: &[usize], many: usize) -> Vec<usize> {
    let mut loads: Vec<usize> =
        reach.iter().map(|who| shares.get(*who).map_or(0, |share| share.has + share.adds.len())).collect();
    let mut quotas = vec![0; loads.len()];
    for _ in 0..many {
        let least = loads.iter().enumerate().min_by_key(|(_, load)| **load).map(|(at, _)| at);
        if let Some((load, quota)) = least.and_then(|at| loads.get_mut(at).zip(quotas.get_mut(at))) {
            *load += 1;
            *quota += 1;
        }
    }
    quotas
}

/// As they lie, those with one address together.
fn neighbors(mut lying: Vec<Lying>) -> Vec<Vec<Lying>> {
    let key = |one: &Lying| (one.village.clone(), one.at.2, walking_order(&one.address), one.number);
    lying.sort_by_cached_key(key);
    let mut houses: Vec<Vec<Lying>> = Vec::new();
    for one in lying {
        let same = |other: &Lying| {
            !one.address.is_empty() && (other.at.2, &other.address) == (one.at.2, &one.address)
        };
        match houses.last_mut() {
            Some(house) if house.last().is_some_and(same) => house.push(one),
            _ => houses.push(vec![one]),
        }
    }
    houses
}

/// Numbers in an address are numbers: 2 comes before 10.
fn walking_order(address: &str) -> Vec<(String, u64)> {
    let mut parts: Vec<(String, u64)> = Vec::new();
    let mut was_digit = true;
    for sign in address.to_lowercase().chars() {
        let digit = sign.to_digit(10);
        if digit.is_none() && was_digit {
            parts.push((String::new(), 0));
        }
        was_digit = digit.is_some();
        if parts.is_empty() {
            parts.push((String::new(), 0));
        }
        if let Some((words, number)) = parts.last_mut() {
            match digit {
                Some(digit) => *number = number.saturating_mul(10).saturating_add(u64::from(digit)),
                None => words.push(sign),
            }
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::{Lying, Share, deal};
    use crate::{HouseholdId, UserId};

    fn lying(number: i64, village: &str, address: &str) -> Lying {
        Lying {
            household: HouseholdId(Uuid::now_v7()),
            number,
            head: String::new(),
            village: village.into(),
            address: address.into(),
            from: None,
            at: (String::new(), String::new(), None),
            assignment: None,
        }
    }

    fn surveyors(has: &[usize]) -> Vec<Share> {
        let share = |has: &usize| Share {
            user: UserId(Uuid::now_v7()),
            name: String::new(),
            has: *has,
            adds: Vec::new(),
        };
        has.iter().map(share).collect()
    }

    fn dealt(has: &[usize], lying: Vec<Lying>) -> Vec<Vec<String>> {
        let mut shares = surveyors(has);
        deal(&mut shares, &(0..has.len()).collect::<Vec<_>>(), lying);
        let of = |share: &Share| share.adds.iter().map(|one| one.address.clone()).collect();
        shares.iter().map(of).collect()
    }

    fn street(n: i64) -> Vec<Lying> {
        (1..=n).map(|at| lying(at, "Thôn 1", &format!("số {at}"))).collect()
    }

    #[test]
    fn everybody_has_as_many_in_the_end_whoever_has_more_gets_fewer() {
        let many = |has: &[usize], n| -> Vec<usize> { dealt(has, street(n)).iter().map(Vec::len).collect() };
        assert_eq!(many(&[0, 0, 0], 10), [4, 3, 3]);
        assert_eq!(many(&[10, 0], 20), [5, 15]);
        assert_eq!(many(&[30, 0, 5], 10), [0, 8, 2]);
        assert_eq!(many(&[7], 3), [3]);
    }

    #[test]
    fn neighbors_stay_together_in_the_order_of_their_numbers() {
        let dealt = dealt(&[0, 0], street(12));
        assert_eq!(dealt[0], ["số 1", "số 2", "số 3", "số 4", "số 5", "số 6"]);
        assert_eq!(dealt[1].last().map(String::as_str), Some("số 12"));
    }

    #[test]
    fn one_house_is_visited_by_one_person() {
        let mut all = street(4);
        all.extend((5..=8).map(|at| lying(at, "Thôn 1", "số 3")));
        let dealt = dealt(&[0, 0], all);
        for house in &dealt {
            let of_three = house.iter().filter(|address| *address == "số 3").count();
            assert!(of_three == 0 || of_three == 5, "{dealt:?}");
        }
        assert_eq!(dealt.iter().map(Vec::len).sum::<usize>(), 8);
    }
}
