"""What holds for every analysis there is: buckets make no difference, and its work can be sent elsewhere."""

from typing import Any

import numpy as np
import pytest
from msgspec.structs import replace

from footpath.analytics import ANALYSES, Bucket, Journeys, Spark, ask
from tests.analytics.examples import EXAMPLES, QUESTIONS, journeys_of, shop, told


@pytest.fixture(scope="module")
def journeys(tmp_path_factory: pytest.TempPathFactory) -> Journeys:
    return journeys_of(shop(tmp_path_factory.mktemp("shop")))


@pytest.mark.parametrize("name", list(ANALYSES))
def test_every_analysis_has_questions_to_be_tested_with(name: str) -> None:
    assert len(EXAMPLES.get(name, ())) >= 2, f"give {name!r} two questions in tests/analytics/examples.py"


@pytest.mark.parametrize(("name", "fields"), QUESTIONS)
def test_how_persons_are_cut_into_buckets_makes_no_difference(
    journeys: Journeys, name: str, fields: dict[str, Any]
) -> None:
    finer = replace(journeys, buckets=tuple(half for bucket in journeys.buckets for half in _halves(bucket)))
    assert told(ask(name, finer, **fields)) == told(ask(name, journeys, **fields))


def _halves(bucket: Bucket) -> tuple[Bucket, Bucket]:
    middle = bucket.n_journeys // 2
    return _part(bucket, np.arange(middle)), _part(bucket, np.arange(middle, bucket.n_journeys))


def _part(bucket: Bucket, chosen: "np.ndarray[tuple[int], np.dtype[np.int64]]") -> Bucket:
    begin, end = bucket.begin[chosen], bucket.end[chosen]
    return replace(bucket, persons=bucket.whose(chosen), begin=begin, end=end, owner=None, home="")


@pytest.mark.parametrize(("name", "fields"), QUESTIONS)
def test_work_and_buckets_can_be_sent_elsewhere(journeys: Journeys, name: str, fields: dict[str, Any]) -> None:
    pytest.importorskip("pyspark", reason="Spark is not installed: pip install 'footpath[spark]'")
    from tests.analytics import spark_here

    spark = Spark(spark_here.Session())
    assert told(ask(name, journeys, run=spark, **fields)) == told(ask(name, journeys, **fields))
