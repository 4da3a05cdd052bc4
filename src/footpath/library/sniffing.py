"""What a file really is, by its first bytes: its name and what the browser says of it are not believed."""

from pathlib import PurePath

from footpath.core.errors import Invalid

PICTURES = ("image/png", "image/jpeg", "image/gif", "image/webp")
VIDEOS = ("video/mp4", "video/webm")
_MP4 = (b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"M4V ", b"MSNV", b"dash")
_STARTS = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"%PDF-", "application/pdf"),
)
_OFFICE = "application/vnd.openxmlformats-officedocument"
_ZIPPED = {
    ".docx": f"{_OFFICE}.wordprocessingml.document",
    ".xlsx": f"{_OFFICE}.spreadsheetml.sheet",
    ".pptx": f"{_OFFICE}.presentationml.presentation",
}
_TEXTS = {".txt": "text/plain", ".md": "text/plain", ".csv": "text/csv"}


def type_of(name: str, data: bytes) -> str:
    """Return the media type of a file; raises Invalid when it is none of those that are kept.

    Pictures are shown by browsers, videos are played inside our pages, all others are only saved.
    SVG and HTML are refused: they can hold programs.
    """
    for start, kind in _STARTS:
        if data.startswith(start):
            return kind
    video = _video(data)
    if video:
        return video
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    ending = PurePath(name).suffix.lower()
    if ending in _ZIPPED and data.startswith(b"PK\x03\x04"):
        return _ZIPPED[ending]
    if ending in _TEXTS and _is_text(data):
        return _TEXTS[ending]
    hint = "Attach PNG, JPEG, GIF, WebP, MP4, WebM, PDF, Word, Excel, PowerPoint, TXT, CSV or MD."
    raise Invalid(f"file: {name[:80]!r} is of no type that is kept.", hint=hint)


def _video(data: bytes) -> str:
    """Return the type of a video that browsers play, empty for any other file."""
    if data[4:8] == b"ftyp" and data[8:12] in _MP4:
        return "video/mp4"
    return "video/webm" if data.startswith(b"\x1aE\xdf\xa3") and b"\x42\x82\x84webm" in data[:64] else ""


def _is_text(data: bytes) -> bool:
    try:
        return "\0" not in data.decode()
    except UnicodeDecodeError:
        return False
