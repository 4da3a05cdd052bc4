"""What other programs' libraries read in a file that a format wrote, as one text without spaces."""

import csv
import io
import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser

import msgspec
import openpyxl
import yaml
from lxml import etree
from PIL import Image
from pptx import Presentation
from pypdf import PdfReader

_PNG_LARGEST_SIDE = 20_000


def squeezed(text: str) -> str:
    """Return `text` without white space and characters nobody sees, as layouts break and trim lines."""
    return re.sub(r"[\s\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\x00-\x1f\x7f-\x9f\ufffe\uffff]+", "", text)


def read_pdf(data: bytes) -> str:
    pages = PdfReader(io.BytesIO(data)).pages
    assert pages
    return "".join(page.extract_text() for page in pages)


def read_png(data: bytes) -> str:
    with Image.open(io.BytesIO(data)) as picture:
        picture.load()
        assert picture.format == "PNG"
        assert 100 < picture.width < _PNG_LARGEST_SIDE
        assert 50 < picture.height < _PNG_LARGEST_SIDE
    return ""


def read_pptx(data: bytes) -> str:
    return "".join(text for slide in Presentation(io.BytesIO(data)).slides for text in _said(slide.shapes))


def _said(shapes: object) -> Iterator[str]:
    for shape in shapes:  # type: ignore[attr-defined]
        if hasattr(shape, "shapes"):
            yield from _said(shape.shapes)
        elif shape.has_text_frame:
            yield shape.text_frame.text


def read_xlsx(data: bytes) -> str:
    book = openpyxl.load_workbook(io.BytesIO(data))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert not [cell.coordinate for cell in cells if cell.data_type == "f"], "no cell may be a formula"
    return "".join(str(cell.value) for cell in cells)


def read_csv(data: bytes) -> str:
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    texts = [value for row in rows for field, value in row.items() if not _is_number(value)]
    assert not [text for text in texts if text.startswith(("=", "+", "-", "@"))], "no cell may run as a formula"
    return "".join(texts)


def _is_number(text: str) -> bool:
    return re.fullmatch(r"-?\d+(\.\d+)?(e[+-]?\d+)?", text) is not None


def read_markdown(data: bytes) -> str:
    text = data.decode()
    tables = re.findall(r"(?:^\|.*\n)+", text, re.MULTILINE)
    for table in tables:
        widths = {len(re.findall(r"(?<!\\)\|", line)) for line in table.splitlines()}
        assert len(widths) == 1, "every row of a table has the same cells"
    return re.sub(r"\\([^\w\s])", r"\1", text).replace("<br>", "")


def read_mermaid(data: bytes) -> str:
    return data.decode()


def read_xml(data: bytes) -> str:
    return "".join(str(text) for text in etree.fromstring(data).itertext())


def read_html(data: bytes) -> str:
    found: list[str] = []

    class Reader(HTMLParser):
        def handle_data(self, data: str) -> None:
            found.append(data)

    reader = Reader()
    reader.feed(data.decode())
    reader.close()
    return "".join(found)


def read_json(data: bytes) -> str:
    return "".join(_strings(msgspec.json.decode(data)))


def read_yaml(data: bytes) -> str:
    return "".join(_strings(yaml.safe_load(data)))


def _strings(plain: object) -> Iterator[str]:
    if isinstance(plain, dict):
        yield from (text for value in plain.values() for text in _strings(value))
    elif isinstance(plain, list):
        yield from (text for value in plain for text in _strings(value))
    elif isinstance(plain, str):
        yield plain


READERS: dict[str, Callable[[bytes], str]] = {
    "cjml": read_xml,
    "csv": read_csv,
    "html": read_html,
    "json": read_json,
    "md": read_markdown,
    "mmd": read_mermaid,
    "pdf": read_pdf,
    "png": read_png,
    "pptx": read_pptx,
    "svg": read_xml,
    "xlsx": read_xlsx,
    "yaml": read_yaml,
}
