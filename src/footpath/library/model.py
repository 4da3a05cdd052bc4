"""What a workspace knows beside its maps: items, used on many maps and edited once, and boards they are laid out on."""

from datetime import datetime
from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType

Title = Annotated[str, Meta(min_length=1, max_length=300)]
Said = Annotated[str, Meta(max_length=20_000)]
Short = Annotated[str, Meta(max_length=200)]
Score = Annotated[float, Meta(ge=0, le=10)]
Locale = Annotated[str, Meta(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$", max_length=20)]
_Few = Meta(max_length=50)


class Link(Struct, frozen=True, kw_only=True):
    """An address outside, for instance of a ticket; `label` is what it is called, empty = its address."""

    url: Annotated[str, Meta(max_length=2000)]
    label: Short = ""


class Told(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What an item says in another language than its own; what is empty is not translated."""

    title: Annotated[str, Meta(max_length=300)] = ""
    text: Said = ""
    fields: dict[str, Said] = {}


class NewItem(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An item to keep.

    Attributes:
        kind: one of the item kinds.
        status: one of the kind's; empty = its first.
        owner_id: of the member who looks after it; empty = nobody.
        scores: by name, 0 to 10; which there are depends on the kind.
        parents: ids of the items it follows from: an opportunity answers insights, a solution answers opportunities.
        fields: further texts by name; which there are depends on the kind.
        translations: by locale, such as "pl".
    """

    kind: str
    title: Title
    text: Said = ""
    status: str = ""
    owner_id: str = ""
    tags: Annotated[tuple[Short, ...], _Few] = ()
    scores: dict[str, Score] = {}
    links: Annotated[tuple[Link, ...], _Few] = ()
    parents: Annotated[tuple[str, ...], _Few] = ()
    fields: dict[str, Said] = {}
    translations: dict[Locale, Told] = {}


class ItemChange(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Fields of an item to change; those that are left out stay.

    `scores` and `fields` are changed name by name, `translations` language by language.

    Attributes:
        revision: what was read before; when somebody changed it since, nothing is changed. Left out = change anyhow.
        scores, fields, translations: null in the place of a value takes it out.
    """

    revision: int | UnsetType = UNSET
    title: Title | UnsetType = UNSET
    text: Said | UnsetType = UNSET
    status: str | UnsetType = UNSET
    owner_id: str | UnsetType = UNSET
    tags: Annotated[tuple[Short, ...], _Few] | UnsetType = UNSET
    scores: dict[str, Score | None] | UnsetType = UNSET
    links: Annotated[tuple[Link, ...], _Few] | UnsetType = UNSET
    parents: Annotated[tuple[str, ...], _Few] | UnsetType = UNSET
    fields: dict[str, Said | None] | UnsetType = UNSET
    translations: dict[Locale, Told | None] | UnsetType = UNSET


class Item(Struct, frozen=True, kw_only=True):
    """Something a workspace knows, such as an insight or a persona; maps refer to it and show what it says.

    Attributes:
        owner: name of the member who looks after it.
        maps: ids of the maps that show it.
        locale: language of its texts.
        translations: what it says in other languages, by locale.
        revision: counts its changes.
    """

    id: str
    workspace_id: str
    kind: str
    title: str
    text: str
    status: str
    owner_id: str
    owner: str
    tags: tuple[str, ...]
    scores: dict[str, float]
    links: tuple[Link, ...]
    parents: tuple[str, ...]
    fields: dict[str, str]
    locale: str
    translations: dict[str, Told]
    maps: tuple[str, ...]
    revision: int
    created_at: datetime
    changed_at: datetime


class Linking(Struct, frozen=True, kw_only=True):
    """An item with links.

    Attributes:
        status_at: when a person set its status last; None = nobody has.
        urls: of its links.
    """

    id: str
    kind: str
    status: str
    status_at: datetime | None
    revision: int
    urls: tuple[str, ...]


class Place(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where something stands on a board.

    Attributes:
        ref: "item:ID" or "map:ID" of what stands there; empty = just `text`.
        x, y: from 0 to 1, on boards that are planes.
        level: which ring (0 = innermost) or which level of a tree.
        parent: id of the place it hangs under, on boards that are trees.
    """

    id: Annotated[str, Meta(min_length=1, max_length=40)]
    ref: Annotated[str, Meta(max_length=40)] = ""
    text: Annotated[str, Meta(max_length=300)] = ""
    x: Annotated[float, Meta(ge=0, le=1)] = 0.5
    y: Annotated[float, Meta(ge=0, le=1)] = 0.5
    level: Annotated[int, Meta(ge=0, le=9)] = 0
    parent: Annotated[str, Meta(max_length=40)] = ""


class Arrow(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What one place of a board gives to another: ids of places, and what it is called."""

    start: Annotated[str, Meta(max_length=40)]
    end: Annotated[str, Meta(max_length=40)]
    text: Annotated[str, Meta(max_length=200)] = ""


class NewBoard(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A board to make; `kind` is one of the board kinds."""

    kind: str
    title: Title


class BoardChange(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What to change of a board; lists are taken whole.

    Attributes:
        revision: what was read before; when somebody changed it since, nothing is changed.
    """

    revision: int
    title: Title | UnsetType = UNSET
    places: Annotated[tuple[Place, ...], Meta(max_length=500)] | UnsetType = UNSET
    arrows: Annotated[tuple[Arrow, ...], Meta(max_length=500)] | UnsetType = UNSET


class Board(Struct, frozen=True, kw_only=True):
    """Items or maps laid out to be looked at together; `revision` counts its changes."""

    id: str
    workspace_id: str
    kind: str
    title: str
    places: tuple[Place, ...]
    arrows: tuple[Arrow, ...]
    revision: int
    changed_at: datetime


class Attachment(Struct, frozen=True, kw_only=True):
    """A file kept with a map or an item; `element` is what of the map it is about, such as "cards/pay-fails"."""

    id: str
    document_id: str
    item_id: str
    element: str
    name: str
    type: str
    size: int
    added_at: datetime
