"""What each event is called as a step: a table from signatures (or values of a property) to labels."""

from collections.abc import Sequence
from difflib import get_close_matches

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from footpath.analytics.breakdowns import REST, TRAIT, By, look_up
from footpath.analytics.journeys import Bucket, Int64, Journeys, UInt16
from footpath.analytics.paths.cleaning import cleaning
from footpath.analytics.paths.question import StepsQuestion
from footpath.analytics.select import MOST, Bool, Select, Selection, compile_selects, signature_mask
from footpath.core.errors import Invalid, NotFound

MOST_LABELS = 65_535  # labels are two bytes; rarer ones share the last


class Source(Struct, frozen=True):
    """One place labels come from.

    Attributes:
        lookup: signature, or code of a property, or index of a touchpoint → label, 0 = none.
        column: the property; empty = signatures are looked up.
        touchpoints: what is looked up instead: the first of these that fits.
    """

    lookup: UInt16
    column: str = ""
    touchpoints: Selection | None = None

    def key(self, bucket: Bucket) -> npt.NDArray[np.integer]:
        """Return what is looked up for every event."""
        return bucket.dimensions[self.column].codes if self.column else bucket.signature

    def of_events(self, bucket: Bucket) -> UInt16:
        """Return the label of every event."""
        if self.touchpoints is None:
            return np.asarray(self.lookup[self.key(bucket)])
        bits = self.touchpoints.of_events(bucket)
        labels = np.zeros(len(bits), np.uint16)
        for index in reversed(range(len(self.lookup))):
            labels[(bits >> np.uint64(index)) & np.uint64(1) != 0] = self.lookup[index]
        return labels


class Labels(Struct, frozen=True):
    """What steps are called.

    Attributes:
        names: label → name; names[0] is empty: no step.
        sources: the first that gives a label counts.
        only, hide: selections of which an event must meet one, and none.
    """

    names: tuple[str, ...]
    sources: tuple[Source, ...]
    only: Selection | None = None
    hide: Selection | None = None

    @property
    def k(self) -> int:
        """Number of labels."""
        return len(self.names) - 1

    def keyed(self, bucket: Bucket) -> tuple[npt.NDArray[np.integer], UInt16]:
        """Return (key, lookup): event i has the label lookup[key[i]], 0 = it is no step."""
        one = self.sources[0]
        if len(self.sources) == 1 and one.touchpoints is None and self.only is None and self.hide is None:
            return one.key(bucket), one.lookup
        labels = np.zeros(len(bucket.at), np.uint16)
        for source in self.sources:
            np.copyto(labels, source.of_events(bucket), where=labels == 0)
        if self.only is not None:
            labels[self.only.of_events(bucket) == 0] = 0
        if self.hide is not None:
            labels[self.hide.of_events(bucket) != 0] = 0
        return labels, np.arange(len(self.names)).astype(np.uint16)

    def marked(self, wanted: tuple[str, ...], field: str) -> Bool:
        """Return bool a label: is it wanted; no labels at all when nothing is.

        Raises:
            NotFound: no step is called so; the hint names the nearest.
        """
        known = set(self.names[1:])
        for name in wanted:
            if name not in known:
                near = get_close_matches(name, known, n=3, cutoff=0.4) or self.names[1:9]
                raise NotFound(f"{field}: no step is called {name!r}.", hint=f"Nearest: {', '.join(map(repr, near))}.")
        return np.array([name in wanted for name in self.names] if wanted else [], np.bool_)


def labels_of(journeys: Journeys, question: StepsQuestion) -> Labels:
    """Return what steps are called.

    Raises:
        Invalid: a rule cannot be read, or something is no property of events; the message names the field.
        NotFound: an event, property or value that there is none of.
    """
    if not question.step and not question.touchpoints:
        raise Invalid("step is empty.", hint='Say what a step is called by, as in "name" or "page".')
    only, hide = (compile_selects(journeys, some) if some else None for some in (question.events, question.hide))
    if question.touchpoints:
        names, sources = _touchpoints(journeys, question.touchpoints)
    else:
        names, sources = _properties(journeys, question)
    labels = Labels(names, sources, only, hide)
    by_signature = all(one is None or one.by_signature for one in (only, hide))
    if len(sources) > 1 or sources[0].column or sources[0].touchpoints or not by_signature:
        return labels
    return _only_those_left(labels)


