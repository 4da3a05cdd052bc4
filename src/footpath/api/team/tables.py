"""The table of jobs."""

import sqlalchemy as sa

from footpath.core.database import Instant, metadata

jobs = sa.Table(
    "jobs",
    metadata,
    sa.Column("id", sa.String(16), primary_key=True),
    sa.Column("workspace_id", sa.ForeignKey("workspaces.id", ondelete="CASCADE"), nullable=False, index=True),
    sa.Column("user_id", sa.ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
    sa.Column("state", sa.String(20), nullable=False),
    sa.Column("wish", sa.JSON, nullable=False),
    sa.Column("files", sa.JSON, nullable=False),  # what became of each
    sa.Column("problem", sa.Text, nullable=False),
    sa.Column("hint", sa.Text, nullable=False),
    sa.Column("document_id", sa.String(16)),
    sa.Column("created_at", Instant, nullable=False),
    sa.Column("ended_at", Instant),
)
