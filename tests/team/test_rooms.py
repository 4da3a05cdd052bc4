"""People who draw at once, lose the line, come back, while the server is killed: all end alike, and nothing is lost."""

import asyncio
import random
from pathlib import Path
from typing import Any

import pytest
from pycrdt import Decoder, Doc, Text
from pycrdt import Map as Shared

from footpath.collaboration import Documents, Peer, Room, Rooms, wire
from footpath.core.errors import Invalid
from footpath.maps import load_template
from footpath.maps.crdt import read
from tests.team.rooms_of import owner_of, team_in


def clocks(state: bytes) -> dict[int, int]:
    decoder = Decoder(state)
    return {decoder.read_var_uint(): decoder.read_var_uint() for _ in range(decoder.read_var_uint())}


class Browser(Peer):
    """A browser with its own copy, and a line that can break."""

    def __init__(self, number: int, *, may_write: bool = True) -> None:
        self.user_id, self.name, self.may_write = f"u{number}", f"Browser {number}", may_write
        self.number = number
        self.doc: Doc[Any] = Doc(client_id=number + 1)
        self.cards = self.doc.get("cards", type=Shared)
        self.expected: dict[str, str] = {}
        self.room: Room | None = None
        self.closed: tuple[int, str] | None = None
        self.told: list[bytes] = []
        self.saved: dict[int, int] = {}
        self._inbox: list[bytes] = []
        self._outbox: list[bytes] = []
        self._silent = False
        self.watching = self.doc.observe(lambda event: self._changed(event.update))

    def _changed(self, update: bytes) -> None:
        if self.room is not None and not self._silent:
            self._outbox.append(wire.sync(wire.UPDATE, update))

    def put(self, message: bytes) -> None:
        self._inbox.append(message)

    def end(self, code: int, reason: str) -> None:
        self.closed = (code, reason)

    async def connect(self, rooms: Rooms, document: str) -> None:
        self.closed = None
        self.room = await rooms.enter(document, self)
        self._outbox.append(wire.sync(wire.STEP1, self.doc.get_state()))

    async def disconnect(self, rooms: Rooms | None) -> None:
        """Break the line: what is on its way is gone."""
        room, self.room = self.room, None
        self._inbox.clear()
        self._outbox.clear()
        if room is not None and rooms is not None:
            await rooms.leave(room, self)

    def exchange(self, most: int = 1000) -> None:
        """Let some of the messages arrive that are on their way."""
        for _ in range(min(most, len(self._outbox))):
            if self.room is not None:
                self.room.receive(self, self._outbox.pop(0))
        for _ in range(min(most, len(self._inbox))):
            self._take(self._inbox.pop(0))

    def _take(self, data: bytes) -> None:
        self.told.append(data)
        if data[0] == wire.SAVED:
            self.saved = clocks(Decoder(data[1:]).read_message() or b"")
            return
        if data[0] != wire.SYNC:
            return
        message = wire.read(data)
        if message.step == wire.STEP1:
            self._outbox.append(wire.sync(wire.STEP2, self.doc.get_update(message.payload)))
        else:
            self._silent = True
            self.doc.apply_update(message.payload)
            self._silent = False

    def draw(self, dice: random.Random) -> None:
        own = sorted(self.expected)
        what = dice.random()
        if what < 0.5 or not own:
            key = f"b{self.number}-{len(self.expected)}-{dice.randrange(10**9)}"
            self.cards[key] = Shared({"text": Text("new"), "lane": "l"})
            self.expected[key] = "new"
        elif what < 0.9:
            key = dice.choice(own)
            word = f" {dice.randrange(1000)}"
            text = self.cards[key]["text"]
            text += word
            self.expected[key] += word
        else:
            key = dice.choice(own)
            del self.cards[key]
            del self.expected[key]


async def _server(documents: Documents) -> Rooms:
    return Rooms(documents, lambda _: None)


async def _kill(rooms: Rooms) -> None:
    """End a server as `kill -9` does: nothing more of it reaches the disk."""
    for room in rooms._rooms.values():
        tasks = [task for task in (room._keeping, room._settling) if task]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def _stored(documents: Documents, document: str) -> Doc[Any]:
    doc: Doc[Any] = Doc()
    doc.apply_update(documents.content(document))
    return doc


async def _settled(browsers: list[Browser], rooms: Rooms) -> None:
    for _ in range(400):
        for browser in browsers:
            browser.exchange()
        keeping = [room._keeping for room in rooms._rooms.values() if room._keeping and not room._keeping.done()]
        if not keeping and not any(browser._inbox or browser._outbox for browser in browsers):
            return
        await asyncio.sleep(0.002)
    pytest.fail("it does not come to rest")


async def _step(dice: random.Random, browsers: list[Browser], rooms: Rooms, document: str) -> None:
    browser, what = dice.choice(browsers), dice.random()
    if what < 0.56:
        browser.draw(dice)
    elif what < 0.81:
        browser.exchange(dice.randrange(1, 4))
    elif what < 0.87:
        await asyncio.sleep(dice.choice((0, 0.003)))
    elif what < 0.94 and browser.room is None:
        await browser.connect(rooms, document)
    elif what > 0.95:
        await browser.disconnect(rooms)


