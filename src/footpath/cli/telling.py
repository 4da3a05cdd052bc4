"""What is told of people on the command line: structs as lines of text."""

from collections.abc import Iterator
from datetime import datetime

from footpath.people import Cause, Join, Log, Page, Suspect

_LONGEST = 100


def page(found: Page) -> Iterator[str]:
    """Yield the lines about one person."""
    yield found.person
    yield "\nids"
    for one in found.ids:
        yield f"  {one.id}  {one.rows} facts, {_span(one.first_at, one.last_at)}, from {', '.join(one.sources)}"
    if found.joins:
        yield "\nwhy they are one person's"
        yield from (f"  {join(one)}" for one in found.joins)
    if found.traits:
        yield "\ntraits"
        for trait, value in found.traits.items():
            before = [old for old in found.history if old.trait == trait and old.until is not None]
            since = "; before: " + ", ".join(f"{old.value} until {_at(old.until)}" for old in before) if before else ""
            yield f"  {trait} = {value}{since}"
    if found.accounts:
        yield "\naccounts"
        for account in found.accounts:
            yield f"  {account.account}  {_span(account.since, account.until)} (by {account.by})"
    if found.consents:
        yield "\nconsents"
        yield from (f"  {_at(consent.at)}  {consent.source}  {consent.detail}" for consent in found.consents)
    yield f"\ntimeline ({len(found.timeline)} of {found.total})"
    for moment in found.timeline:
        said = ", ".join(f"{name}: {value}" for name, value in moment.detail.items() if name not in ("name", "channel"))
        what = moment.name or moment.table
        where = f"{moment.source}/{moment.channel}" if moment.channel else moment.source
        yield f"  {_at(moment.at)}  {where}  {what}  {said[:_LONGEST]}".rstrip()


def join(found: Join) -> str:
    """Return the line about a join."""
    return f"{found.left} = {found.right}: {_cause(found.cause)}"


def log(found: Log) -> Iterator[str]:
    """Yield the lines of a log."""
    for decision in found.decisions:
        undone = f", taken back {_at(decision.undone_at)}" if decision.undone_at else ""
        by = f" by {decision.by}" if decision.by else ""
        sides = f"{', '.join(decision.one)} | {', '.join(decision.other)}"
        yield f"{decision.number}. {decision.kind} {sides}, {_at(decision.at)}{by}{undone}"
    yield from map(join, found.joins)
    yield f"{len(found.joins)} of {found.total} joins"


def suspect(found: Suspect) -> str:
    """Return the line about somebody worth a look."""
    why = {"ids": "ids", "shared": "user ids were seen with it: it links nothing", "refused": "links were refused"}
    return f"{found.who}  {found.count} {why[found.why]}"


def _cause(cause: Cause) -> str:
    if cause.kind == "merge":
        by = f" by {cause.source}" if cause.source else ""
        return f"merged by hand{by} {_at(cause.at)} (decision {cause.id})"
    name = f" {cause.name!r}" if cause.name else ""
    return f"{cause.kind}{name} of {cause.source}, {_at(cause.at)}, id {cause.id}"


def _at(at: datetime | None) -> str:
    return "no time" if at is None else f"{at:%Y-%m-%d %H:%M:%S}"


def _span(first: datetime | None, last: datetime | None) -> str:
    if first is None and last is None:
        return "always"
    return f"{_at(first) if first else 'always'} – {_at(last) if last else 'now'}"
