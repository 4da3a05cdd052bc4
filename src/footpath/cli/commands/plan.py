"""`footpath plan`."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

import click

Command = TypeVar("Command", bound=Callable[..., Any])
_OPTIONS = (
    click.option("--store", type=click.Path(path_type=Path), help="Folder of the store."),
    click.option(
        "--file",
        "files",
        multiple=True,
        metavar="FILE",
        help="Look at this export instead of a store; may be repeated.",
    ),
)
_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


def _where(function: Command) -> Command:
    for option in reversed(_OPTIONS):
        function = option(function)
    return function


@click.group()
def command() -> None:
    """The tracking plan: which events and properties come, what drifts, and what breaks what was agreed."""


@contextmanager
def _lake(store: Path | None, files: tuple[str, ...]) -> Iterator[Any]:
    """Open the store, or one that is made of files for the moment."""
    import tempfile

    from footpath.core import settings
    from footpath.events import ImportOptions, Lake, import_paths

    if not files:
        yield Lake.open(store or settings.load().store)
        return
    with tempfile.TemporaryDirectory(prefix="footpath-plan-") as folder:
        lake = Lake.open(folder, create=True)
        report = import_paths(lake, files, ImportOptions())
        for problem in report.problems:
            raise problem
        yield lake


@command.command()
@_where
@_JSON
@click.option("--event", help="Show this event with its properties.")
@click.option("--days", type=click.IntRange(1), default=7, show_default=True, help="How many days count as new.")
def show(store: Path | None, files: tuple[str, ...], as_json: bool, event: str | None, days: int) -> None:
    """Show what is seen: events, or one event's properties, with types, volumes and times; and what drifts."""
    import msgspec

    from footpath.cli import output
    from footpath.core.errors import NotFound
    from footpath.events import drifts, see

    with _lake(store, files) as lake:
        seen = see(lake)
    if event is not None and event not in seen:
        raise NotFound(f"No event is called {event!r}.", hint=f"There are: {', '.join(list(seen)[:20]) or 'none'}.")
    changes = [change for change in drifts(seen, days=days) if event in (None, change.event)]
    chosen = {event: seen[event]} if event else seen
    if as_json:
        output.say(msgspec.json.encode({"events": chosen, "drift": changes}).decode())
        return
    _show_properties(seen[event]) if event else _show_events(seen)
    if changes:
        output.table(
            ("changed", "event", "property", "since", "what"),
            [(one.what, one.event, one.property or "·", _day(one.at), one.said) for one in changes],
            title=f"What changed in the newest {days} days",
        )


def _show_events(seen: dict[str, Any]) -> None:
    from footpath.cli import output

    rows = [
        (name, f"{one.count:,}", _day(one.first), _day(one.last), f"{len(one.properties)}", ", ".join(one.sources))
        for name, one in seen.items()
    ]
    output.table(("event", "times", "first", "last", "properties", "sources"), rows)


def _show_properties(one: Any) -> None:
    from footpath.cli import output

    rows = []
    for name, held in one.properties.items():
        kinds = ", ".join(f"{kind} {values.count / held.count:.0%}" for kind, values in held.kinds.items())
        values = ", ".join(list(held.values)[:8]) if held.values else ""
        spread = f"{held.low:g} … {held.high:g}" if held.low is not None else ""
        share = f"{held.count / one.looked:.0%}"
        rows.append((name, kinds, share, _day(held.first), _day(held.last), spread or values))
    output.table(("property", "types", "filled", "first", "last", "values"), rows)


def _day(us: int) -> str:
    from datetime import UTC, timedelta

    return f"{datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=us):%Y-%m-%d}"


@command.command()
@click.argument("target", type=click.Path(path_type=Path), metavar="PLAN")
@_where
@click.option("--force", is_flag=True, help="Write over a file that is there.")
def init(target: Path, store: Path | None, files: tuple[str, ...], force: bool) -> None:
    """Write the plan that what was seen keeps to into the YAML file PLAN, to be agreed on and changed."""
    from footpath.cli import output
    from footpath.core.errors import Conflict
    from footpath.events import plan_as_yaml, propose_plan, see

    if target.exists() and not force:
        raise Conflict(f"{target} is there already.", hint="Name another file, or write over it with --force.")
    with _lake(store, files) as lake:
        plan = propose_plan(see(lake))
    target.write_text(plan_as_yaml(plan), encoding="utf-8")
    output.tell(f"{len(plan.events)} events: {target}. Add owners and descriptions; check with `footpath plan check`.")


@command.command()
@click.argument("plan", type=click.Path(path_type=Path))
@_where
@_JSON
@click.option("--since", type=click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S"]), help="Leave out what is older (UTC).")
def check(plan: Path, store: Path | None, files: tuple[str, ...], as_json: bool, since: datetime | None) -> None:
    """Hold what came against the YAML file PLAN; exits with 1 where something breaks it.

    Each rule that is broken is shown with how many events break it and the ids of some.
    """
    from datetime import UTC

    import msgspec

    from footpath.cli import output
    from footpath.events import check_plan, load_plan

    agreed = load_plan(plan)
    with _lake(store, files) as lake:
        found = check_plan(lake, agreed, since=since.replace(tzinfo=UTC) if since else None)
    if as_json:
        output.say(msgspec.json.encode({"ok": not found.broken, **msgspec.to_builtins(found)}).decode())
    elif found.broken:
        rows = [
            (
                one.event,
                one.property or "·",
                one.rule,
                one.said,
                f"{one.count:,} of {one.of:,}",
                "; ".join(one.examples),
            )
            for one in found.broken
        ]
        output.table(("event", "property", "rule", "agreed", "broken by", "for example"), rows)
    else:
        output.say(f"{found.events:,} events keep to the plan.")
    sys.exit(1 if found.broken else 0)
