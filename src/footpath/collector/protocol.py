"""What a protocol is: a pure function from one request to rows, refused elements and the answer its senders expect."""

import base64
import binascii
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, ClassVar, NoReturn, TypeVar
from urllib.parse import parse_qs

import msgspec
from msgspec import Struct

from footpath.collector import lz64
from footpath.collector.documents import OUTLINES, Outline, Typed, decoded, no_list, no_object
from footpath.collector.fields import Json
from footpath.collector.records import Answer, Problem, Reading, Refused

MOST_ELEMENTS = 5000
MOST_PROBLEMS = 100
T = TypeVar("T")


class Request(Struct, frozen=True, dict=True):
    """One request as a protocol sees it.

    Attributes:
        method, path: as sent; the path without the query.
        query: its parameters, the last value of each.
        headers: by name in lower case.
        body: decompressed.
        received_at: microseconds since 1970 UTC.
        address: of the computer it came from, as far as that is known; looked at for `visitors` alone.
        again: it is a dead letter that is tried again; who sent it was checked when it came.
    """

    method: str
    path: str
    query: dict[str, str] = {}
    headers: dict[str, str] = {}
    body: bytes = b""
    received_at: int = 0
    address: str = ""
    again: bool = False

    @cached_property
    def content(self) -> bytes:
        """The JSON in the body, which may stand in a form field `data`, plain or in base64; not looked into yet.

        Raises:
            Refused: there is nothing.
        """
        if self.body[:1] in (b"{", b"["):
            return self.body
        if self.body.startswith((b"data=", b"verbose=", b"ip=", b"api_key=")):
            form = parse_qs(self.body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=64)
            return _json_in(form.get("data", [""])[-1])
        if not self.body and "data" in self.query:
            return _json_in(self.query["data"])
        if not self.body.strip():
            raise Refused("body", "it is empty", "Send JSON")
        return _json_in(self.body.decode("utf-8", "replace"))

    @cached_property
    def document(self) -> Any:
        """The body as JSON; raises Refused where it is none."""
        return decoded(self.content)

    @cached_property
    def outline(self) -> Outline:
        """What stands around the elements, in a fraction of the time that the whole document takes.

        Raises:
            Refused: the body is no JSON object.
        """
        try:
            return decoded(self.content, OUTLINES)
        except msgspec.ValidationError:
            raise no_object() from None

    def elements(self, shape: Typed[T], field: str) -> list[T]:
        """Return the elements in one of the outline's lists, decoded once however many protocols ask.

        Raises:
            Refused: it is no list.
        """
        known: dict[str, list[T]] = self.__dict__.setdefault(f"elements of {shape.kind.__name__}", {})
        if field not in known:
            known[field] = shape.many(getattr(self.outline, field), field)
        return known[field]

    def stands_for(self, document: Any) -> None:
        """Take something as the document of a body that is no JSON."""
        self.__dict__["document"] = document

    @property
    def around(self) -> Any:
        """What stood around the elements: the document, None where the query itself was the element."""
        return self.document if self.method == "POST" or "data" in self.query else None

    @cached_property
    def object(self) -> Json:
        """The body as a JSON object; raises Refused where it is none."""
        if not isinstance(self.document, dict):
            raise no_object()
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


def _json_in(text: str) -> bytes:
    text = text.strip()
    if text[:1] in ("{", "["):
        return text.encode()
    text = text.replace(" ", "+")  # as forms write a plus
    try:
        plain = base64.b64decode(text + "=" * (-len(text) % 4), validate=True).strip()
    except (ValueError, binascii.Error):
        plain = b""  # lz64 is not always padded as base64 is
    return plain if plain[:1] in (b"{", b"[") else lz64.unpacked(text)


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


def take_each(
    reading: Reading,
    elements: Sequence[T],
    take: Callable[[Any, int], None],
    kind: type[T] = dict,  # type: ignore[assignment]
) -> None:
    """Hand every element to `take` with its position; those it refuses become problems, the others stay.

    Args:
        reading: gets the problems, and the elements they are about.
        elements: what was sent.
        take: adds the rows of one.
        kind: what an element is when it is a JSON object.

    Raises:
        Refused: there are too many.
    """
    if len(elements) > MOST_ELEMENTS:
        raise Refused("batch", f"it has {len(elements)} elements", f"Send at most {MOST_ELEMENTS} at once", status=413)
    for position, element in enumerate(elements):
        try:
            take(element if type(element) is kind else _no_element(), position)
        except Refused as problem:
            reading.problems.append(Problem(position, problem.field, problem.reason, problem.remedy))
            reading.bad.append(element)


def _no_element() -> NoReturn:
    raise Refused("element", "it is no JSON object", "Send every element as an object")


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
        raise no_list(field)
    return found


def as_sent(reading: Reading, elements: list[Any]) -> None:
    """Put the elements as they were sent in the place of the typed ones that were refused."""
    reading.bad = [elements[problem.element] for problem in reading.problems]
