"""Records in a spool segment: a mark, what they hold, their length and checksum, then the bytes.

A reader can tell a whole record from one that was cut off by a crash, and finds the next whole one after damage.
"""

import struct
import zlib
from collections.abc import Iterator

from msgspec import Struct

MARK = b"\xf5FP\x01"
_HEAD = struct.Struct("<4scII")  # mark, kind, length, checksum of kind and bytes
_AT_ONCE = 5120
EVENTS, TRAITS, SIGNALS, CONSENTS, LETTERS = b"E", b"T", b"S", b"C", b"L"


class Frame(Struct, frozen=True):
    """One record: the kind of rows it holds and their bytes, a JSON object a line."""

    kind: bytes
    content: bytes


class Damage(Struct, frozen=True):
    """A stretch of a segment that holds no whole record.

    Attributes:
        start, end: where it is.
        torn: nothing whole follows, so a crash cut off a write that nobody was told had succeeded.
    """

    start: int
    end: int
    torn: bool


def framed(kind: bytes, content: bytes) -> bytes:
    """Return a record as it stands in a segment."""
    return _HEAD.pack(MARK, kind, len(content), _checksum(kind, content)) + content


def _checksum(kind: bytes, content: bytes) -> int:
    """Return the checksum of a record, piece by piece.

    For longer pieces zlib lets other threads run, and the one that answers would wait milliseconds for its turn.
    """
    sum_ = kind[0]
    whole = memoryview(content)
    for start in range(0, len(content), _AT_ONCE):
        sum_ = zlib.crc32(whole[start : start + _AT_ONCE], sum_)
    return sum_


def frames_in(segment: bytes) -> Iterator[Frame | Damage]:
    """Yield the records of a segment in order, and the damage between them."""
    position = 0
    while position < len(segment):
        frame = _at(segment, position)
        if frame is None:
            following = _next_whole(segment, position + 1)
            yield Damage(position, following, torn=following == len(segment))
            position = following
        else:
            yield frame
            position += _HEAD.size + len(frame.content)


def _at(segment: bytes, position: int) -> Frame | None:
    if len(segment) - position < _HEAD.size:
        return None
    mark, kind, length, checksum = _HEAD.unpack_from(segment, position)
    start = position + _HEAD.size
    if mark != MARK or length > len(segment) - start:
        return None
    content = segment[start : start + length]
    return Frame(kind, content) if zlib.crc32(content, kind[0]) == checksum else None


def _next_whole(segment: bytes, position: int) -> int:
    while (position := segment.find(MARK, position)) >= 0:
        if _at(segment, position) is not None:
            return position
        position += 1
    return len(segment)
