"""What quotes say and where they are from, read when somebody asks: what was erased from the data is gone here too."""

from collections.abc import Iterable, Mapping
from typing import Any

from footpath.exploring import Holding, Stores
from footpath.insights import mask, told
from footpath.library import Source
from footpath.mining.hearing import OF_DATA, OF_TEXT, Spoken, read_back
from footpath.mining.model import Quote
from footpath.mining.sourcing import sources_of

LONGEST = 600  # characters of a quote that are shown


class Quoting:
    """Quotes by what they are named by.

    Args:
        stores, holding: where what people said is.
    """

    def __init__(self, stores: Stores, holding: Holding) -> None:
        self._stores = stores
        self._holding = holding

    def read(self, workspace: str, refs: Iterable[str], heard: Iterable[Any], *, shows_who: bool) -> dict[str, Quote]:
        """Return the quotes that are still there.

        Args:
            workspace: whose data.
            refs: what they are named by.
            heard: the kept sentences of the texts that some may be from.
            shows_who: whether whoever asks may know who said it.
        """
        wanted = set(refs)
        found = _of_texts((read_back(one) for one in heard), wanted, shows_who=shows_who)
        keys = sorted(bytes.fromhex(ref.removeprefix(OF_DATA)) for ref in wanted if ref.startswith(OF_DATA))
        held = self._holding.of(self._stores.folder(workspace)) if keys else None
        if held is None:
            return found
        for row in told(held.lake, keys).to_pylist():
            one = _of_data(row, shows_who=shows_who)
            found[one.ref] = one
        return found

    def sources(self, workspace: str, refs: Iterable[str]) -> dict[str, Source]:
        """Return where quotes come from, for words that are copied of them."""
        return sources_of(self._stores.folder(workspace), refs)


def _of_data(row: Mapping[str, Any], *, shows_who: bool) -> Quote:
    who = (row["person"] or "") if shows_who else ""
    return Quote(
        ref=OF_DATA + row["key"].hex(), text=_shown(row["text"] or ""), lang=row["lang"] or "", source=row["source"],
        row=row["row"], who=who, known=bool(who), channel=row["channel"] or "", at=row["at"],
    )  # fmt: skip


def _of_texts(texts: Iterable[list[Spoken]], wanted: set[str], *, shows_who: bool) -> dict[str, Quote]:
    found = {}
    for spoken in texts:
        for one in spoken:
            if one.ref.startswith(OF_TEXT) and one.ref in wanted:
                found[one.ref] = Quote(
                    ref=one.ref, text=_shown(one.text), lang=one.lang, source=one.name, row=one.row,
                    who=one.who if shows_who else "", before=_shown(one.before), after=_shown(one.after),
                    emotion=one.emotion,
                )  # fmt: skip
    return found


def _shown(text: str) -> str:
    line = mask(" ".join(text.split()))
    return line if len(line) <= LONGEST else f"{line[:LONGEST].rsplit(' ', 1)[0]} …"
