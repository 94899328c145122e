"""The rules of vn-2022 in Polars: two Parquet files in, one out, by the streaming engine.

    python polars_classify.py HOUSEHOLDS MEMBERS OUT YYYY-MM-DD

The day is the one on which ages are counted. A condition is true, false or null (a missing answer could change it);
`&` and `|` of Polars treat null so. Both files must be sorted by household_id: grouping and joining then need no hash
tables.
"""

import sys
from datetime import date

import polars as pl
from polars import col

POOR_DEPRIVATIONS = 3
CLEAN_WATER = ["tap", "drilled_well", "protected_well", "protected_spring", "rain", "bottled"]
CLEAN_TOILET = ["septic", "pour_flush", "ventilated_pit", "pit_with_seat", "two_compartment"]
DEVICES = ["tv", "radio", "desktop", "phone", "laptop", "tablet", "smartphone"]
INDICATORS = [
    "employment", "dependents", "nutrition", "health_insurance", "adult_education", "child_schooling",
    "housing_quality", "housing_area", "water_source", "toilet", "telecom_use", "information_means",
]  # fmt: skip
OF_MEMBERS = ["employment", "nutrition", "health_insurance", "adult_education", "child_schooling"]
CODES = ["household_id", "province_code", "commune_code", "village_code", "zone"]


def true_or_false(certainly: pl.Expr, certainly_not: pl.Expr) -> pl.Expr:
    return pl.when(certainly).then(True).when(certainly_not).then(False)


def with_ages(members: pl.LazyFrame, day: date) -> pl.LazyFrame:
    """Adds `from_N`: whether the member has completed N years. A birth year leaves two ages; nothing leaves all."""
    year_is_over = (day.month, day.day) == (12, 31)
    oldest = day.year - col.birth_year
    youngest = oldest - (0 if year_is_over else 1)
    members = members.with_columns(
        youngest=pl.coalesce(youngest, col.age, pl.lit(0)),
        oldest=pl.coalesce(oldest, col.age, pl.lit(130)),
    )

    def reached(years: int) -> pl.Expr:
        try:
            last_birth = day.replace(year=day.year - years)
        except ValueError:  # 29 February
            last_birth = day.replace(year=day.year - years, day=28)
        by_bounds = true_or_false(col.youngest >= years, col.oldest < years)
        return pl.coalesce(col.birth_date <= last_birth, by_bounds)

    return members.with_columns(**{f"from_{years}": reached(years) for years in (3, 6, 12, 15, 16, 18, 31)})


def families(members: pl.LazyFrame) -> pl.LazyFrame:
    """One row a household: its size, dependents, and the indicators that rest on members."""
    child = ~col.from_16
    dependent = child | col.social_allowance.is_in(["elderly", "disabled"])
    without_contract = (col.work_status == "wage") & col.steady_work & ~col.labor_contract
    below_18 = col.general_diploma < 2
    from_18_on = (col.general_diploma < 3) & (col.training_diploma < 1) & ~col.trained_on_the_job
    # The last part: where the age is not known but both say the same.
    unqualified = (~col.from_18 & below_18) | (col.from_18 & from_18_on) | (below_18 & from_18_on)
    fitting = (~col.from_6 | (col.school_level >= 2)) & (~col.from_12 | (col.school_level >= 3))
    rules = [
        col.from_15 & col.able_to_work & ((col.work_status == "seeking") | without_contract),
        child & (col.low_height_for_age | col.low_weight_for_age),
        col.from_6 & ~col.has_health_insurance,
        col.from_16 & ~col.from_31 & ~col.attending & unqualified,
        col.from_3 & child & ~(col.attending & fitting),
    ]
    # Two bits a rule, certain and possible, so that one aggregation serves all five; likewise for counting dependents.
    mask = pl.sum_horizontal(
        rule.fill_null(certainty).cast(pl.Int32) * (1 << (2 * at + bit))
        for at, rule in enumerate(rules)
        for bit, certainty in enumerate((False, True))
    )
    dependents = dependent.fill_null(False).cast(pl.Int32) + 1000 * dependent.fill_null(True).cast(pl.Int32)
    rows = members.select("household_id", mask=mask, dependents=dependents)
    groups = rows.group_by("household_id", maintain_order=True)
    totals = groups.agg(pl.len().cast(pl.Int32).alias("household_size"), col.mask.bitwise_or(), col.dependents.sum())
    certain, possible, size = col.dependents % 1000, col.dependents // 1000, col.household_size
    return totals.select(
        "household_id",
        "household_size",
        true_or_false(certain * 100 > 50 * size, possible * 100 <= 50 * size).alias("dependents"),
        *(
            true_or_false(col.mask & (1 << 2 * at) != 0, col.mask & (2 << 2 * at) == 0).alias(name)
            for at, name in enumerate(OF_MEMBERS)
        ),
    )


