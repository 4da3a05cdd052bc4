"""The browser's side: its files, built into the package; every address that is none of them is a page of it."""

import mimetypes
from pathlib import Path
from typing import Any

from litestar import Request, Response, get
from msgspec import Struct

import footpath
from footpath.core.errors import NotFound

FOLDER = Path(footpath.__file__).parent / "ui"
_FOREVER = "public, max-age=31536000, immutable"
_PACKED = {".br": "br", ".gz": "gzip"}
_MISSING = (
    b"<!doctype html><html lang=en><meta charset=utf-8><title>Footpath</title>"
    b"<p>The pages are not built here. The API is at <a href=/api/v1/schema>/api/v1/schema</a>.</p></html>"
)


class File(Struct, frozen=True):
    """A file of the pages: as it is, and packed."""

    kind: str
    data: bytes
    packed: dict[str, bytes]


class Pages:
    """The built pages in a folder, read once.

    Args:
        folder: where they are; when there are none, a page says so.
    """

    def __init__(self, folder: Path = FOLDER) -> None:
        found = [path for path in sorted(folder.rglob("*")) if path.is_file()] if folder.is_dir() else []
        self._files = {path.relative_to(folder).as_posix(): _file(path) for path in found if path.suffix not in _PACKED}

    def answer(self, path: str, accepted: str) -> Response[bytes]:
        """Answer with the file at `path`, or with the page that shows what is at that address."""
        name = path.lstrip("/")
        file = self._files.get(name)
        if file is None and name.startswith(("api/", "ws/", "assets/")):
            raise NotFound(f"There is nothing at /{name}.")
        whole = file or self._files.get("index.html") or File("text/html", _MISSING, {})
        hashed = file is not None and name.startswith("assets/")
        headers = {"cache-control": _FOREVER if hashed else "no-cache", "vary": "accept-encoding"}
        packing = next((word for word in whole.packed if word in accepted), "")
        if packing:
            headers["content-encoding"] = packing
        data = whole.packed.get(packing, whole.data)
        return Response(data, media_type=whole.kind, headers=headers)


def _file(path: Path) -> File:
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    packed = {
        word: path.with_name(path.name + ending).read_bytes()
        for ending, word in _PACKED.items()
        if path.with_name(path.name + ending).is_file()
    }
    return File(f"{kind}; charset=utf-8" if kind.startswith("text/") else kind, path.read_bytes(), packed)


@get(["/", "/{path:path}"], sync_to_thread=False, include_in_schema=False, opt={"needs": "nobody"})
def page(request: Request[Any, Any, Any], pages: Pages) -> Response[bytes]:
    """Answer with a file of the pages, or the page itself."""
    return pages.answer(request.scope["path"], request.headers.get("accept-encoding", ""))
