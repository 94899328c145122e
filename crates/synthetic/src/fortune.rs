//! How a household fares: its income, and which of the basic services it lacks.

use vocab::Zone;

use crate::draw::Draw;
use crate::logarithm::{LOG2_E, ONE, Powers, log2};
use crate::places::log_percent;
use crate::reading::{Reading, whole};
use crate::weighted::Weighted;

/// One step of hardship; see `generator.toml`.
#[derive(Clone, Copy, Debug)]
struct Hardship {
    /// Logarithm of income over low income, up to which the step holds.
    up_to: i64,
    severe_percent: u32,
    severe_factor: u32,
    mild_factor: u32,
}

/// How one household fares.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fortune {
    /// Đồng per person and month.
    pub(crate) income: i64,
    /// Its logarithm.
    pub(crate) log_income: i64,
    /// At or below the low income.
    pub(crate) low: bool,
    /// Of those who lack much.
    pub(crate) severe: bool,
    /// What is lacking, one bit for each of [`Fortunes::lacks`].
    pub(crate) lacks: u64,
    /// Members.
    pub(crate) size: usize,
}

/// The assumptions about incomes and what is lacking.
#[derive(Clone, Debug)]
pub(crate) struct Fortunes {
    powers: Powers,
    /// Logarithm of the median income.
    median: i64,
    /// Standard deviation of the logarithm.
    sigma: i64,
    zone: [i64; 2],
    minority: i64,
    low: [i64; 2],
    hardships: Vec<Hardship>,
    minority_factor: u32,
    /// What may be lacking, with its share among the poor in ten-thousandths, by zone.
    lacks: Vec<(String, [u32; 2])>,
    /// Sizes: of all, of low minority households, of other low households.
    sizes: [Weighted<u8>; 3],
}

impl Fortunes {
    pub(crate) fn read(reading: &Reading<'_>) -> Fortunes {
        let settings = reading.settings("synthetic/generator.toml");
        let assumptions = reading.settings("synthetic/assumptions.toml");
        let percent = |key: &str| log_percent(settings.whole(key));
        // The mean of a lognormal lies sigma²/2 above its median.
        let sigma = assumptions.thousandths("income.sigma");
        let above = sigma * sigma * LOG2_E / 2_000_000;
        let low = |key: &str| log2(settings.whole(key).max(1) as u64);
        let hardships = settings.tables("hardship").into_iter().map(|table| {
            let number = |key: &str| table.get(key).and_then(|value| whole(value.get_ref())).unwrap_or(0);
            Hardship {
                up_to: log_percent(number("income_percent")),
                severe_percent: number("severe_percent") as u32,
                severe_factor: number("severe_factor") as u32,
                mild_factor: number("mild_factor") as u32,
            }
        });
        let hardships: Vec<Hardship> = hardships.collect();
        if hardships.is_empty() {
            reading.error("synthetic/generator.toml", 0, "no [[hardship]]", "add the steps");
        }
        let mut fortunes = Fortunes {
            powers: Powers::new(),
            median: log2(assumptions.whole("income.mean_vnd").max(1) as u64) - above,
            sigma: sigma * LOG2_E / 1000,
            zone: [percent("income.rural_percent"), percent("income.urban_percent")],
            minority: percent("income.minority_percent"),
            low: [low("income.low_vnd_rural"), low("income.low_vnd_urban")],
            hardships,
            minority_factor: settings.whole("minority.lacking_factor") as u32,
            lacks: read_lacks(reading),
            sizes: Default::default(),
        };
        reading.rows("synthetic/household_size.csv", |row| {
            let (size, share) = (row.whole("size").clamp(1, 12) as u8, row.thousandths("percent"));
            let factors =
                ["factor_poor_minority", "factor_poor_kinh_elderly"].map(|column| row.whole(column));
            for (table, factor) in fortunes.sizes.iter_mut().zip([1, factors[0], factors[1]]) {
                table.push(size, share * factor);
            }
        });
        fortunes
    }

