"""`footpath serve`."""

from pathlib import Path

import click


@click.command()
@click.option("--only", type=click.Choice(["collector"]), default="collector", show_default=True, help="What to run.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on; 0.0.0.0 = from anywhere.")
@click.option("--port", type=click.IntRange(1, 65535), default=8080, show_default=True, help="Port to listen on.")
@click.option("--store", type=click.Path(path_type=Path), help="Folder of the store; made when missing.")
def command(only: str, host: str, port: int, store: Path | None) -> None:  # noqa: ARG001 - there is one choice so far
    """Take events over HTTP from the SDKs you have, until stopped; what was acknowledged survives a crash.

    Logs are JSON, a line each, on standard error. Make a write key first: `footpath key add SOURCE`. Pulls that have a
    time (`footpath pull add`) run too.
    """
    from footpath.cli import output
    from footpath.collector import Collector, KeyFile, log_as_json, serve
    from footpath.core import settings
    from footpath.pulling import Scheduler

    set_ = settings.load()
    folder = store or set_.store
    log_as_json()
    collector = Collector(folder, spools=set_.spool, limit=int(set_.spool_gb * 1e9))
    if not any(key.revoked_at is None for key in KeyFile(folder).all()):
        output.tell("No write key works yet: make one with `footpath key add SOURCE`.")
    output.tell(f"Collecting into {folder} on http://{host}:{port}")
    pulls = Scheduler(folder)
    pulls.start()
    serve(collector, host=host, port=port)
    pulls.close()
