"""Ids beside those that have a column: external ids, devices, phone numbers, and what alias and merge calls tie."""

import hashlib
import re
from typing import Any

import msgspec

from footpath.collector.fields import LONGEST, Json, id_of
from footpath.collector.records import Refused

_SHORTEST_PHONE = 7
_MOST = 50  # ids of one element
_KIND = re.compile(r"[a-z][a-z0-9_]{0,31}")
# What programs make up: UUIDs, long hexadecimal tokens, long tokens of anything.
_MADE_UP = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}|[0-9a-fA-F-]{20,}|[A-Za-z0-9_-]{32,}")
_PHONES = ("phone", "$phone")
Given = dict[str, str | list[str] | None]


def phone_hash(value: Any) -> str | None:
    """Return the sha256 of a phone number, "+" and digits alone; None where it is none."""
    if type(value) is not str or len(value) > LONGEST:
        return None
    digits = re.sub(r"[^0-9]", "", value)
    abroad = value.strip().startswith(("+", "00"))
    number = f"+{digits.removeprefix('00')}" if abroad else digits
    return hashlib.sha256(number.encode()).hexdigest() if len(digits) >= _SHORTEST_PHONE else None


def either(value: Any, field: str) -> Given:
    """Return an id that an alias ties to a person: an anonymous one, and unless a program made it up maybe a user's."""
    found = id_of(value, field)
    if found is None:
        return {}
    return {"anonymous": found} if _MADE_UP.fullmatch(found) else {"anonymous": found, "user": found}


def ids_text(given: Given) -> str | None:
    """Return ids by type as JSON text for the column `ids`; None where there are none."""
    found = {kind: value for kind, value in given.items() if value}
    return msgspec.json.encode(found).decode() if found else None


def ids_in_context(context: Json) -> Given:
    """Return the ids that Segment's `context` holds: external ids by their type, and the device's."""
    found: Given = {}
    device = context.get("device")
    if type(device) is dict and device.get("id"):
        found["device"] = id_of(device["id"], "context.device.id")
    external = context.get("externalIds")
    for one in external[:_MOST] if type(external) is list else ():
        kind = _kind(one.get("type")) if type(one) is dict else None
        if kind and one.get("collection", "users") == "users":
            text = id_of(one.get("id"), "context.externalIds")
            found[kind] = phone_hash(text) if kind == "phone" else text
    return found


def ids_in_traits(said: Json) -> Given:
    """Return the ids among what is said of a person: the phone number's hash."""
    return {"phone": next((hashed for name in _PHONES if (hashed := phone_hash(said.get(name)))), None)}


def ids_given(value: Any, field: str = "ids") -> Given:
    """Return ids as our own protocol has them: an object of type → id or list of ids; a phone number is hashed.

    Raises:
        Refused: it is no such object.
    """
    if value is None:
        return {}
    if type(value) is not dict or len(value) > _MOST:
        raise Refused(field, "it is no object of types and ids", 'Send it like {"crm": "0031"}')
    found: Given = {}
    for name, ids in value.items():
        kind = _kind(name)
        if kind is None:
            raise Refused(f"{field}.{name[:40]}", "it is no type of ids", "Name it in lower case letters, digits and _")
        every = [id_of(one, f"{field}.{kind}") for one in (ids[:_MOST] if type(ids) is list else [ids])]
        found[kind] = [text for one in every if one and (text := phone_hash(one) if kind == "phone" else one)]
    return found


def _kind(name: Any) -> str | None:
    """Return the name of a type of ids, e.g. of "shopify.id" shopify_id; None where it is none."""
    word = re.sub(r"[^a-z0-9]+", "_", name.lower()) if type(name) is str else ""
    return word if _KIND.fullmatch(word) else None
