"""The tables of what a workspace keeps beside its maps: items, boards, files."""

import sqlalchemy as sa

from footpath.core.database import Instant, metadata

items = sa.Table(
    "items",
    metadata,
    sa.Column("id", sa.String(16), primary_key=True),
    sa.Column("workspace_id", sa.ForeignKey("workspaces.id", ondelete="CASCADE"), nullable=False, index=True),
    sa.Column("kind", sa.String(40), nullable=False),
    sa.Column("title", sa.String(300), nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("status", sa.String(40), nullable=False),
    sa.Column("owner_id", sa.ForeignKey("users.id", ondelete="SET NULL")),
    sa.Column("tags", sa.JSON, nullable=False),
    sa.Column("scores", sa.JSON, nullable=False),
    sa.Column("links", sa.JSON, nullable=False),
    sa.Column("parents", sa.JSON, nullable=False),  # ids of the items it follows from
    sa.Column("fields", sa.JSON, nullable=False),
    sa.Column("revision", sa.Integer, nullable=False),
    sa.Column("created_at", Instant, nullable=False),
    sa.Column("changed_at", Instant, nullable=False),
    sa.Column("deleted_at", Instant),
    sa.Column("locale", sa.String(20)),  # of the texts themselves; none: the workspace's
    sa.Column("translations", sa.JSON(none_as_null=True)),  # locale → title, text, fields
    sa.Column("import_key", sa.String(200)),  # by which the file it came from calls it
    sa.Column("status_at", Instant),  # when a person set its status last; none: nobody has
)
_OF_FILES = sa.and_(items.c.deleted_at.is_(None), items.c.import_key.is_not(None))
sa.Index(
    "ix_items_import_key", items.c.workspace_id, items.c.kind, items.c.import_key,
    unique=True, sqlite_where=_OF_FILES, postgresql_where=_OF_FILES,
)  # fmt: skip

copies = sa.Table(
    "copied_words",
    metadata,
    sa.Column("item_id", sa.ForeignKey("items.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("place", sa.String(20), primary_key=True),  # "title" or "quote": where the item says them
    sa.Column("ref", sa.String(100), nullable=False),  # of the quote they are
    sa.Column("whose", sa.String(64), nullable=False),  # hash of the id of whoever said it; empty: nobody knows
    sa.Column("said_at", sa.BigInteger),  # µs since 1970; none: unknown
    sa.Column("said", sa.String(32), nullable=False),  # hash of the words
    sa.Column("erased_at", Instant),  # none: the person has not been erased
)

boards = sa.Table(
    "boards",
    metadata,
    sa.Column("id", sa.String(16), primary_key=True),
    sa.Column("workspace_id", sa.ForeignKey("workspaces.id", ondelete="CASCADE"), nullable=False, index=True),
    sa.Column("kind", sa.String(40), nullable=False),
    sa.Column("title", sa.String(300), nullable=False),
    sa.Column("places", sa.JSON, nullable=False),
    sa.Column("arrows", sa.JSON, nullable=False),
    sa.Column("revision", sa.Integer, nullable=False),
    sa.Column("changed_at", Instant, nullable=False),
)

attachments = sa.Table(
    "attachments",
    metadata,
    sa.Column("id", sa.String(16), primary_key=True),
    sa.Column("workspace_id", sa.ForeignKey("workspaces.id", ondelete="CASCADE"), nullable=False, index=True),
    sa.Column("document_id", sa.ForeignKey("documents.id", ondelete="CASCADE"), index=True),  # none: an item's
    sa.Column("item_id", sa.ForeignKey("items.id", ondelete="CASCADE"), index=True),  # none: a map's
    sa.Column("element", sa.String(200), nullable=False),  # "cards/pay-fails"; empty: the whole map
    sa.Column("name", sa.String(200), nullable=False),
    sa.Column("type", sa.String(100), nullable=False),
    sa.Column("size", sa.Integer, nullable=False),
    sa.Column("added_by", sa.ForeignKey("users.id", ondelete="SET NULL")),
    sa.Column("added_at", Instant, nullable=False),
)
