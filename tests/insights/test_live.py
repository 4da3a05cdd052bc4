"""A map's figures over data as it is now: numbers worked out by hand, and the same from SQL over the same events."""

from datetime import UTC, datetime, timedelta
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pytest
from msgspec import structs

from footpath.core.errors import Invalid, NotFound
from footpath.exploring import console
from footpath.insights import (
    Filters,
    Live,
    Wanted,
    how_of,
    live_of,
    moved_lately,
    over_time,
    people_of,
    preview_of,
    proposals,
)
from footpath.insights.live.saying import said_of
from footpath.maps import Card, Column, Edge, Evidence, Lane, Map, Persona, Touchpoint
from tests.analytics.events_of import START_US, events_of, in_order

DAY_US = 86_400_000_000
WORLD = in_order(
    {
        "ann": "home look home pay help",
        "bob": "home look",
        "cid": "look pay",
        "dan": "help help",
        "eve": "home pay home",
    }
)


SAID = pa.table(  # of a step by its event, of one by its title, of what was met last, of nothing, long after, by nobody
    {
        "person": ["ann", "bob", "ann", "dan", "cid", None],
        "at": pa.array(
            [START_US + 10**9, START_US + 1, START_US + 10**8, START_US + 5, START_US + 40 * DAY_US, START_US]
        ).cast(pa.timestamp("us", tz="UTC")),
        "about": ["Pay", "LOOK AROUND", "parcels", None, "parcels", "home"],
        "channel": ["web", "web", "web", None, "web", "web"],
        "source": ["survey"] * 6,
        "emotion": pa.array([0.5, -1.0, None, 1.0, 1.0, 0.25], pa.float64()),
    }
)


def shop(**fields: Any) -> Map:
    """Return a map: Find (Home, Look), Buy (Pay = the goal); help is on no column."""
    steps = ("home", "look", "pay")
    return Map(
        key="shop",
        title="Shop",
        goal="pay",
        columns=(
            Column(key="find", title="Find"),
            Column(key="home", title="Home page", parent="find", matches=("home",)),
            Column(key="look", title="Look around", parent="find", matches=("look",)),
            Column(key="buy", title="Buy"),
            Column(key="pay", title="Pay", parent="buy"),
        ),
        touchpoints=tuple(Touchpoint(key=step, title=step, where={"name": (step,)}) for step in steps[:2]),
        **fields,
    )


def counts(live: Live, key: str) -> dict[str, tuple[float, float] | float]:
    """Return the numbers of a column: (counted, of) of shares, else the value."""
    return {
        name: (one.numerator or 0, one.denominator or 0) if one.unit == "share" else one.value
        for name, one in live.columns[key].figures.items()
    }


def test_columns_stages_touchpoints_and_moves_are_counted() -> None:
    live = live_of(shop(), WORLD)
    assert (live.persons, live.events, live.why) == (5, 14, "")
    assert counts(live, "home") == {
        "reach": (3, 5), "events": 5.0, "drop_off": (0, 3), "returns": (2, 3), "conversion": (2, 3),
        "conversion_goal": (2, 3),
    }  # fmt: skip
    assert counts(live, "look") == {
        "reach": (3, 5), "events": 3.0, "drop_off": (1, 3), "returns": (0, 3), "conversion": (2, 3),
        "conversion_goal": (2, 3),
    }  # fmt: skip
    assert counts(live, "find")["conversion_goal"] == (3, 4)
    assert counts(live, "find")["reach"] == (4, 5)
    assert live.columns["home"].channels == {"web": 5}
    assert {name: one.figures["persons"].value for name, one in live.touchpoints.items()} == {"home": 3, "look": 3}
    moves = {(edge.frm, edge.to): int(edge.figures["persons"].value) for edge in live.edges}
    assert moves == {
        ("home", "look"): 2, ("home", "pay"): 2, ("look", "home"): 1, ("look", "pay"): 1, ("pay", "home"): 1,
        ("home", ""): 1, ("look", ""): 1, ("pay", ""): 2,
    }  # fmt: skip


def test_what_the_filters_leave_is_counted_anew() -> None:
    model = shop(personas=(Persona(key="buyers", name="Buyers", segment="did pay"), Persona(key="all", name="All")))
    buyers = live_of(model, WORLD, Filters(persona="buyers"))
    assert (buyers.persons, counts(buyers, "home")["reach"]) == (3, (2, 3))
    both = live_of(model, WORLD, Filters(persona="buyers", segment="did help"))
    assert both.persons == 1
    began = datetime.fromtimestamp(START_US / 1e6, UTC)
    later = live_of(model, WORLD, Filters(since=began + timedelta(minutes=2)))
    assert (later.persons, counts(later, "home")["reach"]) == (2, (2, 2))
    assert live_of(model, WORLD, Filters(channel="web")).persons == 5
    with pytest.raises(NotFound, match=r"channel: no event has 'app'"):
        live_of(model, WORLD, Filters(channel="app"))
    with pytest.raises(Invalid, match="nothing says which persons are 'all'"):
        live_of(model, WORLD, Filters(persona="all"))
    nobody = live_of(model, WORLD, Filters(until=began))
    assert (nobody.persons, nobody.columns, nobody.why) == (0, {}, "Nothing happened that these filters leave.")


