"""The tables of trackers that are connected, and of what they said last."""

import sqlalchemy as sa

from footpath.core.database import Instant, metadata

connections = sa.Table(
    "tracker_connections",
    metadata,
    sa.Column("id", sa.String(16), primary_key=True),
    sa.Column("workspace_id", sa.ForeignKey("workspaces.id", ondelete="CASCADE"), nullable=False, index=True),
    sa.Column("name", sa.String(100), nullable=False),
    sa.Column("kind", sa.String(40), nullable=False),
    sa.Column("address", sa.String(300), nullable=False),
    sa.Column("account", sa.String(200), nullable=False),
    sa.Column("sets_status", sa.Boolean, nullable=False),
    sa.Column("created_at", Instant, nullable=False),
    sa.Column("asked_at", Instant),
    sa.Column("wait_until", Instant),
    sa.Column("problem", sa.Text, nullable=False),
    sa.Column("hint", sa.Text, nullable=False),
)

states = sa.Table(
    "ticket_states",
    metadata,
    sa.Column("item_id", sa.ForeignKey("items.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("connection_id", sa.ForeignKey("tracker_connections.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("key", sa.String(250), primary_key=True),
    sa.Column("state", sa.String(200), nullable=False),
    sa.Column("category", sa.String(20), nullable=False),  # empty: it never answered
    sa.Column("title", sa.String(300), nullable=False),
    sa.Column("changed_at", Instant),
    sa.Column("checked_at", Instant, nullable=False),
    sa.Column("mark", sa.String(200), nullable=False),
    sa.Column("problem", sa.Text, nullable=False),  # why it said nothing more last time; empty: it did
    sa.Column("hint", sa.Text, nullable=False),
)
