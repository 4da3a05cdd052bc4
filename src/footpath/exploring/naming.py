"""Metrics and segments that a workspace keeps by name."""

import hashlib
from pathlib import Path
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from footpath.accounts import Actor, demand, note
from footpath.analytics import (
    condition,
    define_metric,
    forget,
    forget_metric,
    metric_text,
    read_metric,
    save,
    saved,
    saved_metrics,
    text_of,
)
from footpath.core.database import Database
from footpath.core.errors import NotFound
from footpath.events import Lake
from footpath.exploring.stores import Stores

_FILES = ("metrics.yaml", "segments.yaml")


class NamedMetric(Struct, frozen=True, kw_only=True):
    """A metric that is kept.

    Attributes:
        definition: in words, as "share of Order among Visit within 7 d".
        good: the direction that is good news.
        symbol: what it is in.
    """

    name: str
    definition: str
    good: Literal["", "up", "down"] = ""
    symbol: str = ""


class NamedSegment(Struct, frozen=True, kw_only=True):
    """A rule about persons that is kept."""

    name: str
    rule: str


class Names:
    """What is kept by name in the stores of workspaces.

    Args:
        database: who may keep what.
        stores: where each workspace's data is.
    """

    def __init__(self, database: Database, stores: Stores) -> None:
        self._database = database
        self._stores = stores

    def metrics(self, actor: Actor, workspace: str) -> list[NamedMetric]:
        """Return the metrics of a workspace by name."""
        folder = self._seen(actor, workspace)
        found = saved_metrics(folder) if folder else {}
        return [
            NamedMetric(name=name, definition=metric_text(one), good=one.good, symbol=one.symbol)
            for name, one in sorted(found.items())
        ]

    def define(self, actor: Actor, workspace: str, wish: NamedMetric) -> list[NamedMetric]:
        """Keep a metric, in the place of the one that has the name; raises Invalid when it cannot be read."""
        folder = self._changed(actor, workspace, "metric.define", wish.name)
        metric = replace(read_metric(wish.definition), good=wish.good, symbol=wish.symbol)
        define_metric(folder, wish.name, metric)
        return self.metrics(actor, workspace)

    def forget_metric(self, actor: Actor, workspace: str, name: str) -> None:
        """Keep a metric no more; raises NotFound, or Invalid when others are made of it."""
        forget_metric(self._changed(actor, workspace, "metric.forget", name), name)

    def segments(self, actor: Actor, workspace: str) -> list[NamedSegment]:
        """Return the segments of a workspace by name."""
        folder = self._seen(actor, workspace)
        found = saved(folder) if folder else {}
        return [NamedSegment(name=name, rule=text_of(one)) for name, one in sorted(found.items())]

    def keep(self, actor: Actor, workspace: str, wish: NamedSegment) -> list[NamedSegment]:
        """Keep a segment, in the place of the one that has the name; raises Invalid when it cannot be read."""
        folder = self._changed(actor, workspace, "segment.keep", wish.name)
        save(folder, wish.name, condition(wish.rule))
        return self.segments(actor, workspace)

    def forget_segment(self, actor: Actor, workspace: str, name: str) -> None:
        """Keep a segment no more; raises NotFound, or Invalid when others are made of it."""
        forget(self._changed(actor, workspace, "segment.forget", name), name)

    def _seen(self, actor: Actor, workspace: str) -> Path | None:
        with self._database.read() as con:
            demand(con, actor, "viewer", workspace)
        folder = self._stores.folder(workspace)
        return folder if (folder / "store.json").is_file() else None

    def _changed(self, actor: Actor, workspace: str, action: str, name: str) -> Path:
        with self._database.begin() as con:
            demand(con, actor, "editor", workspace)
            note(con, actor, action, name[:200], workspace)
        try:
            return Lake.open(self._stores.folder(workspace)).folder
        except NotFound:
            raise NotFound("The workspace has no data.", hint="Upload exports, or send events first.") from None


def stamp(folder: Path) -> str:
    """Return what changes when a name is defined anew."""
    held = [path.read_bytes() if (path := folder / name).is_file() else b"" for name in _FILES]
    return hashlib.sha256(b"\0".join(held)).hexdigest()[:16]
