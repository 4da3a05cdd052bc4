"""CJML: planned journeys out; planned, actual and simplified journeys in."""

import pytest
from lxml import etree
from worlds import lamp

from footpath.core.errors import Invalid
from footpath.maps import templates
from footpath.maps.cjml import read_cjml, write_cjml
from footpath.maps.lint import lint
from footpath.maps.model import Map

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
    ids = [element.text for element in journey.iter("touchpointID")]
    assert ids == [f"T{place}" for place in range(1, len(ids) + 1)]


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
