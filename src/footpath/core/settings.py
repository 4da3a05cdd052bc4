"""Settings, from environment variables named FOOTPATH_<NAME>; the only reader of the environment."""

import os
from pathlib import Path

from msgspec import Struct

from footpath.core.errors import Invalid


class Settings(Struct, frozen=True):
    """Where things are and how much of the machine may be used.

    Attributes:
        store: folder of the store that commands use when `--store` is not given.
        threads: how many threads imports and analyses use; 0 = all cores.
        memory_gb: how much memory an import may use before it spills to disk.
        spool: folder where the collector keeps what the lake does not have yet; none = inside the store.
        spool_gb: how much may wait there before senders are told to come back later.
    """

    store: Path = Path("footpath-store")
    threads: int = 0
    memory_gb: float = 2.0
    spool: Path | None = None
    spool_gb: float = 4.0


def load() -> Settings:
    """Read the settings; an unreadable value raises Invalid naming the variable."""
    return Settings(
        store=Path(_text("STORE", str(Settings().store))),
        threads=int(_number("THREADS", Settings().threads)) or os.cpu_count() or 1,
        memory_gb=_number("MEMORY_GB", Settings().memory_gb),
        spool=Path(_text("SPOOL", "")) if _text("SPOOL", "") else None,
        spool_gb=_number("SPOOL_GB", Settings().spool_gb),
    )


def secret(name: str) -> str:
    """Return a secret from the variable FOOTPATH_SECRET_<name>; "" where it is not set."""
    return _text(f"SECRET_{name}", "")


def _text(name: str, default: str) -> str:
    return os.environ.get(f"FOOTPATH_{name}", default)  # noqa: TID251 - the one place allowed to


def _number(name: str, default: float) -> float:
    text = _text(name, str(default))
    try:
        return float(text)
    except ValueError:
        raise Invalid(
            f"FOOTPATH_{name} is {text!r}, not a number.", hint=f"Set it to a number such as {default:g}."
        ) from None
