"""Whether results are equal row by row, null being equal to null only.

    python compare.py FIRST OTHER...

Rows are brought together by household_id. Prints every column that differs, with three households; exit 1 if any does.
"""

import sys

import polars as pl

INDICATORS = [
    "employment", "dependents", "nutrition", "health_insurance", "adult_education", "child_schooling",
    "housing_quality", "housing_area", "water_source", "toilet", "telecom_use", "information_means",
]  # fmt: skip
TYPES = {
    "household_id": pl.Int64,
    "province_code": pl.String,
    "commune_code": pl.String,
    "village_code": pl.String,
    "zone": pl.String,
    "household_size": pl.Int32,
    **dict.fromkeys(INDICATORS, pl.Boolean),
    "deprivation_count": pl.Int32,
    "deprivation_count_max": pl.Int32,
    "outcome": pl.String,
    "income_band": pl.String,
}


def order(path: str) -> pl.Series:
    """Positions of the rows in the order of ids."""
    ids = pl.read_parquet(path, columns=["household_id"]).to_series()
    if ids.n_unique() != len(ids):
        sys.exit(f"{path}: an id stands twice")
    return ids.arg_sort()


def main() -> None:
    first, *others = sys.argv[1:]
    equal = True
    of_first = order(first)
    for other in others:
        of_other = order(other)
        if len(of_first) != len(of_other):
            sys.exit(f"{first} has {len(of_first)} rows, {other} has {len(of_other)}")
        for name, kind in TYPES.items():  # a column at a time, so that ten million rows fit
            a, b = (
                pl.read_parquet(path, columns=[name]).to_series().cast(kind).gather(rows)
                for path, rows in ((first, of_first), (other, of_other))
            )
            if name == "household_id":
                ids = a
            differs = ~a.eq_missing(b)
            if differs.any():
                equal = False
                examples = pl.DataFrame({"household_id": ids, "first": a, "other": b}).filter(differs).head(3)
                print(f"{name}: {differs.sum()} rows of {other} differ from {first}: {examples.rows()}")
    sys.exit(0 if equal else 1)


if __name__ == "__main__":
    main()
