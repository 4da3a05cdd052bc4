"""No bytes at all give a traceback: an import ends well, or with an error that says what to do."""

import gzip
import tempfile
from contextlib import suppress
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.dials import examples
from tests.events.importing_world import World

from footpath.core.errors import FootpathError

NAMES = st.sampled_from(
    ["a.csv", "a.tsv", "a.txt", "a.json", "a.jsonl", "a.xes", "a.xml", "a.log", "a.parquet", "a.xlsx", "a.gz", "a"]
)
CELLS = st.sampled_from(
    [
        *[
            "user_id",
            "time",
            "event",
            "text",
            "score",
            "nps",
            "email",
            "2024-01-01",
            "03/04/2024",
            "1,5",
            "1.234",
            "a@b.org",
            "NA",
            "é",
            "客戶",
            "<log>",
            "{",
            "[",
            "-inf",
            "nan",
        ],
        *("epoch", "positive", "5", "0", "=1+1", "it is a nice day today", "9" * 26, "> ", '"', "\x00", ""),
    ]
)
ROWS = st.lists(st.lists(CELLS, min_size=1, max_size=6), min_size=1, max_size=12)
MARKS = st.sampled_from(
    [
        b"PAR1",
        b"PK\x03\x04xl/",
        b"\x1f\x8b\x08",
        b"(\xb5/\xfd",
        b"\xff\xfe",
        b"<?xml?><log><trace>",
        b"[{",
        b'{"type":"track","userId":',
    ]
)


def _imports_or_advises(name: str, content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        world = World(Path(folder))
        with suppress(FootpathError):
            world.take(world.write(name, content))


@settings(max_examples=examples(40), deadline=None)
@given(NAMES, st.binary(max_size=400))
def test_any_bytes(name: str, content: bytes) -> None:
    _imports_or_advises(name, content)


@settings(max_examples=examples(40), deadline=None)
@given(NAMES, MARKS, st.binary(max_size=200), st.booleans())
def test_bytes_that_start_like_a_known_format(name: str, mark: bytes, content: bytes, packed: bool) -> None:
    whole = mark + content
    _imports_or_advises(name, gzip.compress(whole)[: len(whole) + 5] if packed else whole)


@settings(max_examples=examples(60), deadline=None)
@given(NAMES, ROWS, st.sampled_from([",", ";", "\t", "|", " "]), st.sampled_from(["\n", "\r\n", "\r"]))
def test_tables_of_odd_cells(name: str, rows: list[list[str]], sign: str, end: str) -> None:
    _imports_or_advises(name, end.join(sign.join(row) for row in rows).encode())
