"""Every analysis over worlds with next to nothing in them, or all of it in one place: an answer, or a remedy."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from lxml import etree
from msgspec.structs import replace

from footpath.analytics import Bucket, Journeys, ask
from footpath.core.errors import FootpathError
from tests.analytics.examples import QUESTIONS, journeys_of, shop


@pytest.fixture(scope="module")
def journeys(tmp_path_factory: pytest.TempPathFactory) -> Journeys:
    return journeys_of(shop(tmp_path_factory.mktemp("shop")))


def each(journeys: Journeys, change: Callable[[Bucket], Bucket]) -> Journeys:
    return replace(journeys, buckets=tuple(change(bucket.dense()) for bucket in journeys.buckets))


def nobody(journeys: Journeys) -> Journeys:
    return replace(journeys, buckets=())


def one_person(journeys: Journeys) -> Journeys:
    first = journeys.buckets[0]
    return replace(
        journeys, buckets=(replace(first, begin=first.begin[:1], end=first.end[:1], owner=first.owners()[:1], home=""),)
    )


def one_event_each(journeys: Journeys) -> Journeys:
    return each(journeys, lambda bucket: replace(bucket, end=bucket.begin + 1, home=""))


def all_at_once(journeys: Journeys) -> Journeys:
    return each(journeys, lambda bucket: replace(bucket, at=np.full_like(bucket.at, bucket.at[0]), home=""))


def one_person_did_it_all(journeys: Journeys) -> Journeys:
    def merged(bucket: Bucket) -> Bucket:
        order = np.argsort(bucket.at, kind="stable")
        turned = {name: replace(one, codes=one.codes[order]) for name, one in bucket.dimensions.items()}
        columns = {"at": bucket.at[order], "signature": bucket.signature[order], "value": bucket.value[order]}
        span = {"begin": np.zeros(1, np.int64), "end": np.array([len(order)])}
        return replace(bucket, persons=bucket.persons[:1], owner=None, home="", dimensions=turned, **columns, **span)

    return each(journeys, merged)


def persons_without_events(journeys: Journeys) -> Journeys:
    return each(journeys, lambda bucket: replace(bucket, end=bucket.begin, home=""))


WORLDS = (nobody, one_person, one_event_each, all_at_once, one_person_did_it_all, persons_without_events)


@pytest.mark.parametrize("world", WORLDS, ids=lambda world: world.__name__)
@pytest.mark.parametrize(("name", "fields"), QUESTIONS)
def test_an_analysis_answers_or_says_what_would_help(
    journeys: Journeys, name: str, fields: dict[str, Any], world: Callable[[Journeys], Journeys]
) -> None:
    answer = _asked(world(journeys), name, fields)
    if isinstance(answer, FootpathError):
        assert answer.hint
        return
    assert answer.rules
    assert answer.n >= 0
    for table in answer.tables().values():
        values = [value for row in table.to_pylist() for value in row.values() if isinstance(value, float)]
        assert not [value for value in values if np.isnan(value)], "no figure is better than NaN"
    assert set(map(len, answer.brief().to_pydict().values())) <= {answer.brief().num_rows}
    assert answer.table().num_columns
    assert etree.fromstring(answer.plot().svg).tag.endswith("svg")
    assert answer._repr_html_()


def _asked(journeys: Journeys, name: str, fields: dict[str, Any]) -> Any:
    try:
        return ask(name, journeys, **fields)
    except FootpathError as error:
        return error
