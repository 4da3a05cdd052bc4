"""The shop's clickstream from the retentioneering wheel: one command, true numbers."""

import subprocess
import sys
import zipfile
from pathlib import Path

import duckdb
import pytest

import footpath as fp
from footpath.maps.model import Map, leaves, localised
from footpath.maps.model import stages as stages_of

WHEEL = "retentioneering==3.3.0"
INSIDE = "retentioneering/datasets/data/simple-onlineshop.csv"
COLUMNS = {
    "Main": "main",
    "Catalog": "catalog",
    "Cart": "cart",
    "Delivery choice": "delivery_choice",
    "Payment choice": "payment_choice",
    "Payment done": "payment_done",
}


@pytest.fixture(scope="session")
def clickstream() -> Path:
    """The CSV, kept outside the repository because its licence forbids passing it on; skips where it can't be had."""
    cache = Path.home() / ".cache" / "footpath-tests"
    found = cache / "simple-onlineshop.csv"
    if not found.is_file():
        cache.mkdir(parents=True, exist_ok=True)
        pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", WHEEL, "-d", str(cache)]
        subprocess.run(pip, check=False, capture_output=True, timeout=120)
        wheels = list(cache.glob("retentioneering-3.3.0*.whl"))
        if not wheels:
            pytest.skip(f"{WHEEL} cannot be downloaded here")
        found.write_bytes(zipfile.ZipFile(wheels[0]).read(INSIDE))
    return found


@pytest.fixture(scope="session")
def drawn(clickstream: Path) -> Map:
    return fp.read(clickstream).map(personas=3).model


def persons(clickstream: Path, where: str) -> int:
    query = f"SELECT count(DISTINCT user_id) FROM read_csv('{clickstream}') WHERE {where}"
    return int(duckdb.sql(query).fetchall()[0][0])


@pytest.mark.parametrize(("title", "event"), COLUMNS.items())
def test_every_column_is_reached_by_as_many_as_a_plain_query_counts(
    drawn: Map, clickstream: Path, title: str, event: str
) -> None:
    reach = next(leaf for leaf in leaves(drawn) if leaf.title == title).figures["reach"]
    assert reach.numerator == persons(clickstream, f"event = '{event}'")
    assert reach.denominator == persons(clickstream, "true") == 3751


def test_the_numbers_are_those_published(drawn: Map) -> None:
    reach = {leaf.title: leaf.figures["reach"].numerator for leaf in leaves(drawn)}
    assert [reach[title] for title in COLUMNS] == [2385, 3611, 1924, 1356, 958, 653]


def test_conversion_to_the_goal_is_that_of_a_plain_query(drawn: Map, clickstream: Path) -> None:
    query = f"""
        WITH e AS (SELECT *, row_number() OVER () AS n FROM read_csv('{clickstream}')),
        o AS (SELECT user_id, event, row_number() OVER (PARTITION BY user_id ORDER BY "timestamp", n) AS k FROM e),
        cart AS (SELECT user_id, min(k) AS k FROM o WHERE event = 'cart' GROUP BY 1),
        paid AS (SELECT user_id, max(k) AS k FROM o WHERE event = 'payment_done' GROUP BY 1)
        SELECT count(*) FROM cart JOIN paid USING (user_id) WHERE paid.k >= cart.k
    """
    expected = int(duckdb.sql(query).fetchall()[0][0])
    cart = next(leaf for leaf in leaves(drawn) if leaf.title == "Cart")
    assert cart.figures["conversion_goal"].numerator == expected
    assert cart.figures["conversion_goal"].denominator == 1924


def test_stages_run_from_catalogue_to_payment(drawn: Map) -> None:
    titles = [localised(column.title, "en") for column in drawn.columns]
    wanted = ["Catalog", "Product", "Cart", "Delivery choice", "Payment choice", "Payment done"]
    assert [title for title in titles if title in wanted] == wanted
    assert 3 <= len(stages_of(drawn)) <= 9
    assert drawn.goal == "payment-done"
    assert drawn.goal_conversion is not None
    assert drawn.goal_conversion.numerator == 653


def test_typical_journeys_and_personas_are_on_the_map(drawn: Map) -> None:
    assert len([path for path in drawn.paths if not path.persona]) == 3
    assert len(drawn.personas) == 3
    assert all(persona.typical for persona in drawn.personas)
    assert {"path", "touchpoints", "time"} <= {lane.key for lane in drawn.lanes}


def test_the_same_file_gives_the_same_bytes(clickstream: Path, drawn: Map, tmp_path: Path) -> None:
    one = fp.MapDocument(drawn).save(tmp_path / "one.map.yaml")
    two = fp.read(clickstream).map(personas=3).save(tmp_path / "two.map.yaml")
    assert one.read_bytes() == two.read_bytes()


def test_the_command_line_draws_it(clickstream: Path, tmp_path: Path) -> None:
    from click.testing import CliRunner

    from footpath.cli.main import cli

    result = CliRunner().invoke(cli, ["map", str(clickstream), "-o", str(tmp_path / "map.svg"), "--to", "2019-12-31"])
    assert result.exit_code == 0, result.output
    assert (tmp_path / "map.svg").read_text().startswith("<svg")
