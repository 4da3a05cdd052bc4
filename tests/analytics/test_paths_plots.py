"""Pictures of paths: well-formed, the same every time, nothing on top of anything else."""

import re
from itertools import combinations, pairwise
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from footpath.analytics import Journeys, ask
from footpath.analytics.plots.layers import layered
from footpath.analytics.plots.picture import COLOURS
from tests.analytics.events_of import events_of

SVG = "{http://www.w3.org/2000/svg}"


def shop() -> Journeys:
    ways = ["a b c d", "a c b d", "a b b c", "d c b a", "a d", "b <i>& c", "c a", "a", "a 比較價格的頁面 b"]
    long = "a step with a very long name, the kind that somebody thought up in a hurry and nobody ever cut"
    world = {
        f"p{i}": [(word, 60.0 * place) for place, word in enumerate(ways[i % len(ways)].split())] + [(long, 900.0)]
        for i in range(40)
    }
    return events_of(world)


@pytest.mark.parametrize("name", ["directly_follows", "path_tree", "sankey", "variants"])
@pytest.mark.parametrize("fields", [{}, {"versus": "did b"}])
def test_pictures_are_well_formed_and_the_same_every_time(name: str, fields: dict[str, Any]) -> None:
    made = ask(name, shop(), **fields).plot()
    assert made.svg == ask(name, shop(), **fields).plot().svg
    root = ET.fromstring(made.svg)  # noqa: S314 - our own
    width, height = float(root.attrib["width"]), float(root.attrib["height"])
    for text in root.iter(f"{SVG}text"):
        assert 0 <= float(text.attrib["x"]) <= width
        assert 0 <= float(text.attrib["y"]) <= height
    inks = re.findall(r"(?:fill|stroke)-([a-z][a-z0-9-]*)", " ".join(re.findall(r'class="([^"]*)"', made.svg)))
    assert set(inks) <= set(COLOURS)
    assert root.find(f"{SVG}desc") is not None


def test_every_name_can_be_read_in_full_somewhere() -> None:
    long = "a step with a very long name, the kind that somebody thought up in a hurry and nobody ever cut"
    for name in ("directly_follows", "path_tree", "sankey", "variants"):
        assert long in ask(name, shop()).plot().svg


graphs = st.lists(
    st.tuples(st.integers(0, 7), st.integers(0, 7), st.floats(0.1, 9)), max_size=20, unique_by=lambda e: (e[0], e[1])
)


@settings(max_examples=60, deadline=None)
@given(graphs, st.lists(st.tuples(st.floats(20, 90), st.floats(20, 60)), min_size=8, max_size=8))
def test_cards_do_not_lie_on_each_other(edges: list[tuple[int, int, float]], sizes: list[tuple[float, float]]) -> None:
    found = layered(sizes, edges)
    boxes = [(x, y, x + w, y + h) for (x, y), (w, h) in zip(found.spots, sizes, strict=True)]
    for a, b in combinations(boxes, 2):
        assert a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] + 1e-6 or b[3] <= a[1] + 1e-6
    assert all(box[0] >= -1e-6 and box[2] <= found.size[0] + 1e-6 for box in boxes)
    assert all(box[1] >= -1e-6 and box[3] <= found.size[1] + 1e-6 for box in boxes)
    for (before, after, _), route in zip(edges, found.routes, strict=True):
        away = found.columns[after] - found.columns[before]
        assert len(route) == max(0, abs(away) - 1)
        xs = [x for come, go, _ in route for x in (come, go)]
        assert all((b >= a) if away > 0 else (b <= a) for a, b in pairwise(xs))


def test_a_chain_runs_from_left_to_right_in_one_line() -> None:
    found = layered([(100, 40)] * 4, [(0, 1, 5), (1, 2, 5), (2, 3, 5), (3, 0, 1)])
    assert found.columns == (0, 1, 2, 3)
    assert max(y for _, y in found.spots) - min(y for _, y in found.spots) < 30
    assert len(found.routes[3]) == 2  # the way back passes the two columns between


def test_two_ways_that_need_not_cross_do_not() -> None:
    edges = [(0, 3, 1.0), (1, 2, 1.0), (2, 5, 1.0), (3, 4, 1.0), (6, 0, 2.0), (6, 1, 2.0)]
    spots = layered([(100, 40)] * 7, edges).spots
    assert (spots[0][1] < spots[1][1]) == (spots[3][1] < spots[2][1]) == (spots[4][1] < spots[5][1])
