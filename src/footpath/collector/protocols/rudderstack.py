"""RudderStack's gateway, as its SDKs call it on servers and in browsers."""

from typing import Any, ClassVar

import msgspec

from footpath.collector.calls import CALLS, alone, read_calls, surroundings
from footpath.collector.protocol import Protocol, Request, Route, answer_with
from footpath.collector.records import Answer, Reading, Refused
from footpath.collector.usual import CALL, Call


class Rudderstack(Protocol):
    """RudderStack (`/v1/batch` and one route a call, answered with OK), with the source configuration for browsers.

    The write key comes as the user of HTTP Basic authorisation.
    """

    name: ClassVar[str] = "rudderstack"
    routes: ClassVar[tuple[Route, ...]] = (
        *(Route(f"/v1/{word}") for word in ("batch", *CALLS)),
        Route("/sourceConfig", ("GET",)),
    )

    @classmethod
    def speaks(cls, request: Request) -> bool:
        """Segment's routes are theirs too: the library's name tells them apart."""
        first = (
            next(iter(request.elements(CALL, "batch")), None) if request.outline.batch else CALL.one(request.content)
        )
        try:
            return isinstance(first, Call) and "rudder" in surroundings(b"", bytes(first.context)).library.lower()
        except Refused:
            return False

    def read(self, request: Request) -> Reading:
        """Return the calls of a batch, or the one call."""
        word = request.path.rstrip("/").rpartition("/")[2]
        if word == "sourceConfig":
            return _config(request)
        reading = read_calls(request, None if word == "batch" else word)
        reading.answer = answer_with({}, reading) if reading.problems else Answer(200, b"OK", "text/plain")
        return reading

    def alone(self, document: Any, element: Any) -> Any:
        """Return a batch of one."""
        return alone(document, element)


def _config(request: Request) -> Reading:
    key = request.query.get("writeKey", "")
    source = {
        "id": "footpath", "name": "footpath", "writeKey": key, "enabled": True, "workspaceId": "footpath",
        "connections": [], "destinations": [], "dataplanes": {},
        "config": {"statsCollection": {"errors": {"enabled": False}, "metrics": {"enabled": False}}},
    }  # fmt: skip
    return Reading(public=True, answer=Answer(200, msgspec.json.encode({"source": source})))
