"""Questions over all maps and the library."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from footpath.accounts import Actor
from footpath.api import Team
from footpath.core.errors import NotFound
from footpath.library import NewItem, Wanted
from footpath.maps import Card, Column, Evidence, Figure, Lane, Map, Persona, Touchpoint
from tests.team.rooms_of import owner_of, team_in

NOW = datetime(2026, 12, 1, tzinfo=UTC)
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


def feeling(value: float) -> Figure:
    return Figure(value=value, unit="score", n=20)


SHOP = Map(
    key="shop",
    title="Shop",
    as_of=NOW,
    personas=(Persona(key="ann", name="Ann"),),
    touchpoints=(Touchpoint(key="courier", title="Courier"),),
    columns=(
        Column(key="buy", title="Buy"),
        Column(key="receive", title="Receive"),
        Column(key="deliver", title="Delivery", parent="receive", matches=("courier",)),
        Column(key="unpack", title="Unpack", parent="receive"),
    ),
    lanes=(
        Lane(key="pains", type="pain_point", title="Pains"),
        Lane(key="ann-pains", type="pain_point", title="Ann's pains", persona="ann"),
        Lane(key="feels", type="emotion", title="Feels"),
    ),
    cards=(
        Card(
            key="late", lane="pains", at="deliver", text="It comes late", status="open", owner="Bo",
            evidence=Evidence(observed=40, newest_at=NOW), props={"tags": ["courier"]},
        ),
        Card(key="box", lane="ann-pains", at="receive", text="The box is torn"),
        Card(key="old", lane="pains", at="buy", text="Fees", evidence=Evidence(reported=3, newest_at=LONG_AGO)),
        Card(key="prompt", lane="pains", at="buy", text="What hurts?", props={"prompt": True}),
        Card(key="low", lane="feels", at="deliver", value=feeling(-0.5)),
        Card(key="high", lane="feels", at="unpack", value=feeling(0.25)),
    ),
)  # fmt: skip
STORE = Map(
    key="store",
    title="Store",
    as_of=NOW,
    columns=(Column(key="collect", title="Collect the delivery"),),
    lanes=(Lane(key="pains", type="pain_point", title="Pains"),),
    cards=(
        Card(key="queue", lane="pains", at="collect", text="A queue", evidence=Evidence(observed=9, newest_at=NOW)),
    ),
)


@pytest.fixture
def asked(tmp_path: Path) -> Iterator[tuple[Team, Actor, str]]:
    team = team_in(tmp_path / "data")
    ann, shop = owner_of(team)
    for model in (SHOP, STORE):
        team.maps.add(ann, shop, model)
    team.items.add(ann, shop, NewItem(kind="insight", title="=Delivery is late", tags=("courier",)))
    yield team, ann, shop
    team.close()


def texts(asked: tuple[Team, Actor, str], **wanted: object) -> list[str]:
    team, ann, shop = asked
    return sorted(one.text for one in team.overalls.ask(ann, shop, Wanted(**wanted)).rows)  # type: ignore[arg-type]


def test_all_pains_about_delivery_that_data_show_where_people_are_upset(asked: tuple[Team, Actor, str]) -> None:
    about = {"words": "delivery", "lane": "pain_point"}
    assert texts(asked, **about) == ["A queue", "It comes late"]
    assert texts(asked, **about, evidence="data") == ["A queue", "It comes late"]
    assert texts(asked, **about, evidence="data", emotion_below=0) == ["It comes late"]  # nobody felt at the store


def test_each_thing_that_is_asked_for_leaves_out_what_is_not_so(asked: tuple[Team, Actor, str]) -> None:
    assert texts(asked, lane="pain_point") == ["A queue", "Fees", "It comes late", "The box is torn"]
    assert texts(asked, lane="pain_point", emotion_above=-0.2) == ["The box is torn"]  # (−0.5 + 0.25) / 2
    assert texts(asked, persona="Ann") == ["The box is torn"]
    assert texts(asked, touchpoint="Courier", kind="card") == ["-0.5", "It comes late", "The box is torn"]
    assert texts(asked, tag="courier") == ["=Delivery is late", "It comes late"]
    assert texts(asked, evidence="hypothesis", lane="pain_point") == ["The box is torn"]
    assert texts(asked, evidence="reported") == texts(asked, fresh="no") == ["Fees"]
    assert texts(asked, fresh="yes") == ["A queue", "It comes late"]
    assert texts(asked, owner="Bo") == texts(asked, status="open") == ["It comes late"]
    assert texts(asked, kind="step") == ["Buy", "Collect the delivery", "Delivery", "Unpack"]
    assert texts(asked, kind="step", emotion_below=0) == ["Delivery"]
    assert texts(asked, kind="item", lane="insight") == ["=Delivery is late"]


def test_an_answer_counts_by_map_and_says_what_there_is_to_ask_for(asked: tuple[Team, Actor, str]) -> None:
    team, ann, shop = asked
    answer = team.overalls.ask(ann, shop, Wanted(lane="pain_point"))
    assert (answer.total, [(one.title, one.n) for one in answer.by_map]) == (4, [("Shop", 3), ("Store", 1)])
    choices = answer.choices
    assert (choices.persona, choices.tag, choices.lane[0]) == (("Ann",), ("courier",), "pain_point")
    (late,) = (one for one in answer.rows if one.text == "It comes late")
    assert (late.where, late.element, late.touchpoints) == ("Receive › Delivery", "cards/late", ("Courier",))


def test_a_table_holds_all_of_it_and_nothing_that_a_spreadsheet_would_run(asked: tuple[Team, Actor, str]) -> None:
    team, ann, shop = asked
    lines = team.overalls.table(ann, shop, Wanted(tag="courier")).splitlines()
    assert lines[0].startswith("kind,map_title,lane,lane_title,where,text,")
    late = "card,Shop,pain_point,Pains,Receive › Delivery,It comes late,,courier,,Courier,-0.5,observed,"
    assert lines[1].startswith(late)
    assert "'=Delivery is late" in lines[2]


def test_a_change_of_a_map_changes_the_answer(asked: tuple[Team, Actor, str]) -> None:
    team, ann, shop = asked
    assert texts(asked, words="fees") == ["Fees"]
    document = next(one.id for one in team.maps.of(ann, shop) if one.title == "Shop")
    team.maps.remove(ann, document)
    assert texts(asked, words="fees") == []
    with pytest.raises(NotFound):
        team.overalls.ask(Actor(name="eve"), shop, Wanted())
