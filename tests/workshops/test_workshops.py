"""Workshops: what phones may do and see, and what becomes of their notes."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from footpath.accounts import limits
from footpath.api import Team
from footpath.core import clock
from footpath.core.errors import Conflict, Denied, Invalid, NotFound, SignedOut, TooMany
from footpath.maps import Column, Lane, Map
from footpath.workshops import Cards, NewWorkshop, NoteChange, WorkshopChange, joining
from tests.team.rooms_of import member_of, owner_of, team_in


@pytest.fixture
def team(tmp_path: Path) -> Iterator[Team]:
    opened = team_in(tmp_path / "data")
    yield opened
    opened.close()


def test_in_silence_everybody_sees_their_own_notes_and_the_leader_sees_all(team: Team) -> None:
    ann, shop = owner_of(team)
    made = team.workshops.add(ann, shop, NewWorkshop(title="Checkout", question="What hurts?"))
    one = team.joiners.join(made.code.lower(), " Bo\nb ", network="n")
    two = team.joiners.join(made.code, "", network="n")
    team.joiners.write(made.code, one.secret, "  Fees\n are hidden ")
    seen = team.joiners.write(made.code, two.secret, "Slow")
    assert [(note.text, note.mine) for note in seen.notes] == [("Slow", True)]
    assert [(note.text, note.author) for note in team.workshops.get(ann, made.id).notes] == [
        ("Fees are hidden", "Bo b"), ("Slow", ""),
    ]  # fmt: skip
    team.workshops.change(ann, made.id, WorkshopChange(phase="open"))
    assert [note.text for note in team.joiners.look(made.code, two.secret).notes] == ["Fees are hidden", "Slow"]


def test_votes_are_limited_hidden_while_people_vote_and_told_afterwards(team: Team) -> None:
    ann, shop = owner_of(team)
    made = team.workshops.add(ann, shop, NewWorkshop(title="Checkout", votes_each=1))
    one, two = (team.joiners.join(made.code, name, network="n").secret for name in "AB")
    for text in ("Fees", "Slow"):
        team.joiners.write(made.code, one, text)
    fees, slow = (note.id for note in team.workshops.get(ann, made.id).notes)
    with pytest.raises(Conflict, match="not the time"):
        team.joiners.vote(made.code, one, (fees,))
    team.workshops.change(ann, made.id, WorkshopChange(phase="vote"))
    with pytest.raises(Conflict, match="1 votes"):
        team.joiners.vote(made.code, one, (fees, slow))
    team.joiners.vote(made.code, one, (fees,))
    team.joiners.vote(made.code, one, (slow, slow))
    seen = team.joiners.vote(made.code, two, (slow, "of-another"))
    assert [(note.voted, note.votes) for note in seen.notes] == [(False, None), (True, None)]
    team.workshops.change(ann, made.id, WorkshopChange(phase="done"))
    assert [note.votes for note in team.joiners.look(made.code, one).notes] == [0, 2]
    with pytest.raises(Conflict, match="not the time"):
        team.joiners.write(made.code, one, "Late")


def test_piles_become_cards_of_a_map_most_votes_first(team: Team) -> None:
    ann, shop = owner_of(team)
    lane = Lane(key="pains", type="insight", title="Pains")
    model = Map(key="m", title="M", columns=(Column(key="pay", title="Pay"),), lanes=(lane,))
    document = team.maps.add(ann, shop, model).id
    made = team.workshops.add(ann, shop, NewWorkshop(title="Checkout"))
    for text in ("Fees", "Hidden fees", "Slow", "Alone"):
        team.workshops.add_note(ann, made.id, text)
    where = Cards(document_id=document, lane="pains", column="pay")
    with pytest.raises(Invalid, match="no pile"):
        team.workshops.to_map(ann, made.id, where)
    notes = team.workshops.get(ann, made.id).notes
    for note, pile in zip(notes, ("Money", " Money ", "Time"), strict=False):
        team.workshops.change_note(ann, made.id, note.id, NoteChange(pile=pile))
    team.workshops.change(ann, made.id, WorkshopChange(phase="vote"))
    phone = team.joiners.join(made.code, "A", network="n").secret
    team.joiners.vote(made.code, phone, (notes[2].id,))
    keys = team.workshops.to_map(ann, made.id, where)
    cards = team.maps.model(ann, document).cards
    assert [one.key for one in cards] == keys
    assert [(one.text, one.detail) for one in cards] == [("Time", "– Slow"), ("Money", "– Fees\n– Hidden fees")]
    assert cards[0].figures["votes"].value == 1
    for wrong, field in (("lane", "gone"), ("column", "gone")):
        with pytest.raises(Invalid, match=wrong):
            team.workshops.to_map(ann, made.id, Cards(**{"document_id": document, "lane": "pains", "column": "pay",
                                                         wrong: field}))  # fmt: skip


def test_nobody_takes_notes_to_a_map_they_may_not_change_or_of_another_workspace(team: Team) -> None:
    ann, shop = owner_of(team)
    made = team.workshops.add(ann, shop, NewWorkshop(title="Checkout"))
    team.workshops.add_note(ann, made.id, "Fees")
    other = team.workspaces.add(ann, "Other").id
    theirs = team.maps.add(ann, other, Map(key="m", title="M")).id
    with pytest.raises(NotFound):
        team.workshops.to_map(ann, made.id, Cards(document_id=theirs, lane="l", column="c", each="note"))
    viewer = member_of(team, ann, shop, "viewer")
    with pytest.raises(Denied):
        team.workshops.change(viewer, made.id, WorkshopChange(phase="done"))


def test_a_code_ends_and_a_pass_is_good_for_one_workshop_only(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    ann, shop = owner_of(team)
    one = team.workshops.add(ann, shop, NewWorkshop(title="One", hours=1))
    two = team.workshops.add(ann, shop, NewWorkshop(title="Two"))
    phone = team.joiners.join(one.code, "A", network="n").secret
    with pytest.raises(SignedOut):
        team.joiners.look(two.code, phone)
    later = clock.now() + timedelta(hours=2)
    monkeypatch.setattr(clock, "now", lambda: later)
    with pytest.raises(NotFound):
        team.joiners.look(one.code, phone)
    assert team.workshops.get(ann, one.id).over


def test_codes_cannot_be_guessed_and_notes_cannot_be_poured_in(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(limits.MOST, "join", 3)
    monkeypatch.setattr(joining, "MOST_NOTES", 3)
    ann, shop = owner_of(team)
    made = team.workshops.add(ann, shop, NewWorkshop(title="One"))
    for _ in range(3):
        with pytest.raises(NotFound):
            team.joiners.knock("AAAA2222", "n")
    with pytest.raises(TooMany, match="too often"):
        team.joiners.knock("AAAA2222", "n")
    phone = team.joiners.join(made.code, "A", network="n").secret  # a neighbour who guesses keeps nobody out
    for _ in range(3):
        team.joiners.write(made.code, phone, "Fees")
    with pytest.raises(TooMany, match="3 notes"):
        team.joiners.write(made.code, phone, "Fees")


def test_the_timer_tells_how_long_it_goes(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now)
    ann, shop = owner_of(team)
    made = team.workshops.add(ann, shop, NewWorkshop(title="One"))
    assert team.workshops.change(ann, made.id, WorkshopChange(timer_s=300)).timer_left_s == 300
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(seconds=301))
    assert team.workshops.get(ann, made.id).timer_left_s == 0
    assert team.workshops.change(ann, made.id, WorkshopChange(timer_s=0)).timer_left_s is None


def test_a_deleted_workshop_leaves_nothing(team: Team) -> None:
    ann, shop = owner_of(team)
    made = team.workshops.add(ann, shop, NewWorkshop(title="One"))
    phone = team.joiners.join(made.code, "Bob", network="n").secret
    team.joiners.write(made.code, phone, "Fees")
    team.workshops.remove(ann, made.id)
    with team.database.read() as con:
        for table in ("workshops", "participants", "stickies", "votes"):
            assert con.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar() == 0
