"""From a map to the shared document, by as few changes as will do, so that others' edits and cursors live on."""

from itertools import filterfalse
from typing import Any

import msgspec
from pycrdt import Doc, Text
from pycrdt import Map as Shared

from footpath.maps.crdt.order import kept, spread
from footpath.maps.crdt.shape import BESIDE, ELEMENTS, KEYLESS, MAP, ORDER, OWN, TEXTS
from footpath.maps.model import Map
from footpath.maps.slugs import slug
from footpath.maps.wire import Plain, to_plain


def write(doc: Doc[Any], model: Map) -> None:
    """Make `doc` hold `model`: what is the same stays untouched, what the model lacks is deleted."""
    plain = msgspec.json.decode(msgspec.json.encode(to_plain(model)))  # as the document gives it back: lists, no tuples
    own = plain.get("locale") or OWN
    with doc.transaction():
        _put(doc.get(MAP, type=Shared), {name: value for name, value in plain.items() if name not in ELEMENTS}, own)
        for root in ELEMENTS:
            _put_elements(root, doc.get(root, type=Shared), plain.get(root, []), own)


def _put_elements(root: str, shared: Shared[Any], wanted: list[Plain], own: str) -> None:
    named = _named(root, shared, wanted)
    for key in list(filterfalse(named.__contains__, shared.keys())):
        del shared[key]
    orders = _orders(root, shared, named)
    for key, item in named.items():
        fields = {name: value for name, value in item.items() if name not in ("key", ORDER)}
        if not isinstance(shared.get(key), Shared):
            shared[key] = Shared({name: _made(name, value) for name, value in fields.items()})
        else:
            _put(shared[key], fields, own)
        if shared[key].get(ORDER) != orders[key]:
            shared[key][ORDER] = orders[key]


def _named(root: str, shared: Shared[Any], wanted: list[Plain]) -> dict[str, Plain]:
    """Return the elements by key; those without one get the key of their like in the document, or a new one."""
    if root not in KEYLESS:
        return {item["key"]: item for item in wanted}
    free: dict[tuple[str, ...], list[str]] = {}
    for key in sorted(shared.keys(), key=lambda key: (str(_field(shared[key], ORDER)), key)):
        free.setdefault(tuple(_field(shared[key], name) for name in KEYLESS[root]), []).append(key)
    taken = set(shared.keys())
    named: dict[str, Plain] = {}
    for item in wanted:
        what = tuple(str(item.get(name, "")) for name in KEYLESS[root])
        alike = free.get(what)
        named[alike.pop(0) if alike else slug(" ".join(what), taken)] = item
    return named


def _field(element: Any, name: str) -> str:
    return str(element.get(name, "") or "") if isinstance(element, Shared) else ""


def _orders(root: str, shared: Shared[Any], named: dict[str, Plain]) -> dict[str, str]:
    """Return every element's place; columns count among those of the same parent."""
    groups: dict[str, list[str]] = {}
    for key, item in named.items():
        groups.setdefault(str(item.get("parent", "")) if root == "columns" else "", []).append(key)
    orders: dict[str, str] = {}
    for keys in groups.values():
        before = [_field(shared.get(key), ORDER) for key in keys]
        orders.update(zip(keys, kept(before) if any(before) else spread(len(keys)), strict=True))
    return orders


def _put(shared: Shared[Any], wanted: Plain, own: str) -> None:
    fields = _beside(shared, wanted, own)
    for name in list(filterfalse({*fields, ORDER}.__contains__, shared.keys())):
        del shared[name]
    for name, value in fields.items():
        _put_field(shared, name, value)


def _beside(shared: Shared[Any], fields: Plain, own: str) -> Plain:
    """Return fields with translations beside the texts that the document has as one: those stay as they are."""
    found: Plain = {}
    for name, value in fields.items():
        texts = isinstance(value, dict) and _is_text(name, value) and isinstance(shared.get(name), Text)
        for locale, text in value.items() if texts else ():
            found[name if locale == own else f"{name}{BESIDE}{locale}"] = text
        if not texts:
            found[name] = value
    return found


def _put_field(shared: Shared[Any], name: str, value: Any) -> None:
    here = shared.get(name)
    if _is_text(name, value) and isinstance(value, str) and isinstance(here, Text):
        _retype(here, value)
    elif _is_text(name, value) and isinstance(value, dict) and isinstance(here, Shared):
        for locale in list(filterfalse(value.__contains__, here.keys())):
            del here[locale]
        for locale, text in value.items():
            _put_locale(here, locale, text)
    elif _is_text(name, value) or here != value or isinstance(here, Text | Shared):
        shared[name] = _made(name, value)


def _put_locale(texts: Shared[Any], locale: str, value: str) -> None:
    here = texts.get(locale)
    if isinstance(here, Text):
        _retype(here, value)
    else:
        texts[locale] = Text(value)


def _is_text(name: str, value: Any) -> bool:
    if name.partition(BESIDE)[0] not in TEXTS:
        return False
    return isinstance(value, str) or (isinstance(value, dict) and all(isinstance(one, str) for one in value.values()))


def _made(name: str, value: Any) -> Any:
    if not _is_text(name, value):
        return value
    return Text(value) if isinstance(value, str) else Shared({locale: Text(one) for locale, one in value.items()})


def _retype(text: Text, wanted: str) -> None:
    """Change what differs between the two ends that are the same; places in a text count bytes of UTF-8."""
    now = str(text)
    if now == wanted:
        return
    least = min(len(now), len(wanted))
    head = next((at for at in range(least) if now[at] != wanted[at]), least)
    tail = next((at for at in range(least - head) if now[-1 - at] != wanted[-1 - at]), least - head)
    begin = len(now[:head].encode())
    gone = len(now[head : len(now) - tail].encode())
    if gone:
        del text[begin : begin + gone]
    added = wanted[head : len(wanted) - tail]
    if added:
        text.insert(begin, added)
