"""Segment's HTTP API, as its SDKs call it on servers and in browsers."""

from typing import Any, ClassVar

import msgspec

from footpath.collector.calls import CALLS, alone, read_calls
from footpath.collector.protocol import Protocol, Request, Route, answer_with
from footpath.collector.records import Answer, Reading

# The browser SDK uses one letter a call.
_LETTERS = {"t": "track", "p": "page", "s": "screen", "i": "identify", "g": "group", "a": "alias"}
_BATCHES = ("batch", "import", "b")
_SETTINGS = ("/v1/projects/*/settings", "/projects/*/settings")


class Segment(Protocol):
    """Segment (`/v1/batch` and one route a call, long and short), with the settings document its browser SDK fetches.

    The write key comes as the user of HTTP Basic authorisation or as `writeKey` in the body.
    """

    name: ClassVar[str] = "segment"
    routes: ClassVar[tuple[Route, ...]] = (
        *(Route(f"/v1/{word}") for word in (*_BATCHES, *CALLS, *_LETTERS)),
        *(Route(path, ("GET",)) for path in _SETTINGS),
    )

    def read(self, request: Request) -> Reading:
        """Return the calls of a batch, or the one call."""
        word = request.path.rstrip("/").rpartition("/")[2]
        if word == "settings":
            return _settings(request)
        reading = read_calls(request, None if word in _BATCHES else _LETTERS.get(word, word))
        reading.answer = answer_with({"success": True}, reading)
        return reading

    def alone(self, document: Any, element: Any) -> Any:
        """Return a batch of one."""
        return alone(document, element)


def _settings(request: Request) -> Reading:
    ours: dict[str, Any] = {"apiKey": request.path.split("/")[-2], "unbundledIntegrations": []}
    if request.headers.get("host"):
        ours["apiHost"] = f"{request.headers['host']}/v1"
        # The SDK takes https unless told otherwise; what is in front of the collector says what browsers speak.
        page = request.headers.get("origin", "").partition(":")[0]
        ours["protocol"] = request.headers.get("x-forwarded-proto") or page or "https"
    content: dict[str, Any] = {"integrations": {"Segment.io": ours}, "plan": {"track": {}}}
    return Reading(public=True, answer=Answer(200, msgspec.json.encode(content)))
