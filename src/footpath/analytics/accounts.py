"""Journeys of accounts: the journeys of an account's members merged by time."""

from functools import lru_cache
from typing import NamedTuple

import numpy as np
import pyarrow as pa
from msgspec.structs import replace

from footpath.analytics.dimensions import OTHER
from footpath.analytics.histories import Said, memberships
from footpath.analytics.journeys import Bucket, Dimension, Int64, Journeys
from footpath.analytics.traits import name_of
from footpath.core.errors import Invalid, NotFound
from footpath.events import BELONGING

ACCOUNT = "account"


def by_account(journeys: Journeys, when: str = "then") -> Journeys:
    """Return journeys with one "person" an account: all its events in order of time; the rest is left out.

    The account of an event is the one on it, else the last one known of its person, by events or by group calls, else
    the next one. Who has neither belongs to the company that traits name, or else to the domain of their address.

    Args:
        journeys: of persons.
        when: "then" = where the person belonged when the event happened; "now" = where they belong now.

    Raises:
        NotFound: no event names an account.
        Invalid: there are more accounts than can be told apart.
    """
    return _by_account(_Key(journeys, when))


class _Key:
    """Journeys by their version, so that the merged ones are kept until the facts change."""

    def __init__(self, journeys: Journeys, when: str) -> None:
        self.journeys = journeys
        self.when = when

    def __hash__(self) -> int:
        return hash((self.journeys.data_version, self.when))

    def __eq__(self, other: object) -> bool:
        if (
            not isinstance(other, _Key)
            or other.when != self.when
            or len(other.journeys.buckets) != len(self.journeys.buckets)
        ):
            return False
        pairs = zip(other.journeys.buckets, self.journeys.buckets, strict=True)
        return other.journeys.traits is self.journeys.traits and all(one is two for one, two in pairs)


@lru_cache(maxsize=1)
def _by_account(key: _Key) -> Journeys:
    journeys = key.journeys
    buckets = [bucket for bucket in journeys.dense().buckets if len(bucket.at)]
    said = memberships(replace(journeys, buckets=tuple(buckets)))
    buckets = [_named(bucket, said) for bucket in buckets]
    values = buckets[0].dimensions[ACCOUNT].values if buckets else ("",)
    if len(values) == 1:
        raise NotFound("No event names an account.", hint="Import with --account COLUMN, or count persons.")
    if OTHER in values:
        raise Invalid("There are too many accounts to tell apart.", hint="Count persons instead.")
    places = {name: first for name, (first, _) in said.starts.items()}
    account = np.concatenate([_filled(bucket, said, places.get(name_of(bucket), 0), key.when) for bucket in buckets])
    at = np.concatenate([bucket.at for bucket in buckets])
    order = np.lexsort((at, account))
    order = order[np.searchsorted(account[order], 1) :]
    merged = _merged(buckets, order, account[order], at[order])
    return replace(journeys, buckets=(merged,), traits=_traits(journeys.traits, buckets, account))


def _merged(buckets: list[Bucket], order: Int64, account: Int64, at: Int64) -> Bucket:
    firsts = np.flatnonzero(np.diff(account, prepend=0)).astype(np.int64)
    names = pa.array(buckets[0].dimensions[ACCOUNT].values, pa.string())
    return Bucket(
        persons=names.take(pa.array(account[firsts])),
        begin=firsts,
        end=np.append(firsts[1:], len(account)),
        at=at,
        signature=np.concatenate([bucket.signature for bucket in buckets])[order],
        value=np.concatenate([bucket.value for bucket in buckets])[order],
        dimensions={
            name: Dimension(np.concatenate([bucket.dimensions[name].codes for bucket in buckets])[order], one.values)
            for name, one in buckets[0].dimensions.items()
        },
    )


