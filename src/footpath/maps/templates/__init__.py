"""Templates: map files with the stages, typical steps and lanes of common journeys, as data beside this file.

Every stage's `description` says in plain words what belongs there, for people and for finding the stage of an event.
"""

from difflib import get_close_matches
from importlib.resources import files

from footpath.core.errors import NotFound
from footpath.maps.formats.yaml import Yaml
from footpath.maps.model import Map

__all__ = ["load", "names"]

_ENDING = ".map.yaml"


def names() -> tuple[str, ...]:
    """Return the names of all templates, ordered."""
    found = (entry.name for entry in files(__name__).iterdir())
    return tuple(sorted(name.removesuffix(_ENDING) for name in found if name.endswith(_ENDING)))


def load(name: str) -> Map:
    """Return the template called `name`; raises NotFound naming the nearest match and all names."""
    known = names()
    if name not in known:
        near = get_close_matches(name, known, n=1)
        guess = f"Did you mean {near[0]!r}?" if near else f"There are: {', '.join(known)}."
        raise NotFound(f"No template is called {name!r}.", hint=guess)
    return Yaml().read(files(__name__).joinpath(name + _ENDING).read_bytes(), name=f"template {name}")
