"""What people said is searched for themes, which somebody approves, merges or rejects."""

import sqlalchemy as sa
from alembic import op

revision = "v0009"
down_revision = "v0008"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "mining_runs",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("workspace_id", sa.String(length=16), nullable=False),
        sa.Column("document_id", sa.String(length=16), nullable=True),
        sa.Column("target", sa.String(length=200), nullable=False),
        sa.Column("names", sa.JSON(), nullable=False),
        sa.Column("heard", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.Column("hint", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        _belongs("mining_runs", "workspace_id", "workspaces"),
        _belongs("mining_runs", "document_id", "documents"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mining_runs")),
    )
    op.create_index(op.f("ix_mining_runs_workspace_id"), "mining_runs", ["workspace_id"])
    op.create_index(op.f("ix_mining_runs_document_id"), "mining_runs", ["document_id"])
    _themes()


def _themes() -> None:
    op.create_table(
        "themes",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("run_id", sa.String(length=16), nullable=False),
        sa.Column("workspace_id", sa.String(length=16), nullable=False),
        sa.Column("nth", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("found", sa.JSON(), nullable=False),
        sa.Column("members", sa.JSON(), nullable=False),
        sa.Column("more", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.String(length=16), nullable=True),
        sa.Column("decided_by", sa.String(length=300), nullable=False),
        sa.Column("decided_at", sa.BigInteger(), nullable=True),
        _belongs("themes", "run_id", "mining_runs"),
        _belongs("themes", "workspace_id", "workspaces"),
        sa.ForeignKeyConstraint(["item_id"], ["items.id"], name=op.f("fk_themes_item_id"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_themes")),
    )
    for column in ("run_id", "workspace_id", "item_id"):
        op.create_index(op.f(f"ix_themes_{column}"), "themes", [column])


def _belongs(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}"), ondelete="CASCADE")
