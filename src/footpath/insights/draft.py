"""The draft: a map's structure with its figures, before anyone looked for what hurts."""

from collections.abc import Mapping
from datetime import datetime

import pyarrow as pa
from msgspec import Struct

from footpath.analytics import Journeys, UInt16
from footpath.maps import Column, Edge, Persona, Touchpoint


class Draft(Struct, frozen=True, kw_only=True):
    """What structure found in the data, handed to the search for emotion, quotes, pains and opportunities.

    A column's code is its position in `columns` + 1; code 0 means "on no column of the map".

    Attributes:
        journeys: everybody's events; empty buckets when the data holds only signals.
        lookup: signature (row of `journeys.signatures`) → code of the leaf column its events belong to.
        columns: leaf columns in reading order, with the figures of `maps.model.Column.figures` where computed.
        stages: their parents in reading order; a leaf's `parent` is its stage's key ("" when it is a stage itself).
        touchpoints: kinds of contact; `Column.matches` of a leaf lists the keys of its own.
        edges: travelled moves between leaf columns, with their figures.
        goal: code of the leaf column that counts as success; 0 when none was found.
        persons: how many persons the map is drawn from (the denominator of reach).
        signals: columns of `events.schema.SIGNALS` plus `person` (canonical person id, null when unknown).
        about: `about` of signals → code of the leaf column it speaks of, where the words (or the data) say so.
        personas: modelled groups, when asked for.
        persona_of: canonical person id → index in `personas`.
        locale: language of the titles.
        as_of: newest fact.
        sources: names of the sources, ordered.
    """

    journeys: Journeys
    lookup: UInt16
    columns: tuple[Column, ...]
    stages: tuple[Column, ...] = ()
    touchpoints: tuple[Touchpoint, ...] = ()
    edges: tuple[Edge, ...] = ()
    goal: int = 0
    persons: int
    signals: pa.Table
    about: Mapping[str, int] = {}
    personas: tuple[Persona, ...] = ()
    persona_of: Mapping[str, int] = {}
    locale: str = "en"
    as_of: datetime | None = None
    sources: tuple[str, ...] = ()

    def code(self, key: str) -> int:
        """Return the code of the leaf column `key`, 0 when there is none."""
        return next((index + 1 for index, column in enumerate(self.columns) if column.key == key), 0)
