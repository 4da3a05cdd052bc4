"""A map with the verbs people need: open it, save it, look at it, check it."""

import html
from collections.abc import Mapping
from pathlib import Path

import msgspec
from msgspec import structs

from footpath.core.errors import Invalid, NotFound
from footpath.maps.format import FORMATS, Format, Options, format_for
from footpath.maps.lint import Problem, demand_sound, lint
from footpath.maps.model import Map, localised

_NOTEBOOK_HEIGHT_PX = 720


class MapDocument:
    """A journey map to save in any format, show in a notebook, or check.

    Args:
        model: the map itself; `document.model` gives it back.
    """

    def __init__(self, model: Map) -> None:
        self.model = model

    @classmethod
    def open(cls, path: str | Path, *, check: bool = True) -> "MapDocument":
        """Return the map in a file: a map file (YAML, JSON), a Mermaid journey or CJML.

        Args:
            path: the file; its ending says the format.
            check: refuse a map with errors; `lint` can look at it when False.

        Raises:
            NotFound: there is no such file.
            Invalid: the file is no map, with the field that is wrong.
        """
        file = Path(path)
        format_for(file)
        if not file.is_file():
            raise NotFound(f"There is no file {file}.", hint="Check the name and the folder.")
        return cls.read(file.read_bytes(), name=file.name, check=check)

    @classmethod
    def read(cls, data: bytes, *, name: str, check: bool = True) -> "MapDocument":
        """Return the map in the bytes of a file called `name`; as `open`."""
        model = format_for(name)().read(data, name=name)
        if check:
            demand_sound(model, name=name)
        return cls(model)

    def save(self, path: str | Path, **options: object) -> Path:
        """Write the map to `path` in the format of its ending and return the path.

        Args:
            path: where; folders that are missing are made.
            options: fields of `maps.Options`: locale, theme ("light", "dark", "auto"), paper ("fit", "a4" … "a0"),
                tiled, lanes.

        Raises:
            Invalid: no format has this ending, or an option has a wrong value.
        """
        file = Path(path)
        data = self._written(format_for(file), options)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
        return file

    def render(self, format: str = "svg", **options: object) -> bytes:  # noqa: A002 - the word people expect
        """Return the file `save` would write in the format called `format`, such as "svg" or "pdf"."""
        return self._written(FORMATS[format], options)

    def lint(self) -> tuple[Problem, ...]:
        """Return what `footpath lint` says about the map, errors first."""
        return lint(self.model)

    def _written(self, kind: type[Format], given: Mapping[str, object]) -> bytes:
        return kind().write(self.model, chosen(given))

    def _repr_html_(self) -> str:
        """Show the whole interactive map in a notebook, in a frame of its own so that styles don't mix."""
        page = html.escape(self.render("html").decode(), quote=True)
        title = html.escape(localised(self.model.title, self.model.locale), quote=True)
        style = f"width:100%;height:{_NOTEBOOK_HEIGHT_PX}px;border:0;border-radius:8px"
        return f'<iframe title="{title}" style="{style}" srcdoc="{page}"></iframe>'

    def __repr__(self) -> str:
        stages = sum(1 for column in self.model.columns if not column.parent)
        return (
            f"<Map {self.model.key!r}: {stages} stages, {len(self.model.lanes)} lanes, {len(self.model.cards)} cards>"
        )


def chosen(given: Mapping[str, object]) -> Options:
    """Return keyword arguments as options; raises Invalid naming the one that is wrong."""
    known = [field.name for field in structs.fields(Options)]
    for name in given:
        if name not in known:
            raise Invalid(f"{name!r} is no option.", hint=f"Options are: {', '.join(known)}.")
    try:
        return msgspec.convert(dict(given), Options)
    except msgspec.ValidationError as problem:
        raise Invalid(f"An option is wrong: {problem}.", hint="See the options of `maps.Options`.") from problem
