"""Elements of a map that show an item of the workspace's library: which they are, and what they say.

A card refers to an item by `props["item"]`, a persona by `profile["item"]`. The map keeps what the item says, so that
files, exports and maps without a network show it too.
"""

from collections.abc import Collection, Iterator, Mapping
from typing import Any, NamedTuple

from msgspec import Struct, field, structs

from footpath.maps.model import Card, Map, Persona, Text

_ALSO = {"zh-TW": "zh-Hant"}


class Said(NamedTuple):
    """What an element says of its item, in the map's language and in others.

    Attributes:
        told: locale, title and text, by locale; None = nobody looked, in what was kept before translations were.
    """

    title: str
    text: str
    told: tuple[tuple[str, str, str], ...] | None = None

    def among(self, known: Collection["Said"]) -> bool:
        """Say whether it is one of those."""
        return any(one[:2] == self[:2] and one.told in (None, self.told) for one in known)


Linked = dict[str, list[Said]]
"""Item → what a map says of it, each once."""


class Face(Struct, frozen=True, kw_only=True):
    """What maps show of an item.

    Attributes:
        profile: for personas.
        locale: language of title and text; empty = whichever the map has.
        told: title and text in other languages, by locale.
        gone: languages it was told in until now.
    """

    title: str
    text: str = ""
    status: str = ""
    owner: str = ""
    profile: dict[str, Any] = field(default_factory=dict)
    locale: str = ""
    told: dict[str, tuple[str, str]] = field(default_factory=dict)
    gone: tuple[str, ...] = ()

    def said(self, part: int) -> dict[str, str]:
        """Return title (0) or text (1) by language; those that are not translated are left out."""
        own = {self.locale: (self.title, self.text)[part]} if self.locale and self.told else {}
        return own | {locale: said[part] for locale, said in self.told.items() if said[part]}


def linked(model: Map) -> Linked:
    """Return the items that a map shows, with what it says of each."""
    found: dict[str, set[Said]] = {}
    for item, said in _each(model):
        found.setdefault(item, set()).add(said)
    return {item: sorted(said) for item, said in sorted(found.items())}


def shown(model: Map, item: str, face: Face, known: Collection[Said]) -> Map:
    """Return a map whose elements say what their item says, where they say what is `known`; others are being typed."""
    cards = tuple(
        _card(card, face, model.locale)
        if _ref(card.props) == item and _said(card.text, card.detail, model).among(known)
        else card
        for card in model.cards
    )
    personas = tuple(
        _persona(one, face, model.locale)
        if _ref(one.profile) == item and _said(one.name, one.description, model).among(known)
        else one
        for one in model.personas
    )
    return structs.replace(model, cards=cards, personas=personas)


def _each(model: Map) -> Iterator[tuple[str, Said]]:
    for card in model.cards:
        if item := _ref(card.props):
            yield item, _said(card.text, card.detail, model)
    for one in model.personas:
        if item := _ref(one.profile):
            yield item, _said(one.name, one.description, model)


def _ref(fields: Mapping[str, Any]) -> str:
    item = fields.get("item")
    return item if isinstance(item, str) else ""


def _said(title: Text, text: Text, model: Map) -> Said:
    each = [{} if isinstance(one, str) else one for one in (title, text)]
    others = sorted({one for texts in each for one in texts if not same_language(one, model.locale)})
    each_told = ((one, each[0].get(one, ""), each[1].get(one, "")) for one in others)
    told = tuple(one for one in each_told if one[1] or one[2])
    return Said(_own(title, model.locale), _own(text, model.locale), told)


def _own(text: Text, locale: str) -> str:
    """Return what a text says in a language and no other."""
    return (
        text if isinstance(text, str) else next((said for one, said in text.items() if same_language(one, locale)), "")
    )


def _card(card: Card, face: Face, locale: str) -> Card:
    return structs.replace(
        card, text=_put(card.text, face, 0, locale), detail=_put(card.detail, face, 1, locale),
        status=face.status, owner=face.owner,
    )  # fmt: skip


def _persona(one: Persona, face: Face, locale: str) -> Persona:
    return structs.replace(
        one, name=_put(one.name, face, 0, locale), description=_put(one.description, face, 1, locale),
        segment=str(face.profile.get("segment", "")), profile={**one.profile, **face.profile},
    )  # fmt: skip


def _put(text: Text, face: Face, part: int, locale: str) -> Text:
    """Return a text as the item has it, in the map's language and the others it is told in."""
    told = face.said(part)
    mine = next((said for one, said in told.items() if same_language(one, locale)), (face.title, face.text)[part])
    others = {one: said for one, said in told.items() if not same_language(one, locale) and said}
    known = {} if isinstance(text, str) else text
    kept = {one: said for one, said in known.items() if not any(same_language(one, gone) for gone in face.gone)}
    return {**kept, **others, locale: mine} if kept or others else mine


def same_language(one: str, other: str) -> bool:
    """Say whether two locales write the same: Taiwan's Chinese is the traditional one."""
    return (_ALSO.get(one) or one) == (_ALSO.get(other) or other)