def _traits(traits: pa.Table | None, buckets: list[Bucket], account: Int64) -> pa.Table | None:
    """Return the traits of accounts: every value that one of the members has."""
    if traits is None:
        return None
    persons, codes, row = [], [], 0
    for bucket in buckets:
        owner = np.repeat(np.arange(bucket.n_journeys), bucket.end - bucket.begin)
        here = account[row : row + len(owner)]
        row += len(owner)
        # Members change their account seldom: the first event of each stretch is enough.
        new = np.flatnonzero((np.diff(owner, prepend=-1) != 0) | (np.diff(here, prepend=-1) != 0))
        new = new[here[new] > 0]
        persons.append(bucket.persons.take(pa.array(owner[new])))
        codes.append(here[new])
    names = pa.array(buckets[0].dimensions[ACCOUNT].values, pa.string())
    members = pa.table({"person": pa.chunked_array(persons), "account": names.take(pa.array(np.concatenate(codes)))})
    held = traits.join(members.group_by(["person", "account"]).aggregate([]), "person", join_type="inner")
    held = held.select(["account", "trait", "value"]).rename_columns(["person", "trait", "value"])
    return held.group_by(held.column_names).aggregate([]).sort_by([(name, "ascending") for name in held.column_names])


def _named(bucket: Bucket, said: Said) -> Bucket:
    """Return a bucket whose accounts are those of events and those that are said of persons."""
    held = bucket.dimensions.get(ACCOUNT)
    known = held.values if held else ("",)
    new = sorted(set(said.values) - set(known))
    codes = held.codes if held else np.zeros(len(bucket.at), np.uint16)
    made = Dimension(codes.astype("uint32" if new else codes.dtype), (*known, *new))
    return replace(bucket, dimensions={**bucket.dimensions, ACCOUNT: made})


class _Line(NamedTuple):
    """Events, and what is said of persons between them, in order of person and time.

    Attributes:
        journey: whose each is.
        account: code; 0 = the event names none.
        event: position of the event; −1 = something said.
    """

    journey: Int64
    account: Int64
    event: Int64


def _filled(bucket: Bucket, said: Said, first: int, when: str) -> Int64:
    """Return the account of every event, filled forward, then backward, within each person."""
    line = _line(bucket, said, first)
    codes, journey = line.account, line.journey
    known, place = codes > 0, np.arange(len(codes))
    begin = np.searchsorted(journey, journey, side="left")
    end = np.searchsorted(journey, journey, side="right") - 1
    last = end if when == "now" else place
    before = np.maximum.accumulate(np.where(known, place, -1))[last]
    after = np.minimum.accumulate(np.where(known, place, len(codes))[::-1])[::-1]
    source = np.where(before >= begin, before, np.where(after <= end, after, place))
    found = np.zeros(len(bucket.at), np.int64)
    events = line.event >= 0
    found[line.event[events]] = codes[source][events]
    return found


def _line(bucket: Bucket, said: Said, first: int) -> _Line:
    """Return the events of a bucket with what is said of its persons between them, before events of the same time."""
    owner = np.repeat(np.arange(bucket.n_journeys), bucket.end - bucket.begin)
    codes = bucket.dimensions[ACCOUNT].codes.astype(np.int64)
    named = np.zeros(bucket.n_journeys, np.bool_)
    named[owner[codes > 0]] = True
    of_place = np.full(len(bucket.persons), -1, np.int64)
    of_place[bucket.owners()] = np.arange(bucket.n_journeys)
    here = np.flatnonzero((said.place >= first) & (said.place < first + len(bucket.persons)))
    journey = of_place[said.place[here] - first]
    here, journey = here[journey >= 0], journey[journey >= 0]
    # What says it most strongly counts alone: a group (as events name one), else the company, else the domain.
    strongest = np.where(named, 0, len(BELONGING))
    np.minimum.at(strongest, journey, said.rank[here])
    keep = said.rank[here] == strongest[journey]
    here, journey = here[keep], journey[keep]
    values = bucket.dimensions[ACCOUNT].values
    code = np.array([values.index(value) for value in said.values], np.int64)
    account = np.append(code[said.code[here] - 1] if len(here) else here, codes)
    event = np.append(np.full(len(here), -1), np.arange(len(codes)))
    order = np.lexsort((event, np.append(said.since[here], bucket.at), np.append(journey, owner)))
    return _Line(np.append(journey, owner)[order], account[order], event[order])
