"""`footpath serve`."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from footpath.collector import Collector
    from footpath.core.settings import Settings


@click.command()
@click.option("--only", type=click.Choice(["collector", "maps"]), help="What to run alone; without it everything.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on; 0.0.0.0 = from anywhere.")
@click.option("--port", type=click.IntRange(1, 65535), default=8080, show_default=True, help="Port to listen on.")
@click.option("--store", type=click.Path(path_type=Path), help="Folder of the store; made when missing.")
@click.option("--data", type=click.Path(path_type=Path), help="Folder of people and their maps; made when missing.")
def command(only: str | None, host: str, port: int, store: Path | None, data: Path | None) -> None:
    """Open the product in the browser, and take events over HTTP from the SDKs you have, until stopped.

    The first person who opens it sets it up. Make a write key for events: `footpath key add SOURCE`. What was
    acknowledged survives a crash. Logs are JSON, a line each, on standard error.
    """
    from msgspec import structs

    from footpath.cli import output
    from footpath.collector import log_as_json
    from footpath.core import settings

    set_ = settings.load()
    set_ = structs.replace(set_, store=store or set_.store, data=data or set_.data)
    log_as_json()
    collector = None if only == "maps" else _collector(set_)
    address = f"http://{host}:{port}"
    if collector:
        output.tell(f"Collecting into {set_.store} on {address}")
    if only == "collector":
        from footpath.collector import serve

        serve(_there(collector), host=host, port=port)
    else:
        from footpath.api import Team, serve_team

        team = Team(set_, url=address)
        first = " Nobody is there yet: whoever opens it first sets it up." if team.people.needed() else ""
        output.tell(f"Open {team.url} in the browser.{first}")
        serve_team(team, collector, host=host, port=port)


def _collector(set_: "Settings") -> "Collector":
    from footpath.cli import output
    from footpath.collector import Collector, KeyFile

    collector = Collector(set_.store, spools=set_.spool, limit=int(set_.spool_gb * 1e9))
    if not any(key.revoked_at is None for key in KeyFile(set_.store).all()):
        output.tell("No write key works yet: make one with `footpath key add SOURCE`.")
    return collector


def _there(collector: "Collector | None") -> "Collector":
    assert collector is not None  # noqa: S101 - for the type checker
    return collector
