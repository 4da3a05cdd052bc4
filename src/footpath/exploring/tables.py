"""The tables of saved explorations, and of proposals that were refused."""

import sqlalchemy as sa

from footpath.core.database import Instant, metadata

explorations = sa.Table(
    "explorations",
    metadata,
    sa.Column("id", sa.String(16), primary_key=True),
    sa.Column("workspace_id", sa.ForeignKey("workspaces.id", ondelete="CASCADE"), nullable=False, index=True),
    sa.Column("user_id", sa.ForeignKey("users.id", ondelete="SET NULL")),
    sa.Column("document_id", sa.ForeignKey("documents.id", ondelete="SET NULL"), index=True),  # the map it is pinned to
    sa.Column("element", sa.String(200), nullable=False),  # of that map
    sa.Column("title", sa.String(200), nullable=False),
    sa.Column("asked", sa.JSON, nullable=False),
    sa.Column("created_at", Instant, nullable=False),
    sa.Column("changed_at", Instant, nullable=False),
)

refusals = sa.Table(
    "refusals",
    metadata,
    sa.Column("document_id", sa.ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("proposal", sa.String(16), primary_key=True),
    sa.Column("refused_by", sa.String(300), nullable=False),
    sa.Column("refused_at", Instant, nullable=False),
)
