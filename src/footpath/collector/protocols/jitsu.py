"""Jitsu's ingestion, which takes Segment's calls one at a time."""

from typing import ClassVar

from footpath.collector.calls import CALLS, read_calls
from footpath.collector.protocol import Protocol, Request, Route, answer_with
from footpath.collector.records import Reading


class Jitsu(Protocol):
    """Jitsu (`/api/s/track` … in browsers, `/api/s/s2s/track` … on servers).

    The write key comes in the header `X-Write-Key`. Its SDK wants one in two parts: what stands before a colon counts.
    """

    name: ClassVar[str] = "jitsu"
    routes: ClassVar[tuple[Route, ...]] = tuple(
        Route(f"/api/s/{where}{call}") for where in ("", "s2s/") for call in (*CALLS, "event")
    )

    def read(self, request: Request) -> Reading:
        """Return the one call."""
        kind = request.path.rstrip("/").rpartition("/")[2]
        if kind == "event":
            said = request.object.get("type")
            kind = said if isinstance(said, str) else "track"
        reading = read_calls(request, kind, request.headers.get("x-write-key", "").partition(":")[0])
        reading.answer = answer_with({"ok": True}, reading)
        return reading
