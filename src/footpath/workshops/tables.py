"""The tables of workshops: who came, what they wrote, what they voted for."""

import sqlalchemy as sa

from footpath.core.database import Instant, metadata

workshops = sa.Table(
    "workshops",
    metadata,
    sa.Column("id", sa.String(16), primary_key=True),
    sa.Column("workspace_id", sa.ForeignKey("workspaces.id", ondelete="CASCADE"), nullable=False, index=True),
    sa.Column("title", sa.String(300), nullable=False),
    sa.Column("question", sa.String(500), nullable=False),
    sa.Column("code", sa.String(16), nullable=False, unique=True),
    sa.Column("phase", sa.String(20), nullable=False),
    sa.Column("votes_each", sa.Integer, nullable=False),
    sa.Column("timer_ends_at", Instant),
    sa.Column("revision", sa.Integer, nullable=False),
    sa.Column("created_at", Instant, nullable=False),
    sa.Column("expires_at", Instant, nullable=False),
)

participants = sa.Table(
    "participants",
    metadata,
    sa.Column("id", sa.String(16), primary_key=True),
    sa.Column("workshop_id", sa.ForeignKey("workshops.id", ondelete="CASCADE"), nullable=False, index=True),
    sa.Column("name", sa.String(60), nullable=False),
    sa.Column("token_hash", sa.String(64), nullable=False, unique=True),
    sa.Column("joined_at", Instant, nullable=False),
)

stickies = sa.Table(
    "stickies",
    metadata,
    sa.Column("id", sa.String(16), primary_key=True),
    sa.Column("workshop_id", sa.ForeignKey("workshops.id", ondelete="CASCADE"), nullable=False, index=True),
    sa.Column("participant_id", sa.ForeignKey("participants.id", ondelete="CASCADE")),  # none: whoever leads it
    sa.Column("text", sa.String(280), nullable=False),
    sa.Column("pile", sa.String(120), nullable=False),  # empty: on none
    sa.Column("written_at", Instant, nullable=False),
)

votes = sa.Table(
    "votes",
    metadata,
    sa.Column("sticky_id", sa.ForeignKey("stickies.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("participant_id", sa.ForeignKey("participants.id", ondelete="CASCADE"), primary_key=True, index=True),
)
