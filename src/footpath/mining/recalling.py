"""From where words came that were copied before that was written down: found again in what the quotes still say."""

import msgspec
import sqlalchemy as sa

from footpath.core.database import Database
from footpath.library import Copies
from footpath.mining.model import Quote, ThemeFacts
from footpath.mining.quoting import Quoting
from footpath.mining.tables import runs, themes
from footpath.mining.theming import LONGEST_TITLE, titled
from footpath.mining.transcripts import statements


def recall(database: Database, quoting: Quoting, copies: Copies) -> None:
    """Write down from where titles and quotes came, for themes that are older than the list of that."""
    query = sa.select(themes, runs.c.names).join(runs, runs.c.id == themes.c.run_id)
    with database.read() as con:
        rows = con.execute(query.where(themes.c.title_of.is_(None)).order_by(themes.c.id)).all()
    for row in rows:
        found = {} if row.names else quoting.read(row.workspace_id, row.members, (), shows_who=False)
        best = [ref for ref in msgspec.convert(row.found, ThemeFacts).best if ref in found]
        title = next((ref for ref in row.members if ref in found and _is_titled(found[ref], row.title)), "")
        sources = quoting.sources(row.workspace_id, {*best, title})
        if row.state == "approved" and row.item_id:
            copies.recall(row.item_id, "title", {row.title: sources[title]} if title else {})
            copies.recall(row.item_id, "quote", {found[ref].text: sources[ref] for ref in best})
        with database.begin() as con:
            values = {"title_of": msgspec.to_builtins(sources[title])}
            con.execute(themes.update().where(themes.c.id == row.id).values(values))


def _is_titled(quote: Quote, title: str) -> bool:
    said = [titled(one) for one in statements(quote.text)]
    return title in said or quote.text[:LONGEST_TITLE] == title