    /// What may be lacking, in the order of the bits.
    pub(crate) fn lacks(&self) -> impl Iterator<Item = &str> {
        self.lacks.iter().map(|(name, _)| name.as_str())
    }

    /// What may be lacking with its share in a zone, in the order of the bits.
    pub(crate) fn shares(&self, zone: Zone) -> impl Iterator<Item = u32> {
        self.lacks.iter().map(move |(_, [rural, urban])| if zone == Zone::Urban { *urban } else { *rural })
    }

    /// Members of a household that is poor or nearly so.
    pub(crate) fn size_of_low(&self, minority: bool, draw: &mut Draw) -> usize {
        let table = if minority { &self.sizes[1] } else { &self.sizes[2] };
        usize::from(table.draw(draw).copied().unwrap_or(1))
    }

    /// A told income and its logarithm.
    pub(crate) fn of_income(&self, income: i64, draw: &mut Draw) -> (i64, i64) {
        (told(income, draw), log2(income.max(1) as u64))
    }

    /// How a household of a zone fares, in a commune with this logarithm of relative income.
    pub(crate) fn draw(&self, mut draw: Draw, zone: Zone, commune: i64, minority: bool) -> Fortune {
        let at = usize::from(zone == Zone::Urban);
        let of_zone = |values: [i64; 2]| if at == 1 { values[1] } else { values[0] };
        let group = if minority { self.minority } else { 0 };
        let log_income =
            self.median + commune + group + of_zone(self.zone) + self.sigma * draw.normal() / ONE;
        let relative = log_income - of_zone(self.low);
        let low = relative <= 0;
        let step =
            self.hardships.iter().find(|step| relative <= step.up_to).or(self.hardships.last()).copied();
        let (severe, mut factor) = step.map_or((false, 0), |step| {
            let severe = draw.percent(step.severe_percent);
            (severe, if severe { step.severe_factor } else { step.mild_factor })
        });
        if minority {
            factor = factor * self.minority_factor / 100;
        }
        let mut lacks = 0;
        for (bit, (_, shares)) in self.lacks.iter().enumerate() {
            let share = (shares.get(at).copied().unwrap_or(0) * factor / 100).min(9_200);
            lacks |= u64::from(draw.below(10_000) < share) << bit;
        }
        let table = match (low, minority) {
            (false, _) => &self.sizes[0],
            (true, true) => &self.sizes[1],
            (true, false) => &self.sizes[2],
        };
        let size = usize::from(table.draw(&mut draw).copied().unwrap_or(1));
        let income = told(self.powers.exp2(log_income), &mut draw);
        Fortune { income, log_income, low, severe, lacks, size }
    }
}

/// People tell round amounts.
fn told(income: i64, draw: &mut Draw) -> i64 {
    let unit = match draw.below(100) {
        0..55 => 50_000,
        55..85 => 10_000,
        _ => 1_000,
    };
    (income + unit / 2) / unit * unit
}

/// Of each indicator the row that rests on most households; a city lacks less of some.
fn read_lacks(reading: &Reading<'_>) -> Vec<(String, [u32; 2])> {
    let assumptions = reading.settings("synthetic/assumptions.toml");
    let city_factor = assumptions.thousandths("deprivation.city_factor").max(0) as u32;
    let less_in_cities = assumptions.texts("deprivation.city_factor_indicators");
    let mut best: Vec<(String, u32, u32)> = Vec::new();
    reading.rows("synthetic/deprivation_shape.csv", |row| {
        let (name, households) = (row.text("indicator"), row.whole("households"));
        let share = row.thousandths("deprived_percent") / 10;
        match best.iter_mut().find(|known| known.0 == name) {
            Some(known) if known.1 >= households => {}
            Some(known) => *known = (name.to_owned(), households, share),
            None => best.push((name.to_owned(), households, share)),
        }
    });
    best.truncate(64);
    let shares = best.into_iter().map(|(name, _, share)| {
        let urban = if less_in_cities.contains(&name) { share * city_factor / 1000 } else { share };
        (name, [share, urban])
    });
    shares.collect()
}
