"""`footpath serve`."""

from pathlib import Path

import click


@click.command()
@click.option("--only", type=click.Choice(["collector", "api"]), help="Run this alone; both if left out.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on; 0.0.0.0 = from anywhere.")
@click.option("--port", type=click.IntRange(1, 65535), default=8080, show_default=True, help="Port to listen on.")
@click.option("--store", type=click.Path(path_type=Path), help="Folder of the store; made when missing.")
def command(only: str | None, host: str, port: int, store: Path | None) -> None:
    """Take events over HTTP from the SDKs you have, and answer the API, until stopped.

    What was acknowledged survives a crash. Pulls that have a time (`footpath pull add`) run too, and once a day facts
    older than their source's period are erased. Logs are JSON, a line each, on standard error. Make keys first:
    `footpath key add SOURCE`, `footpath api-key add NAME`.
    """
    from footpath import api, collector
    from footpath.cli import output
    from footpath.core import settings
    from footpath.pulling import Scheduler

    set_ = settings.load()
    folder = store or set_.store
    collector.log_as_json()
    if only == "api":
        output.tell(f"API of {folder} on http://{host}:{port}/api/v1")
        api.serve(folder, None, spools=set_.spool, host=host, port=port)
        return
    taking = collector.Collector(folder, spools=set_.spool, limit=int(set_.spool_gb * 1e9))
    if not any(key.revoked_at is None for key in collector.KeyFile(folder).all()):
        output.tell("No write key works yet: make one with `footpath key add SOURCE`.")
    output.tell(f"Collecting into {folder} on http://{host}:{port}")
    pulls = Scheduler(folder)
    pulls.start()
    if only == "collector":
        collector.serve(taking, host=host, port=port)
    else:
        api.serve(folder, taking, spools=set_.spool, host=host, port=port)
    pulls.close()
