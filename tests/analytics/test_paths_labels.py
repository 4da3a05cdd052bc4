"""What steps are called: by properties, touchpoints, rules for names, and only some of the events."""

from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from msgspec.structs import replace

from footpath.analytics import Journeys, ask
from footpath.analytics.paths import labels as labelling
from footpath.core.errors import Invalid, NotFound
from tests.analytics.events_of import events_of


def world(**ways: str) -> Journeys:
    """Build journeys from words; those that begin with a slash are views of pages, `x@mobile` is done on mobile."""
    made = events_of(
        {
            person: [
                (word.partition("@")[0], 60 * place, {"device": word.partition("@")[2]})
                for place, word in enumerate(way.split())
            ]
            for person, way in ways.items()
        }
    )
    names = made.signatures["name"].to_pylist()
    pages = [name if name.startswith("/") else None for name in names]
    views = ["$pageview" if page else name for name, page in zip(names, pages, strict=True)]
    table = made.signatures.set_column(3, "name", pa.array(views)).set_column(4, "page", pa.array(pages, pa.string()))
    return replace(made, signatures=table)


def moves(journeys: Journeys, **fields: Any) -> dict[str, int]:
    """Return moves as {"a b": 2}, starts and ends with ^ and $."""
    rows = ask("directly_follows", journeys, edges=0, **fields).table().to_pylist()
    return {
        f"{row['from']} {row['to']}".replace("(start)", "^").replace("(end)", "$"): row["count"] for row in rows
    }  # fmt: skip


def test_steps_are_events_by_name_or_by_any_property() -> None:
    made = world(ann="/home buy@mobile", bob="buy@mobile /home@desktop")
    assert moves(made) == {
        "$pageview buy": 1,
        "buy $pageview": 1,
        "^ $pageview": 1,
        "^ buy": 1,
        "buy $": 1,
        "$pageview $": 1,
    }
    assert moves(made, step="page") == {"^ /home": 2, "/home $": 2}  # events without a page are left out
    assert moves(made, step=["page", "name"]) == {
        "/home buy": 1, "buy /home": 1, "^ /home": 1, "^ buy": 1, "buy $": 1, "/home $": 1,
    }  # fmt: skip
    assert moves(made, step="device") == {"mobile desktop": 1, "^ mobile": 2, "mobile $": 1, "desktop $": 1}
    assert moves(made, step=["device", "page"])["/home mobile"] == 1


def test_steps_are_touchpoints_the_first_that_fits() -> None:
    made = world(ann="/home /cart buy@mobile buy@desktop")
    by_signature = ['{"name": ["$pageview"], "where": {"page": ["/cart"]}, "label": "Cart"}', "$pageview", "buy"]
    assert moves(made, touchpoints=by_signature) == {
        "^ $pageview": 1, "$pageview Cart": 1, "Cart buy": 1, "buy buy": 1, "buy $": 1,
    }  # fmt: skip
    by_event = ['{"name": ["buy"], "where": {"device": ["mobile"]}, "label": "Buy on the go"}', "buy"]
    assert moves(made, touchpoints=by_event) == {"^ Buy on the go": 1, "Buy on the go buy": 1, "buy $": 1}
    many = [f'{{"name": ["$pageview"], "where": {{"device": ["mobile"]}}, "label": "never {i}"}}' for i in range(70)]
    assert moves(made, touchpoints=[*many, "buy"]) == {"^ buy": 1, "buy buy": 1, "buy $": 1}


def test_touchpoints_of_one_label_are_one_step() -> None:
    made = world(ann="a b c")
    both = ['{"name": ["a"], "label": "first"}', '{"name": ["b"], "label": "first"}', "c"]
    assert moves(made, touchpoints=both) == {"^ first": 1, "first first": 1, "first c": 1, "c $": 1}


