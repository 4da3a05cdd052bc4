"""What part of the journeys a question looks at, and what it counts: persons, accounts or sessions."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import ClassVar, Literal

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from footpath.analytics import durations
from footpath.analytics.accounts import by_account
from footpath.analytics.calendar import day_numbers, micros_of, zone
from footpath.analytics.journeys import Bucket, Int64, Journeys
from footpath.analytics.kernels.cutting import cut, sessions
from footpath.analytics.select import Bool
from footpath.analytics.who import Compiler, Test, Who, condition, resolved, title

Unit = Literal["person", "account", "session"]
ALWAYS = (np.iinfo(np.int64).min, np.iinfo(np.int64).max)


class Scope(Struct, frozen=True, kw_only=True):
    """The part of a question that every question has.

    Attributes:
        like: product whose published rules hold for what is not said: posthog, mixpanel, amplitude, ga4, openpanel.
        since: first instant looked at; no zone = the zone `tz`.
        until: end of what is looked at, not included.
        who: only these persons: "did Order at least 2 times and not trait plan = free", JSON of such a condition, or
            the name of a saved segment; it looks at whole journeys.
        unit: what is counted: person, account (its members' journeys merged by time) or session.
        account_at: where an event belongs when accounts are counted: then = to the account its person belonged to when
            it happened, now = to the one they belong to now.
        session_gap: a pause longer than this begins a new session.
        session_breaks: what else begins a new session: midnight, campaign (another one than before).
        tz: time zone of days, weeks and months.
    """

    bounded: ClassVar[bool] = True  # False: it also looks at what was before and after the period, and cuts itself

    like: str = ""
    since: datetime | None = None
    until: datetime | None = None
    who: str | Who = ""
    unit: Unit = "person"
    account_at: Literal["then", "now"] = "then"
    session_gap: str = "30 min"
    session_breaks: tuple[Literal["midnight", "campaign"], ...] = ()
    tz: str = "UTC"

    def groups(self) -> "tuple[Scope, ...]":
        """Return the part that is looked at; two, for a question that compares one with another."""
        return (self,)

    def scope_rules(self) -> dict[str, str]:
        """Return the scope in words, for `Answer.rules`."""
        rules = {"like": self.like} if self.like else {}
        rules["counts"] = f"{self.unit}s"
        if self.unit == "account" and self.account_at == "now":
            rules["an event is of"] = "the account its person belongs to now"
        if self.unit == "session":
            breaks = "".join(f", {one}" for one in self.session_breaks)
            rules["session ends"] = f"pause over {self.session_gap}{breaks}"
        if self.who:
            rules["who"] = title(condition(self.who))
        if self.since or self.until:
            rules["period"] = f"{self.since or 'beginning'} up to {self.until or 'end'}"
        rules["time zone"] = self.tz
        return rules


Cut = Callable[[Bucket], Bucket]


def view(journeys: Journeys, scope: Scope) -> tuple[Journeys, Cut]:
    """Return the journeys of the counting unit, and what cuts a bucket of them down to the scope.

    A cut bucket has one journey a unit that is left; `Bucket.owner` says whose each is. Conditions on persons look at
    their whole journey, whatever the period.

    Raises:
        Invalid, NotFound: a field of the scope cannot be used; the message names it.
    """
    zone(scope.tz)
    gap = durations.micros(scope.session_gap, "session_gap")
    units = by_account(journeys, scope.account_at) if scope.unit == "account" else journeys
    test = Compiler(units, scope.tz).test(resolved(scope.who, journeys.store)) if scope.who else None
    since, until = bounds(scope) if scope.bounded else ALWAYS
    whole = test is None and (since, until) == ALWAYS

    def shaped(bucket: Bucket) -> Bucket:
        part = bucket if whole else _part(bucket, test, since, until)
        return _visits(part, gap, scope) if scope.unit == "session" else part

    return units, shaped


def bounds(scope: Scope) -> tuple[int, int]:
    """Return the first µs looked at, and the µs before which the period ends."""
    here = zone(scope.tz)

    def at(instant: datetime | None, open_end: int) -> int:
        if instant is None:
            return open_end
        aware = instant if instant.tzinfo else instant.replace(tzinfo=here)
        return micros_of(aware.astimezone(UTC))

    return at(scope.since, ALWAYS[0]), at(scope.until, ALWAYS[1])


def _part(bucket: Bucket, test: Test | None, since: int, until: int) -> Bucket:
    keep: Bool = np.ones(bucket.n_journeys, np.bool_) if test is None else test(bucket)
    chosen, begin, end = cut(bucket.begin, bucket.end, bucket.at, keep, (since, until))
    return replace(bucket, begin=begin, end=end, owner=bucket.owners()[chosen], home="")


def in_sessions(bucket: Bucket, scope: Scope) -> Bucket:
    """Return the journeys of a bucket cut into sessions by the scope's rules, whatever its unit."""
    return _visits(bucket, durations.micros(scope.session_gap, "session_gap"), scope)


def _visits(bucket: Bucket, gap: int, scope: Scope) -> Bucket:
    breaks: Bool = np.zeros(len(bucket.at) if scope.session_breaks else 0, np.bool_)
    if "midnight" in scope.session_breaks:
        breaks |= np.diff(day_numbers(bucket.at, scope.tz), prepend=0) != 0
    if "campaign" in scope.session_breaks and "campaign" in bucket.dimensions:
        breaks |= _changed(bucket.dimensions["campaign"].codes.astype(np.int64))
    begin, end, journey = sessions(bucket.begin, bucket.end, bucket.at, gap, breaks)
    return replace(bucket, begin=begin, end=end, owner=bucket.owners()[journey], home="")


def _changed(codes: Int64) -> Bool:
    """Mark the events with a known code other than the last known one."""
    # What is carried over from the person before does not matter: a person's first event begins a session anyway.
    place = np.maximum.accumulate(np.where(codes > 0, np.arange(len(codes)), 0))
    last = np.concatenate([[0], codes[place][:-1]]) if len(codes) else codes
    return np.asarray((codes > 0) & (codes != last))
