"""What people said, column by column: how many spoke of it, and the mean of how they felt."""

from collections.abc import Mapping, Sequence
from functools import partial
from weakref import ref

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from msgspec import Struct

from footpath.analytics import Bucket, Float64, Int64, Journeys, UInt16, instant_of
from footpath.core.stats import mean_interval
from footpath.insights.live.filters import Bool, Filters
from footpath.insights.live.measuring import Measured, measured
from footpath.insights.live.places import Places
from footpath.maps import Figure, Map, Text

NEAR_US = 30 * 86_400_000_000
_NEVER = int(np.iinfo(np.int64).min)
FEW = 10  # answers under which a mean has no interval
_FELT = (
    "Mean of how people felt (−1 upset … 1 glad) in what they said of it, by score where there is one, else by text."
)
_SAID = "Answers, reviews, tickets and other texts about it: they name it, or it is what the person met last before."


class Said(Struct, frozen=True):
    """Signals of a store.

    Attributes:
        person: canonical name of who said it, null where unknown.
        at: µs, −2⁶³ where unknown.
        about, channel, source: "" where unknown.
        emotion: −1 … 1, NaN where neither score nor text tells.
    """

    person: pa.Array
    at: Int64
    about: tuple[str, ...]
    channel: tuple[str, ...]
    source: tuple[str, ...]
    emotion: Float64


def said_of(felt: pa.Table) -> Said:
    """Return signals with their feelings (`feedback.read_signals`) and canonical `person`, ready to be placed."""
    at = felt["at"].cast(pa.timestamp("us", tz="UTC")).cast(pa.int64()).fill_null(_NEVER)
    about, channel, source = (
        tuple(value or "" for value in felt[name].to_pylist()) for name in ("about", "channel", "source")
    )
    emotion = felt["emotion"].cast(pa.float64()).fill_null(float("nan")).to_numpy()
    return Said(felt["person"].combine_chunks(), at.to_numpy(), about, channel, source, emotion)


def steps_of(said: Said, model: Map, journeys: Journeys) -> tuple[str, ...]:
    """Return the key of the leaf column that each signal belongs to, "" where it belongs to none; as figures count."""
    seen = measured(model, journeys, Filters(), "none")
    keys = ("", *(column.key for column in seen.place.columns))
    return tuple(keys[code] for code in _placed(said, seen)[0].tolist())


def emotions(said: Said, seen: Measured, filters: Filters) -> dict[str, dict[str, Figure]]:
    """Return `said` and `emotion` of each column that somebody spoke of, columns that hold others too."""
    code, known = _placed(said, seen)
    code = np.where(_kept(said, known, filters), code, 0)
    keys = [column.key for column in seen.place.columns]
    found = _figured(said, code, keys)
    for names, onto in seen.place.groups:
        found = {**_figured(said, onto[code].astype(np.int64), names), **found}
    return found


def _figured(said: Said, code: Int64, keys: Sequence[str]) -> dict[str, dict[str, Figure]]:
    found: dict[str, dict[str, Figure]] = {}
    for place, key in enumerate(keys, start=1):
        here = code == place
        if not here.any():
            continue
        rows = np.flatnonzero(here)
        newest = int(said.at[rows].max())
        as_of = instant_of(newest) if newest > 0 else None
        source = ", ".join(sorted({said.source[row] for row in rows.tolist()} - {""}))
        figures = {
            "said": Figure(
                value=float(len(rows)), unit="count", n=len(rows), definition=_SAID, source=source, as_of=as_of
            )
        }
        felt = said.emotion[rows][~np.isnan(said.emotion[rows])]
        if len(felt):
            span = mean_interval(float(felt.sum()), float((felt * felt).sum()), len(felt)) if len(felt) >= FEW else None
            figures["emotion"] = Figure(
                value=float(felt.mean()), unit="score", n=len(felt), lo=max(-1.0, span[0]) if span else None,
                hi=min(1.0, span[1]) if span else None, definition=_FELT, source=source, as_of=as_of,
            )  # fmt: skip
        found[key] = figures
    return found


