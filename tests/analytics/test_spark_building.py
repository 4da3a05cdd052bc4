"""Journeys built by tasks, each of a share of the facts, against those built in one go: the same files."""

from collections.abc import Iterator
from itertools import chain, repeat
from pathlib import Path
from unittest.mock import patch

import pytest

from footpath.analytics import Spark, build_journeys
from footpath.analytics.building import bases
from footpath.events import Lake
from tests.analytics.examples import fill
from tests.events.lakes import add, new_lake

pytest.importorskip("pyspark", reason="Spark is not installed: pip install 'footpath[spark]'")

from footpath.analytics.spark import building
from footpath.core.errors import Invalid
from tests.analytics import spark_here


def files_of(lake: Lake) -> dict[str, bytes]:
    """Every file of a build, but for the name of the build's folder."""
    home = lake.folder / "derived" / "journeys"
    (only,) = (path for path in home.iterdir() if path.is_dir())
    return {str(path.relative_to(only)): path.read_bytes() for path in sorted(only.rglob("*")) if path.is_file()}


def here_and_there(lake: Lake, spark: Spark) -> tuple[dict[str, bytes], dict[str, bytes]]:
    build_journeys(lake)
    here = files_of(lake)
    lake.forget_derived()
    spark.build_journeys(lake)
    return here, files_of(lake)


@pytest.fixture
def small() -> Iterator[None]:
    """Shares and buckets small enough for a tiny store to have several."""
    with patch.object(bases, "PER_BUCKET", 150), patch.object(building, "SHARE_ROWS", 100):
        yield


@pytest.mark.usefixtures("small")
def test_a_cluster_writes_the_same_files(tmp_path: Path) -> None:
    lake = fill(new_lake(tmp_path))
    here, there = here_and_there(lake, Spark(spark_here.Session()))
    assert sum("places" in name for name in here) > 3
    assert there == here


@pytest.mark.usefixtures("small")
def test_ties_placeholders_and_events_that_name_nobody_make_no_difference(tmp_path: Path) -> None:
    lake = new_lake(tmp_path)
    ids = ["0", "undefined", None, "ann", "ann", "bob"]
    rows = [{"user_id": ids[n % 6], "anonymous_id": f"x{n % 9}", "at": n % 4, "page": f"/p/{n}"} for n in range(300)]
    add(lake, [*rows, {"name": "Nobody's"}])
    add(lake, [{**row, "source": "other.csv", "email_hash": "e"} for row in rows[::7]], import_id="i2")
    here, there = here_and_there(lake, Spark(spark_here.Session()))
    assert there == here


def test_a_store_without_events_is_built_too(tmp_path: Path) -> None:
    here, there = here_and_there(new_lake(tmp_path), Spark(spark_here.Session()))
    assert there == here


def test_a_task_done_twice_writes_its_bucket_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lake = fill(new_lake(tmp_path))
    once = building.bind
    monkeypatch.setattr(building, "bind", lambda job, cells: (once(job, cells), once(job, cells))[1])
    here, there = here_and_there(lake, Spark(spark_here.Session()))
    assert there == here


def test_what_an_executor_cannot_do_reaches_the_user_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lake = fill(new_lake(tmp_path))
    monkeypatch.setattr(building, "versions", chain([("1", "2")], repeat(("1", "3"))).__next__)
    with pytest.raises(Invalid, match="The executors have Footpath and DuckDB"):
        Spark(spark_here.Session()).build_journeys(lake)
    monkeypatch.undo()
    assert build_journeys(lake).n_events > 0
