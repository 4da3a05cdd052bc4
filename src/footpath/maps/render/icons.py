"""Small drawings a card may carry: strokes in a square of 16, in `icons.json`, which the editor draws from as well."""

import re
from functools import cache
from importlib.resources import files

import msgspec

from footpath.maps.render.scene import Curve
from footpath.maps.render.shapes import Command

SIZE = 14.0  # px a drawing is wide and high
ROOM = 18.0  # px it takes before a text
_SQUARE = 16.0
_WIDTH = 1.3  # of the stroke, in the square
_PART = re.compile(r"([MLCZ])([^MLCZ]*)")


def icon(name: str, x: float, y: float) -> Curve | None:
    """Return the drawing called `name` with its top left corner at (x, y); None where there is none of that name."""
    if name not in strokes():
        return None
    scale = SIZE / _SQUARE
    placed = tuple(_placed(command, x, y, scale) for command in strokes()[name])
    return Curve(commands=placed, stroke="ink-2", width=_WIDTH * scale)


@cache
def strokes() -> dict[str, tuple[Command, ...]]:
    """Return the commands of every drawing by its name, in its square."""
    found = msgspec.json.decode(files(__package__).joinpath("icons.json").read_bytes(), type=dict[str, str])
    return {name: tuple(_command(*part) for part in _PART.findall(path)) for name, path in found.items()}


def _command(letter: str, numbers: str) -> Command:
    return (letter, *(float(one) for one in numbers.split()))


def _placed(command: Command, x: float, y: float, scale: float) -> Command:
    letter, *numbers = command
    return (letter, *(float(one) * scale + (y if at % 2 else x) for at, one in enumerate(numbers)))
