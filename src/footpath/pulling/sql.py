"""Rows of a database table, by SQLAlchemy: from the last cursor on, in its order, streamed."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from footpath.core.errors import Invalid
from footpath.pulling.pull import SqlPull, SqlTable
from footpath.pulling.sources import Row

_PAGE = 2000


class SqlRows:
    """One table of a database.

    Args:
        pull: the database.
        name: of the table's entry.
        secret: the password; "" = none is needed.
    """

    ordered = True
    start: Any = None

    def __init__(self, pull: SqlPull, name: str, secret: str) -> None:
        self._wanted: SqlTable = pull.tables[name]
        self._name = name
        self.cursor = self._wanted.cursor
        self.mapping = self._wanted.mapping
        self.complete = False
        try:
            url = sa.make_url(pull.url)
            self._engine = sa.create_engine(url.set(password=secret) if secret else url, poolclass=sa.NullPool)
        except (sa.exc.ArgumentError, sa.exc.NoSuchModuleError) as problem:
            raise Invalid(f"url: {problem}.", hint="Write it like postgresql+pg8000://user@host/database.") from problem

    def pages(self, since: Any, limit: int) -> Iterator[list[Row]]:
        """Yield the rows of a round: `limit` times `round_rows`, or all where no cursor tells what is new."""
        self.complete = False
        most = limit * self._wanted.round_rows if self.cursor else None
        with self._engine.connect() as connection:
            table = self._table(connection)
            query = self._query(table, since)
            result = connection.execution_options(stream_results=True, max_row_buffer=_PAGE).execute(
                query.limit(most) if most else query
            )
            number = 0
            for part in result.mappings().partitions(_PAGE):
                number += len(part)
                yield [dict(row) for row in part]
        self.complete = most is None or number < most

    def _table(self, connection: sa.Connection) -> sa.Table:
        schema, _, name = (self._wanted.table or self._name).rpartition(".")
        try:
            return sa.Table(name, sa.MetaData(), schema=schema or None, autoload_with=connection)
        except sa.exc.NoSuchTableError:
            names = sa.inspect(connection).get_table_names(schema or None)
            raise Invalid(
                f"{self._name}: the database has no table {name!r}.", hint=f"It has: {', '.join(names[:30])}."
            ) from None

    def _query(self, table: sa.Table, since: Any) -> sa.Select[Any]:
        names = self._wanted.columns or [column.name for column in table.columns]
        names = names if not self.cursor or self.cursor in names else [*names, self.cursor]
        unknown = [name for name in names if name not in table.columns]
        if unknown:
            known = ", ".join(column.name for column in table.columns)
            raise Invalid(f"{self._name}: there is no column {unknown[0]!r}.", hint=f"There are: {known}.")
        query = sa.select(*(table.columns[name] for name in names))
        if not self.cursor:
            return query
        column = table.columns[self.cursor]
        if since is not None:
            query = query.where(column >= self._typed(column, since))
        return query.where(column.is_not(None)).order_by(column)

    def _typed(self, column: sa.Column[Any], since: Any) -> Any:
        """Return where to begin as the column's own type, which is not always what was written down."""
        if not isinstance(since, str) or not isinstance(column.type, sa.DateTime | sa.Date):
            return since
        at = datetime.fromisoformat(since) - timedelta(seconds=self._wanted.lag_s)
        return at.date() if isinstance(column.type, sa.Date) else at
