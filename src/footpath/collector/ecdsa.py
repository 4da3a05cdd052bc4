"""ECDSA on the curve P-256 with SHA-256, for checking signatures alone: only what is public goes in.

Source: SEC 1 (4.1.4) and FIPS 186-4 for the curve. No library that the collector has checks these signatures, and
signing, where timing would matter, is not done.
"""

import hashlib

P = 2**256 - 2**224 + 2**192 + 2**96 - 1
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
BASE = (
    0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
    0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5,
)
_B = 0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B
_KEY_HEAD = bytes.fromhex("3059301306072a8648ce3d020106082a8648ce3d030107034200")  # DER: a public key on P-256
Point = tuple[int, int]
Scaled = tuple[int, int, int]  # (x·z², y·z³, z): adding such points needs no division
_NOWHERE: Scaled = (1, 1, 0)


def point_of(key: bytes) -> Point:
    """Return the point of a public key in DER (SubjectPublicKeyInfo); raises ValueError where it is none on P-256."""
    head, body = key[: len(_KEY_HEAD)], key[len(_KEY_HEAD) :]
    if head != _KEY_HEAD or len(body) != 65 or body[0] != 4:
        raise ValueError("it is no public key on the curve P-256")
    x, y = int.from_bytes(body[1:33], "big"), int.from_bytes(body[33:], "big")
    if x >= P or y >= P or (y * y - x * x * x + 3 * x - _B) % P:
        raise ValueError("it is no point of the curve P-256")
    return x, y


def fits(key: Point, signature: bytes, content: bytes) -> bool:
    """Say whether a signature in DER is of some content and a key."""
    pair = _pair(signature)
    if pair is None or not all(0 < one < ORDER for one in pair):
        return False
    r, s = pair
    digest, inverse = int.from_bytes(hashlib.sha256(content).digest(), "big"), pow(s, -1, ORDER)
    x, _, z = _added(times(digest * inverse % ORDER, BASE), times(r * inverse % ORDER, key))
    return z != 0 and x * pow(z, -2, P) % P % ORDER == r


def _pair(der: bytes) -> tuple[int, int] | None:
    """Return the two numbers of a signature; None where it is none."""
    if len(der) < 8 or der[0] != 0x30 or der[1] != len(der) - 2:
        return None
    numbers, rest = [], der[2:]
    while len(rest) > 2 and rest[0] == 2 and len(rest) >= 2 + rest[1] and rest[1]:
        numbers.append(int.from_bytes(rest[2 : 2 + rest[1]], "big", signed=True))
        rest = rest[2 + rest[1] :]
    return (numbers[0], numbers[1]) if len(numbers) == 2 and not rest else None


def times(factor: int, point: Point) -> Scaled:
    """Return a multiple of a point."""
    found, one = _NOWHERE, (*point, 1)
    for digit in f"{factor:b}":
        found = _doubled(found)
        if digit == "1":
            found = _added(found, one)
    return found


def _doubled(point: Scaled) -> Scaled:
    x, y, z = point
    if not z:
        return _NOWHERE
    squared = y * y % P
    s = 4 * x * squared % P
    m = 3 * (x - z * z) * (x + z * z) % P
    doubled = (m * m - 2 * s) % P
    return doubled, (m * (s - doubled) - 8 * squared * squared) % P, 2 * y * z % P


def _added(one: Scaled, other: Scaled) -> Scaled:
    if not one[2]:
        return other
    if not other[2]:
        return one
    (x, y, z), (u, v, w) = one, other
    left, right = x * w * w % P, u * z * z % P
    top, bottom = y * w**3 % P, v * z**3 % P
    if left == right:
        return _doubled(one) if top == bottom else _NOWHERE
    step, rise = right - left, bottom - top
    cube = step**3 % P
    middle = left * step * step % P
    found = (rise * rise - cube - 2 * middle) % P
    return found, (rise * (middle - found) - top * cube) % P, z * w * step % P
