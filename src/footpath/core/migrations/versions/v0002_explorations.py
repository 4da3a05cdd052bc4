"""Questions that teams keep, and proposals they refused."""

import sqlalchemy as sa
from alembic import op

revision = "v0002"
down_revision = "v0001"


def upgrade() -> None:
    """Make the tables."""
    _explorations()
    _refusals()


def _explorations() -> None:
    op.create_table(
        "explorations",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("workspace_id", sa.String(length=16), nullable=False),
        sa.Column("user_id", sa.String(length=16), nullable=True),
        sa.Column("document_id", sa.String(length=16), nullable=True),
        sa.Column("element", sa.String(length=200), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("asked", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["documents.id"], name=op.f("fk_explorations_document_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_explorations_user_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=op.f("fk_explorations_workspace_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_explorations")),
    )
    op.create_index(op.f("ix_explorations_document_id"), "explorations", ["document_id"], unique=False)
    op.create_index(op.f("ix_explorations_workspace_id"), "explorations", ["workspace_id"], unique=False)


def _refusals() -> None:
    op.create_table(
        "refusals",
        sa.Column("document_id", sa.String(length=16), nullable=False),
        sa.Column("proposal", sa.String(length=16), nullable=False),
        sa.Column("refused_by", sa.String(length=300), nullable=False),
        sa.Column("refused_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["documents.id"], name=op.f("fk_refusals_document_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("document_id", "proposal", name=op.f("pk_refusals")),
    )
