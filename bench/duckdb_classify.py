"""The rules of vn-2022 in SQL for DuckDB: two Parquet files in, one out.

    python duckdb_classify.py HOUSEHOLDS MEMBERS OUT YYYY-MM-DD

The day is the one on which ages are counted. A condition is true, false or NULL (a missing answer could change it),
which is how SQL's AND and OR treat NULL.
"""

import sys
from datetime import date

import duckdb

INDICATORS = [
    "employment", "dependents", "nutrition", "health_insurance", "adult_education", "child_schooling",
    "housing_quality", "housing_area", "water_source", "toilet", "telecom_use", "information_means",
]  # fmt: skip
# The rules of members: when the answer is no without a look at the rest, which spares most rows the rule; and the rule.
OF_MEMBERS = {
    "employment": (
        "work_status NOT IN ('seeking', 'wage')",
        """{from_15} AND able_to_work
            AND (work_status = 'seeking' OR work_status = 'wage' AND steady_work AND NOT labor_contract)""",
    ),
    "nutrition": ("{born_16}", "NOT {from_16} AND (low_height_for_age OR low_weight_for_age)"),
    "health_insurance": ("has_health_insurance", "{from_6} AND NOT has_health_insurance"),
    # The last part of the brackets: where the age is not known but both say the same.
    "adult_education": (
        "NOT {born_16} OR {born_31}",
        """{from_16} AND NOT {from_31} AND NOT attending AND (
            NOT {from_18} AND general_diploma < 2
            OR {from_18} AND general_diploma < 3 AND training_diploma < 1 AND NOT trained_on_the_job
            OR general_diploma < 2 AND training_diploma < 1 AND NOT trained_on_the_job)""",
    ),
    "child_schooling": (
        "{born_16}",
        """{from_3} AND NOT {from_16} AND NOT (attending
            AND (NOT {from_6} OR school_level >= 2) AND (NOT {from_12} OR school_level >= 3))""",
    ),
}


def ages(day: date) -> dict[str, str]:
    """`born_N` and `from_N`: N years completed by the birth date; by the birth date or what stands in for it.

    A birth year leaves two ages; nothing leaves all.
    """
    year_is_over = (day.month, day.day) == (12, 31)
    youngest = f"coalesce({day.year} - birth_year - {0 if year_is_over else 1}, age, 0)"
    oldest = f"coalesce({day.year} - birth_year, age, 130)"
    words = {}
    for years in (3, 6, 12, 15, 16, 18, 31):
        born = f"(birth_date <= DATE '{day}' - INTERVAL {years} YEAR)"
        bounds = f"CASE WHEN {youngest} >= {years} THEN true WHEN {oldest} < {years} THEN false END"
        words |= {f"born_{years}": born, f"from_{years}": f"coalesce({born}, {bounds})"}
    return words


def at_most(value: str, rural: int, urban: int) -> str:
    """Whether a value is at most a line that depends on the zone."""
    return f"""CASE WHEN {value} <= {rural} THEN true WHEN {value} > {urban} THEN false
        WHEN {value} IS NOT NULL THEN zone = 'urban' END"""


def query(households: str, members: str, day: date) -> str:
    words = ages(day)
    # Two bits a rule, no 0, unknown 2, yes 3: one aggregation serves all five. Dependents are counted likewise.
    rules = [tuple(part.format(**words) for part in rule) for rule in OF_MEMBERS.values()]
    states = (f"CASE WHEN {no} THEN 0 ELSE coalesce(({rule})::INTEGER * 3, 2) END" for no, rule in rules)
    mask = " | ".join(f"({state} << {2 * at})" for at, state in enumerate(states))
    dependent = f"NOT {words['from_16']} OR social_allowance IN ('elderly', 'disabled')"
    unpacked = ", ".join(
        f"CASE mask >> {2 * at} & 3 WHEN 3 THEN true WHEN 0 THEN false END AS {name}"
        for at, name in enumerate(OF_MEMBERS)
    )
    return f"""
WITH rules AS (
    SELECT household_id, {mask} AS mask, coalesce(({dependent})::INTEGER * 1001, 1000) AS dependents
    FROM read_parquet('{members}')),
families AS (
    SELECT household_id, count(*)::INTEGER AS household_size, bit_or(mask) AS mask, sum(dependents)::INTEGER AS packed
    FROM rules GROUP BY household_id),
homes AS (
    SELECT household_id, province_code, commune_code, village_code, zone, dwelling_area,
        CASE WHEN b1_points IS NOT NULL THEN {at_most("b1_points", 140, 175)}
            ELSE {at_most("income_per_capita", 1_500_000, 2_000_000)} END AS at_or_below,
        CASE WHEN b1_points IS NULL THEN {at_most("income_per_capita", 2_250_000, 3_000_000)} END AS up_to_average,
        NOT wall_durable AND NOT column_durable OR NOT wall_durable AND NOT roof_durable
            OR NOT column_durable AND NOT roof_durable AS housing_quality,
        main_water_source NOT IN ('tap', 'drilled_well', 'protected_well', 'protected_spring', 'rain', 'bottled')
            AS water_source,
        toilet_type NOT IN ('septic', 'pour_flush', 'ventilated_pit', 'pit_with_seat', 'two_compartment') AS toilet,
        NOT uses_internet AS telecom_use,
        NOT list_has_any(information_devices, ['tv', 'radio', 'desktop', 'phone', 'laptop', 'tablet', 'smartphone'])
            AS information_means
    FROM read_parquet('{households}')),
joined AS (
    SELECT homes.*, household_size, {unpacked},
        CASE WHEN packed % 1000 * 100 > 50 * household_size THEN true
            WHEN packed // 1000 * 100 <= 50 * household_size THEN false END AS dependents,
        dwelling_area < 8 * household_size AS housing_area
    FROM homes LEFT JOIN families USING (household_id)),
counted AS (
    SELECT *, {" + ".join(f"coalesce({name}::INTEGER, 0)" for name in INDICATORS)} AS deprivation_count,
        {" + ".join(f"coalesce({name}::INTEGER, 1)" for name in INDICATORS)} AS deprivation_count_max
    FROM joined)
SELECT household_id, province_code, commune_code, village_code, zone, household_size, {", ".join(INDICATORS)},
    deprivation_count, deprivation_count_max,
    (CASE WHEN at_or_below AND deprivation_count >= 3 THEN 'poor'
        WHEN at_or_below AND deprivation_count_max < 3 THEN 'near_poor'
        WHEN NOT at_or_below THEN 'not_poor' ELSE 'undetermined' END)::outcome AS outcome,
    (CASE WHEN at_or_below THEN 'at_or_below_line' WHEN at_or_below IS NULL THEN 'unknown'
        WHEN up_to_average THEN 'average' WHEN NOT up_to_average THEN 'above_average'
        ELSE 'unknown' END)::income_band AS income_band
FROM counted"""


def main() -> None:
    households, members, out, day = sys.argv[1:]
    connection = duckdb.connect()
    connection.execute("SET preserve_insertion_order = false")
    connection.execute("CREATE TYPE outcome AS ENUM ('poor', 'near_poor', 'not_poor', 'undetermined')")
    bands = "'at_or_below_line', 'average', 'above_average', 'unknown'"
    connection.execute(f"CREATE TYPE income_band AS ENUM ({bands})")
    rows = query(households, members, date.fromisoformat(day))
    connection.execute(f"COPY ({rows}) TO '{out}' (FORMAT parquet, COMPRESSION snappy)")


if __name__ == "__main__":
    main()
