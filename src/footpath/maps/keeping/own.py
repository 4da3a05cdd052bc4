"""Templates that a workspace makes of its own maps."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from msgspec import Struct, structs

from footpath.accounts import Actor, Role, demand, missing, note, role_in
from footpath.core import clock
from footpath.core.database import Database, new_id
from footpath.core.errors import Invalid
from footpath.maps.keeping.emptying import emptied
from footpath.maps.keeping.service import Maps, pack, unpack
from footpath.maps.keeping.tables import templates
from footpath.maps.model import Map, localised

_MOST = 200  # templates of a workspace
_LONGEST = 300
_LISTED = [one for one in templates.c if one.name != "content"]


class OwnTemplate(Struct, frozen=True, kw_only=True):
    """A template of a workspace's own."""

    id: str
    workspace_id: str
    title: str
    columns: int
    lanes: int
    made_at: datetime


class OwnTemplates:
    """Every template that was made of a map.

    Args:
        database: where they are kept.
        maps: what they are made of.
    """

    def __init__(self, database: Database, maps: Maps) -> None:
        self._database = database
        self._maps = maps

    def of(self, actor: Actor, workspace: str) -> list[OwnTemplate]:
        """Return the templates of a workspace by title."""
        with self._database.read() as con:
            demand(con, actor, "viewer", workspace)
            mine = sa.select(*_LISTED).where(templates.c.workspace_id == workspace)
            return [_template(row) for row in con.execute(mine.order_by(templates.c.title, templates.c.id))]

    def add(self, actor: Actor, document: str, title: str = "") -> OwnTemplate:
        """Make a template of a map, in its workspace.

        Raises:
            Denied: one may not change the workspace, though perhaps this map.
            Invalid: the map has no columns and no lanes, or there are too many templates.
        """
        model = emptied(self._maps.model(actor, document))
        workspace = self._maps.get(actor, document).workspace_id
        if not model.columns and not model.lanes:
            raise Invalid("map: it is empty.", hint="Give it stages or lanes first.")
        values = {
            "id": new_id(), "workspace_id": workspace, "title": _title(title or localised(model.title, model.locale)),
            "columns": len(model.columns), "lanes": len(model.lanes), "content": pack(model),
            "made_at": clock.now(),
        }  # fmt: skip
        with self._database.begin() as con:
            demand(con, actor, "editor", workspace)
            mine = sa.select(sa.func.count()).where(templates.c.workspace_id == workspace)
            if con.execute(mine).scalar_one() >= _MOST:
                raise Invalid(f"A workspace keeps at most {_MOST} templates.", hint="Delete some that nobody uses.")
            con.execute(templates.insert().values(values))
            note(con, actor, "template.add", str(values["id"]), workspace, title=str(values["title"]), map=document)
        return self.get(actor, str(values["id"]))

    def get(self, actor: Actor, template: str) -> OwnTemplate:
        """Return one; raises NotFound."""
        with self._database.read() as con:
            return _template(self._row(con, actor, template, "viewer"))

    def model(self, actor: Actor, template: str) -> Map:
        """Return the map that a template is; raises NotFound."""
        with self._database.read() as con:
            row = self._row(con, actor, template, "viewer")
            return structs.replace(unpack(row.content), title=row.title)

    def rename(self, actor: Actor, template: str, title: str) -> OwnTemplate:
        """Give a template another title."""
        with self._database.begin() as con:
            row = self._row(con, actor, template, "editor")
            con.execute(templates.update().where(templates.c.id == template).values(title=_title(title)))
            note(con, actor, "template.rename", template, row.workspace_id, title=_title(title), title_before=row.title)
        return self.get(actor, template)

    def remove(self, actor: Actor, template: str) -> None:
        """Delete a template; maps that began with it stay."""
        with self._database.begin() as con:
            row = self._row(con, actor, template, "editor")
            con.execute(templates.delete().where(templates.c.id == template))
            note(con, actor, "template.delete", template, row.workspace_id, title=row.title)

    def _row(self, con: sa.Connection, actor: Actor, template: str, needed: Role) -> Any:
        row = con.execute(sa.select(templates).where(templates.c.id == template)).first()
        if row is None or role_in(con, actor, row.workspace_id) is None:
            raise missing("template", template)
        demand(con, actor, needed, row.workspace_id)
        return row


def _title(text: str) -> str:
    title = " ".join(text.split())[:_LONGEST]
    if not title:
        raise Invalid("title: a template needs one.", hint="Say which kind of journey begins with it.")
    return title


def _template(row: Any) -> OwnTemplate:
    return OwnTemplate(**{one.name: getattr(row, one.name) for one in _LISTED})
