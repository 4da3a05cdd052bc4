"""Many people on one map for a while: everything typed is there in the end, and the server's memory stays as it was."""

import asyncio
import math
import re
import time
from collections.abc import Iterator
from typing import Any

import msgspec
import numpy as np
import psutil
import websockets
from msgspec import Struct
from pycrdt import Doc, Text
from pycrdt import Map as Shared
from tests.ui.conftest import Site

from footpath.collaboration import wire

TEXTS = 5  # cards that all of them type into
PAUSE_S = 1.0  # between two edits of one person
PATIENCE_S = 60.0  # until everybody has everything
_MARK = re.compile(r"(\d+)\.(\d+);")


class Outcome(Struct, frozen=True):
    """What came of it.

    Attributes:
        edits: how many were made; lost: how many of them somebody, or the server, does not have in the end.
        late_s: 99th percentile of the seconds from an edit until another person has it.
        memory_mb: resident memory of the server, taken ten times while they worked.
    """

    edits: int
    lost: int
    late_s: float
    memory_mb: tuple[float, ...]


class Person:
    """One person with a document of their own and a line to the server."""

    def __init__(self, number: int, sent: dict[tuple[int, int], float]) -> None:
        self.number = number
        self.doc: Doc[Any] = Doc()
        self.cards = self.doc.get("cards", type=Shared)
        self.made = 0
        self.there = asyncio.Event()
        self._sent = sent
        self._random = np.random.default_rng(number)
        self._own: list[bytes] = []
        self._taking = False
        self._watching = self.doc.observe(self._changed)

    def _changed(self, event: Any) -> None:
        if not self._taking:
            self._own.append(event.update)

    def take(self, data: bytes) -> bytes | None:
        """Take a message of the server; return what it asks for."""
        if data[0] != wire.SYNC:
            return None
        message = wire.read(data)
        if message.step == wire.STEP1:
            return wire.sync(wire.STEP2, self.doc.get_update(message.payload))
        self._taking = True
        self.doc.apply_update(message.payload)
        self._taking = False
        if "k0" in self.cards:
            self.there.set()
        return None

    def edit(self) -> list[bytes]:
        """Type one mark into a card that others type into too; return what to send."""
        text: Text = self.cards[f"k{self._random.integers(TEXTS)}"]["text"]
        self._sent[self.number, self.made] = time.perf_counter()
        before = str(text)
        # Between two marks, so that none is cut by another.
        at = before.find(";", int(self._random.integers(len(before) + 1))) + 1
        text.insert(at, f"{self.number}.{self.made};")
        self.made += 1
        told, self._own = self._own, []
        return [wire.sync(wire.UPDATE, one) for one in told]

    def said(self) -> list[str]:
        return [str(self.cards[f"k{at}"]["text"]) for at in range(TEXTS)]


def meet(site: Site, people: int, seconds: float) -> Outcome:
    """Let `people` edit one new map of a site for some seconds."""
    document = site.draw(map=_map())
    key = site.ask("POST", f"/workspaces/{site.enter()}/keys", {"name": "crowd", "role": "editor"})["secret"]
    return asyncio.run(_meet(site, document, key, people, seconds))


async def _meet(site: Site, document: str, key: str, people: int, seconds: float) -> Outcome:
    sent: dict[tuple[int, int], float] = {}
    late: list[float] = []
    crowd = [Person(number, sent) for number in range(people)]
    watching = _watch(crowd[0], sent, late)
    memory: list[float] = []
    address = f"{site.address.replace('http', 'ws', 1)}/ws/maps/{document}"
    over = asyncio.Event()
    working = [asyncio.create_task(_work(one, address, key, seconds, over)) for one in crowd]
    for _ in range(10):
        await asyncio.sleep(seconds / 10)
        memory.append(psutil.Process(site.pid).memory_info().rss / 2**20)
    ends = time.monotonic() + PATIENCE_S
    while time.monotonic() < ends and not _agree(crowd):  # noqa: ASYNC110 - what they have changes at every message
        await asyncio.sleep(0.1)
    over.set()
    await asyncio.gather(*working)
    del watching
    made = {(one.number, at) for one in crowd for at in range(one.made)}
    lost = max(len(made - _marks(one.said())) for one in crowd)
    kept = [card["text"] for card in site.ask("GET", f"/maps/{document}/map")["cards"]]
    lost = max(lost, len(made - _marks(kept)))
    late.sort()
    return Outcome(len(made), lost, late[math.ceil(0.99 * len(late)) - 1] if late else 0.0, tuple(memory))


async def _work(person: Person, address: str, key: str, seconds: float, over: asyncio.Event) -> None:
    headers = {"authorization": f"Bearer {key}"}
    async with websockets.connect(address, additional_headers=headers, max_size=None) as line:
        await line.send(wire.sync(wire.STEP1, person.doc.get_state()))
        hearing = asyncio.create_task(_hear(person, line))
        await person.there.wait()
        ends = time.monotonic() + seconds
        await asyncio.sleep(PAUSE_S * (person.number * 0.37 % 1))
        while time.monotonic() < ends:
            for message in person.edit():
                await line.send(message)
            await asyncio.sleep(PAUSE_S)
        await over.wait()
        hearing.cancel()
        await asyncio.gather(hearing, return_exceptions=True)


async def _hear(person: Person, line: Any) -> None:
    async for data in line:
        answer = person.take(data)
        if answer is not None:
            await line.send(answer)


def _watch(person: Person, sent: dict[tuple[int, int], float], late: list[float]) -> Any:
    """Note how long the marks of others took to come."""

    def heard(events: Any) -> None:
        now = time.perf_counter()
        late.extend(now - sent[mark] for mark in _new(events) if mark[0] != person.number and mark in sent)

    return person.cards.observe_deep(heard)


def _new(events: Any) -> Iterator[tuple[int, int]]:
    for event in events:
        for part in getattr(event, "delta", ()):
            inserted = part.get("insert") if isinstance(part, dict) else None
            if isinstance(inserted, str):
                yield from _marks([inserted])


def _marks(texts: list[str]) -> set[tuple[int, int]]:
    return {(int(who), int(at)) for text in texts for who, at in _MARK.findall(text)}


def _agree(crowd: list[Person]) -> bool:
    states = {msgspec.json.encode(one.said()) for one in crowd}
    return len(states) == 1 and len(_marks(crowd[0].said())) == sum(one.made for one in crowd)


def _map() -> dict[str, Any]:
    cards = [{"key": f"k{at}", "lane": "l", "at": "c", "text": " "} for at in range(TEXTS)]
    return {
        "format": "footpath-map/1",
        "key": "crowd",
        "title": "Crowd",
        "columns": [{"key": "c", "title": "Step"}],
        "lanes": [{"key": "l", "type": "text", "title": "Lane"}],
        "cards": cards,
    }
