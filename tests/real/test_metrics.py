"""Metrics of real data, beside plain DuckDB over the same files."""

from pathlib import Path

import duckdb
import pytest

from footpath.analytics import Journeys, ask, build_journeys
from footpath.events import ImportOptions, Lake, import_paths

LINES = "regexp_split_to_array(trim(line), ' +') AS f"


@pytest.fixture(scope="module")
def buyers(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Journeys:
    """The 69,659 purchases of 23,570 customers of CDNOW."""
    lake = Lake.open(tmp_path_factory.mktemp("store"), create=True)
    import_paths(lake, [shared_data / "cdnow" / "CDNOW_master.txt"], ImportOptions())
    return build_journeys(lake)


def sql(shared_data: Path, query: str) -> list[tuple[float, ...]]:
    """Ask DuckDB of purchases (customer, day, discs, dollars)."""
    path = shared_data / "cdnow" / "CDNOW_master.txt"
    with duckdb.connect() as con:
        con.execute(
            f"CREATE VIEW bought AS SELECT f[1] AS customer, strptime(f[2], '%Y%m%d') AS day, f[3]::INT AS discs, "
            f"f[4]::DOUBLE AS dollars FROM (SELECT {LINES} FROM read_csv('{path}', columns = {{'line': 'VARCHAR'}}, "
            "header = true, delim = '\\t'))"
        )
        return [tuple(map(float, row)) for row in con.execute(query).fetchall()]


@pytest.mark.parametrize(
    ("metric", "figure"),
    [
        ("count of anything", "count(*)"),
        ("units of anything", "count(DISTINCT customer)"),
        ("per unit of anything", "count(*) / count(DISTINCT customer)"),
        ("sum of anything", "sum(dollars)"),
        ("mean of anything", "avg(dollars)"),
        ("median of anything", "quantile_cont(dollars, 0.5)"),
        ("p90 of anything", "quantile_cont(dollars, 0.9)"),
        ("arpu of anything", "sum(dollars) / count(DISTINCT customer)"),
    ],
)
def test_figures_by_month_are_those_of_sql(buyers: Journeys, shared_data: Path, metric: str, figure: str) -> None:
    answer = ask("metric", buyers, metric=metric, every="month")
    expected = sql(shared_data, f"SELECT {figure} FROM bought GROUP BY date_trunc('month', day) ORDER BY min(day)")
    assert len(expected) == 18
    assert answer.trend["figure"].to_pylist() == pytest.approx([value for (value,) in expected], rel=1e-9)


def test_the_share_that_comes_back_is_that_of_sql(buyers: Journeys, shared_data: Path) -> None:
    answer = ask("metric", buyers, metric="units of anything", who="did anything at least 2 times")
    ((expected,),) = sql(
        shared_data, "SELECT count(*) FROM (SELECT customer FROM bought GROUP BY customer HAVING count(*) > 1)"
    )
    assert answer.table()["figure"].to_pylist() == [expected]
