"""What a person said leaves the insights it was copied into when the person is erased; what the team wrote stays."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from litestar.testing import TestClient

import footpath as fp
from footpath.accounts import Actor
from footpath.accounts.tables import audit
from footpath.api import ApiKeys, Team, application
from footpath.core.database import metadata
from footpath.events import Lake
from footpath.library import Item, ItemChange
from footpath.library.model import Told as InPolish
from footpath.library.tables import copies
from footpath.maps import Map, Said, localised
from footpath.mining import Approval
from footpath.mining.tables import themes
from footpath.privacy import erase
from tests.mining.test_mining import LATE, SHOP, done, only
from tests.team.rooms_of import owner_of, team_in

ERASED = "Erased quote"


@pytest.fixture
def team(tmp_path: Path) -> Iterator[Team]:
    orders = [f"p{one},Order,2026-03-01" for one in range(4)]
    (tmp_path / "shop.csv").write_text("\n".join(["user_id,event,timestamp", *orders]))
    reviews = [f"p{one},2026-03-05,1,{text}" for one, text in enumerate([*LATE, "I sing in the shower every day."])]
    (tmp_path / "reviews.csv").write_text("\n".join(["user_id,date,rating,review", *reviews]))
    fp.read([tmp_path / "shop.csv", tmp_path / "reviews.csv"], store=tmp_path / "store")
    opened = team_in(tmp_path / "data", store=tmp_path / "store")
    yield opened
    opened.close()


def approved(team: Team, ann: Actor, shop: str, **wish: object) -> tuple[Item, str]:
    """Return an insight that was approved onto a map, and the map."""
    document = team.maps.add(ann, shop, SHOP).id
    done(team, ann, shop, map_id=document)
    theme = only(team, ann, shop).id
    return team.themes.approve(ann, theme, Approval(place=True, **wish)), document  # type: ignore[arg-type]


def erased(team: Team, *said: str) -> None:
    """Erase whoever said these sentences, as the command line does, and let the server find out."""
    for who in sorted({at for at, text in enumerate(LATE) if any(text.rstrip(".") == one.rstrip(".") for one in said)}):
        erase(Lake.open(team.settings.store), f"user:p{who}", actor="test")
    team.forgetting.round()


def texts(model: Map) -> list[str]:
    return [localised(card.text, "en") for card in model.cards]


def said_anywhere(team: Team, words: str) -> list[str]:
    """Return the tables whose rows hold some words; those of versions are packed."""
    with team.database.read() as con:
        return [
            table.name
            for table in metadata.sorted_tables
            if any(words in str(tuple(row)) for row in con.execute(sa.select(table)))
        ]


def test_title_and_quote_of_a_person_leave_item_map_theme_and_log_with_the_person(team: Team) -> None:
    ann, shop = owner_of(team)
    item, document = approved(team, ann, shop)
    quote = item.fields["quote"]
    assert texts(team.maps.model(ann, document)) == [item.title]
    erased(team, item.title, quote)
    now = team.items.get(ann, item.id)
    assert (now.title, now.fields, now.scores) == (ERASED, {"type": "pain"}, item.scores)
    assert now.revision == item.revision + 1
    assert texts(team.maps.model(ann, document)) == [ERASED]
    assert team.themes.of(ann, shop)[0].title == ERASED
    assert said_anywhere(team, item.title) == []
    assert said_anywhere(team, quote.rstrip(".")) == []


def test_erasing_over_http_takes_the_words_out_before_it_answers(team: Team) -> None:
    ann, shop = owner_of(team)
    item, _ = approved(team, ann, shop)
    who = next(at for at, text in enumerate(LATE) if text.rstrip(".") == item.title)
    key = ApiKeys(team.settings.store).add("privacy", ("erase",))
    with TestClient(application(team.settings.store, team=team)) as client:
        bearer = {"authorization": f"Bearer {key}"}
        answer = client.post("/api/v1/person/erase", json={"person": f"user:p{who}"}, headers=bearer)
    assert (answer.status_code, answer.json()["clean"]) == (200, True)
    assert team.items.get(ann, item.id).title == ERASED


def test_erasing_somebody_else_changes_nothing(team: Team) -> None:
    ann, shop = owner_of(team)
    item, _ = approved(team, ann, shop)
    erase(Lake.open(team.settings.store), "user:p3", actor="test")
    assert team.forgetting.round() == 0
    assert team.items.get(ann, item.id) == item


def test_what_the_team_wrote_stays_and_the_quote_goes(team: Team) -> None:
    ann, shop = owner_of(team)
    item, document = approved(team, ann, shop, title="Parcels are late", text="Ask the courier.")
    erased(team, item.fields["quote"])
    now = team.items.get(ann, item.id)
    assert (now.title, now.text, now.fields) == ("Parcels are late", "Ask the courier.", {"type": "pain"})
    assert texts(team.maps.model(ann, document)) == ["Parcels are late"]


def test_a_quote_that_the_team_wrote_anew_stays_and_undo_does_not_bring_the_old_one_back(team: Team) -> None:
    ann, shop = owner_of(team)
    item, _ = approved(team, ann, shop, title="Parcels are late")
    quote = item.fields["quote"]
    team.items.change(ann, item.id, ItemChange(fields={"quote": "Three days is too long."}))
    erased(team, quote)
    assert team.items.get(ann, item.id).fields["quote"] == "Three days is too long."
    undone = team.items.change(ann, item.id, ItemChange(fields={"quote": quote}))
    assert undone.fields == {"type": "pain"}


def test_translations_of_erased_words_go_too(team: Team) -> None:
    ann, shop = owner_of(team)
    item, _ = approved(team, ann, shop, title="Parcels are late")
    told = InPolish(title="Paczki się spóźniają", fields={"quote": "Moja paczka przyszła trzy dni za późno."})
    team.items.change(ann, item.id, ItemChange(translations={"pl": told}))
    erased(team, item.fields["quote"])
    left = team.items.get(ann, item.id).translations["pl"]
    assert (left.title, left.fields) == ("Paczki się spóźniają", {})


def test_an_old_version_shows_and_brings_back_no_erased_title(team: Team) -> None:
    ann, shop = owner_of(team)
    item, document = approved(team, ann, shop)
    version = team.maps.name_version(ann, document, "with her words")
    erased(team, item.title)
    assert texts(team.maps.model(ann, document, version.id)) == [ERASED]
    assert texts(team.maps.version(ann, version.id)[1]) == [ERASED]
    team.maps.restore(ann, version.id)
    assert texts(team.maps.model(ann, document)) == [ERASED]
    assert team.items.get(ann, item.id).title == ERASED


def test_a_title_that_an_editor_brings_back_on_a_map_by_undo_goes_again(team: Team) -> None:
    ann, shop = owner_of(team)
    item, document = approved(team, ann, shop)
    before = team.maps.model(ann, document)
    erased(team, item.title)
    team.maps.edit(ann, document, lambda _: before)
    team.items.heard(document, "en", {item.id: [Said(ERASED, "", ())]}, {item.id: [Said(item.title, "", ())]})
    assert team.items.get(ann, item.id).title == ERASED
    assert texts(team.maps.model(ann, document)) == [ERASED]


def test_words_of_a_deleted_insight_go_too_also_from_the_maps_that_still_show_it(team: Team) -> None:
    ann, shop = owner_of(team)
    item, document = approved(team, ann, shop)
    team.items.remove(ann, item.id)
    erased(team, item.title)
    assert texts(team.maps.model(ann, document)) == [ERASED]
    assert said_anywhere(team, item.title) == []


def test_words_that_an_older_version_copied_are_found_again(team: Team) -> None:
    ann, shop = owner_of(team)
    item, document = approved(team, ann, shop)
    with team.database.begin() as con:
        con.execute(copies.delete())
        con.execute(themes.update().values(title_of=None))
    team.forgetting.begin()
    erased(team, item.title, item.fields["quote"])
    now = team.items.get(ann, item.id)
    assert (now.title, now.fields) == (ERASED, {"type": "pain"})
    assert texts(team.maps.model(ann, document)) == [ERASED]


def test_the_entries_of_the_log_stay_without_the_words(team: Team) -> None:
    ann, shop = owner_of(team)
    item, _ = approved(team, ann, shop)
    erased(team, item.title)
    with team.database.read() as con:
        mine = sa.select(audit.c.action, audit.c.detail).where(audit.c.object == item.id).order_by(audit.c.id)
        rows = con.execute(mine).all()
    fields = "fields, title" if item.title in item.fields["quote"] else "title"
    assert [(row.action, row.detail) for row in rows] == [
        ("item.add", {"kind": "insight"}),
        ("item.erase", {"fields": fields}),
    ]
