"""Items of the library: edited once, changed on every map."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from pycrdt import Doc
from pycrdt import Map as Shared

from footpath.accounts import Actor
from footpath.api import Team
from footpath.core.errors import Conflict, Invalid, NotFound
from footpath.library import ItemChange, NewItem
from footpath.library.model import Link, Told
from footpath.maps import Card, Column, Lane, Map, Persona
from footpath.maps.crdt import read, write
from footpath.maps.keeping.linking import Face, Said, linked, shown
from tests.team.rooms_of import owner_of, team_in


@pytest.fixture
def team(tmp_path: Path) -> Iterator[Team]:
    opened = team_in(tmp_path / "data")
    yield opened
    opened.close()


def map_with(*cards: Card, personas: tuple[Persona, ...] = ()) -> Map:
    lane = Lane(key="pains", type="insight", title="Pains")
    return Map(key="m", title="M", columns=(Column(key="pay", title="Pay"),), lanes=(lane,), cards=cards,
               personas=personas)  # fmt: skip


def card(key: str, item: str, text: str) -> Card:
    return Card(key=key, lane="pains", at="pay", text=text, props={"item": item})


def texts(team: Team, ann: Actor, document: str) -> list[object]:
    return [one.text for one in team.maps.model(ann, document).cards]


def test_a_changed_item_changes_on_every_map_that_shows_it_and_on_no_other_card(team: Team) -> None:
    ann, shop = owner_of(team)
    item = team.items.add(ann, shop, NewItem(kind="insight", title="Pay fails", text="On phones")).id
    one = team.maps.add(ann, shop, map_with(card("a", item, "Pay fails"), card("b", "", "Fees"))).id
    two = team.maps.add(ann, shop, map_with(card("c", item, "Pay fails"))).id
    assert set(team.items.get(ann, item).maps) == {one, two}
    changed = team.items.change(ann, item, ItemChange(title="Paying fails", status="confirmed", owner_id=ann.user_id))
    assert (changed.owner, changed.revision) == ("Ann", 2)
    assert texts(team, ann, one) == ["Paying fails", "Fees"]
    shown = team.maps.model(ann, two).cards[0]
    assert (shown.text, shown.detail, shown.status, shown.owner) == ("Paying fails", "On phones", "confirmed", "Ann")


def test_what_people_type_on_a_map_changes_the_item_and_the_other_maps(team: Team) -> None:
    ann, shop = owner_of(team)
    item = team.items.add(ann, shop, NewItem(kind="insight", title="Pay fails")).id
    one = team.maps.add(ann, shop, map_with(card("a", item, "Pay fails"))).id
    two = team.maps.add(ann, shop, map_with(card("c", item, "Pay fails"))).id
    typed(team, ann, one, "Payment is refused")
    assert team.items.get(ann, item).title == "Payment is refused"
    assert texts(team, ann, two) == ["Payment is refused"]


def typed(team: Team, ann: Actor, document: str, text: str) -> None:
    """Change the first card as a browser does: into the shared document, and quiet afterwards."""
    doc: Doc[Any] = Doc()
    doc.apply_update(team.documents.content(document))
    before = doc.get_state()
    cards = doc.get("cards", type=Shared)
    for one in cards:
        said = cards[one]["text"]
        said.clear()
        said += text
    team.documents.append(document, [(ann.user_id, doc.get_update(before))])
    team.maps.settled(document)


def test_a_guest_of_one_map_changes_no_item_of_the_workspace(team: Team) -> None:
    ann, shop = owner_of(team)
    item = team.items.add(ann, shop, NewItem(kind="insight", title="Pay fails")).id
    one = team.maps.add(ann, shop, map_with(card("a", item, "Pay fails"))).id
    eve = Actor(name="eve", user_id=team.people.add(ann, email="eve@example.org", name="E", password="x" * 12).id)
    link = team.workspaces.invite(ann, shop, role="editor", document=one).link
    team.workspaces.accept(link.rsplit("/", 1)[1], eve)
    typed(team, eve, one, "Hacked")
    assert team.items.get(ann, item).title == "Pay fails"
    assert texts(team, ann, one) == ["Pay fails"]


def test_what_is_being_typed_is_not_overwritten() -> None:
    model = map_with(card("a", "i", "Pay fails"), card("b", "i", "Pay fai"))
    assert linked(model) == {"i": [Said("Pay fai", "", ()), Said("Pay fails", "", ())]}
    after = shown(model, "i", Face(title="Refused"), [Said("Pay fails", "")])
    assert [one.text for one in after.cards] == ["Refused", "Pay fai"]


def test_a_persona_of_the_library_brings_its_profile_to_maps(team: Team) -> None:
    ann, shop = owner_of(team)
    fields = {"quote": "Quick!", "segment": "did Order"}
    item = team.items.add(ann, shop, NewItem(kind="persona", title="Anna", fields=fields)).id
    document = team.maps.add(ann, shop, map_with(personas=(Persona(key="p", name="Anna", profile={"item": item}),))).id
    team.items.change(ann, item, ItemChange(text="Buys late", fields={"quote": "Slowly.", "bio": "Tired"}))
    (persona,) = team.maps.model(ann, document).personas
    assert (persona.description, persona.segment) == ("Buys late", "did Order")
    assert persona.profile == {"item": item, "quote": "Slowly.", "segment": "did Order", "bio": "Tired"}


def test_two_people_who_change_the_same_item_hear_of_each_other(team: Team) -> None:
    ann, shop = owner_of(team)
    item = team.items.add(ann, shop, NewItem(kind="channel", title="Shop")).id
    team.items.change(ann, item, ItemChange(revision=1, title="Store"))
    with pytest.raises(Conflict, match="meanwhile"):
        team.items.change(ann, item, ItemChange(revision=1, title="Market"))


def test_an_item_holds_only_what_its_kind_has(team: Team) -> None:
    ann, shop = owner_of(team)
    insight = team.items.add(ann, shop, NewItem(kind="insight", title="Pay fails")).id
    for wish, field in (
        (NewItem(kind="insight", title="A", status="live"), "status"),
        (NewItem(kind="insight", title="A", scores={"effort": 1}), "scores.effort"),
        (NewItem(kind="channel", title="A", fields={"quote": "x"}), "fields.quote"),
        (NewItem(kind="channel", title="A", links=(Link(url="javascript:alert(1)"),)), "links"),
        (NewItem(kind="channel", title="A", links=(Link(url="https://"),)), "links: 'https://' is no address"),
        (NewItem(kind="channel", title="A", links=(Link(url="https://a.test:port/"),)), "links"),
        (NewItem(kind="channel", title="A", links=(Link(url="mailto:"),)), "links"),
        (NewItem(kind="channel", title="A", owner_id="nobody"), "owner_id"),
        (NewItem(kind="solution", title="A", parents=(insight,)), "parents"),
    ):
        with pytest.raises(Invalid, match=field):
            team.items.add(ann, shop, wish)
    with pytest.raises(NotFound, match="item kind"):
        team.items.add(ann, shop, NewItem(kind="insigth", title="A"))


def test_no_item_follows_from_itself(team: Team) -> None:
    ann, shop = owner_of(team)
    one = team.items.add(ann, shop, NewItem(kind="persona", title="Buyers")).id
    two = team.items.add(ann, shop, NewItem(kind="persona", title="Late buyers", parents=(one,))).id
    with pytest.raises(Invalid, match="follow from itself"):
        team.items.change(ann, one, ItemChange(parents=(two,)))


def test_a_deleted_item_is_gone_and_maps_keep_what_they_say(team: Team) -> None:
    ann, shop = owner_of(team)
    item = team.items.add(ann, shop, NewItem(kind="insight", title="Pay fails")).id
    document = team.maps.add(ann, shop, map_with(card("a", item, "Pay fails"))).id
    team.items.remove(ann, item)
    assert team.items.of(ann, shop) == []
    assert texts(team, ann, document) == ["Pay fails"]
    typed(team, ann, document, "Still mine")
    assert texts(team, ann, document) == ["Still mine"]


def test_items_are_found_by_any_of_their_words(team: Team) -> None:
    ann, shop = owner_of(team)
    team.items.add(ann, shop, NewItem(kind="insight", title="Pay fails", fields={"quote": "It said NO"}))
    team.items.add(ann, shop, NewItem(kind="channel", title="Phone", tags=("pay",)))
    assert [one.title for one in team.items.of(ann, shop, words="pay")] == ["Phone", "Pay fails"]
    assert [one.title for one in team.items.of(ann, shop, words="no said")] == ["Pay fails"]
    assert [one.title for one in team.items.of(ann, shop, kind="insight")] == ["Pay fails"]


def test_an_item_says_on_every_map_what_it_says_in_the_maps_language_and_the_others(team: Team) -> None:
    ann, shop = owner_of(team)
    told = {"pl": Told(title="Płatność zawodzi", text="Kasa"), "zh-TW": Told(title="付款失敗")}
    item = team.items.add(ann, shop, NewItem(kind="insight", title="Pay fails", text="At the till", translations=told))
    assert (item.locale, item.translations) == ("en", told)
    plain = team.maps.add(ann, shop, map_with(card("a", item.id, "Pay fails"))).id
    polish = team.maps.add(ann, shop, replace(map_with(card("a", item.id, "Zawodzi")), locale="pl")).id
    team.items.change(ann, item.id, ItemChange(title="Payment fails"))
    assert [one.text for one in team.maps.model(ann, plain).cards] == [
        {"en": "Payment fails", "pl": "Płatność zawodzi", "zh-TW": "付款失敗"}
    ]
    (polished,) = team.maps.model(ann, polish).cards
    assert (polished.text["pl"], polished.text["en"]) == ("Płatność zawodzi", "Payment fails")
    assert polished.detail == {"pl": "Kasa", "en": "At the till"}
    team.maps.edit(ann, polish, lambda m: replace(m, cards=(replace(m.cards[0], text="Płatność odrzucona"),)))
    team.items.heard(polish, "pl", {item.id: []}, {item.id: [Said("Płatność odrzucona", "Kasa")]})
    found = team.items.get(ann, item.id)
    assert (found.title, found.translations["pl"].title) == ("Payment fails", "Płatność odrzucona")
    assert team.items.of(ann, shop, words="odrzucona")[0].id == item.id
    gone = team.items.change(ann, item.id, ItemChange(translations={"pl": None}))
    assert list(gone.translations) == ["zh-TW"]
    with pytest.raises(Invalid, match="bio"):
        team.items.change(ann, item.id, ItemChange(translations={"pl": Told(title="x", fields={"bio": "y"})}))


def wrote(team: Team, ann: Actor, document: str, **fields: object) -> None:
    """Change fields of the first card as a browser does, and be quiet afterwards."""
    doc: Doc[Any] = Doc()
    doc.apply_update(team.documents.content(document))
    before, model = doc.get_state(), read(doc, name=document)
    write(doc, replace(model, cards=(replace(model.cards[0], **fields), *model.cards[1:])))
    team.documents.append(document, [(ann.user_id, doc.get_update(before))])
    team.maps.settled(document)


def test_a_translation_written_on_a_map_is_the_item_s_and_on_every_map_in_that_language(team: Team) -> None:
    ann, shop = owner_of(team)
    item = team.items.add(ann, shop, NewItem(kind="insight", title="Pay fails")).id
    one = team.maps.add(ann, shop, map_with(card("a", item, "Pay fails"))).id
    polish = team.maps.add(ann, shop, replace(map_with(card("a", item, "Pay fails")), locale="pl")).id
    both = {"en": "Pay fails", "pl": "Płatność zawodzi"}
    wrote(team, ann, one, text=both, detail={"pl": "Kasa"})
    found = team.items.get(ann, item)
    assert (found.title, found.text, found.translations) == (
        "Pay fails",
        "",
        {"pl": Told(title=both["pl"], text="Kasa")},
    )
    assert texts(team, ann, polish) == [both]
    wrote(team, ann, polish, text={**both, "en": "Card is refused", "zh-TW": "付款失敗"})
    found = team.items.get(ann, item)
    assert (found.title, found.translations["pl"].title) == ("Card is refused", both["pl"])
    assert texts(team, ann, one) == [{"en": "Card is refused", "pl": both["pl"], "zh-TW": "付款失敗"}]
    wrote(team, ann, one, text={"en": "Card is refused", "zh-TW": "付款失敗"}, detail="")
    assert list(team.items.get(ann, item).translations) == ["zh-TW"]


def test_a_language_taken_from_an_item_is_taken_from_its_maps(team: Team) -> None:
    ann, shop = owner_of(team)
    told = {"pl": Told(title="Zawodzi"), "lv": Told(title="Neizdodas")}
    item = team.items.add(ann, shop, NewItem(kind="insight", title="Pay fails", translations=told)).id
    one = team.maps.add(ann, shop, map_with(card("a", item, "Pay fails"))).id
    team.items.change(ann, item, ItemChange(text="At the till"))
    team.items.change(ann, item, ItemChange(translations={"pl": None}))
    assert texts(team, ann, one) == [{"en": "Pay fails", "lv": "Neizdodas"}]


def test_a_map_whose_languages_are_told_apart_does_not_become_one(team: Team) -> None:
    ann, shop = owner_of(team)
    item = team.items.add(ann, shop, NewItem(kind="insight", title="Zawodzi")).id
    polish = team.maps.add(ann, shop, replace(map_with(card("a", item, "Zawodzi")), locale="pl")).id
    wrote(team, ann, polish, text={"pl": "Zawodzi", "en": "Pay fails"})
    found = team.items.get(ann, item)
    assert (found.title, found.translations["pl"].title) == ("Pay fails", "Zawodzi")
    assert texts(team, ann, polish) == [{"pl": "Zawodzi", "en": "Pay fails"}]


def test_what_was_kept_before_translations_were_looked_at_is_still_known() -> None:
    model = map_with(card("a", "i", "Pay fails"))
    told = replace(model, cards=(replace(model.cards[0], text={"en": "Pay fails", "pl": "Zawodzi"}),))
    after = shown(
        told, "i", Face(title="Refused", locale="en", told={"pl": ("Odrzucona", "")}), [Said("Pay fails", "")]
    )
    assert after.cards[0].text == {"en": "Refused", "pl": "Odrzucona"}
