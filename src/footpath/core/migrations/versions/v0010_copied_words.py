"""From where the words of persons came that were copied into items, so that they leave with the person."""

import sqlalchemy as sa
from alembic import op

revision = "v0010"
down_revision = "v0009"


def upgrade() -> None:
    """Make the table; what was copied before is looked up when the server begins."""
    op.create_table(
        "copied_words",
        sa.Column("item_id", sa.String(length=16), nullable=False),
        sa.Column("place", sa.String(length=20), nullable=False),
        sa.Column("ref", sa.String(length=100), nullable=False),
        sa.Column("whose", sa.String(length=64), nullable=False),
        sa.Column("said_at", sa.BigInteger(), nullable=True),
        sa.Column("said", sa.String(length=32), nullable=False),
        sa.Column("erased_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["item_id"], ["items.id"], name=op.f("fk_copied_words_item_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("item_id", "place", name=op.f("pk_copied_words")),
    )
    op.add_column("themes", sa.Column("title_of", sa.JSON(none_as_null=True), nullable=True))
