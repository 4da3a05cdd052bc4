"""A shop that sells lamps: its map, and what people did there."""

from collections.abc import Iterable, Sequence
from pathlib import Path

import footpath
from tests.ui.conftest import Site

_MAP = """format: footpath-map/1
key: lamp
title: {title}
columns:
- {{key: look, title: Look, matches: [home]}}
- {{key: choose, title: Choose, matches: [cart]}}
- {{key: pay, title: Pay, matches: [order]}}
touchpoints:
- {{key: home, title: Home, where: {{name: [Home]}}}}
- {{key: cart, title: Cart, where: {{name: [Cart]}}}}
- {{key: order, title: Order, where: {{name: [Order]}}}}
lanes:
- {{key: path, type: traffic, title: Path travelled}}
"""


def lamp_map(more: str = "", *, title: str = "I buy a lamp") -> str:
    """Return a map file of three steps and the path travelled, with what stands after its lanes."""
    return _MAP.format(title=title) + more


def lamp_shop(folder: Path, visits: Iterable[Sequence[str]]) -> Site:
    """Return a server of a shop where each person did one thing a minute: Home, Cart, Order."""
    rows = ["person,time,event"]
    for person, names in enumerate(visits):
        rows += [f"p{person:02},2026-03-{1 + person % 20:02}T10:0{at}:00Z,{name}" for at, name in enumerate(names)]
    (folder / "events.csv").write_text("\n".join(rows))
    footpath.read(folder / "events.csv", store=folder / "footpath-store")
    return Site(folder)