def homes(households: pl.LazyFrame) -> pl.LazyFrame:
    """One row a household: what does not rest on members."""

    def at_most(value: pl.Expr, rural: int, urban: int) -> pl.Expr:
        between = pl.when(value.is_not_null()).then(col.zone == "urban")
        return pl.when(value <= rural).then(True).when(value > urban).then(False).otherwise(between)

    income, has_points = col.income_per_capita, col.b1_points.is_not_null()
    wall, column, roof = ~col.wall_durable, ~col.column_durable, ~col.roof_durable
    return households.select(
        *CODES,
        "dwelling_area",
        at_or_below=pl.when(has_points)
        .then(at_most(col.b1_points, 140, 175))
        .otherwise(at_most(income, 1_500_000, 2_000_000)),
        up_to_average=pl.when(~has_points).then(at_most(income, 2_250_000, 3_000_000)),
        housing_quality=(wall & column) | (wall & roof) | (column & roof),
        water_source=~col.main_water_source.is_in(CLEAN_WATER),
        toilet=~col.toilet_type.is_in(CLEAN_TOILET),
        telecom_use=~col.uses_internet,
        information_means=~col.information_devices.list.agg(pl.element().is_in(DEVICES).any()),
    )


def main() -> None:
    households, members, out, day = sys.argv[1:]
    of_households = pl.scan_parquet(households).set_sorted("household_id")
    of_members = pl.scan_parquet(members).set_sorted("household_id")
    grouped = families(with_ages(of_members, date.fromisoformat(day)))
    joined = homes(of_households).join(grouped, on="household_id", how="left", maintain_order="left")
    joined = joined.with_columns(housing_area=col.dwelling_area.cast(pl.Float64) < 8 * col.household_size)
    counted = joined.with_columns(
        deprivation_count=pl.sum_horizontal(col(name).fill_null(False).cast(pl.Int32) for name in INDICATORS),
        deprivation_count_max=pl.sum_horizontal(col(name).fill_null(True).cast(pl.Int32) for name in INDICATORS),
    )
    below = col.at_or_below
    result = counted.select(
        *CODES,
        "household_size",
        *INDICATORS,
        "deprivation_count",
        "deprivation_count_max",
        outcome=pl.when(below & (col.deprivation_count >= POOR_DEPRIVATIONS))
        .then(pl.lit("poor"))
        .when(below & (col.deprivation_count_max < POOR_DEPRIVATIONS))
        .then(pl.lit("near_poor"))
        .when(~below)
        .then(pl.lit("not_poor"))
        .otherwise(pl.lit("undetermined")),
        income_band=pl.when(below)
        .then(pl.lit("at_or_below_line"))
        .when(~below & col.up_to_average)
        .then(pl.lit("average"))
        .when(~below & ~col.up_to_average)
        .then(pl.lit("above_average"))
        .otherwise(pl.lit("unknown")),
    )
    result.sink_parquet(out, compression="snappy", statistics=False, engine="streaming")


if __name__ == "__main__":
    main()
