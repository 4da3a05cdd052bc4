"""What a person asks of a map."""

from msgspec import Struct


class Wish(Struct, frozen=True, kw_only=True):
    """What the person asked for; everything may be left empty.

    Attributes:
        template: name of a template whose stages are used.
        goal: event or page that counts as success.
        personas: how many groups to find, 0 = none.
        title: of the map.
        locale: language of titles: en, pl, lv or zh-Hant.
    """

    template: str = ""
    goal: str = ""
    personas: int = 0
    title: str = ""
    locale: str = "en"
