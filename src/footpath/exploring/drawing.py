"""Answers as their workers found them, so that a picture is drawn when it is asked for, in the language asked for."""

import io
import pickle
from collections.abc import Mapping
from typing import Any

import pyarrow as pa

from footpath.core.languages import speaking
from footpath.exploring.asked import Worked, unpacked


def folded(answer: Any, tables: Mapping[str, pa.Table]) -> bytes:
    """Return an answer as bytes, its tables by name alone: they travel beside it."""
    sink = io.BytesIO()
    _Folding(sink, {id(table): name for name, table in tables.items()}).dump(answer)
    return sink.getvalue()


def drawn(worked: Worked, locale: str) -> str:
    """Return the picture of an answer as SVG, in a language."""
    answer = _Unfolding(io.BytesIO(worked.answer), worked.tables).load()
    with speaking(locale):
        return str(answer.plot().svg)


class _Folding(pickle.Pickler):
    def __init__(self, sink: io.BytesIO, names: Mapping[int, str]) -> None:
        super().__init__(sink, protocol=pickle.HIGHEST_PROTOCOL)
        self._names = names

    def persistent_id(self, thing: Any) -> str | None:
        """Return the name of a table of the answer."""
        return self._names.get(id(thing)) if isinstance(thing, pa.Table) else None


class _Unfolding(pickle.Unpickler):
    """Reads what a worker of this server wrote, nothing from anywhere else."""

    def __init__(self, source: io.BytesIO, tables: Mapping[str, bytes]) -> None:
        super().__init__(source)
        self._tables = tables

    def persistent_load(self, name: str) -> pa.Table:
        """Return a table of the answer."""
        return unpacked(self._tables[name])
