"""A format writes a map to the bytes of one kind of file, and may read it back."""

from abc import ABC, abstractmethod
from pathlib import PurePath
from typing import ClassVar, Literal

from msgspec import Struct

from footpath.core.errors import Invalid
from footpath.core.registry import Registry
from footpath.maps.model import Map

Theme = Literal["light", "dark", "auto"]
Paper = Literal["fit", "a4", "a3", "a2", "a1", "a0"]


class Options(Struct, frozen=True, kw_only=True):
    """How a map is written out.

    Attributes:
        locale: language of fixed words and of texts that have several; empty = the map's own.
        theme: `auto` follows the reader's system where the format can, else light.
        paper: page size (landscape) of formats that have pages; `fit` makes one page as large as the drawing.
        tiled: spread a drawing over several pages at full size instead of shrinking it onto one.
        lanes: keys of the lanes to show; empty = all.
        scale: pixels of PNG for each px of the drawing; 2 is sharp on most screens.
    """

    locale: str = ""
    theme: Theme = "auto"
    paper: Paper = "fit"
    tiled: bool = False
    lanes: tuple[str, ...] = ()
    scale: float = 2.0

    def language(self, model: Map) -> str:
        """Return the locale to write `model` in."""
        return self.locale or model.locale


class Format(ABC):
    """One kind of file a map can be written as.

    Attributes:
        name: file name of the module, word on the command line.
        title: what people call it.
        extensions: file-name endings with their dot, the preferred one first; the longest match wins.
        readable: whether `read` gives a map back.
    """

    name: ClassVar[str]
    title: ClassVar[str]
    extensions: ClassVar[tuple[str, ...]]
    readable: ClassVar[bool] = False

    @abstractmethod
    def write(self, model: Map, options: Options) -> bytes:
        """Return the file; the same map and options always give the same bytes."""

    def read(self, data: bytes, *, name: str) -> Map:
        """Return the map in a file; `name` is the file's name for messages; raises Invalid."""
        del data
        raise Invalid(f"{name}: {self.title} files can be written but not read.", hint="Read the .map.yaml instead.")


FORMATS: Registry[Format] = Registry(
    "footpath.maps.formats",
    Format,  # type: ignore[type-abstract]
    word="format",
)


def format_for(path: str | PurePath) -> type[Format]:
    """Return the format whose extension `path` ends with (longest wins); raises Invalid listing what there is."""
    name = PurePath(path).name.lower()
    known = [(ending, kind) for kind in FORMATS.classes() for ending in kind.extensions]
    matching = [(len(ending), kind) for ending, kind in known if name.endswith(ending)]
    if matching:
        return max(matching, key=lambda match: match[0])[1]
    endings = ", ".join(sorted(ending for ending, _ in known))
    raise Invalid(f"{path}: no format has this file ending.", hint=f"Use one of {endings}.")