def test_robots_are_left_out() -> None:
    world = events_of({"ann": [("home", 0)], "crawler": [("home", 0), ("look", 9, {"device": "bot"})]})
    live = live_of(shop(), world)
    assert (live.persons, live.events, counts(live, "home")["reach"]) == (1, 1, (1, 1))


def test_cards_have_evidence_and_bound_ones_a_number() -> None:
    lanes = (Lane(key="l", type="text", title="L"), Lane(key="t", type="touchpoint", title="T"))
    cards = (
        Card(key="guess", lane="l", at="home", text="We think so"),
        Card(key="said", lane="l", at="home", text="They say so", evidence=Evidence(reported=1)),
        Card(key="met", lane="t", at="home", text="home"),
        Card(key="bound", lane="l", at="pay", text="Buyers", props={"binding": {"metric": "units of pay"}}),
        Card(key="wrong", lane="l", at="pay", text="?", props={"binding": {"metric": "units of nothing"}}),
        Card(key="shown", lane="l", at="home", text="Come back", props={"figure": "returns"}),
    )
    live = live_of(shop(lanes=lanes, cards=cards), WORLD)
    assert {key: card.level for key, card in live.cards.items()} == {
        "guess": "hypothesis", "said": "reported", "met": "observed", "bound": "observed", "wrong": "hypothesis",
        "shown": "observed",
    }  # fmt: skip
    assert live.cards["shown"].value == live.columns["home"].figures["returns"]
    met, bound = live.cards["met"].value, live.cards["bound"].value
    assert met
    assert met.value == 3
    assert bound
    assert (bound.value, bound.n) == (3, 3)
    assert "No event has the name 'nothing'" in live.cards["wrong"].problem
    assert live.trust
    assert (live.trust.numerator, live.trust.denominator) == (3, 6)


def test_every_number_is_what_its_sql_says_and_lists_the_persons_it_counts() -> None:
    model = shop()
    with duckdb.connect(config=console.CONFIG) as con:
        con.execute("SET TimeZone = 'UTC'")
        for name, table in console.steps_of(WORLD).items():
            con.register(name, table)
        con.execute(console.events_view(WORLD))
        con.register("signals", SAID.rename_columns({"at": "happened_at"}))
        seen = set()
        for filters in (Filters(), Filters(since=datetime.fromtimestamp(START_US / 1e6 + 60, UTC), channel="web")):
            live = live_of(model, WORLD, filters, said_of(SAID))
            found = [(f"column:{key}", one.figures) for key, one in live.columns.items()]
            found += [(f"edge:{edge.frm}>{edge.to}", edge.figures) for edge in live.edges]
            found += [(f"touchpoint:{key}", one.figures) for key, one in live.touchpoints.items()]
            for element, figures in found:
                for name, figure in figures.items():
                    seen.add(f"{element}:{name}")
                    row = con.sql(how_of(model, WORLD, filters, f"{element}:{name}").sql).fetchall()[0]
                    if figure.unit != "share":
                        assert row[0] == pytest.approx(figure.value), (element, name)
                        continue
                    assert row == (figure.numerator, figure.denominator), (element, name)
                    wanted = Wanted(of=f"{element}:{name}")
                    behind = people_of(model, WORLD, filters, wanted)
                    others = people_of(model, WORLD, filters, Wanted(of=wanted.of, which="others"))
                    assert (behind.n, behind.n + others.n) == row, (element, name)
        assert {"column:find:said", "column:find:emotion", "column:pay:said", "column:look:said"} <= seen


def test_persons_come_in_pieces_the_latest_first() -> None:
    first = people_of(shop(), WORLD, Filters(), Wanted(of="column:home:reach", limit=2))
    assert [one.id for one in first.people] == ["ann", "eve"]
    assert (first.n, first.next, first.people[0].events) == (3, 2, 5)
    rest = people_of(shop(), WORLD, Filters(), Wanted(of="column:home:reach", after=2))
    assert ([one.id for one in rest.people], rest.next) == (["bob"], None)
    with pytest.raises(Invalid, match="names no number"):
        people_of(shop(), WORLD, Filters(), Wanted(of="home"))
    with pytest.raises(NotFound, match="no column 'gone'"):
        people_of(shop(), WORLD, Filters(), Wanted(of="column:gone:reach"))
    with pytest.raises(Invalid, match="'time_next_median' counts no persons"):
        people_of(shop(), WORLD, Filters(), Wanted(of="column:home:time_next_median"))


