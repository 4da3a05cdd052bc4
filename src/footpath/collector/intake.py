"""From a request to records for the spool: its protocol, its key and allowance, its rows and what is refused."""

import secrets
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from footpath.collector.frames import CONSENTS, EVENTS, LETTERS, SIGNALS, TRAITS, framed
from footpath.collector.keys import Gate, Key
from footpath.collector.privacy import Door
from footpath.collector.protocol import Protocol, Request
from footpath.collector.records import Answer, DeadLetter, Reading, Refused, Row
from footpath.core.registry import Registry

PROTOCOLS: Registry[Protocol] = Registry(
    "footpath.collector.protocols",
    Protocol,  # type: ignore[type-abstract]
    word="protocol",
)
_LONGEST_LETTER = 64_000
_encoder = msgspec.json.Encoder()


class Taken(Struct, frozen=True):
    """A request that was read: what to keep and what to say once it is kept.

    Attributes:
        records: framed records for the spool; empty when there is nothing to keep.
        answer: for the sender.
        origin: web origin that may read the answer; "" = none.
        kept, refused: elements.
    """

    records: bytes
    answer: Answer
    origin: str = ""
    kept: int = 0
    refused: int = 0


class Routes:
    """Finds the protocol of a request.

    Args:
        store: folder of the store, for protocols that keep something of their own there.
    """

    def __init__(self, store: Path | None = None) -> None:
        self._exact: dict[str, list[tuple[tuple[str, ...], Protocol]]] = {}
        self._open: list[tuple[list[str], tuple[str, ...], Protocol]] = []
        for kind in PROTOCOLS.classes():
            protocol = kind()
            if store:
                protocol.settle(store)
            for route in kind.routes:
                if "*" in route.path:
                    self._open.append((route.path.split("/"), route.methods, protocol))
                else:
                    self._exact.setdefault(route.path, []).append((route.methods, protocol))

    def at(self, path: str) -> list[tuple[tuple[str, ...], Protocol]]:
        """Return the methods and protocols of a path, with or without a slash at its end."""
        path = path.rstrip("/") or "/"
        found = self._exact.get(path)
        if found is not None:
            return found
        parts = path.split("/")
        return [(methods, protocol) for pattern, methods, protocol in self._open if _fits(pattern, parts)]


def _fits(pattern: list[str], parts: list[str]) -> bool:
    return len(pattern) == len(parts) and all(a in ("*", b) and b for a, b in zip(pattern[1:], parts[1:], strict=True))


def chosen(protocols: list[Protocol], request: Request) -> Protocol:
    """Return the protocol that a request is in, of those that share its path."""
    for protocol in protocols[:-1]:
        if protocol.speaks(request):
            return protocol
    return protocols[-1]


class Intake:
    """Reads requests.

    Args:
        gate: the keys.
        door: takes out what may not be kept.
    """

    def __init__(self, gate: Gate, door: Door) -> None:
        self._gate = gate
        self._door = door
        self._boot = secrets.token_hex(8)
        self._count = 0

    def allows(self, origin: str) -> bool:
        """Say whether some key may be used by web pages of an origin."""
        return bool(origin) and self._gate.any_allows(origin)

    def key_of(self, key: str) -> Key | None:
        """Return what is known of a write key that works, None for any other."""
        return self._gate.find(key)

    def next_id(self) -> str:
        """Return an id that no other request has, of this collector or any other."""
        self._count += 1
        return f"{self._boot}-{self._count:x}"

    def take(self, protocol: Protocol, request: Request, request_id: str) -> Taken:
        """Read a request in a protocol.

        Raises:
            Refused: nothing of it can be taken.
        """
        reading = protocol.read(request)
        origin = request.headers.get("origin", "")
        if reading.public:
            return Taken(b"", reading.answer, origin if self._gate.any_allows(origin) else "")
        source = self._admitted(reading, origin)
        gpc = request.headers.get("sec-gpc", "") == "1"
        self._door.admit(reading, source, gpc=gpc)
        records = records_of(reading, source, request_id)
        keep = partial(self._door.letter, source=source, gpc=gpc)
        letters = _letters(reading, protocol, request, source, request_id, keep)
        kept = len(reading.events) + len(reading.traits) + len(reading.signals)
        return Taken(records + letters, reading.answer, origin, kept, len(reading.problems))

    def _admitted(self, reading: Reading, origin: str) -> str:
        """Return the source of a reading whose sender may send so much now."""
        elements = len(reading.events) + len(reading.traits) + len(reading.signals) + len(reading.problems)
        if reading.source:
            self._wait(self._gate.wait_of(f"hook {reading.source}", reading.rate, elements))
            return reading.source
        key = self._key(reading, origin)
        self._wait(self._gate.wait_s(key, elements))
        return key.source

    def _wait(self, wait_s: float) -> None:
        if wait_s:
            raise Limited(wait_s)

    def _key(self, reading: Reading, origin: str) -> Key:
        key = self._gate.find(reading.key) if reading.key else None
        if key is None:
            reason = "it is unknown or revoked" if reading.key else "it is missing"
            raise Refused("write key", reason, "Send a key made with `footpath key add SOURCE`", status=401)
        if not key.allows(origin):
            remedy = f"Make a key that allows it: `footpath key rotate {key.source} --origin {origin[:200]}`"
            raise Refused("origin", "web pages of this origin may not use the key", remedy, status=403)
        return key


class Limited(Refused):
    """The key's allowance is used up for now.

    Args:
        wait_s: in how many seconds there is some again.
    """

    def __init__(self, wait_s: float) -> None:
        super().__init__("rate", "the key's allowance is used up", f"Send again in {wait_s:.0f} s", status=429)
        self.wait_s = wait_s


def records_of(reading: Reading, source: str, request_id: str) -> bytes:
    """Return the rows of a reading as framed records, with their source and an id each."""
    content = b""
    tables: tuple[tuple[bytes, list[Any]], ...] = (
        (CONSENTS, reading.consents), (EVENTS, reading.events), (TRAITS, reading.traits), (SIGNALS, reading.signals),
    )  # fmt: skip
    for kind, rows in tables:
        if rows:
            _name(rows, source, f"{request_id}-{kind.decode()}")
            content += framed(kind, _encoder.encode_lines(rows))
    return content


def _name(rows: list[Row], source: str, stem: str) -> None:
    for position, row in enumerate(rows):
        row.source = source
        if row.dedupe_id is None:
            # Two elements without ids are two things, however alike; sent again after a crash they are the same.
            row.dedupe_id = f"{stem}{position}"


def _letters(
    reading: Reading, protocol: Protocol, request: Request, source: str, request_id: str, keep: Callable[[str], str]
) -> bytes:
    if not reading.problems:
        return b""
    document = request.around
    letters = [
        DeadLetter(
            id=f"{request_id}-{problem.element}",
            at=request.received_at,
            source=source,
            protocol=protocol.name,
            path=request.path,
            field=problem.field,
            reason=problem.reason,
            remedy=problem.remedy,
            body=keep(_letter(protocol.alone(document, element))),
        )
        for problem, element in zip(reading.problems, reading.bad, strict=True)
    ]
    return framed(LETTERS, _encoder.encode_lines(letters))


def _letter(document: Any) -> str:
    try:
        text = _encoder.encode(document)
    except RecursionError:
        return ""  # nested too deep to be written, so to be replayed
    # A letter that is cut is no JSON any more and cannot be replayed, but still says what was sent.
    return text[:_LONGEST_LETTER].decode("utf-8", "replace")
