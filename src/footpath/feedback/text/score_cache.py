"""What models said about texts, kept in the store, so that a second map does not ask them again.

A cache, not facts: deleting it costs time only, and a broken one is thrown away.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

Floats = NDArray[np.float64]
_SCHEMA = pa.schema(
    [
        pa.field("key", pa.binary(16), nullable=False),  # of (model, language, text)
        pa.field("value", pa.float32(), nullable=False),
        pa.field("confidence", pa.float32(), nullable=False),
    ]
)
_FILE = "text-scores.parquet"
_REPORTS = "text-models.json"


class ScoreCache:
    """Keys of (model, text) → (value, confidence); remembers nothing across processes when there is no folder.

    Args:
        folder: where the file is; created when something is kept. None keeps in memory only.
    """

    def __init__(self, folder: Path | None) -> None:
        self._path = folder / _FILE if folder is not None else None
        self._known = _read(self._path) if self._path is not None else {}
        self._reports = _read_reports(folder / _REPORTS) if folder is not None else {}
        self._fresh = False

    def report(self, name: str) -> bytes | None:
        """Return what was remembered about a model."""
        return self._reports.get(name)

    def put_report(self, name: str, report: bytes) -> None:
        """Remember something about a model."""
        self._reports[name] = report
        self._fresh = True

    def get(self, keys: Sequence[bytes]) -> dict[bytes, tuple[float, float]]:
        """Return what is known of `keys`."""
        return {key: self._known[key] for key in keys if key in self._known}

    def put(self, scores: Mapping[bytes, tuple[float, float]]) -> None:
        """Remember scores, rounded as the file will keep them."""
        self._known |= {
            key: (float(np.float32(value)), float(np.float32(sure))) for key, (value, sure) in scores.items()
        }
        self._fresh = self._fresh or bool(scores)

    def save(self) -> None:
        """Write what is new, whole or not at all."""
        if self._path is None or not self._fresh:
            return
        self._path.parent.mkdir(parents=True, exist_ok=True)
        keys = sorted(self._known)
        table = pa.table(
            [keys, [self._known[key][0] for key in keys], [self._known[key][1] for key in keys]], schema=_SCHEMA
        )
        unfinished = self._path.with_suffix(".new")
        pq.write_table(table, unfinished, compression="zstd")
        unfinished.replace(self._path)
        unfinished = self._path.with_name(_REPORTS + ".new")
        unfinished.write_bytes(msgspec.json.encode({name: self._reports[name] for name in sorted(self._reports)}))
        unfinished.replace(self._path.with_name(_REPORTS))
        self._fresh = False


def _read(path: Path) -> dict[bytes, tuple[float, float]]:
    try:
        table = pq.read_table(path, schema=_SCHEMA)
    except (OSError, pa.ArrowException):
        return {}
    return dict(
        zip(
            table["key"].to_pylist(),
            zip(table["value"].to_pylist(), table["confidence"].to_pylist(), strict=True),
            strict=True,
        )
    )


def _read_reports(path: Path) -> dict[str, bytes]:
    try:
        return msgspec.json.decode(path.read_bytes(), type=dict[str, bytes])
    except (OSError, msgspec.DecodeError, msgspec.ValidationError):
        return {}
