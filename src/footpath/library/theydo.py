"""TheyDo's import files, as its public schemas describe them: insights, opportunities and solutions by importKey."""

from collections.abc import Callable, Iterator
from typing import Any

import msgspec
from msgspec import UNSET, Struct, UnsetType

from footpath.core.errors import Invalid
from footpath.library.addresses import is_address
from footpath.library.kind import KINDS

# Format → where its list is, and the kind of items it becomes.
FORMATS = {
    "THEYDO_INSIGHTS_V1": ("insights", "insight"),
    "THEYDO_OPPORTUNITIES_V1": ("opportunities", "opportunity"),
    "THEYDO_SOLUTIONS_V1": ("solutions", "solution"),
}
_METRICS = "THEYDO_METRICS_V1"
KEY, TITLE, TEXT, TAG, MANY, ADDRESS = 200, 300, 20_000, 200, 50, 2000
_TYPES = ("pain", "gain", "need", "job", "observation", "quote")
# What workspaces of TheyDo often call what a kind calls otherwise.
_ALIKE = {
    "insight": {"validated": "confirmed", "invalid": "rejected", "archived": "outdated"},
    "opportunity": {"new": "open", "backlog": "open", "researching": "exploring", "completed": "done",
                    "rejected": "dropped", "archived": "dropped"},
    "solution": {"new": "idea", "backlog": "idea", "in progress": "building", "done": "live", "completed": "live",
                 "released": "live", "rejected": "dropped", "archived": "dropped"},
}  # fmt: skip


class Fault(Struct, frozen=True):
    """What of a file cannot be used: where it is, such as "insights[2].ownerEmail", and why."""

    place: str
    problem: Invalid


class Entry(Struct, kw_only=True):
    """An item that a file has; what it does not have is UNSET.

    Attributes:
        tags: in place of those the item has.
        marks: tags such as "priority: high", each in place of the item's others with the same beginning.
        email: of its owner; "" = nobody.
    """

    place: str
    key: str
    title: str
    text: str | UnsetType = UNSET
    status: str | UnsetType = UNSET
    email: str | UnsetType = UNSET
    tags: list[str] | UnsetType = UNSET
    marks: list[str] = []
    links: list[str] | UnsetType = UNSET
    fields: dict[str, str] = {}


class Contents(Struct, frozen=True, kw_only=True):
    """What a file has: items of a kind, and what of it cannot be used."""

    format: str
    kind: str
    entries: list[Entry]
    faults: list[Fault]


def read(data: bytes) -> Contents:
    """Read a file; raises Invalid when it is none of TheyDo's."""
    try:
        found = msgspec.json.decode(data.removeprefix(b"\xef\xbb\xbf"))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as problem:
        raise Invalid(
            f"file: it is no JSON ({problem}).", hint="Choose a file of TheyDo's JSON import format."
        ) from None
    format_ = found.get("format") if isinstance(found, dict) else None
    if format_ == _METRICS:
        return _left_out(found)
    if not isinstance(format_, str) or format_ not in FORMATS:
        known = ", ".join([*FORMATS, _METRICS])
        raise Invalid(
            f"format: {str(format_)[:80]!r} is none that the library reads.", hint=f"format is one of: {known}."
        )
    name, kind = FORMATS[format_]
    if not isinstance(found.get(name), list):
        raise Invalid(f"{name}: there is no such list in the file.", hint=f"{format_} has its items in {name}.")
    reading = _Reading(kind)
    for at, given in enumerate(found[name]):
        reading.take(given, f"{name}[{at}]")
    return Contents(format=format_, kind=kind, entries=reading.entries, faults=reading.faults)


def _left_out(found: dict[str, Any]) -> Contents:
    """Say of each metric that the library has none."""
    why = Invalid(
        "The library keeps no metrics.", hint="Bring its figures in as CSV under Data, and bind them to a map."
    )
    given = found.get("metrics")
    faults = [
        Fault(f"metrics[{at}]{_called(one)}", why) for at, one in enumerate(given if isinstance(given, list) else ())
    ]
    return Contents(format=_METRICS, kind="", entries=[], faults=faults or [Fault("metrics", why)])