def test_over_time_tells_every_period_at_once() -> None:
    day = 86_400.0
    world = events_of(
        {"ann": [("home", 0), ("look", day)], "bob": [("home", 60), ("home", day + 60), ("look", 2 * day)]}
    )
    found = over_time(shop(), world, Filters(), "day")
    assert len(found.periods) == 3
    assert found.persons == [2, 2, 1]
    assert (found.columns["home"].persons, found.columns["home"].events) == ([2, 1, 0], [2, 1, 0])
    assert found.columns["look"].persons == [0, 1, 1]
    assert [(edge.frm, edge.to, edge.persons) for edge in found.edges] == [("home", "look", [0, 1, 1])]


def test_what_moved_since_last_week_is_told_in_words_and_chance_is_not() -> None:
    week = 7 * 86_400.0
    before = {f"b{i}": [("home", 3600 + i), *([("pay", 7200 + i)] if i < 60 else [])] for i in range(100)}
    now = {f"n{i}": [("home", week + 9000 + i), *([("pay", week + 9500 + i)] if i < 20 else [])] for i in range(100)}
    found = moved_lately(shop(), events_of({**before, **now}), Filters())
    told = {(one.element, one.figure): one for one in found.moved}
    fell = told["column:home", "conversion_goal"]
    assert (fell.before.value, fell.now.value, fell.verdict) == (0.6, 0.2, "worse")
    assert fell.sentence == (
        "Home page: 20.0% of those who came reached the goal in the last 7 days, 60.0% in the 7 days before "
        "(−40.0 points)."
    )
    assert ("column:home", "reach") not in told
    again = {f"x{who}": [(name, at + week) for name, at in way] for who, way in before.items()}
    calm = moved_lately(shop(), events_of({**before, **again}), Filters())
    assert (calm.moved, calm.why) == ([], "Nothing moved by more than chance would.")


def test_what_the_data_shows_and_the_map_lacks_is_proposed() -> None:
    model = structs.replace(shop(), columns=(*shop().columns, Column(key="support", title="Helps")))
    found = {one.kind: one for one in proposals(model, WORLD)}
    assert found["match"].change["columns"] == [{"key": "support", "matches": ["help"]}]
    step = found["step"]
    assert (step.n, step.title, step.change["after"]) == (2, "Help", "pay")
    assert step.change["touchpoints"][0]["where"] == {"name": ["help"]}
    edges = [edge for one in proposals(model, WORLD) for edge in one.change.get("edges", ())]
    assert {(edge["from"], edge["to"]) for edge in edges} == {("home", "pay"), ("look", "home"), ("pay", "home")}
    drawn = shop(edges=(Edge(frm="home", to="pay", kind="skip"),))
    assert "home → pay" not in {one.title for one in proposals(drawn, WORLD)}


def test_a_matcher_shows_what_it_would_match() -> None:
    names = WORLD.signatures["name"].to_pylist()
    found = preview_of(WORLD, np.array([name == "home" for name in names], np.uint16))
    assert (found.events, found.persons, sum(found.trend)) == (5, 3, 5)


def test_times_are_exact_over_many_persons_also_where_a_sample_misleads() -> None:
    """One bucket, the largest, is of quick people; the cuts it suggests miss the others, so these are read again."""
    quick = {f"a{i:04}": [("home", 0), ("look", 10 + i / 100), ("home", 40), ("home", 50)] for i in range(0, 800, 2)}
    slow = {f"a{i:04}": [("home", 0), ("look", 5_000 + 7 * i)] for i in range(1, 800, 2)}
    live = live_of(shop(), events_of({**quick, **slow}))
    seconds = np.array([10 + i / 100 for i in range(0, 800, 2)] + [5_000 + 7 * i for i in range(1, 800, 2)])
    figures = live.columns["home"].figures
    for name, share in (("time_next_median", 0.5), ("time_next_p90", 0.9)):
        assert figures[name].value == np.quantile(np.round(seconds * 1e6) / 1e6, share)
        assert (figures[name].n, figures[name].lo in seconds, figures[name].hi in seconds) == (800, True, True)
    move = next(edge for edge in live.edges if (edge.frm, edge.to) == ("home", "look"))
    assert move.figures["time_median"].value == figures["time_next_median"].value
