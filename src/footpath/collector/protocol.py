"""What a protocol is: a pure function from one request to rows, refused elements and the answer its senders expect."""

import base64
import binascii
from abc import ABC, abstractmethod
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import parse_qs

import msgspec
from msgspec import Struct

from footpath.collector.fields import Json
from footpath.collector.records import Answer, Problem, Reading, Refused

MOST_ELEMENTS = 5000
MOST_PROBLEMS = 100


class Request(Struct, frozen=True, dict=True):
    """One request as a protocol sees it.

    Attributes:
        method, path: as sent; the path without the query.
        query: its parameters, the last value of each.
        headers: by name in lower case.
        body: decompressed.
        received_at: microseconds since 1970 UTC.
        again: it is a dead letter that is tried again; who sent it was checked when it came.
    """

    method: str
    path: str
    query: dict[str, str] = {}
    headers: dict[str, str] = {}
    body: bytes = b""
    received_at: int = 0
    again: bool = False

    @cached_property
    def document(self) -> Any:
        """The body as JSON, which may stand in a form field `data`, plain or in base64.

        Raises:
            Refused: it is none of these.
        """
        start = self.body[:1]
        if start in (b"{", b"["):
            return decoded(self.body)
        if self.body.startswith((b"data=", b"verbose=", b"ip=", b"api_key=")):
            form = parse_qs(self.body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=64)
            return self._in_text(form.get("data", [""])[-1])
        if not self.body and "data" in self.query:
            return self._in_text(self.query["data"])
        if not self.body.strip():
            raise Refused("body", "it is empty", "Send JSON")
        return self._in_text(self.body.decode("utf-8", "replace"))

    def _in_text(self, text: str) -> Any:
        text = text.strip()
        if text[:1] not in ("{", "["):
            try:
                return decoded(base64.b64decode(text.replace(" ", "+") + "=" * (-len(text) % 4), validate=True))
            except (ValueError, binascii.Error):
                pass
        return decoded(text.encode())

    @property
    def around(self) -> Any:
        """What stood around the elements: the document, None where the query itself was the element."""
        return self.document if self.method == "POST" or "data" in self.query else None

    @cached_property
    def object(self) -> Json:
        """The body as a JSON object; raises Refused where it is none."""
        if not isinstance(self.document, dict):
            raise Refused("body", "it is no JSON object", "Send one object around the elements")
        return self.document

    @cached_property
    def basic(self) -> str:
        """The user name of HTTP Basic authorisation, "" without; old clients leave out the colon."""
        scheme, _, given = self.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "basic":
            return ""
        try:
            return base64.b64decode(given.strip() + "==").decode().partition(":")[0]
        except (ValueError, binascii.Error):
            return ""


def decoded(body: bytes) -> Any:
    """Return the JSON in some bytes; raises Refused saying where it breaks off."""
    try:
        return msgspec.json.decode(body)
    except RecursionError:
        raise Refused("body", "it is nested too deep", "Flatten it") from None
    except (msgspec.DecodeError, UnicodeDecodeError) as problem:
        raise Refused("body", f"it is no JSON ({problem})", "Send JSON in UTF-8") from None


class Route(Struct, frozen=True):
    """A path a protocol answers; `*` stands for one part of it.

    Attributes:
        path: without a slash at the end, which senders may add.
        methods: HTTP methods.
    """

    path: str
    methods: tuple[str, ...] = ("POST",)


class Protocol(ABC):
    """One kind of sender.

    Attributes:
        name: the word for it, equal to the file's name.
        routes: what it answers.
    """

    name: ClassVar[str]
    routes: ClassVar[tuple[Route, ...]]

    @classmethod
    def speaks(cls, request: Request) -> bool:  # noqa: ARG003 - for those that share a path with others
        """Say whether the request is in this protocol, where several share a path; asked in order of their names."""
        return True

    def settle(self, store: Path) -> None:  # noqa: B027 - most have nothing of their own in the store
        """Learn where the store is."""

    @abstractmethod
    def read(self, request: Request) -> Reading:
        """Return what a request holds.

        Raises:
            Refused: the request as a whole cannot be read.
        """

    def refused(self, problem: Refused) -> Answer:
        """Return how this protocol says that a request was refused."""
        content = {
            "success": False,
            "code": "invalid_request" if problem.status == 400 else f"status_{problem.status}",
            "message": f"{problem.field}: {problem.reason}. {problem.remedy}.",
        }
        return Answer(problem.status, msgspec.json.encode(content))

    def alone(self, document: Any, element: Any) -> Any:  # noqa: ARG002 - for those with an envelope
        """Return a request document that holds one element of another's, for trying it again."""
        return element


def take_each(reading: Reading, elements: list[Any], take: Callable[[Json, int], None]) -> None:
    """Hand every element to `take` with its position; those it refuses become problems, the others stay.

    Raises:
        Refused: there are too many.
    """
    if len(elements) > MOST_ELEMENTS:
        raise Refused("batch", f"it has {len(elements)} elements", f"Send at most {MOST_ELEMENTS} at once", status=413)
    for position, element in enumerate(elements):
        try:
            take(_object(element), position)
        except Refused as problem:
            reading.problems.append(Problem(position, problem.field, problem.reason, problem.remedy))
            reading.bad.append(element)


def _object(element: Any) -> Json:
    if type(element) is not dict:
        raise Refused("element", "it is no JSON object", "Send every element as an object")
    return element


def answer_with(content: dict[str, Any], reading: Reading) -> Answer:
    """Return 200 with `content` as JSON, and what is wrong with each refused element."""
    if reading.problems:
        content = content | {
            "accepted": len(reading.events) + len(reading.traits) + len(reading.signals),
            "rejected": len(reading.problems),
            "errors": [
                {"element": one.element, "field": one.field, "reason": one.reason, "remedy": one.remedy}
                for one in reading.problems[:MOST_PROBLEMS]
            ],
        }
    return Answer(200, msgspec.json.encode(content))


def list_in(document: Json, field: str) -> list[Any]:
    """Return the list in a field of a document; raises Refused where it is none."""
    found = document.get(field)
    if not isinstance(found, list):
        raise Refused(field, "it is no list", f"Send the elements as a list in {field}")
    return found
