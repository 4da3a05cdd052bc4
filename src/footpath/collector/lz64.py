"""lz64, in which older versions of posthog-js pack what they send: Lempel-Ziv over UTF-16, as base64.

The format is LZString's `compressToBase64`: codes of growing width, read from the lowest bit on; 0 and 1 announce a new
character of 8 or 16 bits, 2 is the end, every other code is a text that was seen before.
"""

from footpath.collector.records import Refused
from footpath.collector.unpacking import LARGEST, too_large

LARGEST_SENT = 1_000_000  # characters: a page's batch has a few thousand, and every code takes a step here
_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
_SIX = {ord(sign): f"{value:06b}" for value, sign in enumerate(_ALPHABET)} | {ord("="): ""}
_CHARACTER = {0: 8, 1: 16}
_END = 2
_DAMAGED = Refused("body", "it is no JSON, nor base64 or lz64 of it", "Send JSON")


def unpacked(text: str) -> bytes:
    """Return what a text in lz64 holds, in UTF-8.

    Raises:
        Refused: it is damaged, or too large.
    """
    if len(text) > LARGEST_SENT:
        raise too_large(LARGEST_SENT)
    try:
        content = "".join(_entries(_Bits(text.translate(_SIX))))
        return content.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace").encode()
    except (ValueError, IndexError):  # no bits left, or bits that are none
        raise _DAMAGED from None


class _Bits:
    def __init__(self, bits: str) -> None:
        self._bits = bits
        self._at = 0

    def take(self, width: int) -> int:
        found = self._bits[self._at : self._at + width]
        if len(found) < width:
            raise IndexError
        self._at += width
        return int(found[::-1], 2)


def _entries(bits: _Bits) -> list[str]:
    known = [""] * 3
    before, found = "", []
    size, width = 0, 2
    while (code := bits.take(width)) != _END:
        if code in _CHARACTER:
            known.append(chr(bits.take(_CHARACTER[code])))
            code = len(known) - 1
        if code > len(known) or (code == len(known) and not before):
            raise _DAMAGED
        entry = known[code] if code < len(known) else before + before[0]
        found.append(entry)
        size += len(entry)
        if size > LARGEST:
            raise too_large(LARGEST)
        if before:
            known.append(before + entry[0])
        before = entry
        width = len(known).bit_length()
    return found
