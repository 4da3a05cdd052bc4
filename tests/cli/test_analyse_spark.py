"""`footpath analyse … --spark URL`."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.analytics.examples import fill
from tests.events.lakes import new_lake

from footpath.analytics import Spark
from footpath.cli.main import cli
from footpath.core.errors import Invalid

QUESTION = ("--step", "Home", "--step", "Order", "--csv")


def run(store: Path, *words: str) -> Result:
    return CliRunner().invoke(cli, ["analyse", "funnel", "--store", str(store), *QUESTION, *words])


def test_a_cluster_builds_and_answers_and_is_let_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("pyspark", reason="Spark is not installed: pip install 'footpath[spark]'")
    from tests.analytics import spark_here

    addresses, ended = [], []

    def connect(url: str, *, progress: object) -> Spark:
        addresses.append(url)
        return Spark(spark_here.Session(), stopped=lambda: ended.append(url))

    monkeypatch.setattr("footpath.analytics.spark.connect", connect)
    lake = fill(new_lake(tmp_path))
    there = run(lake.folder, "--spark", "spark://cluster:7077")
    assert (there.exit_code, addresses, ended) == (0, ["spark://cluster:7077"], ["spark://cluster:7077"])
    here = run(lake.folder)
    assert there.stdout == here.stdout
    assert "Order" in here.stdout


def test_what_is_no_address_is_refused(tmp_path: Path) -> None:
    found = run(fill(new_lake(tmp_path)).folder, "--spark", "cluster")
    assert isinstance(found.exception, Invalid)
    assert "spark://HOST:7077" in found.exception.hint
