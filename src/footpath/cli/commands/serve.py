"""`footpath serve`."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from footpath.api import Team
    from footpath.collector import Collector
    from footpath.core.settings import Settings


@click.command()
@click.option("--only", type=click.Choice(["collector", "api"]), help="Run this alone; everything if left out.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on; 0.0.0.0 = from anywhere.")
@click.option("--port", type=click.IntRange(1, 65535), default=8080, show_default=True, help="Port to listen on.")
@click.option("--store", type=click.Path(path_type=Path), help="Folder of the store; made when missing.")
@click.option("--data", type=click.Path(path_type=Path), help="Folder of people and their maps; made when missing.")
@click.option(
    "--map",
    "maps",
    multiple=True,
    type=click.Path(path_type=Path, exists=True),
    help="Map file that whoever sets the server up finds in their workspace; several times for several.",
)
def command(
    only: str | None, host: str, port: int, store: Path | None, data: Path | None, maps: tuple[Path, ...]
) -> None:
    """Open the product in the browser, take events over HTTP, and answer the API, until stopped.

    Whoever opens it first sets it up. What was acknowledged survives a crash. Pulls that have a time (`footpath pull
    add`) run too, and once a day facts older than their source's period are erased. Logs are JSON, a line each, on
    standard error. Keys for programs: `footpath key add SOURCE`, `footpath api-key add NAME`.
    """
    from msgspec import structs

    from footpath import api, collector
    from footpath.core import settings
    from footpath.pulling import Scheduler

    _demand_free(host, port)
    set_ = settings.load()
    set_ = structs.replace(set_, store=store or set_.store, data=data or set_.data)
    collector.log_as_json()
    address = f"http://{host}:{port}"
    if only == "api":
        api.serve(set_.store, None, spools=set_.spool, team=_team(set_, address, maps), host=host, port=port)
        return
    taking = _collecting(set_, address)
    pulls = Scheduler(set_.store, collector.door_for_tables(set_.store))
    pulls.start()
    try:
        if only == "collector":
            collector.serve(taking, host=host, port=port)
        else:
            api.serve(set_.store, taking, spools=set_.spool, team=_team(set_, address, maps), host=host, port=port)
    finally:
        pulls.close()


def _demand_free(host: str, port: int) -> None:
    """Raise Invalid where nothing can listen, before anything is opened."""
    import socket

    from footpath.core.errors import Invalid

    try:
        for family, kind, proto, _, place in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
            with socket.socket(family, kind, proto) as trial:
                trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                trial.bind(place)
    except OSError as problem:
        raise Invalid(
            f"--host {host} --port {port}: {problem.strerror}.",
            hint="Does a server run there already? Choose another port with --port.",
        ) from problem


def _collecting(set_: "Settings", address: str) -> "Collector":
    from footpath import collector
    from footpath.cli import output

    taking = collector.Collector(set_.store, spools=set_.spool, limit=int(set_.spool_gb * 1e9))
    taking.mail_in = collector.mail_in(set_.mail_in, set_.mail_in_cert, set_.mail_in_key)
    if not any(key.revoked_at is None for key in collector.KeyFile(set_.store).all()):
        output.tell("No write key works yet: make one with `footpath key add SOURCE`.")
    output.tell(f"Collecting into {set_.store} on {address}")
    if taking.mail_in:
        output.tell(f"Taking mails on {set_.mail_in}")
    return taking


def _team(set_: "Settings", address: str, maps: tuple[Path, ...]) -> "Team":
    from footpath import api
    from footpath.cli import output
    from footpath.maps import MapDocument

    team = api.Team(set_, url=address, welcome=[MapDocument.open(path).model for path in maps])
    first = " Nobody is there yet: whoever opens it first sets it up." if team.people.needed() else ""
    output.tell(f"Open {team.url} in the browser.{first}")
    return team
