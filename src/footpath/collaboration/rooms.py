"""Rooms: one for each document that somebody has open; all there see each other's changes at once.

Everything here runs in the event loop's thread; only the database is waited for in others.
"""

import asyncio
from collections.abc import Callable

from footpath.collaboration.documents import Documents
from footpath.collaboration.room import Peer, Room


class Rooms:
    """The rooms of this process; one process serves a document.

    Args:
        documents: where changes are kept.
        settled: called in a thread, with a document's id, when it was changed and nobody went on for a little.
    """

    def __init__(self, documents: Documents, settled: Callable[[str], None]) -> None:
        self._documents = documents
        self._settled = settled
        self._rooms: dict[str, Room] = {}
        self._opening: dict[str, asyncio.Lock] = {}
        self._loop: asyncio.AbstractEventLoop | None = None

    async def enter(self, document: str, peer: Peer) -> Room:
        """Return the room of a document with `peer` in it, opened when nobody was there."""
        self._loop = asyncio.get_running_loop()
        async with self._opening.setdefault(document, asyncio.Lock()):
            room = self._rooms.get(document)
            if room is None:
                content = await asyncio.to_thread(self._documents.content, document)
                room = self._rooms[document] = Room(document, content, self._documents, self._settled)
            room.enter(peer)
        return room

    async def leave(self, room: Room, peer: Peer) -> None:
        """Take a peer out; the last one closes the room when all is on disk."""
        room.leave(peer)
        async with self._opening.setdefault(room.document, asyncio.Lock()):
            if not room.peers and self._rooms.get(room.document) is room:
                await room.close()
                if not room.peers:
                    del self._rooms[room.document]

    def told(self, document: str, change: bytes) -> None:
        """Show a change, which is on disk already, to whoever has the document open; from any thread."""
        if self._loop is not None and document in self._rooms:
            self._loop.call_soon_threadsafe(self._tell, document, change)

    def _tell(self, document: str, change: bytes) -> None:
        room = self._rooms.get(document)
        if room is not None:
            room.merge(change)

    def shut(self, document: str, reason: str) -> None:
        """Send everybody out, for instance because the document is deleted; from any thread."""
        if self._loop is not None and document in self._rooms:
            self._loop.call_soon_threadsafe(self._send_out, document, reason)

    def _send_out(self, document: str, reason: str) -> None:
        room = self._rooms.get(document)
        for peer in list(room.peers) if room else ():
            peer.end(4404, reason)

    async def close(self) -> None:
        """Bring everything on disk and send everybody out, to come back to the next server."""
        for room in list(self._rooms.values()):
            for peer in list(room.peers):
                peer.end(1012, "The server restarts.")
            await room.close()
        self._rooms.clear()
