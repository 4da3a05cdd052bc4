"""Signatures on P-256 beside the test vectors of RFC 6979, A.2.5."""

import pytest

from footpath.collector.ecdsa import ORDER, fits, point_of
from tests.collector.hooking import PUBLIC, der, signature

R = 0xEFD48B2AACB6A8FD1140DD9CD45E81D69D2C877B56AAF991C34D0EA84EAF3716
S = 0xF7CB1C942D657C41D436C7A1B6E29F65F3E900DBB9AFF4064DC4AB2F843ACDA8
TEST = (
    0xF1ABB023518351CD71D881567B1EA663ED3EFCF6C5132B354F28D3B0B7D38367,
    0x019F4113742A2B14BD25926B49C649155F267E60D3814B4C0CC84250E46F0083,
)


def test_the_published_signatures_fit_and_no_others() -> None:
    key = point_of(PUBLIC)
    assert fits(key, der(R, S), b"sample")
    assert fits(key, der(*TEST), b"test")
    assert signature(b"sample") == der(R, S)
    bad = [
        der(R, S + 1),
        der(S, R),
        der(0, S),
        der(R, ORDER),
        der(R, S + ORDER),
        der(R, S)[:-1],
        b"",
        b"0",
    ]
    for wrong in bad:
        assert not fits(key, wrong, b"sample")
    assert not fits(key, der(R, S), b"sampl")


@pytest.mark.parametrize("key", [b"", PUBLIC[:-1], PUBLIC[:-1] + b"\0", PUBLIC[:26] + b"\2" + PUBLIC[27:], b"x" * 91])
def test_what_is_no_key_is_refused(key: bytes) -> None:
    with pytest.raises(ValueError, match="P-256"):
        point_of(key)
