"""A map that others begin with tells nothing of what was counted, said and found."""

from datetime import UTC, datetime

from worlds import lamp

from footpath.maps import map_to_plain
from footpath.maps.keeping.emptying import emptied
from footpath.maps.model import Card, Column, Edge, Evidence, Figure, Lane, Map, Note, Path, Persona, Touchpoint

COUNTED = Figure(value=0.4, unit="share", n=1200, source="web")
GUESSED = Figure(value=-0.5, unit="score")
SEEN = Evidence(observed=40, measured=1200, newest_at=datetime(2026, 3, 1, tzinfo=UTC), sources=("web",))

MODEL = Map(
    key="m", title="M", subtitle="1,200 people", owner="Ann", status="live", persons=1200, goal="pay",
    goal_conversion=COUNTED, as_of=datetime(2026, 3, 1, tzinfo=UTC), sources=("web",), extra={"unknown": {"x": 1}},
    personas=(
        Persona(key="p", name="Buyers", share=COUNTED, traits=("3× as often",), profile={"item": "i", "goal": "g"}),
    ),
    touchpoints=(Touchpoint(key="t", title="T", where={"name": ("Order",)}, figures={"events": COUNTED}),),
    columns=(Column(key="pay", title="Pay", matches=("t",), figures={"reach": COUNTED}),),
    edges=(Edge(frm="pay", kind="leave", figures={"share": COUNTED}), Edge(frm="pay", to="pay", kind="branch")),
    paths=(Path(key="seen", title="Seen"), Path(key="happy", title="Happy", kind="happy", figures={"share": COUNTED})),
    lanes=(
        Lane(key="do", type="text", title="Do", note="in their words"),
        Lane(key="said", type="verbatim", title="Said"),
        Lane(key="meet", type="touchpoint", title="Meet", note="share of 1,200 people"),
        Lane(key="feel", type="emotion", title="Feel"),
    ),
    cards=(
        Card(key="own", lane="do", at="pay", text="Pays", icon="payment", owner="Ann", status="open",
             evidence=Evidence(reported=3), props={"item": "i", "tags": ["web"], "src": "/api/v1/attachments/a"}),
        Card(key="found", lane="do", at="pay", text="40% give up", evidence=SEEN),
        Card(key="pain", lane="do", at="pay", text="Many wait", props={"detector": "wait"}),
        Card(key="series", lane="do", at="pay", text="Orders a month", icon="cart", props={
            "chart": {"points": [["May", 4], ["June", 5]]}, "exploration": "e", "answers": {"score": "nps"}}),
        Card(key="bound", lane="do", at="pay", text="Orders", value=COUNTED, props={"binding": {"metric": "orders"}}),
        Card(key="quote", lane="said", at="pay", text="It never came"),
        Card(key="where", lane="do", at="pay", text="It never came", origin="chat · web · 2026-03-01"),
        Card(key="web", lane="meet", at="pay", text="Web shop", detail="web 91%", value=COUNTED, evidence=SEEN),
        Card(key="felt", lane="feel", at="pay", value=COUNTED),
        Card(key="guess", lane="feel", at="pay", value=GUESSED),
    ),
    notes=(Note(topic="Stages", text="found in 1,200 journeys"),),
)  # fmt: skip


def test_what_people_drew_stays_and_what_was_counted_goes() -> None:
    made = emptied(MODEL)
    assert made == Map(
        key="m", title="M", goal="pay",
        personas=(Persona(key="p", name="Buyers", profile={"goal": "g"}),),
        touchpoints=(Touchpoint(key="t", title="T", where={"name": ("Order",)}),),
        columns=(Column(key="pay", title="Pay", matches=("t",)),),
        edges=(Edge(frm="pay", to="pay", kind="branch"),),
        paths=(Path(key="happy", title="Happy", kind="happy"),),
        lanes=(
            Lane(key="do", type="text", title="Do", note="in their words"),
            Lane(key="said", type="verbatim", title="Said"),
            Lane(key="meet", type="touchpoint", title="Meet"),
            Lane(key="feel", type="emotion", title="Feel"),
        ),
        cards=(
            Card(key="own", lane="do", at="pay", text="Pays", icon="payment", props={"tags": ["web"]}),
            Card(key="series", lane="do", at="pay", text="Orders a month", icon="cart"),
            Card(key="bound", lane="do", at="pay", text="Orders", props={"binding": {"metric": "orders"}}),
            Card(key="web", lane="meet", at="pay", text="Web shop"),
            Card(key="guess", lane="feel", at="pay", value=GUESSED),
        ),
    )  # fmt: skip


def test_a_map_drawn_from_data_leaves_no_number_behind() -> None:
    before, made = lamp(), emptied(lamp())
    assert made.columns
    assert [column.key for column in made.columns] == [column.key for column in before.columns]
    plain = str(map_to_plain(made))
    assert "'n':" in str(map_to_plain(before))
    for name in ("'n':", "'figures'", "'evidence'", "'as_of'", "'origin'"):
        assert name not in plain
