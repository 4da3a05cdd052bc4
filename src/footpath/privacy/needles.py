"""What a search for a person looks for: their ids, what they wrote, in every way it can stand in a file."""

import re
from functools import cached_property

import msgspec
from msgspec import Struct

from footpath.collector import email_hash

_SHORT = 6  # characters up to which an id is also found by accident, so that it counts only where ids stand
_SHORT_TEXT = 12  # characters of a text that says something only one person said
ID_COLUMNS = ("user_id", "anonymous_id", "email_hash", "id", "ids", "person")
_ADDRESS = re.compile(rb"[^\s\"'<>@,;:()\[\]{}\\/?&=]{1,64}@[A-Za-z0-9.-]{1,255}\.[A-Za-z]{2,24}")
_IN_A_WORD = r"[\w-]"


class Needles(Struct, frozen=True, dict=True):
    """What is looked for.

    Attributes:
        ids: every id with its kind.
        texts: what the person wrote, word for word.
    """

    ids: tuple[tuple[str, str], ...]
    texts: tuple[str, ...] = ()

    @cached_property
    def names(self) -> frozenset[str]:
        """The ids, alone and with their kind in front, as they stand in columns of ids."""
        return frozenset(one for _, one in self.ids) | frozenset(f"{kind}:{one}" for kind, one in self.ids)

    @cached_property
    def wording(self) -> frozenset[str]:
        """The texts that are long enough to be one person's."""
        return frozenset(text for text in self.texts if len(text) > _SHORT_TEXT)

    @cached_property
    def long(self) -> list[str]:
        """The ids that are not found by accident."""
        return sorted({one for _, one in self.ids if len(one) > _SHORT or not one.isalnum()})

    @cached_property
    def in_words(self) -> str:
        """A regular expression (RE2) that finds a long id in a text, but not a longer id that holds it; "" for none."""
        found = "|".join(re.escape(one) for one in self.long)
        return f"(?:^|[^\\w-])(?:{found})(?:$|[^\\w-])" if found else ""

    @cached_property
    def in_bytes(self) -> "re.Pattern[bytes] | None":
        """Finds any id or text in the bytes of a file; short ids only where they are a whole JSON text after a name."""
        parts = [rf"(?<!{_IN_A_WORD}){re.escape(_json(one))}(?!{_IN_A_WORD})" for one in self.long]
        short = sorted({one for _, one in self.ids} - set(self.long))
        parts += [rf'id"\s?:\s?"{re.escape(_json(one))}"' for one in short]
        parts += [re.escape(_json(text)) for text in sorted(self.wording)]
        return re.compile("|".join(parts).encode()) if parts else None

    @property
    def longest(self) -> int:
        """Bytes by which pieces of a file must overlap so that nothing is cut in two."""
        return max((len(_json(one).encode()) for one in (*self.names, *self.wording)), default=0) + 16

    @cached_property
    def addresses(self) -> frozenset[str]:
        """Hashes of their e-mail addresses."""
        return frozenset(one for kind, one in self.ids if kind == "email")

    def addressed(self, content: bytes) -> int:
        """Return how many of the e-mail addresses in some bytes are theirs."""
        if not self.addresses or b"@" not in content:
            return 0
        found = (one.group().decode("utf-8", "replace") for one in _ADDRESS.finditer(content))
        return sum(email_hash(one) in self.addresses for one in found)

    def names_one(self, text: str) -> bool:
        """Say whether a text is one of the ids, or holds a long one, an address of theirs or something they wrote."""
        if text in self.names or text in self.wording or self.addressed(text.encode("utf-8", "replace")):
            return True
        return bool(self.in_words and re.search(self.in_words, text)) or any(one in text for one in self.wording)


def _json(text: str) -> str:
    """Return a text as it stands between the quotes of JSON."""
    return msgspec.json.encode(text).decode()[1:-1]
