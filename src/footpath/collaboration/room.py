"""One open document: its content, who is there, and what is not on disk yet."""

import asyncio
import logging
from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any

import msgspec
from pycrdt import Doc
from sqlalchemy.exc import SQLAlchemyError

from footpath.collaboration import wire
from footpath.collaboration.documents import Change, Documents
from footpath.collaboration.wire import State
from footpath.core.errors import Invalid

_LOG = logging.getLogger(__name__)
_QUIET_S = 3.0  # without changes: time to look at the whole
_LONGEST_S = 20.0  # with changes all the time
_AGAIN_S = 1.0


class Peer(ABC):
    """Somebody's browser.

    Attributes:
        user_id, name: who it is; shown to the others whatever the browser says.
        may_write: whether it may change anything.
    """

    user_id: str
    name: str
    may_write: bool

    @abstractmethod
    def put(self, message: bytes) -> None:
        """Send a message, without waiting."""

    @abstractmethod
    def end(self, code: int, reason: str) -> None:
        """Close the connection."""


class Room:
    """A document that somebody has open.

    Args:
        document: its id.
        content: all its changes so far.
        documents: where changes are kept.
        settled: called in a thread when it was changed and nobody went on for a little.
    """

    def __init__(self, document: str, content: bytes, documents: Documents, settled: Callable[[str], None]) -> None:
        self.document = document
        self.peers: dict[Peer, None] = {}
        self._documents = documents
        self._settled = settled
        self._doc: Doc[Any] = Doc()
        self._doc.apply_update(content)
        self._made: list[bytes] = []
        self._watching = self._doc.observe(lambda event: self._made.append(event.update))
        self._states: dict[int, tuple[State, Peer]] = {}
        self._waiting: list[Change] = []
        self._contributors: dict[Peer, None] = {}
        self._keeping: asyncio.Task[None] | None = None
        self._settling: asyncio.Task[None] | None = None
        self._unsettled_since: float | None = None
        self._changed_at = 0.0

    def enter(self, peer: Peer) -> None:
        """Let a peer in, tell it who is there, and ask it what it has that is new."""
        self.peers[peer] = None
        if peer.may_write:
            peer.put(wire.sync(wire.STEP1, self._doc.get_state()))
        if self._states:
            peer.put(wire.awareness([state for state, _ in self._states.values()]))

    def leave(self, peer: Peer) -> None:
        """Take a peer out, and its cursors from everybody's screen."""
        self.peers.pop(peer, None)
        self._contributors.pop(peer, None)
        gone = [state for state, owner in self._states.values() if owner is peer]
        for state in gone:
            del self._states[state.client]
        if gone:
            self._tell(wire.awareness([State(state.client, state.clock + 1, "null") for state in gone]))

    def receive(self, peer: Peer, data: bytes) -> None:
        """Take one message of a peer; raises Invalid when it is none."""
        message = wire.read(data)
        if message.kind == wire.ASK_AWARENESS:
            peer.put(wire.awareness([state for state, _ in self._states.values()]))
        elif message.kind == wire.AWARENESS:
            self._take_states(peer, message.payload)
        elif message.step == wire.STEP1:
            peer.put(wire.sync(wire.STEP2, self._missing(message.payload)))
        elif message.payload != wire.NOTHING or message.step == wire.UPDATE:
            self._take_change(peer, message.payload)

    def merge(self, change: bytes) -> None:
        """Take a change that is on disk already, and show it."""
        for made in self._apply(change):
            self._tell(wire.sync(wire.UPDATE, made))

    def _missing(self, state: bytes) -> bytes:
        try:
            return self._doc.get_update(state)
        except ValueError as problem:
            raise Invalid("This is no state vector.", hint="Connect with a provider for y-protocols.") from problem

    def _apply(self, change: bytes) -> list[bytes]:
        """Return what is new in a change."""
        self._made.clear()
        try:
            self._doc.apply_update(change)
        except ValueError as problem:
            raise Invalid("This is no change of a Yjs document.", hint="Send updates of version 1.") from problem
        made = [one for one in self._made if one != wire.NOTHING]
        self._made.clear()
        return made

    def _take_change(self, peer: Peer, change: bytes) -> None:
        if not peer.may_write:
            peer.put(wire.denied("You may look at this map, not change it."))
            peer.end(4403, "You may not change this map.")
            return
        self._contributors[peer] = None
        for made in self._apply(change):
            self._waiting.append((peer.user_id, made))
            self._tell(wire.sync(wire.UPDATE, made), but=peer)
            self._changed_at = asyncio.get_running_loop().time()
        if self._keeping is None or self._keeping.done():
            self._keeping = asyncio.create_task(self._keep())

    async def _keep(self) -> None:
        """Bring on disk what waits, all that came meanwhile in one go, and tell those who sent it."""
        while self._contributors or self._waiting:
            batch, tell, state = self._waiting, self._contributors, self._doc.get_state()
            self._waiting, self._contributors = [], {}
            await self._append(batch)
            for peer in tell:
                if peer in self.peers:
                    peer.put(wire.saved(state))
            if batch:
                self._begin_settling()

    async def _append(self, batch: list[Change]) -> None:
        """Keep changes; a database that is away is no reason to lose any: they wait, and nobody is told `saved`."""
        kept = not batch
        while not kept:
            try:
                await asyncio.to_thread(self._documents.append, self.document, batch)
                kept = True
            except (SQLAlchemyError, OSError) as problem:
                _LOG.error("changes not kept yet", extra={"reason": f"{type(problem).__name__}: {problem}"})
                await asyncio.sleep(_AGAIN_S)

    def _begin_settling(self) -> None:
        if self._unsettled_since is None:
            self._unsettled_since = asyncio.get_running_loop().time()
        if self._settling is None or self._settling.done():
            self._settling = asyncio.create_task(self._settle())

    async def _settle(self) -> None:
        loop = asyncio.get_running_loop()
        while (since := self._unsettled_since) is not None:
            wait_s = min(self._changed_at + _QUIET_S, since + _LONGEST_S) - loop.time()
            if wait_s > 0:
                await asyncio.sleep(wait_s)
                continue
            self._unsettled_since = None
            await self._look()

    async def _look(self) -> None:
        try:
            await asyncio.to_thread(self._documents.fold, self.document)
            await asyncio.to_thread(self._settled, self.document)
        except (SQLAlchemyError, OSError) as problem:
            _LOG.error("map not looked at", extra={"reason": f"{type(problem).__name__}: {problem}"})

    async def close(self) -> None:
        """Wait until all is on disk, and look at the whole once more."""
        if self._keeping is not None:
            await self._keeping
        if self._settling is not None:
            self._settling.cancel()
            await asyncio.gather(self._settling, return_exceptions=True)
        if self._unsettled_since is not None:
            self._unsettled_since = None
            await self._look()

    def _take_states(self, peer: Peer, payload: bytes) -> None:
        """Pass on where cursors are; a browser tells about itself only."""
        told = []
        for state in wire.states(payload):
            known = self._states.get(state.client)
            if known and (known[1] is not peer and known[1] in self.peers and known[0].clock >= state.clock):
                continue
            stamped = State(state.client, state.clock, _stamped(state.json, peer))
            if stamped.json == "null":
                self._states.pop(state.client, None)
            else:
                self._states[state.client] = (stamped, peer)
            told.append(stamped)
        if told:
            self._tell(wire.awareness(told), but=peer)

    def _tell(self, message: bytes, *, but: Peer | None = None) -> None:
        for peer in self.peers:
            if peer is not but:
                peer.put(message)


def _stamped(text: str, peer: Peer) -> str:
    """Return what a browser says about itself with the name of who is really there."""
    try:
        told = msgspec.json.decode(text)
    except msgspec.DecodeError as problem:
        raise Invalid("A cursor is not written as JSON.", hint="Connect with a provider for y-protocols.") from problem
    if not isinstance(told, dict):
        return "null"
    user = told.get("user")
    shown = {**(user if isinstance(user, dict) else {}), "id": peer.user_id, "name": peer.name}
    return msgspec.json.encode({**told, "user": shown}).decode()
