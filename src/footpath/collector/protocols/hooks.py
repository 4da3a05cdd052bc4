"""Webhooks of any sender, by a mapping of one's own."""

from pathlib import Path
from typing import Any, ClassVar

import msgspec

from footpath.collector.documents import decoded
from footpath.collector.forms import body_of
from footpath.collector.hook import Hook
from footpath.collector.hook_files import HookFolder, header_names
from footpath.collector.mapped import Element, rows_of
from footpath.collector.picking import Around, elements_at
from footpath.collector.protocol import Protocol, Request, Route, answer_with, take_each
from footpath.collector.records import Answer, Reading, Refused
from footpath.collector.signatures import check
from footpath.core.paths import steps_of, walk


class Hooks(Protocol):
    """Webhooks (`/v1/hooks/<name>`): any sender's JSON or form, by a mapping from its fields to the store's.

    No write key: the sender proves who it is by a signature, a secret word or a password, as `footpath hook add` set
    it up.
    """

    name: ClassVar[str] = "hooks"
    routes: ClassVar[tuple[Route, ...]] = (Route("/v1/hooks/*"),)

    def __init__(self) -> None:
        self._folder: HookFolder | None = None

    def settle(self, store: Path) -> None:
        """Read webhooks from a store."""
        self._folder = HookFolder(store)

    def read(self, request: Request) -> Reading:
        """Return the rows of every element that a condition of the webhook fits."""
        name = request.path.rstrip("/").rpartition("/")[2]
        found = self._folder.find(name) if self._folder else None
        if found is None:
            raise Refused("path", f"no webhook is called {name[:64]!r}", "Make it: `footpath hook add`", status=404)
        hook, secret = found
        if request.again:
            return _letter(hook, name, request)
        body = _unproved(hook, request)
        stem = check(hook.verify, request, body, secret)
        body = body_of(request) if body is None else body
        request.stands_for(body)  # a form is no JSON, and what is refused of it is kept all the same
        asked = walk(body, steps_of(hook.challenge)) if hook.challenge else None
        if asked is not None:
            return Reading(public=True, answer=Answer(200, str(asked)[:1024].encode(), "text/plain"))
        return read_body(hook, name, (body, stem), request)

    def alone(self, document: Any, element: Any) -> Any:  # noqa: ARG002 - what it needs is in the element
        """Return an element with what stood around it."""
        return element


def _unproved(hook: Hook, request: Request) -> Any:
    """Return the body where the proof stands in it; else it is not looked at before the sender has proved itself."""
    return body_of(request) if hook.verify.field else None


def read_body(hook: Hook, name: str, sent: tuple[Any, str], request: Request) -> Reading:
    """Return the rows of a body whose sender has proved itself.

    Args:
        sent: the body, and what a second delivery of it would repeat.
    """
    body, stem = sent
    wanted = header_names(hook)
    around = Around({key: value for key, value in request.headers.items() if key in wanted}, request.query, body)
    reading = Reading(source=hook.source or name, rate=hook.rate)
    ignored: list[int] = []

    def take(content: Any, position: int) -> None:
        known_by = f"{stem}-{position}" if stem else ""
        rows = rows_of(hook, Element(content, around, request.received_at, known_by))
        if rows is None and hook.unmatched == "refuse":
            raise Refused("take", "no condition of the webhook fits it", "Add one to its `take`")
        if rows is None:
            ignored.append(position)
        else:
            _join(reading, rows)

    take_each(reading, elements_at(hook.each, body), take)
    rest = _without(body, hook.each)
    reading.bad = [{"element": one, "headers": around.headers, "query": request.query, "body": rest,
                    "stem": f"{stem}-{problem.element}" if stem else ""}
                   for one, problem in zip(reading.bad, reading.problems, strict=True)]  # fmt: skip
    reading.answer = answer_with({"success": True, "ignored": len(ignored)}, reading)
    return reading


def _without(body: Any, each: str) -> Any:
    """Return a body without its list of elements, of which each letter holds its own."""
    steps = steps_of(each.removesuffix("[*]"))
    if not steps or isinstance(body, list):
        return None
    inside = walk(body, steps[:-1])
    if not isinstance(inside, dict):
        return body
    copy: Any = decoded(msgspec.json.encode(body))
    del walk(copy, steps[:-1])[steps[-1]]
    return copy


def _letter(hook: Hook, name: str, request: Request) -> Reading:
    """Return the rows of an element that was refused before."""
    kept: Any = decoded(request.body)
    element = kept["element"]
    body = kept["body"] if kept["body"] is not None else element
    content = Element(element, Around(kept["headers"], kept["query"], body), request.received_at, kept["stem"])
    rows = rows_of(hook, content)
    if rows is None:
        raise Refused("take", "no condition of the webhook fits it", "Add one to its `take`")
    rows.source = hook.source or name
    return rows


def _join(reading: Reading, rows: Reading) -> None:
    reading.events += rows.events
    reading.traits += rows.traits
    reading.signals += rows.signals