def _called(one: Any) -> str:
    title = one.get("title") if isinstance(one, dict) else None
    return f" {title[:80]!r}" if isinstance(title, str) else ""


class _Reading:
    """What was read of a list so far."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.entries: list[Entry] = []
        self.faults: list[Fault] = []
        self._keys: set[str] = set()

    def take(self, given: Any, place: str) -> None:
        """Take an item with all of its fields that can be used."""
        try:
            entry = self._begun(given, place)
        except Invalid as problem:
            self.faults.append(Fault(place, problem))
            return
        known = _fields(self.kind)
        for name, value in given.items():
            taker = known.get(name, _unknown)
            self.faults += [Fault(f"{place}.{name[:80]}", problem) for problem in taker(entry, value, self.kind)]
        if len(entry.tags or ()) + len(entry.marks) > MANY:
            many = Invalid(f"An item has at most {MANY} tags; the first are taken.", hint="Leave some out.")
            self.faults.append(Fault(f"{place}.tags", many))
        self.entries.append(entry)

    def _begun(self, given: Any, place: str) -> Entry:
        if not isinstance(given, dict):
            raise Invalid("This is no item.", hint='Write it as {"importKey": …, "title": …}.')
        key, title = (_line(given.get(name)) for name in ("importKey", "title"))
        if not 0 < len(key) <= KEY:
            raise Invalid(
                "The item has no importKey that can be used.",
                hint=f"Give it one of up to {KEY} characters: by it the next import knows the item again.",
            )
        if not title:
            raise Invalid("The item has no title.", hint="Give it one.")
        if key in self._keys:
            raise Invalid(
                f"The importKey {key!r} stands in the file twice; the first is taken.",
                hint="Give each item an importKey of its own.",
            )
        self._keys.add(key)
        return Entry(place=place, key=key, title=title[:TITLE])


Taker = Callable[[Entry, Any, str], Iterator[Invalid]]


def _fields(kind: str) -> dict[str, Taker]:
    """Return what takes each field that TheyDo's items of a kind have."""
    known: dict[str, Taker] = {
        "importKey": _taken, "title": _title, "description": _text, "status": _status, "type": _type, "tags": _tags,
        "groups": _groups, "groupTags": _group_tags, "externalLinks": _links, "ownerEmail": _owner,
    }  # fmt: skip
    if kind == "insight":
        known |= dict.fromkeys(("icon", "empathyScore", "weight"), _no_place)
    return {**known, "priority": _priority} if kind == "solution" else known


def _taken(_entry: Entry, _value: Any, _kind: str) -> Iterator[Invalid]:
    yield from ()


def _unknown(_entry: Entry, _value: Any, kind: str) -> Iterator[Invalid]:
    known = ", ".join(_fields(kind))
    yield Invalid("TheyDo's format has no field of that name.", hint=f"There are: {known}.")


def _no_place(_entry: Entry, value: Any, _kind: str) -> Iterator[Invalid]:
    if value is not None:
        yield Invalid(
            "Insights of the library have nothing like it.",
            hint="Write it into the description where it matters, or leave it out.",
        )


def _title(entry: Entry, value: Any, _kind: str) -> Iterator[Invalid]:
    if len(_line(value)) > len(entry.title):
        yield Invalid(f"It is longer than {TITLE} characters; the first are taken.", hint="Shorten it.")


def _text(entry: Entry, value: Any, _kind: str) -> Iterator[Invalid]:
    if value is not None and not isinstance(value, str):
        yield Invalid("It is no text.", hint="Put it in quotes.")
        return
    entry.text = _clean(value or "")[:TEXT]
    if len(_clean(value or "")) > TEXT:
        yield Invalid(f"It is longer than {TEXT} characters; the first are taken.", hint="Shorten it.")


