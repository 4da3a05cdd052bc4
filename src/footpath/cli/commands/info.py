"""`footpath info`."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from datetime import datetime

    from footpath.analytics import Review
    from footpath.events import Info

_MOST_PAGES = 60


@click.command()
@click.option("--store", type=click.Path(path_type=Path), help="Folder of the store.")
@click.option("--pages", is_flag=True, help="Show how page paths are grouped.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(store: Path | None, pages: bool, as_json: bool) -> None:
    """Say what the store holds: sources, events, persons, time span, rejects, size."""
    from footpath.analytics import review
    from footpath.core import settings
    from footpath.events import Lake

    lake = Lake.open(store or settings.load().store)
    found = review(lake)
    if as_json:
        _print_json(lake.info(), found, pages=pages)
    elif pages:
        _show_pages(found, lake.folder)
    else:
        _show(lake.info(), found)


def _print_json(info: "Info", found: "Review", *, pages: bool) -> None:
    import msgspec

    from footpath.cli import output

    content = msgspec.to_builtins(info)
    content |= {"contacts": found.contacts, "page_paths": found.paths, "page_templates": found.templates.num_rows}
    if pages:
        content["pages"] = found.templates.to_pylist()
    output.say(msgspec.json.format(msgspec.json.encode(content)).decode())


def _show(info: "Info", found: "Review") -> None:
    from rich.table import Table

    from footpath.cli import output

    if not info.sources:
        output.say(f"The store {info.folder} is empty.")
        output.tell("Put something in with `footpath import FILES…`.")
        return
    facts = Table(show_header=False, box=None, pad_edge=False)
    facts.add_column(style="dim")
    for name, text in _facts(info, found).items():
        facts.add_row(name, text)
    sources = Table(box=None, pad_edge=False, title_justify="left")
    sources.add_column("source", overflow="fold")
    sources.add_column("as")
    sources.add_column("rows", justify="right")
    sources.add_column("from")
    sources.add_column("to")
    for source in info.sources:
        times = (_day(source.first_at), _day(source.last_at))
        sources.add_row(source.source, source.table, f"{source.rows:,}", *times)
    output.out.print(facts)
    output.say("")
    output.out.print(sources)
    for path in info.rejects:
        output.tell(f"Rejects: {path}")


def _facts(info: "Info", found: "Review") -> dict[str, str]:
    facts = {
        "store": info.folder,
        "persons": f"{info.persons:,}",
        "events": f"{info.events:,} of {found.contacts:,} kinds (name and channel)",
        "pages": f"{found.paths:,} paths in {found.templates.num_rows:,} templates (`footpath info --pages`)",
        "signals": f"{info.signals:,}",
        "traits": f"{info.traits:,}",
        "time": f"{_day(info.first_at)} – {_day(info.last_at)} (UTC)" if info.first_at else "",
        "imports": f"{info.imports:,}; {info.duplicates:,} duplicates and {info.rejected:,} rejects left out",
        "size": _size(info.size_bytes),
    }
    if not found.paths:
        del facts["pages"]
    return {name: text for name, text in facts.items() if text not in ("", "0")}


def _show_pages(found: "Review", folder: Path) -> None:
    from rich.table import Table

    from footpath.cli import output

    if not found.paths:
        output.say("No event in this store has a page.")
        return
    table = Table(box=None, pad_edge=False)
    table.add_column("template", overflow="fold")
    table.add_column("paths", justify="right")
    table.add_column("events", justify="right")
    table.add_column("for example", overflow="fold", style="dim")
    for row in found.templates.slice(0, _MOST_PAGES).to_pylist():
        example = row["example"] if row["example"] != row["template"] else ""
        table.add_row(row["template"], f"{row['paths']:,}", f"{row['events']:,}", example)
    output.out.print(table)
    if found.templates.num_rows > _MOST_PAGES:
        output.tell(f"… and {found.templates.num_rows - _MOST_PAGES:,} more: `footpath info --pages --json` has all.")
    output.tell(f"To group them another way, edit {folder / 'pages.yaml'}.")


def _day(at: "datetime | None") -> str:
    return f"{at:%Y-%m-%d}" if at else "–"


def _size(size: float) -> str:
    for unit in ("bytes", "kB", "MB", "GB"):
        if size < 1000:
            return f"{size:,.0f} {unit}" if unit == "bytes" else f"{size:,.1f} {unit}"
        size /= 1000
    return f"{size:,.1f} TB"
