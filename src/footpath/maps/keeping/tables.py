"""What is kept beside the maps: what lists show, so that showing one opens no map, and templates made of maps."""

import sqlalchemy as sa

from footpath.core.database import Instant, metadata

summaries = sa.Table(
    "summaries",
    metadata,
    sa.Column("document_id", sa.ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("title", sa.JSON, nullable=False),
    sa.Column("kind", sa.String(40), nullable=False),
    sa.Column("state", sa.String(40), nullable=False),
    sa.Column("status", sa.String(40), nullable=False),
    sa.Column("owner", sa.String(300), nullable=False),
    sa.Column("columns", sa.Integer, nullable=False),
    sa.Column("lanes", sa.Integer, nullable=False),
    sa.Column("cards", sa.Integer, nullable=False),
    sa.Column("trusted", sa.Integer, nullable=False),  # cards with evidence
    sa.Column("filled", sa.Integer, nullable=False),  # cards with content
    sa.Column("words", sa.Text, nullable=False),  # what a search looks through, lower case
    sa.Column("linked", sa.JSON, nullable=False),  # item of the library → what the map says of it
)

templates = sa.Table(
    "templates",
    metadata,
    sa.Column("id", sa.String(16), primary_key=True),
    sa.Column("workspace_id", sa.ForeignKey("workspaces.id", ondelete="CASCADE"), nullable=False, index=True),
    sa.Column("title", sa.String(300), nullable=False),
    sa.Column("columns", sa.Integer, nullable=False),
    sa.Column("lanes", sa.Integer, nullable=False),
    sa.Column("content", sa.LargeBinary, nullable=False),  # the map file, packed
    sa.Column("made_at", Instant, nullable=False),
)
