"""The same rows in another order, by DuckDB, whatever the size: python shuffle.py IN OUT SCRATCH"""

import sys

import duckdb


def main() -> None:
    source, out, scratch = sys.argv[1:]
    connection = duckdb.connect()
    connection.execute(f"SET memory_limit = '4GB'; SET temp_directory = '{scratch}'")
    columns = [row[0] for row in connection.execute(f"DESCRIBE SELECT * FROM read_parquet('{source}')").fetchall()]
    key = "household_id, member_no" if "member_no" in columns else "household_id"
    rows = f"SELECT * FROM read_parquet('{source}') ORDER BY hash({key}, 2026)"
    connection.execute(f"COPY ({rows}) TO '{out}' (FORMAT parquet, COMPRESSION snappy)")


if __name__ == "__main__":
    main()
