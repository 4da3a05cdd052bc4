"""Footpath: the customer-journey map that is alive.

>>> import footpath as fp
>>> fp.read("exports/").map(template="ecommerce").save("map.html")  # doctest: +SKIP
"""

from importlib import import_module
from typing import TYPE_CHECKING

from footpath.core.version import VERSION

if TYPE_CHECKING:
    from footpath.insights import Store, read
    from footpath.insights import open_store as open  # noqa: A004 - read and open, as one says it
    from footpath.maps import MapDocument

__version__ = VERSION
__all__ = ["MapDocument", "Store", "__version__", "open", "read"]

# Loaded when first asked for, so that `import footpath` and `footpath --help` are instant.
_HOMES = {
    "MapDocument": ("maps", "MapDocument"),
    "Store": ("insights", "Store"),
    "open": ("insights", "open_store"),
    "read": ("insights", "read"),
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    slice_, attribute = _HOMES[name]
    return getattr(import_module(f"{__name__}.{slice_}"), attribute)
