"""Where a workspace's data is."""

from pathlib import Path

from footpath.accounts import owns_store
from footpath.core.database import Database


class Stores:
    """The stores of all workspaces.

    The first workspace of a server has the server's own store, which collector, pulls and command line write; each
    other one has a store of its own in the data folder.

    Args:
        database: which workspace is the first.
        store: the server's own store.
        data: the data folder.
    """

    def __init__(self, database: Database, store: Path, data: Path) -> None:
        self._database = database
        self._store = store.resolve()
        self._data = data.resolve()

    def folder(self, workspace: str) -> Path:
        """Return the folder of a workspace's store, which need not be there yet."""
        with self._database.read() as con:
            first = owns_store(con, workspace)
        return self._store if first else self._data / "workspaces" / workspace / "store"
