"""From where words came that are copied: whose they are, so that they leave with whoever said them."""

from collections.abc import Iterable
from pathlib import Path

from footpath.core.errors import NotFound
from footpath.events import Lake
from footpath.library import Source
from footpath.mining.hearing import OF_DATA


def sources_of(folder: Path, refs: Iterable[str]) -> dict[str, Source]:
    """Return where quotes come from, by what they are named by; nobody knows whose words of pasted texts are.

    Args:
        folder: of the store that those of data are in.
        refs: what they are named by.
    """
    found = {ref: Source(ref=ref) for ref in refs}
    keys = {bytes.fromhex(ref.removeprefix(OF_DATA)): ref for ref in found if ref.startswith(OF_DATA)}
    try:
        whose = Lake.open(folder).whose_signals(sorted(keys)) if keys else {}
    except NotFound:  # there is no store (any more), and so nobody to erase
        return found
    return found | {keys[key]: Source(ref=keys[key], whose=one, said_at=at) for key, (one, at) in whose.items()}
