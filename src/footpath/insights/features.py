"""What tells persons apart: how far they went, how much they did, through what, and what is known of them."""

import json
from collections.abc import Mapping, Sequence
from typing import Literal

import numpy as np
import pyarrow as pa
from msgspec import Struct

from footpath.analytics import Bucket, Float64, Int64, Journeys
from footpath.insights import words
from footpath.insights.tracks import Track

MOST_VALUES = 12  # different values of a trait up to which each is a feature of its own
LEAST_KNOWN = 0.2  # share of persons a trait must be known of
LEAST_SHARE = 0.03  # share of persons a value must have
DAY_US = 86_400_000_000
_IDS = frozenset(("id", "key", "email", "phone", "name", "address", "url", "uuid", "zip"))


class Feature(Struct, frozen=True):
    """One column of numbers over persons.

    Attributes:
        kind: reach (0/1: came to a column), amount (a number), has (0/1: a value of a property).
        name: column title, amount's or property's name, in words; value: of a `has`.
        block: features of one block together weigh as much as those of another.
        numbers: one a person; NaN where unknown.
    """

    kind: Literal["reach", "amount", "has"]
    name: str
    value: str
    block: str
    numbers: Float64


def of_journeys(journeys: Journeys, found: Sequence[Track], titles: Sequence[str]) -> list[Feature]:
    """Return features of behaviour, persons in the order of the buckets."""
    reached = np.concatenate([_reached(track, len(titles)) for track in found])
    features = [
        Feature("reach", title, "", "journey", reached[:, column].astype(float)) for column, title in enumerate(titles)
    ]
    events, days, value = (np.concatenate(part) for part in zip(*map(_amounts, journeys.buckets), strict=True))
    features += [
        Feature("amount", "events", "", "volume", events),
        Feature("amount", "active days", "", "volume", days),
    ]
    if np.any(value > 0):
        features.append(Feature("amount", "value", "", "volume", value))
    for name in sorted({name for bucket in journeys.buckets for name in bucket.dimensions}):
        features += _dimension(journeys, name)
    return features


def _reached(track: Track, k: int) -> Float64:
    reached = np.zeros((len(track.offsets) - 1, k), np.float32)
    person = np.repeat(np.arange(len(track.offsets) - 1), np.diff(track.offsets))
    reached[person, track.codes.astype(np.int64) - 1] = 1
    return reached.astype(float)


def _amounts(bucket: Bucket) -> tuple[Float64, Float64, Float64]:
    offsets, at, value = bucket.offsets, bucket.at, np.nan_to_num(bucket.value)
    counts = np.diff(offsets)
    person = np.repeat(np.arange(len(counts)), counts)
    day = at // DAY_US
    new_day = np.ones(len(at), bool)
    new_day[1:] = (day[1:] != day[:-1]) | (person[1:] != person[:-1])
    size = len(counts)
    return (
        counts.astype(float),
        np.bincount(person, weights=new_day, minlength=size).astype(float),
        np.bincount(person, weights=value, minlength=size).astype(float),
    )


def _dimension(journeys: Journeys, name: str) -> list[Feature]:
    """Return for each frequent value whether most of a person's known events have it."""
    shares: dict[str, list[Float64]] = {}
    values = sorted({value for bucket in journeys.buckets for value in _values(bucket, name)})
    for bucket in journeys.buckets:
        size = len(bucket.offsets) - 1
        person = np.repeat(np.arange(size), np.diff(bucket.offsets))
        dimension = bucket.dimensions.get(name)
        known = np.bincount(person[dimension.codes > 0], minlength=size) if dimension else np.zeros(size)
        for value in values:
            held = np.zeros(size)
            if dimension and value in dimension.values:
                held = np.bincount(person[dimension.codes == dimension.values.index(value)], minlength=size).astype(
                    float
                )
            shares.setdefault(value, []).append(np.where(known > 0, held / np.maximum(known, 1) > 0.5, np.nan))
    if len(values) > MOST_VALUES:
        return []
    return _frequent(
        [Feature("has", name, value, "property", np.concatenate(parts)) for value, parts in shares.items()]
    )


def _values(bucket: Bucket, name: str) -> tuple[str, ...]:
    dimension = bucket.dimensions.get(name)
    return tuple(value for value in dimension.values if value) if dimension else ()


def _frequent(features: Sequence[Feature]) -> list[Feature]:
    kept = []
    for feature in features:
        known = np.isfinite(feature.numbers)
        share = float(np.mean(feature.numbers[known])) if known.any() else 0.0
        if known.mean() >= LEAST_KNOWN and LEAST_SHARE <= share <= 1 - LEAST_SHARE:
            kept.append(feature)
    return kept


def of_traits(traits: pa.Table, persons: Mapping[str, int]) -> list[Feature]:
    """Return features of what is known of persons (`traits`: columns person and traits, JSON); later rows win."""
    known: dict[str, dict[int, object]] = {}
    for person, text in zip(traits.column("person").to_pylist(), traits.column("traits").to_pylist(), strict=True):
        row = persons.get(person, -1) if person is not None else -1
        if row < 0 or not text:
            continue
        for name, value in json.loads(text).items():
            if isinstance(value, str | int | float | bool) and value != "":
                known.setdefault(name, {})[row] = value
    features: list[Feature] = []
    for name in sorted(known):
        if len(known[name]) >= LEAST_KNOWN * len(persons) and not _IDS.intersection(words.stems(name)):
            features += _trait(name, known[name], len(persons))
    return features


def _trait(name: str, known: Mapping[int, object], size: int) -> list[Feature]:
    rows: Int64 = np.array(sorted(known), np.int64)
    values = [known[row] for row in rows.tolist()]
    spoken = words.lower_first(words.human(name))
    different = {str(value) for value in values}
    if len(different) < 2:
        return []
    as_numbers = _as_numbers(values)
    if as_numbers is not None and len(different) > 2:
        column = np.full(size, np.nan)
        column[rows] = as_numbers
        return (
            []
            if len(different) == len(values) and _counts_up(as_numbers)
            else [Feature("amount", spoken, "", "trait", column)]
        )
    if len(different) > MOST_VALUES:
        return []
    features = []
    for value in sorted(different)[1:] if len(different) == 2 else sorted(different):
        column = np.full(size, np.nan)
        column[rows] = [float(str(one) == value) for one in values]
        features.append(Feature("has", spoken, value, "trait", column))
    return _frequent(features)


def _as_numbers(values: Sequence[object]) -> Float64 | None:
    try:
        return np.array([float(str(value).replace(" ", "")) for value in values])
    except ValueError:
        return None


def _counts_up(numbers: Float64) -> bool:
    """Say whether these are row numbers rather than amounts."""
    return bool(np.all(numbers == np.round(numbers)) and len(numbers) > 20 and np.ptp(numbers) < 3 * len(numbers))
