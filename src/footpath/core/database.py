"""The database of people and maps: SQLite in the data folder, or PostgreSQL by its address; the same tables on both."""

import logging
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event

from footpath.core.errors import Invalid

FILE = "footpath.sqlite"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_WAIT_S = 30
_IDS = "0123456789abcdefghijklmnopqrstuvwxyz"

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Instant(sa.types.TypeDecorator[datetime]):
    """An aware instant, kept as whole microseconds since 1970 UTC, which every database orders alike."""

    impl = sa.BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> int | None:
        """Return what is stored."""
        del dialect
        return None if value is None else (value - _EPOCH) // timedelta(microseconds=1)

    def process_result_value(self, value: Any, dialect: sa.Dialect) -> datetime | None:
        """Return the instant, UTC."""
        del dialect
        return None if value is None else _EPOCH + timedelta(microseconds=int(value))


def new_id() -> str:
    """Return an id that nobody can guess or meet twice: 16 letters and digits."""
    return "".join(secrets.choice(_IDS) for _ in range(16))


class Database:
    """Transactions over one database, brought up to date when opened.

    Args:
        url: SQLAlchemy's address, e.g. `postgresql+pg8000://user@host/name`.
    """

    def __init__(self, url: str) -> None:
        try:
            self.engine = sa.create_engine(url, pool_pre_ping=not url.startswith("sqlite"))
        except (sa.exc.ArgumentError, ImportError) as problem:
            hint = "Write it as postgresql+pg8000://user:password@host/name, or leave it out for SQLite."
            raise Invalid(f"FOOTPATH_DATABASE is no address of a database: {problem}.", hint=hint) from problem
        if self.engine.dialect.name == "sqlite":
            event.listen(self.engine, "connect", _set_up_sqlite)
            event.listen(self.engine, "begin", _begin_sqlite)
        with self.engine.begin() as con:
            _upgrade(con)

    @classmethod
    def open(cls, folder: Path, url: str = "") -> "Database":
        """Open the database at `url`, or without one the file in `folder`; both are made when missing."""
        if url:
            return cls(url)
        folder.mkdir(parents=True, exist_ok=True)
        return cls(f"sqlite:///{folder / FILE}")

    @contextmanager
    def begin(self) -> Iterator[sa.Connection]:
        """Run the block in one transaction: all of it is on disk afterwards, or none when it raises."""
        with self.engine.begin() as con:
            yield con

    @contextmanager
    def read(self) -> Iterator[sa.Connection]:
        """Run the block in a transaction that only reads, beside whatever is being written."""
        with self.engine.connect().execution_options(reading=True) as con, con.begin():
            yield con

    def close(self) -> None:
        """Let go of every connection."""
        self.engine.dispose()


def _set_up_sqlite(connection: Any, record: object) -> None:
    del record
    connection.isolation_level = None  # transactions begin where the program says so
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", f"busy_timeout = {_WAIT_S * 1000}"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: sa.Connection) -> None:
    """Take the lock to write at once: a transaction that reads first could not get it later."""
    reading = connection.get_execution_options().get("reading")
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")


def _upgrade(con: sa.Connection) -> None:
    logging.getLogger("alembic").setLevel(logging.WARNING)  # it tells of its parts while it is being loaded
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")))
    config.attributes["connection"] = con
    command.upgrade(config, "head")