def _status(entry: Entry, value: Any, kind: str) -> Iterator[Invalid]:
    said = _line(value).casefold().replace("_", " ")
    named = _ALIKE[kind].get(said, said)
    if named in KINDS[kind].statuses:
        entry.status = named
    elif value is not None:
        if said:
            entry.marks.append(f"status: {_line(value)}"[:TAG])
        known = ", ".join(KINDS[kind].statuses)
        yield Invalid(
            f"The library has no status {_line(value)[:80]!r} for it.",
            hint=f"There are: {known}. Its own is kept as a tag.",
        )


def _type(entry: Entry, value: Any, kind: str) -> Iterator[Invalid]:
    said = _line(value)
    if kind == "insight" and said.casefold() in _TYPES:
        entry.fields["type"] = said.casefold()
    elif said:
        entry.marks.append(f"type: {said}"[:TAG])
    elif value is not None:
        yield Invalid("It is no text.", hint="Put it in quotes.")


def _priority(entry: Entry, value: Any, _kind: str) -> Iterator[Invalid]:
    if value in ("HIGH", "MEDIUM", "LOW"):
        entry.marks.append(f"priority: {value.lower()}")
    elif value is not None:
        yield Invalid("It is no priority.", hint="There are: HIGH, MEDIUM, LOW.")


def _owner(entry: Entry, value: Any, _kind: str) -> Iterator[Invalid]:
    if value is None:
        entry.email = ""
    elif "@" in _line(value):
        entry.email = _line(value).lower()
    else:
        yield Invalid("It is no e-mail address.", hint="Write it as name@example.org, or null for nobody.")


def _tags(entry: Entry, value: Any, _kind: str) -> Iterator[Invalid]:
    found: list[str] = []
    for at, one in enumerate(_list(value)):
        if not (tag := _line(one)):
            yield Invalid(f"Tag {at + 1} is no text.", hint="Put it in quotes.")
        elif tag[:TAG] not in found:
            found.append(tag[:TAG])
    if isinstance(value, list | None):
        entry.tags = found
    else:
        yield Invalid("It is no list.", hint='Write it as ["One", "Two"].')


def _groups(entry: Entry, value: Any, _kind: str) -> Iterator[Invalid]:
    entry.marks += [f"group: {_line(one)}"[:TAG] for one in _list(value) if _line(one)]
    if value is not None and (not isinstance(value, list) or not all(map(_line, value))):
        yield Invalid("It is no list of texts.", hint='Write it as ["One", "Two"].')


def _group_tags(entry: Entry, value: Any, _kind: str) -> Iterator[Invalid]:
    wrong = value is not None and not isinstance(value, list)
    for one in _list(value):
        group, tag = (_line(one.get(name)) if isinstance(one, dict) else "" for name in ("tagGroup", "tag"))
        if group and tag:
            entry.marks.append(f"{group}: {tag}"[:TAG])
        else:
            wrong = True
    if wrong:
        yield Invalid(
            "It is no list of tags with their groups.", hint='Write it as [{"tagGroup": "Region", "tag": "North"}].'
        )


def _links(entry: Entry, value: Any, _kind: str) -> Iterator[Invalid]:
    if not isinstance(value, list | None):
        yield Invalid("It is no list.", hint='Write it as ["https://example.org/1"].')
        return
    found: dict[str, None] = {}
    for one in _list(value):
        if _is_address(one) and len(found) < MANY:
            found[one.strip()] = None
        elif len(found) >= MANY:
            yield Invalid(f"An item has at most {MANY} links; the first are taken.", hint="Leave some out.")
            break
        else:
            yield Invalid(f"{str(one)[:200]!r} is no address.", hint="Begin it with https://.")
    entry.links = list(found)


def _is_address(one: Any) -> bool:
    return isinstance(one, str) and len(one) <= ADDRESS and is_address(one.strip())


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _line(value: Any) -> str:
    """Return a text as one line; whatever is no text is none."""
    return " ".join(_clean(value).split()) if isinstance(value, str) else ""


def _clean(text: str) -> str:
    return text.replace("\x00", "")  # databases take none
