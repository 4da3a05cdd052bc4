"""CJML: planned journeys out; planned, actual and simplified journeys in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from msgspec import structs
from worlds import lamp

from footpath.core.errors import Invalid
from footpath.maps import templates
from footpath.maps.cjml import read_cjml, write_cjml
from footpath.maps.cjml.assembling import to_map
from footpath.maps.cjml.journeys import Actor, Journey, Touchpoint
from footpath.maps.cjml.reading import read_journeys
from footpath.maps.lint import lint
from footpath.maps.model import Card, CardLink, Column, Lane, Map, Path

ACTUAL = b"""<CJML version="2.0"><actualJourney><journeyID>AJ1</journeyID><journeyStatus>done</journeyStatus>
<actors><endUser actorID="Carl"><actorName>Carl</actorName></endUser>
<serviceProvider actorID="Company A"><companyName>Company A</companyName></serviceProvider></actors>
<touchpoints>
<actualCommunicationPoint><touchpointID>T1</touchpointID><compliance/>
<initiator><refersTo actorIDref="Carl"/><initiatorLabel>Order a book</initiatorLabel></initiator>
<receiver><refersTo actorIDref="Bookis"/><receiverLabel>Get the order</receiverLabel></receiver>
<channel><channelName>internetViaPC</channelName></channel>
<timestamps><timeOriginated>2020-01-01</timeOriginated></timestamps>
<touchpointExperience><experienceDescription>Easy</experienceDescription><experienceRating>4</experienceRating>
</touchpointExperience></actualCommunicationPoint>
<actualAction><initiator><initiatorLabel>Wait</initiatorLabel><refersTo actorIDref="Carl"/></initiator>
<touchpointID>D2</touchpointID>
<touchpointExperience><experienceRating>very dissatisfied</experienceRating></touchpointExperience></actualAction>
</touchpoints></actualJourney></CJML>"""


def read(data: bytes) -> Map:
    model = read_cjml(data, name="j.cjml.xml")
    assert [problem for problem in lint(model) if problem.severity == "error"] == []
    return model


def titles(model: Map) -> list[str]:
    return [str(column.title) for column in model.columns]


@pytest.mark.parametrize("name", templates.names())
def test_templates_come_back_with_their_stages_and_steps(name: str) -> None:
    model = templates.load(name)
    again = read(write_cjml(model, "en"))
    assert titles(again) == [column.title["en"] for column in model.columns]  # type: ignore[call-overload,index]


def test_the_grammar_of_cjml_2_is_kept() -> None:
    root = etree.fromstring(write_cjml(lamp(), "en"))
    assert root.tag == "CJML"
    assert root.get("version") == "2.0"
    journey = root[0]
    order = [child.tag for child in journey]
    assert order == [
        "journeyID", "journeyTitle", "journeyPhases", "journeyShortSummary", "comment", "actors", "touchpoints",
    ]  # fmt: skip
    phases = {phase.get("phaseID") for phase in journey.iter("journeyPhase")}
    actors = {actor.get("actorID") for actor in journey.find("actors")}  # type: ignore[union-attr]
    for point in journey.find("touchpoints"):  # type: ignore[union-attr]
        assert point.find("belongsTo").get("phaseIDref") in phases  # type: ignore[union-attr]
        assert {ref.get("actorIDref") for ref in point.iter("refersTo")} <= actors
    ids = [element.text or "" for element in journey.iter("touchpointID")]
    steps = [key for key in ids if "." not in key]
    assert steps == [f"T{place}" for place in range(1, len(steps) + 1)]
    assert len({*ids}) == len(ids)


def test_an_actual_journey_gives_actors_channels_feelings_and_deviations() -> None:
    model = read(ACTUAL)
    assert titles(model) == ["Order a book", "Wait"]
    assert [str(lane.title) for lane in model.lanes] == ["Carl", "Emotion", "Channels", "Bookis", "Experience"]
    felt = [card.value.value for card in model.cards if card.value]
    assert felt == [0.5, -1.0]
    assert [card.tone for card in model.cards if card.lane == "carl"] == ["neutral", "warn"]
    assert [link.label for link in model.links] == ["internetViaPC"]
    assert model.cards[0].props == {"times": {"timeOriginated": "2020-01-01"}}


def test_an_actual_journey_of_a_plan_is_a_path_over_it() -> None:
    plan = write_cjml(templates.load("classic"), "en").replace(b"</CJML>\n", b"")
    walked = b"<actualJourney><journeyID>AJ1</journeyID><plannedReference>classic</plannedReference><touchpoints>"
    for number, word in ((1, b""), (3, b"<compliance>missing</compliance>"), (4, b""), (2, b"")):
        walked += b"<actualAction><touchpointID>T%d</touchpointID>%s</actualAction>" % (number, word)
    model = read(plan + walked + b"</touchpoints></actualJourney></CJML>")
    assert [path.columns for path in model.paths] == [("t1", "t4", "t2")]


def test_the_simplified_variant_with_its_stray_undefined_is_read() -> None:
    model = read(
        b'undefined<cjml><actor id="a1"><actorName>Ann</actorName><actorRole>End user</actorRole></actor>'
        b'<touchpoint id="T1" type="communication"><time>1</time><initiator>a1</initiator>'
        b"<initiatorDescription>calls</initiatorDescription><receiver>a2</receiver>"
        b"<receiverDescription>answers</receiverDescription><channel>phone</channel></touchpoint>"
        b'<touchpoint id="T2" type="action"><initiator>a1</initiator>'
        b"<initiatorDescription>waits</initiatorDescription></touchpoint></cjml>"
    )
    assert titles(model) == ["calls", "waits"]
    assert [str(persona.name) for persona in model.personas] == ["Ann"]


def test_a_phase_that_comes_again_is_a_stage_again() -> None:
    points = b"".join(
        b'<plannedAction><touchpointID>T%d</touchpointID><belongsTo phaseIDref="%s"/></plannedAction>' % (number, phase)
        for number, phase in enumerate((b"a", b"b", b"a"), start=1)
    )
    model = read(b"<CJML><plannedJourney><touchpoints>" + points + b"</touchpoints></plannedJourney></CJML>")
    assert titles(model) == ["a", "T1", "b", "T2", "a", "T3"]


@pytest.mark.parametrize("data", [b"", b"<a/>", b"<CJML/>", b"\x00\x01", b"<CJML><plannedJourney>"])
def test_what_is_no_journey_is_refused(data: bytes) -> None:
    with pytest.raises(Invalid):
        read_cjml(data, name="bad.cjml.xml")


def test_entities_of_a_document_type_are_not_expanded() -> None:
    bomb = b'<!DOCTYPE CJML [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;">]>' + ACTUAL.replace(b"Order a book", b"&b;")
    assert "aaaa" not in str(titles(read_cjml(bomb, name="bomb")))


WORDS = st.text("abcDT1. łš痛<&", min_size=1, max_size=8).map(lambda text: " ".join(text.split()) or "x")


@st.composite
def journeys(draw: st.DrawFn) -> Journey:
    """Return a journey as the grammar has them: everybody declared, a communication point has a receiver."""
    actual = draw(st.booleans())
    names = draw(st.lists(WORDS, min_size=1, max_size=3))
    actors = [
        Actor(key=f"A {place}", name=name, customer=place == 0, kind="" if place == 0 else draw(WORDS))
        for place, name in enumerate(names)
    ]
    ids = st.sampled_from([actor.key for actor in actors])
    points: list[Touchpoint] = []
    for place in range(draw(st.integers(1, 5))):
        told = Touchpoint(
            key=draw(st.sampled_from(["T{}", "D{}", "Order {}"])).format(place),
            phase=draw(st.sampled_from(["", "Ph 1", "Ph 2"])),
            initiator=draw(ids),
            initiator_label=draw(WORDS),
            comment=draw(st.just("") | WORDS),
        )
        if draw(st.booleans()):
            told = structs.replace(
                told, receiver=draw(ids), receiver_label=draw(WORDS), channel=draw(st.just("") | WORDS),
                message=draw(st.just("") | WORDS),
            )  # fmt: skip
        if actual:
            told = structs.replace(
                told, compliance=draw(st.sampled_from(["", "missing", "adhoc"])), experience=draw(st.just("") | WORDS),
                times=draw(st.sampled_from([{}, {"timeStarted": "2020-01-01"}])),
                rating=draw(st.none() | st.integers(1, 5)),
            )  # fmt: skip
        points.append(told)
    used = [key for key in dict.fromkeys(point.phase for point in points) if key]
    phases = [(key, draw(WORDS), draw(st.just("") | WORDS)) for key in (*used, "Unused")]
    return Journey(
        key="PJ 1", title=draw(WORDS), summary=draw(st.just("") | WORDS), locale="pl", actual=actual,
        status=draw(WORDS) if actual else "", phases=phases, actors=actors, touchpoints=points,
    )  # fmt: skip


@given(journeys())
def test_a_journey_that_became_a_map_is_written_as_the_journey_it_was(told: Journey) -> None:
    model = to_map([told], name="j")
    again = read_journeys(write_cjml(model, "pl"), name="j")
    assert again == [told]
    assert to_map(again, name="j") == model


def test_a_step_with_many_channels_stays_one_step() -> None:
    model = Map(
        key="m", title="M", columns=(Column(key="buy", title="Buy"), Column(key="use", title="Use")),
        lanes=(Lane(key="ways", type="channel", title="Ways"),),
        cards=tuple(Card(key=way, lane="ways", at="buy", text=way) for way in ("Shop", "Web", "Phone")),
    )  # fmt: skip
    data = write_cjml(model, "en")
    ids = [element.text for element in etree.fromstring(data).iter("touchpointID")]
    assert ids == ["T1", "T1.2", "T1.3", "T2"]
    again = read(data)
    assert titles(again) == ["Buy", "Use"]
    assert [card.channel for card in again.cards if card.channel] == ["Shop", "Web", "Phone"]
    assert write_cjml(again, "en") == data


def test_what_was_added_to_a_map_from_cjml_is_written_too() -> None:
    model = read(ACTUAL)
    more = structs.replace(
        model,
        columns=(*model.columns, Column(key="read", title="Read")),
        cards=(*model.cards, Card(key="new", lane="touchpoints", at="d2", text="phone", channel="phone")),
    )
    (told,) = read_journeys(write_cjml(more, "en"), name="j")
    assert [(point.key, point.channel, point.receiver) for point in told.touchpoints] == [
        ("T1", "internetViaPC", "Bookis"), ("D2", "phone", "Company A"), ("T2", "", ""),
    ]  # fmt: skip
    assert [(point.rating, point.experience) for point in told.touchpoints[:2]] == [(4, "Easy"), (1, "")]


def test_who_hands_what_to_whom_is_written_from_the_arrows() -> None:
    model = Map(
        key="m", title="M", columns=(Column(key="s", title="Stage"), Column(key="ask", title="Ask", parent="s")),
        lanes=(Lane(key="ann", type="actor", title="Ann"), Lane(key="desk", type="actor", title="Desk")),
        cards=(Card(key="a", lane="desk", at="ask", text="Ask"), Card(key="b", lane="ann", at="ask", text="Answer")),
        links=(CardLink(frm="a", to="b", kind="handoff", label="phone"),),
    )  # fmt: skip
    (told,) = read_journeys(write_cjml(model, "en"), name="j")
    (point,) = told.touchpoints
    assert (point.initiator, point.receiver, point.receiver_label, point.channel) == ("desk", "ann", "Answer", "phone")


def test_observed_paths_are_written_as_journeys_of_the_plan() -> None:
    model = structs.replace(templates.load("classic"), paths=())
    steps = [column.key for column in model.columns if column.parent][:3]
    way = (steps[0], steps[2], steps[0])
    model = structs.replace(model, paths=(Path(key="typical", title="Typical", columns=way),))
    again = read(write_cjml(model, "en"))
    assert [(path.title, path.columns) for path in again.paths] == [("Typical", ("t1", "t3", "t1"))]
    assert write_cjml(again, "en") == write_cjml(model, "en")
