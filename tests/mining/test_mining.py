"""From what people said to insights that somebody approved."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import footpath as fp
from footpath.accounts import Actor
from footpath.api import Team
from footpath.core.errors import Conflict, Denied, Invalid, NotFound
from footpath.library import Item, NewItem
from footpath.maps import Column, Lane, Map, Touchpoint
from footpath.mining import Approval, Given, NewRun, Run, Theme
from tests.team.rooms_of import member_of, owner_of, team_in

LATE = ("My parcel came three days late.", "The parcel arrived three days too late.", "My parcel was three days late!")
SHOP = Map(
    key="shop",
    title="Shop",
    touchpoints=(Touchpoint(key="order", title="Order", where={"name": ("Order",)}),),
    columns=(Column(key="order", title="Order", matches=("order",)), Column(key="use", title="Use it")),
    lanes=(Lane(key="text", type="text", title="What they do"),),
)
INTERVIEWS = (
    Given(name="anna.txt", text=f"Interviewer: How was it?\nAnna: {LATE[0]} The colours are lovely."),
    Given(name="ben.txt", text=f"Q: And you?\nBen: {LATE[1]} I paid with my phone."),
    Given(name="cleo.txt", text="Cleo: I water my plants on Sundays."),
)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    orders = [f"p{one},Order,2026-03-01" for one in range(4)]
    (folder / "shop.csv").write_text("\n".join(["user_id,event,timestamp", *orders]))
    reviews = [f"p{one},2026-03-05,1,{text}" for one, text in enumerate([*LATE, "I sing in the shower every day."])]
    (folder / "reviews.csv").write_text("\n".join(["user_id,date,rating,review", *reviews]))
    fp.read([folder / "shop.csv", folder / "reviews.csv"], store=folder / "store")
    return folder / "store"


@pytest.fixture
def team(tmp_path: Path, store: Path) -> Iterator[Team]:
    opened = team_in(tmp_path / "data", store=store)
    yield opened
    opened.close()


def done(team: Team, actor: Actor, workspace: str, **wish: object) -> Run:
    run = team.mining.add(actor, workspace, NewRun(**wish))  # type: ignore[arg-type]
    while run.state in ("waiting", "running"):
        time.sleep(0.02)
        run = team.mining.get(actor, run.id)
    assert (run.state, run.problem) == ("done", "")
    return run


def only(team: Team, actor: Actor, workspace: str) -> Theme:
    (theme,) = team.themes.of(actor, workspace, "proposed")
    return theme


def test_what_several_people_say_at_a_step_is_proposed_with_its_numbers(team: Team) -> None:
    ann, shop = owner_of(team)
    document = team.maps.add(ann, shop, SHOP).id
    run = done(team, ann, shop, map_id=document)
    assert (run.n_quotes, run.n_left_out, run.n_themes, run.n_known, run.done) == (4, 0, 1, 0, 1.0)
    theme = only(team, ann, shop)
    found = theme.found
    assert (found.column, found.n, found.speakers, found.of, found.share, found.side) == ("order", 3, 3, 4, 0.75, -1)
    assert (round(found.lo or 0, 3), round(found.hi or 0, 3)) == (0.301, 0.954)  # Wilson, 3 of 4
    assert (found.emotion, found.emotion_lo, found.n_felt) == (-1.0, None, 3)  # one star, too few for an interval
    assert sorted(one.text for one in theme.quotes) == sorted(LATE)
    assert {(one.source, one.who, one.known) for one in theme.quotes} == {
        ("reviews.csv", f"user:p{one}", True) for one in range(3)
    }
    assert f"{theme.title}." in LATE or f"{theme.title}" in LATE
    assert team.items.of(ann, shop) == []  # nothing enters the library by itself


def test_an_approved_theme_is_an_insight_with_its_quotes_and_a_card_at_its_step(team: Team) -> None:
    ann, shop = owner_of(team)
    document = team.maps.add(ann, shop, SHOP).id
    done(team, ann, shop, map_id=document)
    item = team.themes.approve(ann, only(team, ann, shop).id, Approval(title="Parcels are late", place=True))
    assert (item.kind, item.title, item.fields["type"], item.scores) == (
        "insight", "Parcels are late", "pain", {"reach": 7.5, "severity": 10.0},
    )  # fmt: skip
    assert item.fields["quote"] in LATE
    model = team.maps.model(ann, document)
    (card,) = model.cards
    assert [one.type for one in model.lanes] == ["text", "insight"]
    assert (card.at, card.text, card.props["item"], card.evidence.reported) == ("order", "Parcels are late", item.id, 3)
    assert sorted(one.text for one in team.themes.evidence(ann, item.id)) == sorted(LATE)
    assert {(one.map_id, one.column) for one in team.themes.evidence(ann, item.id)} == {(document, "order")}
    vic = member_of(team, ann, shop, "viewer")
    assert {one.who for one in team.themes.evidence(vic, item.id)} == {""}  # who said it is not a viewer's to know
    assert done(team, ann, shop, map_id=document).n_known == 1  # decided: it does not come back
    assert team.themes.of(ann, shop, "proposed") == []


def test_two_who_approve_at_once_make_one_insight(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    ann, shop = owner_of(team)
    done(team, ann, shop, texts=INTERVIEWS)
    theme, add = only(team, ann, shop), team.items.add

    def meanwhile(*given: Any, **more: Any) -> Item:
        with pytest.raises(Conflict):
            team.themes.approve(ann, theme.id, Approval())
        return add(*given, **more)

    monkeypatch.setattr(team.items, "add", meanwhile)
    made = team.themes.approve(ann, theme.id, Approval())
    assert [one.id for one in team.items.of(ann, shop)] == [made.id]


def test_a_theme_stays_proposed_when_its_insight_cannot_be_made(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    ann, shop = owner_of(team)
    done(team, ann, shop, texts=INTERVIEWS)

    def full(*_: Any, **__: Any) -> Item:
        raise Invalid("The library is full.")

    theme = only(team, ann, shop).id
    with monkeypatch.context() as patch:
        patch.setattr(team.items, "add", full)
        with pytest.raises(Invalid):
            team.themes.approve(ann, theme, Approval())
    assert only(team, ann, shop).decided_by == ""
    assert team.themes.approve(ann, theme, Approval()).kind == "insight"


def test_a_rejected_theme_stays_away_until_it_is_opened_again(team: Team) -> None:
    ann, shop = owner_of(team)
    done(team, ann, shop, texts=INTERVIEWS)
    theme = only(team, ann, shop)
    team.themes.reject(ann, theme.id)
    assert done(team, ann, shop, texts=INTERVIEWS).n_known == 1
    with pytest.raises(Conflict):
        team.themes.approve(ann, theme.id, Approval())
    team.themes.reopen(ann, theme.id)
    assert only(team, ann, shop).id == theme.id


def test_interviews_give_themes_of_different_speakers_with_what_was_said_around(team: Team) -> None:
    ann, shop = owner_of(team)
    run = done(team, ann, shop, texts=INTERVIEWS)
    assert (run.names, run.n_quotes) == (("anna.txt", "ben.txt", "cleo.txt"), 5)  # sentences, without questions
    theme = only(team, ann, shop)
    assert (theme.found.n, theme.found.speakers, theme.found.of) == (2, 2, 3)
    assert {(one.source, one.who, one.row, one.known) for one in theme.quotes} == {
        ("anna.txt", "Anna", 2, False),
        ("ben.txt", "Ben", 2, False),
    }
    assert {(one.before, one.after) for one in theme.quotes} == {
        ("", "The colours are lovely."),
        ("", "I paid with my phone."),
    }
    with pytest.raises(Invalid):
        team.themes.approve(ann, theme.id, Approval(place=True))  # there is no map to place it on


def test_a_theme_goes_into_the_insight_that_says_much_the_same(team: Team) -> None:
    ann, shop = owner_of(team)
    team.items.add(ann, shop, NewItem(kind="insight", title="Lamps are too bright"))
    late = team.items.add(ann, shop, NewItem(kind="insight", title="The parcel comes days late"))
    done(team, ann, shop, texts=INTERVIEWS)
    theme = only(team, ann, shop)
    assert theme.found.likeliest == late.id
    assert team.themes.merge(ann, theme.id, late.id).id == late.id
    assert len(team.themes.evidence(ann, late.id)) == 2
    assert len(team.items.of(ann, shop)) == 2


def test_deleting_a_search_deletes_what_was_quoted_of_its_texts(team: Team) -> None:
    ann, shop = owner_of(team)
    run = done(team, ann, shop, texts=INTERVIEWS)
    item = team.themes.approve(ann, only(team, ann, shop).id, Approval())
    team.mining.remove(ann, run.id)
    assert team.themes.evidence(ann, item.id) == []
    with pytest.raises(NotFound):
        team.mining.get(ann, run.id)


def test_only_editors_mine_and_only_steps_there_are(team: Team) -> None:
    ann, shop = owner_of(team)
    vic = member_of(team, ann, shop, "viewer")
    with pytest.raises(Denied):
        team.mining.add(vic, shop, NewRun())
    document = team.maps.add(ann, shop, SHOP).id
    with pytest.raises(Invalid, match="no step"):
        team.mining.add(ann, shop, NewRun(map_id=document, column="nowhere"))


def test_the_same_quotes_give_the_same_themes(team: Team) -> None:
    ann, shop = owner_of(team)
    done(team, ann, shop, texts=INTERVIEWS)
    first = only(team, ann, shop)
    done(team, ann, shop, texts=INTERVIEWS)
    again = only(team, ann, shop)  # in the place of the first, which nobody decided on
    assert (again.title, again.found) == (first.title, first.found)
    assert again.id != first.id
