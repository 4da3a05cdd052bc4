"""lz64, held against the library that browsers pack it with."""

import base64
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from footpath.collector import lz64
from footpath.collector.records import Refused
from tests.collector import node
from tests.collector.reading import read

TEXTS = [
    "", "a", "aaaaaaaaaaaaaaaaaaaa", '{"event":"Bought","properties":{"token":"k","distinct_id":"u"}}',
    "żółć ļūdzu 訂單完成 😀😀😀", "ab" * 3000, "".join(chr(32 + n * 7919 % 60000) for n in range(3000) if not 0xD7E0 < 32 + n * 7919 % 60000 < 0xE000),
]  # fmt: skip


def test_it_holds_what_was_packed() -> None:
    program = f"import lz from 'lz-string'; console.log(JSON.stringify({json.dumps(TEXTS)}.map(lz.compressToBase64)))"
    packed = json.loads(node.run(["--input-type=module", "-"], cwd=node.SDKS, given=program))
    assert [lz64.unpacked(one).decode() for one in packed] == TEXTS


# LZString.compressToBase64('{"event":"Bought","properties":{"token":"k","distinct_id":"u"}}')
PACKED = "N4IgpgbmB2AuIC4QCED2BXA5gC3gGhAAcAnVQsY2ASzAGdFRZUBrGREZkAgEytuugBjWAH0q3duhABfaUA=="


@given(
    st.one_of(st.text("ABCabc019+/=", max_size=60), st.binary(max_size=60).map(lambda b: base64.b64encode(b).decode()))
)
def test_what_is_damaged_is_refused(text: str) -> None:
    try:
        assert isinstance(lz64.unpacked(text), bytes)
    except Refused as problem:
        assert problem.field == "body"


def test_what_would_fill_the_memory_is_refused() -> None:
    with pytest.raises(Refused, match="larger"):
        lz64.unpacked("A" * 1_000_001)
    with pytest.raises(Refused, match="larger"):
        lz64.unpacked(bomb(9000))


def bomb(codes: int) -> str:
    """Pack one letter, each code holding one more of it than the one before."""
    bits = "00" + f"{ord('a'):08b}"[::-1]
    known = 4
    for _ in range(codes):
        bits += f"{known:0{known.bit_length()}b}"[::-1]
        known += 1
    bits += "0" * (-len(bits) % 6)
    return "".join(lz64._ALPHABET[int(bits[at : at + 6], 2)] for at in range(0, len(bits), 6))


def test_posthog_events_packed_so_are_read() -> None:
    reading = read("/e/", f"data={PACKED}".encode(), query={"compression": "lz64"})
    assert [(row.name, row.user_id) for row in reading.events] == [("Bought", "u")]
    assert reading.key == "k"
