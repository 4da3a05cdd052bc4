"""Halls: one for each workspace whose library somebody looks at; all there hear at once what changed, and who is where.

Messages are JSON. The server says {"changed": [what, id, revision]}, where a reader asks for it anew, and
{"here": [{"number", "id", "name", "at", "holds", "x", "y"}]}, everybody else there. A browser says where it is:
{"at", "holds", "x", "y"}. Nothing that is said here is kept: what is kept goes through the API and is announced here.
"""

import asyncio
from collections.abc import Callable
from itertools import count
from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from footpath.collaboration.room import Peer
from footpath.core.errors import Invalid

_Word = Annotated[str, Meta(max_length=60)]
_Share = Annotated[float, Meta(ge=0, le=1)]
_LONGEST = 1000  # bytes of what a browser says

Told = Callable[[str, str, str, int], None]
"""Told, from any thread, of a workspace: what changed, which one, and its revision."""


class Standpoint(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where somebody is.

    Attributes:
        at: of the library, such as "board:ID".
        holds: what they drag there, such as the id of a place; empty = nothing.
        x, y: where to, from 0 to 1.
    """

    at: _Word = ""
    holds: _Word = ""
    x: _Share = 0.0
    y: _Share = 0.0


class Halls:
    """The halls of this process; one process serves a workspace. All but `told` runs in the event loop's thread."""

    def __init__(self) -> None:
        self._halls: dict[str, dict[Peer, tuple[int, Standpoint]]] = {}
        self._numbers = count(1)
        self._loop: asyncio.AbstractEventLoop | None = None

    def enter(self, workspace: str, peer: Peer) -> None:
        """Let a peer in, and show everybody who is there now."""
        self._loop = asyncio.get_running_loop()
        self._halls.setdefault(workspace, {})[peer] = (next(self._numbers), Standpoint())
        self._show(workspace)

    def leave(self, workspace: str, peer: Peer) -> None:
        """Take a peer out."""
        self._halls.get(workspace, {}).pop(peer, None)
        if not self._halls.get(workspace):
            self._halls.pop(workspace, None)
        self._show(workspace)

    def receive(self, workspace: str, peer: Peer, data: bytes) -> None:
        """Take where a peer is now; raises Invalid when it is not said as it must be."""
        if len(data) > _LONGEST:
            raise Invalid("A message is too long.", hint=f"Say where you are in {_LONGEST} bytes.")
        try:
            where = msgspec.json.decode(data, type=Standpoint)
        except msgspec.MsgspecError as problem:
            raise Invalid(f"This does not say where you are: {problem}", hint="Send at, holds, x and y.") from problem
        hall = self._halls.get(workspace, {})
        if peer in hall:
            hall[peer] = (hall[peer][0], where)
            self._show(workspace)

    def told(self, workspace: str, what: str, which: str, revision: int) -> None:
        """Tell everybody of a workspace that something on disk changed; from any thread."""
        if self._loop is not None and workspace in self._halls:
            message = msgspec.json.encode({"changed": [what, which, revision]})
            self._loop.call_soon_threadsafe(self._tell, workspace, message)

    def close(self) -> None:
        """Send everybody out, to come back to the next server."""
        for hall in self._halls.values():
            for peer in hall:
                peer.end(1012, "The server restarts.")
        self._halls.clear()

    def _tell(self, workspace: str, message: bytes) -> None:
        for peer in self._halls.get(workspace, ()):
            peer.put(message)

    def _show(self, workspace: str) -> None:
        hall = self._halls.get(workspace, {})
        there = {
            peer: {"number": number, "id": peer.user_id, "name": peer.name, **msgspec.structs.asdict(where)}
            for peer, (number, where) in hall.items()
        }
        for peer in hall:
            peer.put(msgspec.json.encode({"here": [said for other, said in there.items() if other is not peer]}))
