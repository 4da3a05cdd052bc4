"""Questions over all maps of a workspace and its library: which cards, steps and items are such, and on which maps."""

import csv
import io
from collections import Counter, OrderedDict
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Literal

from msgspec import Struct

from footpath.accounts import Actor
from footpath.library.items import Items
from footpath.library.model import Item
from footpath.maps import Maps, Standing, standings

MOST = 1000  # rows of an answer
_KEPT = 500  # maps whose rows are kept
_CHOICES = 100
_DATA = ("observed", "measured")
_COLUMNS = (
    "kind", "map_title", "lane", "lane_title", "where", "text", "detail", "tags", "personas", "touchpoints", "emotion",
    "evidence", "newest_at", "status", "owner", "map_id", "element",
)  # fmt: skip

EvidenceKind = Literal["", "hypothesis", "reported", "observed", "measured", "data"]


class Wanted(Struct, frozen=True, kw_only=True):
    """What is looked for; what is empty does not matter.

    Attributes:
        words: all are in its texts, its tags, or the titles of its step and touchpoints.
        kind: card, step or item.
        lane: type of lane of a card, or kind of an item.
        emotion_below, emotion_above: it feels less, or more, than this, −1 … 1.
        evidence: its level; "data" = observed or measured.
        persona, touchpoint, tag, status, owner: just so.
        fresh: yes = its newest fact is at most 90 days older than its map's data; no = it is older.
        map_id: only of this map.
    """

    words: str = ""
    kind: str = ""
    lane: str = ""
    emotion_below: float | None = None
    emotion_above: float | None = None
    evidence: EvidenceKind = ""
    persona: str = ""
    touchpoint: str = ""
    tag: str = ""
    status: str = ""
    owner: str = ""
    fresh: Literal["", "yes", "no"] = ""
    map_id: str = ""


class OnMap(Struct, frozen=True, kw_only=True):
    """How many rows of an answer are of a map; an empty id is the library."""

    map_id: str
    title: str
    n: int


class Choices(Struct, frozen=True, kw_only=True):
    """What can be asked for, most frequent first."""

    lane: tuple[str, ...]
    persona: tuple[str, ...]
    touchpoint: tuple[str, ...]
    tag: tuple[str, ...]
    status: tuple[str, ...]
    owner: tuple[str, ...]


class Overall(Struct, frozen=True, kw_only=True):
    """The answer to a question over all maps; `rows` are the first 1,000 of `total`."""

    total: int
    rows: tuple[Standing, ...]
    by_map: tuple[OnMap, ...]
    choices: Choices


class Overalls:
    """Questions over all maps.

    Args:
        maps: what stands on them; read once for each change of a map.
        items: the library.
    """

    def __init__(self, maps: Maps, items: Items) -> None:
        self._maps = maps
        self._items = items
        self._rows: OrderedDict[tuple[str, datetime], tuple[Standing, ...]] = OrderedDict()

    def ask(self, actor: Actor, workspace: str, wanted: Wanted) -> Overall:
        """Return what is such: newest changed maps first, as it is read there, then items."""
        everything = self._all(actor, workspace)
        found = [one for one in everything if is_wanted(one, wanted)]
        counts = Counter((one.map_id, one.map_title) for one in found)
        by_map = sorted(counts.items(), key=lambda one: (-one[1], one[0][1], one[0][0]))
        return Overall(
            total=len(found), rows=tuple(found[:MOST]), choices=_choices(everything),
            by_map=tuple(OnMap(map_id=map_id, title=title, n=n) for (map_id, title), n in by_map),
        )  # fmt: skip

    def table(self, actor: Actor, workspace: str, wanted: Wanted) -> str:
        """Return all rows of an answer as CSV."""
        text = io.StringIO()
        lines = csv.writer(text, lineterminator="\n")
        lines.writerow(_COLUMNS)
        for one in self._all(actor, workspace):
            if is_wanted(one, wanted):
                lines.writerow([_cell(getattr(one, name)) for name in _COLUMNS])
        return text.getvalue()

    def _all(self, actor: Actor, workspace: str) -> list[Standing]:
        found: list[Standing] = []
        for summary in self._maps.of(actor, workspace):
            key = (summary.id, summary.updated_at)
            if key not in self._rows:
                self._rows[key] = standings(self._maps.model(actor, summary.id), summary.id)
                while len(self._rows) > _KEPT:
                    self._rows.popitem(last=False)
            found += self._rows[key]
        return [*found, *(_row(one) for one in self._items.of(actor, workspace))]


def is_wanted(one: Standing, wanted: Wanted) -> bool:
    """Say whether a row is such."""
    same = (
        ("kind", one.kind),
        ("lane", one.lane),
        ("status", one.status),
        ("owner", one.owner),
        ("map_id", one.map_id),
    )
    among = (("persona", one.personas), ("touchpoint", one.touchpoints), ("tag", one.tags))
    return (
        all(not (asked := getattr(wanted, name)) or asked == value for name, value in same)
        and all(not (asked := getattr(wanted, name)) or asked in values for name, values in among)
        and _says(one, wanted.words)
        and _feels(one, wanted)
        and _rests(one, wanted)
    )


def _says(one: Standing, words: str) -> bool:
    told = " ".join([one.text, one.detail, one.where, *one.tags, *one.touchpoints]).lower()
    return all(word in told for word in words.lower().split())


def _feels(one: Standing, wanted: Wanted) -> bool:
    if wanted.emotion_below is None and wanted.emotion_above is None:
        return True
    if one.emotion is None:
        return False
    low = wanted.emotion_above is None or one.emotion > wanted.emotion_above
    return low and (wanted.emotion_below is None or one.emotion < wanted.emotion_below)


def _rests(one: Standing, wanted: Wanted) -> bool:
    if wanted.evidence and not (
        one.evidence == wanted.evidence or (wanted.evidence == "data" and one.evidence in _DATA)
    ):
        return False
    return not wanted.fresh or one.fresh is (wanted.fresh == "yes")


def _row(item: Item) -> Standing:
    return Standing(
        kind="item", element=item.id, lane=item.kind, text=item.title, detail=" ".join(item.text.split()),
        tags=item.tags, status=item.status, owner=item.owner, item_id=item.id,
    )  # fmt: skip


def _choices(rows: Sequence[Standing]) -> Choices:
    def most(values: Callable[[Standing], Iterator[str]]) -> tuple[str, ...]:
        counts = Counter(value for row in rows for value in values(row) if value)
        return tuple(sorted(counts, key=lambda one: (-counts[one], one))[:_CHOICES])

    return Choices(
        lane=most(lambda one: iter((one.lane,))), persona=most(lambda one: iter(one.personas)),
        touchpoint=most(lambda one: iter(one.touchpoints)), tag=most(lambda one: iter(one.tags)),
        status=most(lambda one: iter((one.status,))), owner=most(lambda one: iter((one.owner,))),
    )  # fmt: skip


def _cell(value: object) -> str:
    """Return a value as a cell; one that a spreadsheet would run is quoted."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, float):
        return f"{value:g}"
    text = ", ".join(value) if isinstance(value, tuple) else str(value)
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
