"""lz64, held against the library that browsers pack it with."""

import base64
import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from footpath.collector import lz64
from footpath.collector.records import Refused
from tests.collector import node
from tests.collector.reading import read

LETTERS = "abcdef żó訂😀"
TEXTS = [
    "",
    "a" * 20,
    "ab" * 3000,
    *(json.dumps({"event": LETTERS[:n], "list": [LETTERS[n % 7 :] * n]}, ensure_ascii=False) for n in range(40)),
]


def test_it_holds_what_was_packed() -> None:
    program = f"import lz from 'lz-string'; console.log(JSON.stringify({json.dumps(TEXTS)}.map(lz.compressToBase64)))"
    packed = json.loads(node.run(["--input-type=module", "-"], cwd=node.SDKS, given=program))
    assert [lz64.unpacked(one).decode() for one in packed] == TEXTS


# As the library packs an event "Bought" of u, with the token k.
PACKED = "N4IgpgbmB2AuIC4QCED2BXA5gC3gGhAAcAnVQsY2ASzAGdFRZUBrGREZkAgEytuugBjWAH0q3duhABfaUA=="


@given(
    st.one_of(
        st.text("ABCabc019+/=", max_size=60), st.binary(max_size=60).map(lambda given: base64.b64encode(given).decode())
    )
)
def test_whatever_comes_is_read_or_refused(text: str) -> None:
    with suppress(Refused):
        assert isinstance(lz64.unpacked(text), bytes)


@pytest.mark.parametrize("text", ["", "A", "////", "no base64 at all", "ż"])
def test_what_is_damaged_is_refused(text: str) -> None:
    with pytest.raises(Refused, match="body"):
        lz64.unpacked(text)


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
    # Its base64 is padded, not padded, or of a length that no base64 has.
    for packed in (PACKED, PACKED.rstrip("="), PACKED.rstrip("=") + "A=="):
        reading = read("/e/", f"data={packed}".encode(), query={"compression": "lz64"})
        assert [(row.name, row.user_id) for row in reading.events] == [("Bought", "u")]
        assert reading.key == "k"
