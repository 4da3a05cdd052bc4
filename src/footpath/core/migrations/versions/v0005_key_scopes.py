"""Keys of programs may have scopes that are finer than a role."""

import sqlalchemy as sa
from alembic import op

revision = "v0005"
down_revision = "v0004"


def upgrade() -> None:
    """Add the column; keys made before have their role and no scopes."""
    op.add_column("api_keys", sa.Column("scopes", sa.JSON(), nullable=True))
