"""The tables of searches for themes, and of the themes they found."""

import sqlalchemy as sa

from footpath.core.database import Instant, metadata

runs = sa.Table(
    "mining_runs",
    metadata,
    sa.Column("id", sa.String(16), primary_key=True),
    sa.Column("workspace_id", sa.ForeignKey("workspaces.id", ondelete="CASCADE"), nullable=False, index=True),
    sa.Column("document_id", sa.ForeignKey("documents.id", ondelete="CASCADE"), index=True),  # none: steps don't matter
    sa.Column("target", sa.String(200), nullable=False),  # key of a column of the map; empty: all
    sa.Column("names", sa.JSON, nullable=False),  # of the texts; none: the workspace's data
    sa.Column("heard", sa.JSON, nullable=False),  # what the texts say, statement by statement
    sa.Column("state", sa.String(20), nullable=False),
    sa.Column("counts", sa.JSON, nullable=False),
    sa.Column("problem", sa.Text, nullable=False),
    sa.Column("hint", sa.Text, nullable=False),
    sa.Column("created_at", Instant, nullable=False),
    sa.Column("ended_at", Instant),
)

themes = sa.Table(
    "themes",
    metadata,
    sa.Column("id", sa.String(16), primary_key=True),
    sa.Column("run_id", sa.ForeignKey("mining_runs.id", ondelete="CASCADE"), nullable=False, index=True),
    sa.Column("workspace_id", sa.ForeignKey("workspaces.id", ondelete="CASCADE"), nullable=False, index=True),
    sa.Column("nth", sa.Integer, nullable=False),
    sa.Column("state", sa.String(20), nullable=False),
    sa.Column("title", sa.String(300), nullable=False),
    sa.Column("title_of", sa.JSON(none_as_null=True)),  # from where the title came; none: not looked up
    sa.Column("found", sa.JSON, nullable=False),
    sa.Column("members", sa.JSON, nullable=False),  # what its quotes are named by; the data keep what they say
    sa.Column("more", sa.Integer, nullable=False),
    sa.Column("item_id", sa.ForeignKey("items.id", ondelete="SET NULL"), index=True),
    sa.Column("decided_by", sa.String(300), nullable=False),
    sa.Column("decided_at", Instant),
)
