"""Reading the fields of an element: types, limits, ids that mean nobody, and what must not be kept."""

import hashlib
import re
from functools import lru_cache
from typing import Any

import msgspec

from footpath.collector.records import Refused
from footpath.events import DOMAIN

LONGEST = 1024  # characters of a name, id or page
CONSENT = "$consent"  # name in properties or traits under which what a request says of consent goes to the door
LARGEST = 256_000  # bytes of the properties or traits of one element
DEEPEST = 32
_SURELY_FLAT = 2 * DEEPEST  # bytes: each level takes two
Json = dict[str, Any]
_NOTHING: Json = {}
# What programs send for "nobody": lists of PostHog, Segment and RudderStack, compared trimmed and in lower case.
NOBODY = frozenset(
    [
        "0",
        "00000000-0000-0000-0000-000000000000",
        "anonymous",
        "anonymous-user",
        "backend",
        "distinct_id",
        "distinctid",
        "email",
        "false",
        "guest",
        "id",
        "nan",
        "none",
        "nil",
        "not_authenticated",
        "null",
        "system",
        "true",
        "undefined",
        "user",
        "-1",
        "unknown",
    ]
) | {"", "[object object]", "(not set)"}
_LONGEST_NOBODY = max(map(len, NOBODY)) + 2  # with quotes
PRIVATE = frozenset({"email", "phone", "name", "firstName", "lastName", "first_name", "last_name", "address"})
MONEY = frozenset(("revenue", "total", "value"))
_CHANNELS = {"browser": "web", "client": "web", "mobile": "app"}
_PERSONAL = PRIVATE - {"email", "name"}  # of an event, `name` is what happened
_OF_HASH = "@sha256.invalid"
_HASHED = re.compile(rf"[0-9a-f]{{64}}{re.escape(_OF_HASH)}")
_EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]{2,}")
_OF_PERSONS = frozenset({"traits", "$set", "user_properties"})
_encode = msgspec.json.Encoder().encode
_BOT = re.compile(
    r"bot|crawl|spider|slurp|curl|wget|python|java/|okhttp|headless|phantom|monitor|preview", re.IGNORECASE
)
_TABLET = re.compile(r"iPad|Tablet|Kindle|Silk|PlayBook|Android(?!.*Mobile)", re.IGNORECASE)
_MOBILE = re.compile(r"Mobi|iPhone|iPod|Android|Opera Mini|BlackBerry", re.IGNORECASE)
_ZEROS = re.compile(r"[0-]+")


def object_of(value: Any, field: str) -> Json:
    """Return a JSON object; nothing is an empty one."""
    if type(value) is dict:
        return value
    if value is None:
        return {}
    raise Refused(field, "it is no JSON object", f"Send {field} as an object of names and values")


def object_or_nothing(value: Any) -> Json:
    """Return a JSON object, an empty one in the place of anything else (context that SDKs fill in by themselves)."""
    return value if type(value) is dict else _NOTHING


def text_of(value: Any, field: str, *, longest: int = LONGEST) -> str | None:
    """Return a text, or a number as text; None for nothing and for blanks."""
    if type(value) is not str:
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise Refused(field, "it is no text", f"Send {field} as a string")
        value = f"{value:.0f}" if isinstance(value, float) and value.is_integer() else str(value)
    if len(value) > longest:
        raise Refused(field, f"it has {len(value)} characters", f"Shorten {field} to {longest}")
    if "\x00" in value:
        value = value.replace("\x00", "")
    return value.strip() or None


def soft_text(value: Any) -> str | None:
    """Return a text where there is one that fits; of no account otherwise (context that SDKs fill in by themselves)."""
    if type(value) is not str or not value or len(value) > LONGEST:
        return None
    return value.replace("\x00", "").strip() or None


def id_of(value: Any, field: str) -> str | None:
    """Return an id; None where it is one of the words that stand for nobody."""
    if value is None:
        return None
    found = text_of(value, field)
    # Most ids are long, and no word for nobody is but the zeros: a test of the length and of the first sign saves time.
    if found is None or (len(found) <= _LONGEST_NOBODY and found.strip("'\"").lower() in NOBODY):
        return None
    return None if found[0] in "0-" and _ZEROS.fullmatch(found) else found