def _kept(said: Said, known: Bool, filters: Filters) -> Bool:
    kept = np.ones(len(said.at), np.bool_)
    if filters.persona or filters.segment:
        kept &= known
    for name in ("channel", "source"):
        asked = getattr(filters, name)
        if asked:
            kept &= np.array([value == asked for value in getattr(said, name)], np.bool_)
    if filters.since is not None:
        kept &= said.at >= _micros(filters.since.timestamp())
    if filters.until is not None:
        kept &= said.at < _micros(filters.until.timestamp())
    return kept


def _micros(seconds: float) -> int:
    return round(seconds * 1_000_000)


def _placed(said: Said, seen: Measured) -> tuple[Int64, Bool]:
    """Return the leaf column of each signal, 0 = none, and whether its person is among those looked at."""
    named = called(seen.left.journeys, seen.place)
    code = np.array([named.get(about.casefold(), 0) for about in said.about], np.int64)
    known = np.zeros(len(code), np.bool_)
    for bucket in seen.left.journeys.buckets if len(code) else ():
        journey = _journeys(bucket, said.person)
        for row in np.flatnonzero(journey >= 0).tolist():
            known[row] = True
            if not code[row]:
                code[row] = _met_last(bucket, seen.place.lookup, int(journey[row]), int(said.at[row]))
    return code, known


def _journeys(bucket: Bucket, wanted: pa.Array) -> Int64:
    """Return the journey of each wanted person in a bucket, −1 where it has none."""
    place = _places_in(bucket.persons, wanted)
    journey_of = np.full(len(bucket.persons) + 1, -1, np.int64)
    journey_of[bucket.owners()] = np.arange(bucket.n_journeys)
    return np.asarray(np.where(place >= 0, journey_of[place], -1))


def _places_in(persons: pa.StringArray, wanted: pa.Array) -> Int64:
    """Return the place of each wanted person among some, −1 where they are not; looked up once, not for each filter."""
    key = (id(persons), id(wanted))
    known = _KNOWN.get(key)
    if known is not None and known[0]() is persons and known[1]() is wanted:
        return known[2]
    place: Int64 = pc.index_in(wanted, value_set=persons).fill_null(-1).to_numpy().astype(np.int64)
    gone = partial(_KNOWN.pop, key, None)
    _KNOWN[key] = ref(persons, lambda _: gone()), ref(wanted, lambda _: gone()), place
    return place


_KNOWN: dict[tuple[int, int], tuple[ref[pa.Array], ref[pa.Array], Int64]] = {}


def _met_last(bucket: Bucket, lookup: UInt16, journey: int, at: int) -> int:
    """Return the column a journey was at last, at most 30 days before an instant; 0 = none."""
    begin, end = int(bucket.begin[journey]), int(bucket.end[journey])
    place = begin + int(np.searchsorted(bucket.at[begin:end], at, side="right"))
    low = begin + int(np.searchsorted(bucket.at[begin:end], max(at - NEAR_US, _NEVER)))
    codes = lookup[bucket.signature[low:place]]
    there = np.flatnonzero(codes)
    return int(codes[there[-1]]) if len(there) else 0


def called(journeys: Journeys, place: Places) -> Mapping[str, int]:
    """Return what may be spoken of, in small letters → code of the leaf column."""
    names = journeys.signatures["name"].to_pylist()
    named: dict[str, int] = {}
    for row in np.flatnonzero(place.lookup).tolist():
        if names[row]:
            named.setdefault(names[row].casefold(), int(place.lookup[row]))
    for code, column in enumerate(place.columns, start=1):
        for text in _texts(column.title):
            named.setdefault(text.casefold(), code)
    return named


def _texts(text: Text) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text.values())
