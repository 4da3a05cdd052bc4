"""`footpath metric`."""

from pathlib import Path
from typing import Any

import click

_STORE = click.option("--store", type=click.Path(path_type=Path), help="Folder of the store.")


@click.group()
def command() -> None:
    """Define metrics once by name: `footpath metric define revenue "sum of Order" --good up`.

    `footpath analyse metric --metric revenue --every week --by device --compare previous` measures them. They are kept
    in metrics.yaml in the store and may be edited there.
    """


@command.command()
@click.argument("name")
@click.argument("definition")
@click.option("--good", type=click.Choice(["up", "down"]), help="Which direction is good news.")
@click.option("--symbol", default="", help="What the number is in, as in €.")
@click.option("--title", default="", help="What answers call it, if not NAME.")
@_STORE
def define(name: str, definition: str, good: str | None, symbol: str, title: str, store: Path | None) -> None:
    """Keep a metric by NAME, in place of the one that has the name.

    DEFINITION is text such as "sum of Order", "units of Visit", "share of Order among Visit within 7 d", "p90 of
    Order", "time to Order from Visit", "arpu of Order", "ratio of revenue to (units of Visit)", "nps" or "csat".
    """
    from msgspec.structs import replace

    from footpath import analytics
    from footpath.cli import output

    folder = _lake(store).folder
    found = replace(analytics.read_metric(definition), good=good or "", symbol=symbol, title=title)
    analytics.define_metric(folder, name, found)
    output.tell(f"Defined {name}: {analytics.metric_text(found)}")


@command.command("list")
@_STORE
def list_(store: Path | None) -> None:
    """List the metrics with their definitions."""
    from footpath import analytics
    from footpath.cli import output

    known = analytics.saved_metrics(_lake(store).folder)
    width = max(map(len, known), default=0)
    for name, metric in known.items():
        good = f"  ({metric.good} is good)" if metric.good else ""
        output.say(f"{name:<{width}}  {analytics.metric_text(metric)}{good}")
    if not known:
        output.tell('There are none yet: footpath metric define NAME "sum of Order".')


@command.command()
@click.argument("name")
@click.option("--json", "as_json", is_flag=True, help="Print the fields as JSON.")
@_STORE
def show(name: str, as_json: bool, store: Path | None) -> None:
    """Print the definition of the metric called NAME."""
    import msgspec

    from footpath import analytics
    from footpath.cli import output
    from footpath.core.errors import NotFound

    known = analytics.saved_metrics(_lake(store).folder)
    if name not in known:
        raise NotFound(f"No metric is called {name!r}.", hint=f"There are: {', '.join(known) or 'none'}.")
    metric = known[name]
    output.say(msgspec.json.encode(metric).decode() if as_json else analytics.metric_text(metric))


@command.command()
@click.argument("name")
@_STORE
def delete(name: str, store: Path | None) -> None:
    """Delete the definition of the metric called NAME; no event is deleted."""
    from footpath import analytics
    from footpath.cli import output

    analytics.forget_metric(_lake(store).folder, name)
    output.tell(f"Deleted {name}.")


def _lake(store: Path | None) -> Any:
    from footpath.core import settings
    from footpath.events import Lake

    return Lake.open(store or settings.load().store)
