"""Journeys made ready for a map: bots set apart, a period cut out, a single repeated event counted."""

from collections.abc import Sequence
from datetime import datetime

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from msgspec.structs import replace

from footpath.analytics import Bucket, Dimension, Int64, Journeys, ordinals
from footpath.insights import words
from footpath.insights.tongue import phrase
from footpath.insights.wording import count
from footpath.maps import Note

ORDINALS = ("First", "Second", "Third", "Fourth", "Fifth")
BOT = "bot"
DAY_US = 86_400_000_000
Bool = npt.NDArray[np.bool_]


def without_bots(journeys: Journeys) -> tuple[Journeys, tuple[Note, ...]]:
    """Return the journeys of persons: whoever has an event marked as a bot's is left out and counted."""
    kept, gone_persons, gone_events = [], 0, 0
    for bucket in journeys.buckets:
        device = bucket.dimensions.get("device")
        if device is None or BOT not in device.values:
            kept.append(bucket)
            continue
        bots = _persons_with(bucket, device.codes == device.values.index(BOT))
        gone_persons += int(bots.sum())
        gone_events += int(np.diff(bucket.offsets)[bots].sum())
        kept.append(_only(bucket, np.repeat(~bots, np.diff(bucket.offsets)), ~bots))
    if not gone_persons:
        return journeys, ()
    text = phrase(
        "{events} events of {persons} visitors that are robots (search engines, monitors).",
        events=count(gone_events), persons=count(gone_persons),
    )  # fmt: skip
    return replace(journeys, buckets=tuple(kept)), (Note(topic=phrase("Left out"), text=text),)


def within(journeys: Journeys, start: datetime | None, end: datetime | None) -> Journeys:
    """Return the events from `start` (included) to `end` (not included), and the persons who have any."""
    if start is None and end is None:
        return journeys
    low = _micros(start) if start else np.iinfo(np.int64).min
    high = _micros(end) if end else np.iinfo(np.int64).max
    kept = []
    for bucket in journeys.buckets:
        inside = (bucket.at >= low) & (bucket.at < high)
        kept.append(_only(bucket, inside, _persons_with(bucket, inside)))
    return replace(journeys, buckets=tuple(kept))


def settled(journeys: Journeys) -> tuple[Journeys, tuple[Note, ...]]:
    """Return the journeys with events of which only the day is known put after what the person did on that day.

    An export that holds days only says midnight, which is before all else: a contact in a CRM would come before the
    visit that made it. Such an event gets the instant of the person's last other event of that day, if there is one.
    """
    size = journeys.signatures.num_rows
    marked = [one.at % DAY_US == 0 for one in journeys.buckets]
    days = [np.bincount(one.signature, mark, size) for one, mark in zip(journeys.buckets, marked, strict=True)]
    events = np.sum([np.bincount(one.signature, minlength=size) for one in journeys.buckets], axis=0)
    dated = (np.sum(days, axis=0) == events) & (events > 0)
    if not dated.any() or dated[events > 0].all():
        return journeys, ()
    rows = journeys.signatures.filter(pa.array(dated)).column("name").to_pylist()
    shown = ", ".join(sorted({words.human(str(name)) for name in rows if name})[:6])
    text = phrase(
        "Of {shown} only the day is known; they stand after what the same person did on that day.", shown=shown
    )
    kept = tuple(_settled(one, dated[one.signature]) for one in journeys.buckets)
    return replace(journeys, buckets=kept), (Note(topic=phrase("Order"), text=text),)


def _settled(bucket: Bucket, dated: Bool) -> Bucket:
    person = np.repeat(np.arange(len(bucket.offsets) - 1), np.diff(bucket.offsets))
    day = bucket.at // DAY_US
    group = np.unique(np.stack([person, day]), axis=1, return_inverse=True)[1].reshape(-1)
    last = np.zeros(int(group.max(initial=-1)) + 1, np.int64)
    np.maximum.at(last, group[~dated], bucket.at[~dated])
    at = np.where(dated & (last[group] > 0), last[group], bucket.at) if len(group) else bucket.at
    order = np.lexsort((np.arange(len(at)), dated, at, person))
    return Bucket(
        persons=bucket.persons,
        begin=bucket.begin,
        end=bucket.end,
        at=at[order],
        signature=bucket.signature[order],
        value=bucket.value[order],
        dimensions={name: Dimension(one.codes[order], one.values) for name, one in bucket.dimensions.items()},
    )


def _micros(instant: datetime) -> int:
    return round(instant.timestamp() * 1_000_000)


def _persons_with(bucket: Bucket, marked: Bool) -> Bool:
    total = np.concatenate([[0], np.cumsum(marked)])
    return np.asarray(total[bucket.offsets[1:]] > total[bucket.offsets[:-1]])


def _only(bucket: Bucket, events: Bool, persons: Bool) -> Bucket:
    total = np.concatenate([[0], np.cumsum(events)])
    counts: Int64 = (total[bucket.offsets[1:]] - total[bucket.offsets[:-1]])[persons]
    return Bucket(
        persons=bucket.persons.filter(pa.array(persons)),
        begin=np.cumsum(counts) - counts,
        end=np.cumsum(counts),
        at=bucket.at[events],
        signature=bucket.signature[events],
        value=bucket.value[events],
        dimensions={name: Dimension(one.codes[events], one.values) for name, one in bucket.dimensions.items()},
    )


def unrolled(journeys: Journeys, rows: Sequence[int], title: str) -> tuple[Journeys, tuple[Note, ...]]:
    """Return journeys in which the 1st, 2nd, … event of a person are different contacts: "First purchase", ….

    For data that knows one kind of event only, whose journey is that it happens again. Events of other signatures are
    left out.

    Args:
        journeys: all journeys.
        rows: the signatures that are this event.
        title: what the event is called.
    """
    wanted = np.zeros(journeys.signatures.num_rows, bool)
    wanted[list(rows)] = True
    kept = []
    for bucket in journeys.buckets:
        inside = wanted[bucket.signature]
        one = _only(bucket, inside, _persons_with(bucket, inside))
        nth = ordinals(one.offsets, np.zeros(len(one.at), np.uint16), len(ORDINALS))
        kept.append(replace(one, signature=(nth - 1).astype(np.uint32)))
    thing = words.lower_first(title)
    names = [f"{word} {thing}" for word in ORDINALS[:-1]] + [f"{ORDINALS[-1]} {thing} and later"]
    first = journeys.signatures.slice(int(rows[0]), 1).to_pylist()[0]
    counts = np.sum([np.bincount(bucket.signature, minlength=len(names)) for bucket in kept], axis=0)
    signatures = pa.Table.from_pylist(
        [
            {**first, "name": name, "page": None, "events": int(events)}
            for name, events in zip(names, counts, strict=True)
        ],
        schema=journeys.signatures.schema,
    )
    text = phrase(
        "The data holds one kind of event, {title}: the journey is its first, second, … time for the same person.",
        title=title,
    )
    return replace(journeys, buckets=tuple(kept), signatures=signatures), (Note(topic=phrase("Steps"), text=text),)
