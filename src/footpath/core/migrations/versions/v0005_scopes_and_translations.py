"""Keys of programs may have scopes that are finer than a role; items say what they say in several languages."""

import sqlalchemy as sa
from alembic import op

revision = "v0005"
down_revision = "v0004"


def upgrade() -> None:
    """Add the columns; keys made before have their role and no scopes, items are in their workspace's language."""
    op.add_column("api_keys", sa.Column("scopes", sa.JSON(), nullable=True))
    op.add_column("items", sa.Column("locale", sa.String(length=20), nullable=True))
    op.add_column("items", sa.Column("translations", sa.JSON(), nullable=True))
