"""The script that web pages load: `tracker/` in TypeScript, built into one file of this package."""

import gzip
import hashlib
from functools import cached_property
from importlib.resources import files

from footpath.collector.records import Answer

_KIND = "text/javascript"  # in UTF-8, which the server says by itself
_KEEP = "public, max-age=3600, stale-while-revalidate=86400"


class Script:
    """The built script, and how browsers are told to keep it."""

    @cached_property
    def plain(self) -> bytes:
        """The script as it was built."""
        return (files("footpath.collector") / "tracker.js").read_bytes()

    @cached_property
    def packed(self) -> bytes:
        """The script compressed, the same bytes every time."""
        return gzip.compress(self.plain, mtime=0)

    @cached_property
    def tag(self) -> str:
        """What tells this version of the script from others."""
        return hashlib.sha256(self.plain).hexdigest()[:20]

    def answer(self, known: str, encodings: str) -> Answer:
        """Return the script, or that nothing has changed.

        Args:
            known: versions that the browser has, the header If-None-Match.
            encodings: what it can unpack, the header Accept-Encoding.
        """
        headers = (
            ("etag", f'W/"{self.tag}"'), ("cache-control", _KEEP), ("vary", "Accept-Encoding"),
            # Pages of any site may load it; it holds nothing that is anybody's.
            ("access-control-allow-origin", "*"), ("cross-origin-resource-policy", "cross-origin"),
            ("x-content-type-options", "nosniff"),
        )  # fmt: skip
        if self.tag in known:
            return Answer(304, b"", _KIND, headers)
        if "gzip" in encodings:
            return Answer(200, self.packed, _KIND, (*headers, ("content-encoding", "gzip")))
        return Answer(200, self.plain, _KIND, headers)


SCRIPT = Script()
