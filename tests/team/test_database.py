from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

import footpath.accounts.tables
import footpath.api.team.tables
import footpath.collaboration.tables
import footpath.exploring.tables
import footpath.maps.keeping.tables  # noqa: F401 - every table there is
from footpath.core.database import Database, Instant, metadata
from footpath.core.errors import Invalid


def _type_differs(*given: object) -> bool | None:
    return False if any(isinstance(one, Instant) for one in given) else None


def test_the_steps_lead_to_the_tables_that_the_code_uses(database: Database) -> None:
    with database.begin() as con:
        context = MigrationContext.configure(con, opts={"compare_type": _type_differs})
        assert compare_metadata(context, metadata) == []


def test_opening_again_keeps_what_is_there(url: str) -> None:
    table = metadata.tables["attempts"]
    at = datetime(2026, 3, 4, 5, 6, 7, 89, UTC)
    for number in (1, 2):
        database = Database(url)
        with database.begin() as con:
            con.execute(table.insert().values(subject=f"s{number}", at=at))
        database.close()
    database = Database(url)
    with database.read() as con:
        assert con.execute(sa.select(table.c.subject, table.c.at).order_by(table.c.id)).all() == [
            ("s1", at),
            ("s2", at),
        ]
    database.close()


def test_a_block_that_raises_leaves_nothing(database: Database) -> None:
    table = metadata.tables["attempts"]

    def broken_off() -> None:
        with database.begin() as con:
            con.execute(table.insert().values(subject="x", at=datetime(2026, 1, 1, tzinfo=UTC)))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        broken_off()
    with database.read() as con:
        assert con.execute(sa.select(sa.func.count()).select_from(table)).scalar_one() == 0


def test_an_address_that_is_none_is_refused_with_how_to_write_one() -> None:
    with pytest.raises(Invalid, match=r"FOOTPATH_DATABASE.*postgresql\+pg8000://"):
        Database("nonsense")