def number_of(*values: Any) -> float | None:
    """Return the first that is a finite number, or reads as one."""
    for value in values:
        if value is None:
            continue
        if type(value) is not float:
            if isinstance(value, bool) or not isinstance(value, int | str):
                continue
            try:
                value = float(value)  # noqa: PLW2901
            except (ValueError, OverflowError):
                continue
        if value - value == 0:
            return value
    return None


def email_hash(*values: Any) -> str | None:
    """Return the sha256 of the first that looks like an e-mail address, trimmed and in lower case."""
    for value in values:
        if type(value) is str and "@" in value and len(value) <= LONGEST:
            if hashed_address(value):
                return value[:64]
            return hashlib.sha256(value.strip().lower().encode()).hexdigest()
    return None


def hashed_address(text: str) -> bool:
    """Say whether a text is the hash of an e-mail address in the shape of one, as `unnamed` makes it."""
    return bool(_HASHED.fullmatch(text))


def unnamed(value: Any) -> Any:
    """Return a JSON value without names, telephone numbers and the like, e-mail addresses as hashes shaped like one."""
    if type(value) is dict:
        return {key: unnamed(one) for key, one in value.items() if key not in _PERSONAL}
    if type(value) is list:
        return [unnamed(one) for one in value]
    if type(value) is str and _EMAIL.fullmatch(value.strip()):
        return f"{email_hash(value)}{_OF_HASH}"
    return value


def json_of(values: Json, field: str) -> str:
    """Return an object as JSON text without what names a person, all else kept; refuses what is too large or deep."""
    if not PRIVATE.isdisjoint(values):
        address = values.get("email")
        values = {key: value for key, value in values.items() if key not in PRIVATE}
        if field in _OF_PERSONS and type(address) is str and "@" in address:
            values[DOMAIN] = address.strip().lower().rpartition("@")[2]  # nobody's in particular, and of an account
    try:
        encoded = _encode(values)
    except RecursionError:
        raise Refused(field, f"it is nested deeper than {DEEPEST}", "Flatten it") from None
    if len(encoded) > _SURELY_FLAT:
        _check(values, encoded, field)
    return encoded.decode()


def _check(values: Json, encoded: bytes, field: str) -> None:
    if len(encoded) > LARGEST:
        raise Refused(field, f"it has {len(encoded)} bytes", f"Send at most {LARGEST} bytes of {field} an element")
    # No deeper than it has brackets: most have none inside, and only the rare object with many of them is walked.
    if encoded.find(b"{", 1) < 0 and b"[" not in encoded:
        return
    if encoded.count(b"{") + encoded.count(b"[") > DEEPEST and _deeper(values, DEEPEST):
        raise Refused(field, f"it is nested deeper than {DEEPEST}", "Flatten it")


def _deeper(value: Any, left: int) -> bool:
    if not isinstance(value, dict | list):
        return False
    inner = value.values() if isinstance(value, dict) else value
    return left == 0 or any(_deeper(one, left - 1) for one in inner)


def channel_of(said: Any) -> str:
    """Return the channel in what an SDK says of where it runs; web where it says nothing."""
    return _CHANNELS.get(said, said[:64]) if type(said) is str and said.strip() else "web"


def page_of(*values: Any) -> str | None:
    """Return the path of the first address there is: no host, query or fragment, which may hold what is private."""
    for value in values:
        if type(value) is str and value and len(value) <= 8 * LONGEST:
            return _path_in(value)
    return None


def _path_in(address: str) -> str:
    path = address.split("?", 1)[0].split("#", 1)[0].replace("\x00", "")
    if "://" in path:
        path = "/" + path.split("://", 1)[1].partition("/")[2]
    return path[:LONGEST] or "/"


@lru_cache(maxsize=4096)
def device_of(agent: str) -> str:
    """Return desktop, mobile, tablet or bot from a user agent, which is not kept."""
    if _BOT.search(agent):
        return "bot"
    return "tablet" if _TABLET.search(agent) else "mobile" if _MOBILE.search(agent) else "desktop"
