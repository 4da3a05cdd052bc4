"""`footpath erase`."""

from pathlib import Path

import click

from footpath.cli.acting import STORE, actor, opened, set_


@click.command()
@click.argument("person", required=False)
@click.option("--report", type=click.Path(path_type=Path, dir_okay=False), help="Write the report (JSON) here too.")
@STORE
def command(person: str | None, report: Path | None, store: Path | None) -> None:
    """Erase all that is known of PERSON, and search the whole store to prove it.

    PERSON is any id of theirs with or without its kind (user:42, anonymous:a-1, email:HASH), or an e-mail address. They
    leave facts, journeys, consents, spool, dead letters, rejects and exports, and do not come back with old files or
    backups. Without PERSON, erasings that were cut off are finished.
    """
    import msgspec

    from footpath.cli import output
    from footpath.privacy import erase, resume

    lake = opened(store)
    if person is None:
        done = resume(lake, spools=set_().spool)
        output.tell(f"{len(done)} erasings finished.")
    else:
        done = [erase(lake, person, actor=actor(), spools=set_().spool)]
    for one in done:
        gone = ", ".join(f"{count:,} {name}" for name, count in one.erased.items() if count) or "nothing was there"
        output.say(f"Erased: {gone}.")
        output.say(f"Searched {one.files:,} files, {one.bytes:,} bytes: {'nothing found' if one.clean else 'FOUND'}.")
        for trace in (*one.traces, *one.mentions):
            output.say(f"  {trace.file}: {trace.where}, {trace.count}")
        for copy in (*one.backups, *one.copies):
            output.say(f"  still holds them, delete it or restore it with --erased: {copy}")
        if report is not None:
            report.write_bytes(msgspec.json.format(msgspec.json.encode(one)))
    if not all(one.clean for one in done):
        raise SystemExit(1)