def _only_those_left(labels: Labels) -> Labels:
    """Put conditions that signatures decide into the table, so that nothing has to be looked at per event."""
    table = labels.sources[0].lookup.copy()
    if labels.only is not None:
        table[labels.only.of_signature == 0] = 0
    if labels.hide is not None:
        table[labels.hide.of_signature != 0] = 0
    left = np.unique(np.append(table, np.uint16(0)))
    names = tuple(labels.names[label] for label in left)
    return Labels(names, (Source(np.searchsorted(left, table).astype(np.uint16)),))


def _properties(journeys: Journeys, question: StepsQuestion) -> tuple[tuple[str, ...], tuple[Source, ...]]:
    """Return labels by one or several properties, the most frequent first."""
    cleaned = cleaning(question.clean, question.wildcards, trim=question.trim)
    for name in question.step:
        if name.startswith(TRAIT):
            raise Invalid(f"step: {name!r} is what somebody is, not does.", hint="Use versus to compare persons.")
    found = [look_up(journeys, name) for name in question.step]
    texts = [[cleaned(value) if value else "" for value in by.values] for by in found]
    weights = [_weights(journeys, by) for by in found]
    if len(found) > 1 and all(by.of_signature is not None for by in found):
        columns = [
            [table[code] for code in by.of_signature.tolist()]
            for by, table in zip(found, texts, strict=True)
            if by.of_signature is not None
        ]
        names, tables = _numbered(
            [[next(filter(None, row), "") for row in zip(*columns, strict=True)]], [_events(journeys)]
        )
        return names, (Source(tables[0]),)
    names, tables = _numbered(texts, weights)
    return names, tuple(
        Source(table, by.name) if by.of_signature is None else Source(table[by.of_signature])
        for by, table in zip(found, tables, strict=True)
    )


def _events(journeys: Journeys) -> Int64:
    """Return the number of events of each signature."""
    return np.asarray(journeys.signatures["events"].to_numpy(), np.int64)


def _weights(journeys: Journeys, by: By) -> Int64:
    """Return the number of events of each value."""
    if by.of_signature is not None:
        return np.bincount(by.of_signature, _events(journeys), len(by.values)).astype(np.int64)
    counts = journeys.dimension(by.name)
    return np.array([counts.get(value, 0) for value in by.values], np.int64)


def _numbered(texts: Sequence[Sequence[str]], weights: Sequence[Int64]) -> tuple[tuple[str, ...], list[UInt16]]:
    """Return names in order of how often they come, and for each table of texts that of labels."""
    totals: dict[str, int] = {}
    for table, counts in zip(texts, weights, strict=True):
        for text, count in zip(table, counts.tolist(), strict=True):
            totals[text] = totals.get(text, 0) + count
    totals.pop("", None)
    # frequent labels get small numbers, so that the tables that count them stay close together
    order = sorted(totals, key=lambda text: (-totals[text], text))
    if len(order) > MOST_LABELS:
        order = [*[text for text in order if text != REST][: MOST_LABELS - 1], REST]
    known = {text: label for label, text in enumerate(order, start=1)}
    rest = known.get(REST, 0)
    tables = [np.array([known.get(text, rest) if text else 0 for text in table], np.uint16) for table in texts]
    return ("", *order), tables


def _touchpoints(journeys: Journeys, selects: tuple[Select, ...]) -> tuple[tuple[str, ...], tuple[Source, ...]]:
    """Return the touchpoints as labels, in the order given; those of one title are one."""
    names = tuple(dict.fromkeys(one.title for one in selects))
    if len(names) > MOST_LABELS:
        raise Invalid(f"{len(names)} touchpoints are too many.", hint=f"{MOST_LABELS} can be told apart.")
    label = {name: place for place, name in enumerate(names, start=1)}
    if all(one.by_signature for one in selects):
        table = np.zeros(journeys.signatures.num_rows, np.uint16)
        for one in reversed(selects):  # from the last to the first, so that the first that fits is what stays
            table[signature_mask(journeys, one)] = label[one.title]
        return ("", *names), (Source(table),)
    parts = [selects[start : start + MOST] for start in range(0, len(selects), MOST)]
    return ("", *names), tuple(
        Source(np.array([label[one.title] for one in part], np.uint16), touchpoints=compile_selects(journeys, part))
        for part in parts
    )
