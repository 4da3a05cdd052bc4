"""Bodies as they come over the wire: compressed or not, by what they are rather than what they are called."""

import io
import zlib

import zstandard

from footpath.collector.records import Refused

LARGEST_SENT = 10 * 1024 * 1024
LARGEST = 32 * 1024 * 1024
_GZIP = b"\x1f\x8b"
_ZSTD = b"\x28\xb5\x2f\xfd"


def too_large(limit: int) -> Refused:
    """Return the refusal of a body that is too large."""
    return Refused("body", f"it is larger than {limit // 1024 // 1024} MB", "Send smaller batches", status=413)


def unpacked(body: bytes, encoding: str) -> bytes:
    """Return a body decompressed: gzip and Zstandard by their first bytes, deflate and Brotli where a header says so.

    Raises:
        Refused: it is damaged, or larger than 32 MB when decompressed.
    """
    try:
        if body.startswith(_GZIP):
            return _inflated(body, 31)
        if body.startswith(_ZSTD):
            content = zstandard.ZstdDecompressor().stream_reader(io.BytesIO(body)).read(LARGEST + 1)
            _check(content)
            return content
        if encoding == "deflate":
            return _inflated(body, 15 if body[:1] == b"\x78" else -15)
        if encoding == "br":
            return _unbrotlied(body)
    except (zlib.error, zstandard.ZstdError) as problem:
        raise Refused("body", f"it cannot be decompressed ({problem})", "Send it anew, or uncompressed") from None
    return body


def _inflated(body: bytes, window: int) -> bytes:
    opened = zlib.decompressobj(window)
    content = opened.decompress(body, LARGEST + 1)
    _check(content)
    if not opened.eof:
        raise Refused("body", "its compressed end is missing", "Send it anew")
    return content


def _check(content: bytes | bytearray) -> None:
    if len(content) > LARGEST:
        raise too_large(LARGEST)


def _unbrotlied(body: bytes) -> bytes:
    import brotli

    opened = brotli.Decompressor()
    content = bytearray()
    try:
        content += opened.process(body, output_buffer_limit=1 << 20)
        while not opened.is_finished():
            _check(content)
            more = opened.process(b"", output_buffer_limit=1 << 20)
            if not more and opened.can_accept_more_data():
                raise Refused("body", "its compressed end is missing", "Send it anew")
            content += more
    except brotli.error as problem:
        raise Refused("body", f"it cannot be decompressed ({problem})", "Send it anew, or uncompressed") from None
    _check(content)
    return bytes(content)
