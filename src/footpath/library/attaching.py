"""Attachments: pictures and files kept with maps and items, and deleted with them."""

from base64 import b64encode
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from msgspec import structs

from footpath.accounts import Actor, Role, demand, missing, note, role_in
from footpath.collaboration import Documents
from footpath.core import clock
from footpath.core.database import Database, new_id
from footpath.core.errors import Invalid
from footpath.library.model import Attachment
from footpath.library.sniffing import PICTURES, type_of
from footpath.library.tables import attachments, items
from footpath.maps import Card, Map

MOST_BYTES = 10_000_000
ADDRESS = "/api/v1/attachments/"  # as maps refer to pictures of their own
_WORKSPACE_BYTES = 2_000_000_000


class Attachments:
    """Every attachment.

    Args:
        database: where is kept what they are.
        documents: the maps they belong to.
        folder: the data folder; each workspace has a folder of its own in it, where the bytes are.
    """

    def __init__(self, database: Database, documents: Documents, folder: Path) -> None:
        self._database = database
        self._documents = documents
        self._folder = folder

    def of_map(self, actor: Actor, document: str) -> list[Attachment]:
        """Return the files of a map, oldest first."""
        with self._database.read() as con:
            self._documents.get(con, actor, document)
            return self._of(con, attachments.c.document_id == document)

    def of_item(self, actor: Actor, item: str) -> list[Attachment]:
        """Return the files of an item, oldest first."""
        with self._database.read() as con:
            self._workspace_of_item(con, actor, item, "viewer")
            return self._of(con, attachments.c.item_id == item)

    def add_to_map(self, actor: Actor, document: str, name: str, data: bytes, *, element: str = "") -> Attachment:
        """Keep a file with a map; `element` is what of the map it is about."""
        with self._database.begin() as con:
            workspace = self._documents.get(con, actor, document, "editor").workspace_id
            return self._add(con, actor, workspace, name, data, document_id=document, element=element[:200])

    def add_to_item(self, actor: Actor, item: str, name: str, data: bytes) -> Attachment:
        """Keep a file with an item."""
        with self._database.begin() as con:
            workspace = self._workspace_of_item(con, actor, item, "editor")
            return self._add(con, actor, workspace, name, data, item_id=item, element="")

    def read(self, actor: Actor, attachment: str) -> tuple[Attachment, bytes]:
        """Return a file and its bytes; raises NotFound."""
        with self._database.read() as con:
            row = self._row(con, actor, attachment, "viewer")
        path = self._path(row.workspace_id, row.id)
        if not path.is_file():
            raise missing("attachment", attachment)
        return _attachment(row), path.read_bytes()

    def inlined(self, model: Map, document: str) -> Map:
        """Return a map that brings along the pictures of its own that it shows, for files that leave the server."""
        with self._database.read() as con:
            mine = sa.and_(attachments.c.document_id == document, attachments.c.type.in_(PICTURES))
            rows = {f"{ADDRESS}{row.id}": row for row in con.execute(sa.select(attachments).where(mine))}

        def brought(card: Card) -> Card:
            row = rows.get(str(card.props.get("src", "")))
            path = self._path(row.workspace_id, row.id) if row is not None else None
            if row is None or path is None or not path.is_file():
                return card
            src = f"data:{row.type};base64,{b64encode(path.read_bytes()).decode()}"
            return structs.replace(card, props={**card.props, "src": src})

        return structs.replace(model, cards=tuple(brought(card) for card in model.cards)) if rows else model

    def remove(self, actor: Actor, attachment: str) -> None:
        """Delete a file."""
        with self._database.begin() as con:
            row = self._row(con, actor, attachment, "editor")
            self._drop(con, [row])
            note(con, actor, "attachment.delete", attachment, row.workspace_id, name=row.name)

    def drop_of_map(self, document: str) -> None:
        """Delete the files of a map that was deleted."""
        with self._database.begin() as con:
            self._drop(con, con.execute(sa.select(attachments).where(attachments.c.document_id == document)).all())

    def drop_of_item(self, item: str) -> None:
        """Delete the files of an item that was deleted."""
        with self._database.begin() as con:
            self._drop(con, con.execute(sa.select(attachments).where(attachments.c.item_id == item)).all())

    def _of(self, con: sa.Connection, which: Any) -> list[Attachment]:
        query = sa.select(attachments).where(which).order_by(attachments.c.added_at, attachments.c.id)
        return [_attachment(row) for row in con.execute(query)]

    def _add(
        self, con: sa.Connection, actor: Actor, workspace: str, name: str, data: bytes, **where: str
    ) -> Attachment:
        if not 0 < len(data) <= MOST_BYTES:
            hint = f"It may have up to {MOST_BYTES // 1_000_000} MB."
            raise Invalid(f"file: it is {'too large' if data else 'empty'}.", hint=hint)
        mine = sa.select(sa.func.coalesce(sa.func.sum(attachments.c.size), 0)).where(
            attachments.c.workspace_id == workspace
        )
        if con.execute(mine).scalar_one() + len(data) > _WORKSPACE_BYTES:
            raise Invalid("file: the workspace's files take 2 GB already.", hint="Delete some first.")
        values = {
            "id": new_id(), "workspace_id": workspace, "name": _name(name), "type": type_of(name, data),
            "size": len(data), "added_by": actor.user_id or None, "added_at": clock.now(), **where,
        }  # fmt: skip
        path = self._path(workspace, str(values["id"]))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        con.execute(attachments.insert().values(values))
        note(con, actor, "attachment.add", str(values["id"]), workspace, name=str(values["name"]), bytes=len(data))
        return _attachment(con.execute(sa.select(attachments).where(attachments.c.id == values["id"])).one())

    def _row(self, con: sa.Connection, actor: Actor, attachment: str, needed: Role) -> Any:
        row = con.execute(sa.select(attachments).where(attachments.c.id == attachment)).first()
        if row is None:
            raise missing("attachment", attachment)
        if row.document_id:
            self._documents.get(con, actor, row.document_id, needed)
        else:
            self._workspace_of_item(con, actor, row.item_id, needed)
        return row

    def _workspace_of_item(self, con: sa.Connection, actor: Actor, item: str, needed: Role) -> str:
        alive = sa.and_(items.c.id == item, items.c.deleted_at.is_(None))
        workspace = con.execute(sa.select(items.c.workspace_id).where(alive)).scalar()
        if workspace is None or role_in(con, actor, workspace) is None:
            raise missing("item", item)
        demand(con, actor, needed, workspace)
        return str(workspace)

    def _drop(self, con: sa.Connection, rows: Any) -> None:
        con.execute(attachments.delete().where(attachments.c.id.in_([row.id for row in rows])))
        for row in rows:
            self._path(row.workspace_id, row.id).unlink(missing_ok=True)

    def _path(self, workspace: str, attachment: str) -> Path:
        return self._folder / "workspaces" / workspace / "attachments" / attachment


def _name(given: str) -> str:
    """Return what is left of a file's name without folders and control characters."""
    name = "".join(one for one in given.replace("\\", "/").rsplit("/", 1)[-1] if one.isprintable()).strip()
    return name[-120:] or "file"


def _attachment(row: Any) -> Attachment:
    return Attachment(
        id=row.id, document_id=row.document_id or "", item_id=row.item_id or "", element=row.element, name=row.name,
        type=row.type, size=row.size, added_at=row.added_at,
    )  # fmt: skip
