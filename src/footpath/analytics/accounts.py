"""Journeys of accounts: the journeys of an account's members merged by time."""

from functools import lru_cache

import numpy as np
import pyarrow as pa
from msgspec.structs import replace

from footpath.analytics.dimensions import OTHER
from footpath.analytics.journeys import Bucket, Dimension, Int64, Journeys
from footpath.core.errors import Invalid, NotFound

ACCOUNT = "account"


def by_account(journeys: Journeys) -> Journeys:
    """Return journeys with one "person" an account: all its events in order of time; the rest is left out.

    The account of an event is the one on it, else the last one known of its person, else the next one.

    Raises:
        NotFound: no event names an account.
        Invalid: there are more accounts than can be told apart.
    """
    return _by_account(_Key(journeys))


class _Key:
    """Journeys by their version, so that the merged ones are kept until the facts change."""

    def __init__(self, journeys: Journeys) -> None:
        self.journeys = journeys

    def __hash__(self) -> int:
        return hash(self.journeys.data_version)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, _Key) or len(other.journeys.buckets) != len(self.journeys.buckets):
            return False
        pairs = zip(other.journeys.buckets, self.journeys.buckets, strict=True)
        return other.journeys.traits is self.journeys.traits and all(one is two for one, two in pairs)


@lru_cache(maxsize=1)
def _by_account(key: _Key) -> Journeys:
    journeys = key.journeys
    buckets = [bucket for bucket in journeys.dense().buckets if len(bucket.at)]
    if not buckets or any(ACCOUNT not in bucket.dimensions for bucket in buckets):
        raise NotFound("No event names an account.", hint="Import with --account COLUMN, or count persons.")
    values = buckets[0].dimensions[ACCOUNT].values
    if OTHER in values:
        raise Invalid("There are too many accounts to tell apart.", hint="Count persons instead.")
    account = np.concatenate([_filled(bucket) for bucket in buckets])
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


def _filled(bucket: Bucket) -> Int64:
    """Return the account of every event, filled forward, then backward, within each person."""
    codes = bucket.dimensions[ACCOUNT].codes.astype(np.int64)
    lengths = bucket.end - bucket.begin
    begin = np.repeat(bucket.begin, lengths)
    end = np.repeat(bucket.end, lengths) - 1
    known = codes > 0
    place = np.arange(len(codes))
    before = np.maximum.accumulate(np.where(known, place, -1))
    after = np.minimum.accumulate(np.where(known, place, len(codes))[::-1])[::-1]
    source = np.where(before >= begin, before, np.where(after <= end, after, place))
    return np.asarray(codes[source])
