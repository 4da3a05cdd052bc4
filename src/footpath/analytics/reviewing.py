"""The dictionary behind the journeys, for a person to look through: kinds of events and page templates."""

import pyarrow as pa
from msgspec import Struct

from footpath.analytics import pages
from footpath.core.querying import querying
from footpath.events import Lake


class Review(Struct, frozen=True):
    """What matchers and maps will see of a store.

    Attributes:
        contacts: different (channel, name) among events: what touchpoints are made of.
        paths: different page paths.
        templates: columns template, paths, events, example; most events first.
    """

    contacts: int
    paths: int
    templates: pa.Table


def review(lake: Lake) -> Review:
    """Group the pages of a store by template as a build would, and note the templates in the store's pages.yaml."""
    scan = lake.snapshot().scan("events")
    rules = pages.read_rules(lake.folder)
    with querying() as con:
        contacts = con.execute(f"SELECT count(*) FROM (SELECT DISTINCT channel, name FROM {scan})").fetchall()[0][0]
        con.execute(f"CREATE TEMP TABLE _paths AS SELECT page, count(*) AS events FROM {scan} GROUP BY page")
        con.register("_found", pages.templates(con, "SELECT * FROM _paths WHERE page IS NOT NULL", rules))
        templates = con.sql(
            "SELECT template, count(*) AS paths, sum(events)::BIGINT AS events, min(page) AS example "
            "FROM _found JOIN _paths USING (page) GROUP BY template ORDER BY events DESC, template"
        ).to_arrow_table()
    pages.note(lake.folder, templates["template"].to_pylist())
    paths = sum(templates["paths"].to_pylist())
    return Review(contacts=int(contacts), paths=paths, templates=templates)