def test_only_some_events_are_steps() -> None:
    made = world(ann="a x@mobile b x@desktop c")
    assert moves(made, hide="x") == {"^ a": 1, "a b": 1, "b c": 1, "c $": 1}
    assert moves(made, events=["a | c"]) == {"^ a": 1, "a c": 1, "c $": 1}
    assert moves(made, hide="x & device = mobile") == {"^ a": 1, "a b": 1, "b x": 1, "x c": 1, "c $": 1}
    assert moves(made, events=["a", "x & device = mobile"]) == {"^ a": 1, "a x": 1, "x $": 1}
    assert moves(made, events=["a | b | x"], hide="x & device = desktop", step="device") == {
        "^ mobile": 1,
        "mobile $": 1,
    }


def test_names_are_trimmed_then_cleaned_in_order_then_put_together() -> None:
    made = world(ann="/ /shop/12/ /shop/13 /help/a/top /x/help/b/top")
    clean = [r"/\d+ => /ID", "/shop/ID => Shop"]
    assert moves(made, step="page", trim=True, clean=clean, wildcards=["/help/*/top"]) == {
        "^ /": 1, "/ Shop": 1, "Shop Shop": 1, "Shop /help/*/top": 1, "/help/*/top /help/*/top": 1, "/help/*/top $": 1,
    }  # fmt: skip
    assert moves(made, step="page", clean=[r"^/(\w+)/.* => \1", "^/$ => "]) == {
        "^ shop": 1, "shop shop": 1, "shop help": 1, "help x": 1, "x $": 1,
    }  # fmt: skip


def test_repeats_are_one_step_where_that_is_wanted() -> None:
    made = world(ann="a a x a b b", bob="b")
    assert moves(made, collapse=True, hide="x") == {"^ a": 1, "a b": 1, "^ b": 1, "b $": 2}
    rows = ask("directly_follows", made, collapse=True, hide="x").table().to_pylist()
    assert [row["median_s"] for row in rows if row["from"] == "a"] == [60]  # from the last a to the first b
    nodes = {row["name"]: row for row in ask("directly_follows", made, collapse=True, hide="x").nodes.to_pylist()}
    assert (nodes["a"]["visits"], nodes["b"]["visits"], nodes["b"]["units"]) == (1, 2, 2)


def test_too_many_names_share_the_last(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(labelling, "MOST_LABELS", 3)
    made = world(ann="a a a b b c d", bob="e")
    found = ask("directly_follows", made, edges=0).nodes
    assert dict(zip(found["name"].to_pylist(), found["visits"].to_pylist(), strict=True)) == {
        "a": 3,
        "b": 2,
        "(other)": 3,
    }


@pytest.mark.parametrize(
    ("error", "fields"),
    [
        (NotFound, {"step": "colour"}),
        (Invalid, {"step": "trait plan"}),
        (Invalid, {"step": []}),
        (Invalid, {"clean": ["no arrow"]}),
        (Invalid, {"clean": ["( => x"]}),
        (Invalid, {"clean": [r"a => \2"]}),
        (NotFound, {"hide": "nothing of the kind"}),
        (NotFound, {"touchpoints": ["nothing of the kind"]}),
        (NotFound, {"versus": "did nothing of the kind"}),
    ],
)
@pytest.mark.parametrize("name", ["directly_follows", "path_tree", "sankey", "variants"])
def test_what_cannot_be_a_step_is_told(name: str, error: type[Exception], fields: dict[str, Any]) -> None:
    with pytest.raises(error) as caught:
        ask(name, world(ann="a b"), **fields)
    assert caught.value.hint  # type: ignore[attr-defined]


def test_an_event_is_read_the_same_with_wide_and_narrow_codes() -> None:
    made = world(ann="a b@mobile a", bob="b a@desktop")
    narrow = replace(
        made, buckets=tuple(replace(one, signature=one.signature.astype(np.uint16)) for one in made.buckets)
    )  # fmt: skip
    for name in ("directly_follows", "path_tree", "sankey", "variants"):
        assert ask(name, made).table() == ask(name, narrow).table()
