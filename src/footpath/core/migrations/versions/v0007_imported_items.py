"""Items that came from a file are known again when it is read once more."""

import sqlalchemy as sa
from alembic import op

revision = "v0007"
down_revision = "v0006"


def upgrade() -> None:
    """Add the column; items made before came from no file."""
    op.add_column("items", sa.Column("import_key", sa.String(length=200), nullable=True))
    alive = sa.text("deleted_at IS NULL AND import_key IS NOT NULL")
    op.create_index(
        "ix_items_import_key", "items", ["workspace_id", "kind", "import_key"],
        unique=True, sqlite_where=alive, postgresql_where=alive,
    )  # fmt: skip