async def _start_anew(rooms: Rooms, browsers: list[Browser], documents: Documents, document: str) -> Rooms:
    await _kill(rooms)
    kept = clocks(_stored(documents, document).get_state())
    for one in browsers:
        own = one.number + 1
        assert kept.get(own, 0) >= one.saved.get(own, 0), "what was told to be saved is not on disk"
        await one.disconnect(None)
    documents.fold(document, at=2)
    return await _server(documents)


async def _play(documents: Documents, document: str, seed: int, steps: int) -> tuple[list[Browser], Doc[Any]]:
    dice = random.Random(seed)
    browsers = [Browser(number) for number in range(4)]
    rooms = await _server(documents)
    for _ in range(steps):
        await _step(dice, browsers, rooms, document)
        if dice.random() < 0.01:
            rooms = await _start_anew(rooms, browsers, documents, document)
    for browser in browsers:
        if browser.room is None:
            await browser.connect(rooms, document)
    await _settled(browsers, rooms)
    for browser in browsers:
        await browser.disconnect(rooms)
    return browsers, _stored(documents, document)


@pytest.mark.parametrize("seed", range(6))
def test_whatever_happens_all_end_alike_and_nothing_is_lost(seed: int, tmp_path: Path) -> None:
    team = team_in(tmp_path)
    owner, workspace = owner_of(team)
    document = team.maps.add(owner, workspace, load_template("saas")).id
    browsers, stored = asyncio.run(_play(team.documents, document, seed, steps=400))
    expected = {key: text for browser in browsers for key, text in browser.expected.items()}
    template = {card.key for card in load_template("saas").cards}
    for doc in (stored, *(browser.doc for browser in browsers)):
        found = doc.get("cards", type=Shared).to_py() or {}
        assert {key: card["text"] for key, card in found.items() if key not in template} == expected
    assert len({read(doc) == read(stored) for doc in (browser.doc for browser in browsers)}) == 1
    team.close()


def _with_room(tmp_path: Path, act: Any) -> None:
    team = team_in(tmp_path)
    owner, workspace = owner_of(team)
    document = team.maps.add(owner, workspace, load_template("saas")).id

    async def play() -> None:
        rooms = await _server(team.documents)
        await act(rooms, document)
        await rooms.close()

    asyncio.run(play())
    team.close()


def test_whoever_may_only_look_changes_nothing_and_is_told(tmp_path: Path) -> None:
    async def act(rooms: Rooms, document: str) -> None:
        reader, writer = Browser(1, may_write=False), Browser(2)
        await reader.connect(rooms, document)
        await writer.connect(rooms, document)
        await _settled([reader, writer], rooms)
        assert read(reader.doc).title == load_template("saas").title
        assert reader.closed is None
        reader.cards["mine"] = Shared({"lane": "l"})
        await _settled([reader, writer], rooms)
        assert reader.closed == (4403, "You may not change this map.")
        assert wire.denied("You may look at this map, not change it.") in reader.told
        assert "mine" not in (writer.cards.to_py() or {})

    _with_room(tmp_path, act)


def test_cursors_carry_the_name_of_who_is_there_and_go_with_them(tmp_path: Path) -> None:
    async def act(rooms: Rooms, document: str) -> None:
        ann, bob = Browser(1), Browser(2)
        await ann.connect(rooms, document)
        await bob.connect(rooms, document)
        await _settled([ann, bob], rooms)
        bob.told.clear()
        told = wire.State(7, 1, '{"user":{"name":"The boss","colour":"red"}}')
        ann.room.receive(ann, wire.awareness([told]))  # type: ignore[union-attr]
        await rooms.leave(ann.room, ann)  # type: ignore[arg-type]
        bob.exchange()
        shown = [
            state for data in bob.told if data[0] == wire.AWARENESS for state in wire.states(wire.read(data).payload)
        ]
        assert [state.json for state in shown] == ['{"user":{"name":"Browser 1","colour":"red","id":"u1"}}', "null"]
        assert shown[1].clock > shown[0].clock

    _with_room(tmp_path, act)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x00",
        b"\x09\x00",
        b"\x00\x07\x00",
        b"\x00\x02\x05ab",
        b"\x00\x02\x03\xff\xff\xff",
        b"\x01\x7f",
        b"\x00\x00\x02\xff\xff",
    ],
)
def test_what_is_no_message_is_refused_and_harms_nobody(data: bytes, tmp_path: Path) -> None:
    async def act(rooms: Rooms, document: str) -> None:
        browser = Browser(1)
        await browser.connect(rooms, document)
        with pytest.raises(Invalid):
            browser.room.receive(browser, data)  # type: ignore[union-attr]
        await _settled([browser], rooms)
        assert read(browser.doc).title == load_template("saas").title

    _with_room(tmp_path, act)
