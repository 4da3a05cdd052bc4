"""Teams to test with: on SQLite, and on PostgreSQL where its server is here."""

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
import sqlalchemy as sa
from argon2 import PasswordHasher

from footpath.accounts import passwords
from footpath.core.database import Database
from tests.team import postgres

_NUMBERS = count(1)


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    with postgres.running() as address:
        yield address


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty database."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'test.sqlite'}"
        return
    address = request.getfixturevalue("server")
    name = f"test{next(_NUMBERS)}"
    engine = sa.create_engine(address, isolation_level="AUTOCOMMIT")
    with engine.connect() as con:
        for told in ("CREATE SCHEMA {0}", "CREATE ROLE {0} SUPERUSER LOGIN", "ALTER ROLE {0} SET search_path = {0}"):
            con.execute(sa.text(told.format(name)))
    engine.dispose()
    yield address.replace("//test@", f"//{name}@")


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hash passwords by the same means with less work: the tests know them anyhow."""
    monkeypatch.setattr(passwords, "_HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


@pytest.fixture
def database(url: str) -> Iterator[Database]:
    opened = Database(url)
    yield opened
    opened.close()
