"""What lies where in the shared document; the browser's twin of this file holds the same names.

Every root is a map. `map` holds the fields of the map itself, every other root one entry an element, by its key.
"""

from msgspec import Struct, inspect

from footpath.maps.model import Map

MAP = "map"
ORDER = "order"
TEXTS = frozenset(
    {"title", "subtitle", "scenario", "text", "detail", "description", "note", "name", "label", "condition"}
)
"""Fields that hold text people type: a shared text, or a map of locale to shared text.

A translation of a shared text stands beside it as `FIELD@LOCALE`, so that whoever makes the first one takes nothing
from under the hands of those who type: the text itself stays what it is.
"""

BESIDE = "@"
OWN = "en"
"""Language of a map that does not say its own."""


def _elements() -> dict[str, type[Struct]]:
    """Return root name → what its elements are, from the lists of the model."""
    info = inspect.type_info(Map)
    assert isinstance(info, inspect.StructType)  # noqa: S101 - for the type checker
    return {
        field.encode_name: field.type.item_type.cls
        for field in info.fields
        if isinstance(field.type, inspect.VarTupleType) and isinstance(field.type.item_type, inspect.StructType)
    }


ELEMENTS = _elements()
KEYLESS: dict[str, tuple[str, ...]] = {
    "edges": ("from", "to", "kind"),
    "links": ("from", "to", "kind"),
    "notes": ("topic",),
}
"""Elements whose keys are the document's own → the fields that say which is which."""
REQUIRED: dict[str, dict[str, str]] = {
    "columns": {"title": ""},
    "lanes": {"title": "", "type": "text"},
    "personas": {"name": ""},
    "touchpoints": {"title": ""},
    "paths": {"title": ""},
    "notes": {"topic": "", "text": ""},
}
"""What is read where a field that must be there is missing; an element that lacks any other is left out."""
