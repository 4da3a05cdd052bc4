"""Bells: whoever looks at a thing hears at once that it changed, and asks for it anew; nobody learns who else is there.

What is sent is {"changed": true}; what people say on the socket is not listened to.
"""

import asyncio

from footpath.collaboration.room import Peer

_RUNG = b'{"changed":true}'


class Bells:
    """The bells of this process; one process serves a thing. All but `ring` runs in the event loop's thread."""

    def __init__(self) -> None:
        self._peers: dict[str, set[Peer]] = {}
        self._loop: asyncio.AbstractEventLoop | None = None

    def enter(self, thing: str, peer: Peer) -> None:
        """Let a peer hear; it hears once at the beginning, for what changed while it was on its way."""
        self._loop = asyncio.get_running_loop()
        self._peers.setdefault(thing, set()).add(peer)
        peer.put(_RUNG)

    def leave(self, thing: str, peer: Peer) -> None:
        """Take a peer out."""
        self._peers.get(thing, set()).discard(peer)
        if not self._peers.get(thing):
            self._peers.pop(thing, None)

    def ring(self, thing: str) -> None:
        """Tell everybody who looks at a thing that it changed; from any thread."""
        if self._loop is not None and thing in self._peers:
            self._loop.call_soon_threadsafe(self._tell, thing)

    def close(self) -> None:
        """Send everybody out, to come back to the next server."""
        for peers in self._peers.values():
            for peer in peers:
                peer.end(1012, "The server restarts.")
        self._peers.clear()

    def _tell(self, thing: str) -> None:
        for peer in self._peers.get(thing, ()):
            peer.put(_RUNG)
