"""The tables of shared documents: what was changed, said about it, and shown to whom."""

import sqlalchemy as sa

from footpath.core.database import Instant, metadata

documents = sa.Table(
    "documents",
    metadata,
    sa.Column("id", sa.String(16), primary_key=True),
    sa.Column("workspace_id", sa.ForeignKey("workspaces.id", ondelete="CASCADE"), nullable=False, index=True),
    sa.Column("owner_id", sa.ForeignKey("users.id", ondelete="SET NULL")),
    sa.Column("created_at", Instant, nullable=False),
    sa.Column("changed_at", Instant, nullable=False),
    sa.Column("deleted_at", Instant),
    sa.Column("review_every_days", sa.Integer),
    sa.Column("reviewed_at", Instant),
    sa.Column("reminded_at", Instant),
)

changes = sa.Table(
    "changes",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("document_id", sa.ForeignKey("documents.id", ondelete="CASCADE"), nullable=False, index=True),
    sa.Column("at", Instant, nullable=False),
    sa.Column("author", sa.String(16), nullable=False),
    sa.Column("change", sa.LargeBinary, nullable=False),
    sqlite_autoincrement=True,
)

versions = sa.Table(
    "versions",
    metadata,
    sa.Column("id", sa.String(16), primary_key=True),
    sa.Column("document_id", sa.ForeignKey("documents.id", ondelete="CASCADE"), nullable=False, index=True),
    sa.Column("at", Instant, nullable=False),
    sa.Column("author", sa.String(16), nullable=False),
    sa.Column("name", sa.String(200), nullable=False),  # empty: made by itself
    sa.Column("digest", sa.String(64), nullable=False),
    sa.Column("content", sa.LargeBinary, nullable=False),
)

comments = sa.Table(
    "comments",
    metadata,
    sa.Column("id", sa.String(16), primary_key=True),
    sa.Column("document_id", sa.ForeignKey("documents.id", ondelete="CASCADE"), nullable=False, index=True),
    sa.Column("element", sa.String(200), nullable=False),  # "cards/pay-fails"; empty: the whole map
    sa.Column("parent_id", sa.ForeignKey("comments.id", ondelete="CASCADE")),
    sa.Column("author_id", sa.ForeignKey("users.id", ondelete="SET NULL")),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("mentions", sa.JSON, nullable=False),
    sa.Column("created_at", Instant, nullable=False),
    sa.Column("edited_at", Instant),
    sa.Column("resolved_at", Instant),
    sa.Column("resolved_by", sa.String(16)),
)

shares = sa.Table(
    "shares",
    metadata,
    sa.Column("id", sa.String(16), primary_key=True),
    sa.Column("document_id", sa.ForeignKey("documents.id", ondelete="CASCADE"), nullable=False, index=True),
    sa.Column("name", sa.String(200), nullable=False),
    sa.Column("salt", sa.String(64), nullable=False),
    sa.Column("password_hash", sa.String(200)),
    sa.Column("hidden_lanes", sa.JSON, nullable=False),
    sa.Column("version_id", sa.ForeignKey("versions.id", ondelete="CASCADE")),  # none: always the newest
    sa.Column("created_by", sa.ForeignKey("users.id", ondelete="SET NULL")),
    sa.Column("created_at", Instant, nullable=False),
    sa.Column("expires_at", Instant),
    sa.Column("revoked_at", Instant),
)
