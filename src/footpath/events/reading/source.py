"""A file as it lies on disk: what it is packed in, its encoding, and its text as plain UTF-8."""

import codecs
import gzip
import hashlib
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, cast

import zstandard

from footpath.core.errors import Invalid
from footpath.events.reading.encodings import guess
from footpath.events.rejects import Reject

HEAD = 1 << 20
CHUNK = 1 << 22
PACKED = {b"\x1f\x8b": "gzip", b"\x28\xb5\x2f\xfd": "zstd"}
_SUFFIXES = {".gz", ".gzip", ".zst", ".zstd"}
_BROKEN = (EOFError, zlib.error, gzip.BadGzipFile, zstandard.ZstdError)


class Source:
    """One file to be imported.

    Attributes:
        path: where it lies.
        name: the file's name without .gz or .zst.
        head: its first bytes, unpacked.
        encoding: of its text; None when it is not text.
        rejects: what was lost in unpacking.
        is_ascii: known to hold nothing but ASCII, once `utf8` was asked for.
    """

    def __init__(self, path: Path, *, encoding: str | None = None) -> None:
        self.path = path
        self.name = path.name if path.suffix.lower() not in _SUFFIXES else path.stem
        self.rejects: list[Reject] = []
        self.is_ascii = False
        with path.open("rb") as file:
            start = file.read(4)
        self.packed = next((kind for magic, kind in PACKED.items() if start.startswith(magic)), None)
        self.head = self._read_head()
        self.encoding = _checked(encoding) if encoding else guess(self.head)
        self._asked = encoding is not None

    @property
    def suffix(self) -> str:
        """The last extension, lower case, with its dot."""
        return Path(self.name).suffix.lower()

    @property
    def text(self) -> str:
        """The first part of its text; empty when it is not text."""
        if self.encoding is None:
            return ""
        text = codecs.getincrementaldecoder(self.encoding)("replace").decode(self.head)
        return _plain(text.removeprefix("\ufeff"))

    def fingerprint(self) -> str:
        """Return the sha256 of the file's bytes as hex."""
        with self.path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()

    def chunks(self) -> Iterator[bytes]:
        """Yield its bytes, unpacked; what a broken archive still holds is kept and the break becomes a reject."""
        try:
            with self._open() as file:
                while chunk := file.read(CHUNK):
                    yield chunk
        except _BROKEN as problem:
            self.rejects.append(
                Reject(
                    line=None,
                    field="",
                    value="",
                    reason=f"the archive breaks off: {problem}",
                    remedy="Fetch the file again; what could be unpacked was imported.",
                )
            )

    def plain(self, target: Path) -> Path:
        """Return a path to its bytes, unpacked: its own, or `target`, which is then written."""
        if self.packed is None:
            return self.path
        with target.open("wb") as out:
            for chunk in self.chunks():
                out.write(chunk)
        return target

    def utf8(self, target: Path) -> Path:
        """Return a path to its text as clean UTF-8: its own where it is that, else `target`, which is then written."""
        if self.packed is None and not self._asked and self.encoding in {"utf-8", "utf-8-sig"} and self._is_clean():
            return self.path
        if self.encoding in {"utf-8", "utf-8-sig"} and not self._asked:
            self._look_further()
        decoder = codecs.getincrementaldecoder(self.encoding or "utf-8")("replace")
        with target.open("w", encoding="utf-8", newline="") as out:
            first = True
            for chunk in self.chunks():
                text = decoder.decode(chunk)
                out.write(_plain(text.removeprefix("\ufeff") if first else text))
                first = False
            out.write(_plain(decoder.decode(b"", final=True)))
        return target

    def _open(self) -> BinaryIO:
        if self.packed == "gzip":
            return cast("BinaryIO", gzip.open(self.path, "rb"))
        if self.packed == "zstd":
            return cast("BinaryIO", zstandard.open(self.path, "rb"))
        return self.path.open("rb")

    def _read_head(self) -> bytes:
        head = bytearray()
        try:
            with self._open() as file:
                while len(head) < HEAD and (part := file.read(min(1 << 16, HEAD - len(head)))):
                    head += part
        except _BROKEN:
            return bytes(head)
        return bytes(head)

    def _is_clean(self) -> bool:
        if b"\r" in self.head and b"\n" not in self.head:
            return False
        decoder = codecs.getincrementaldecoder("utf-8")("strict")
        plain = True
        try:
            for chunk in self.chunks():
                if b"\0" in chunk:
                    return False
                if not (plain and chunk.isascii()):
                    plain = False
                    decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
        self.is_ascii = plain
        return True

    def _look_further(self) -> None:
        """Find the encoding of a file whose first part was plain ASCII from the first part that is not."""
        decoder = codecs.getincrementaldecoder("utf-8")("strict")
        for chunk in self.chunks():
            try:
                decoder.decode(chunk)
            except UnicodeDecodeError as problem:
                around = chunk[max(0, problem.start - HEAD // 4) : problem.start + HEAD // 4]
                self.encoding = guess(around, anywhere=True) or "utf-8"
                return


def _plain(text: str) -> str:
    text = text.replace("\0", "") if "\0" in text else text
    return text.replace("\r", "\n") if "\r" in text and "\n" not in text else text


def _checked(encoding: str) -> str:
    try:
        return codecs.lookup(encoding).name
    except LookupError as problem:
        raise Invalid(
            f"No encoding is called {encoding!r}.",
            hint="Try --encoding utf-8, cp1250, cp1252, cp1257, gb18030 or big5.",
        ) from problem
