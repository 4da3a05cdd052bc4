"""Journey maps: one model, one layout, every format."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from footpath.maps.checking import Flaw, checked
    from footpath.maps.differing import Difference, differences
    from footpath.maps.document import MapDocument
    from footpath.maps.evidence import FRESH_FOR, MEASURED_MIN_N, level
    from footpath.maps.format import FORMATS, Options, format_for
    from footpath.maps.keeping import (
        Face,
        Hit,
        Linked,
        MapChange,
        Maps,
        OwnTemplate,
        OwnTemplates,
        Said,
        Summary,
        same_language,
    )
    from footpath.maps.lane import LANES
    from footpath.maps.lint import Problem
    from footpath.maps.model import (
        Card,
        CardLink,
        Column,
        Edge,
        Evidence,
        Figure,
        Lane,
        Level,
        Map,
        Note,
        Path,
        Persona,
        Text,
        Tone,
        Touchpoint,
        Unit,
        leaves,
        localised,
        stages,
    )
    from footpath.maps.numbers import day as written_day
    from footpath.maps.numbers import month as written_month
    from footpath.maps.placing import Standing, standings
    from footpath.maps.slugs import slug
    from footpath.maps.stamp import thumbnail
    from footpath.maps.templates import load as load_template
    from footpath.maps.templates import names as template_names
    from footpath.maps.typesetting import picture_png
    from footpath.maps.wire import from_plain as map_from_plain
    from footpath.maps.wire import to_plain as map_to_plain

# Loaded when first asked for: drawing and reading maps take longer to import than `footpath --help` may take.
_HOMES = {
    "Difference": ("differing", "Difference"),
    "Hit": ("keeping", "Hit"),
    "LANES": ("lane", "LANES"),
    "Standing": ("placing", "Standing"),
    "standings": ("placing", "standings"),
    "Flaw": ("checking", "Flaw"),
    "checked": ("checking", "checked"),
    "MapChange": ("keeping", "MapChange"),
    "Maps": ("keeping", "Maps"),
    "Summary": ("keeping", "Summary"),
    "differences": ("differing", "differences"),
    "map_from_plain": ("wire", "from_plain"),
    "map_to_plain": ("wire", "to_plain"),
    "slug": ("slugs", "slug"),
    "written_day": ("numbers", "day"),
    "written_month": ("numbers", "month"),
    "thumbnail": ("stamp", "thumbnail"),
    "Card": ("model", "Card"),
    "CardLink": ("model", "CardLink"),
    "Column": ("model", "Column"),
    "Edge": ("model", "Edge"),
    "Evidence": ("model", "Evidence"),
    "FORMATS": ("format", "FORMATS"),
    "Face": ("keeping", "Face"),
    "Linked": ("keeping", "Linked"),
    "Said": ("keeping", "Said"),
    "Figure": ("model", "Figure"),
    "FRESH_FOR": ("evidence", "FRESH_FOR"),
    "MEASURED_MIN_N": ("evidence", "MEASURED_MIN_N"),
    "level": ("evidence", "level"),
    "Lane": ("model", "Lane"),
    "Level": ("model", "Level"),
    "Map": ("model", "Map"),
    "MapDocument": ("document", "MapDocument"),
    "OwnTemplate": ("keeping", "OwnTemplate"),
    "OwnTemplates": ("keeping", "OwnTemplates"),
    "Note": ("model", "Note"),
    "Options": ("format", "Options"),
    "Path": ("model", "Path"),
    "Persona": ("model", "Persona"),
    "Problem": ("lint", "Problem"),
    "Text": ("model", "Text"),
    "Tone": ("model", "Tone"),
    "Touchpoint": ("model", "Touchpoint"),
    "Unit": ("model", "Unit"),
    "format_for": ("format", "format_for"),
    "leaves": ("model", "leaves"),
    "load_template": ("templates", "load"),
    "localised": ("model", "localised"),
    "picture_png": ("typesetting", "picture_png"),
    "same_language": ("keeping", "same_language"),
    "stages": ("model", "stages"),
    "template_names": ("templates", "names"),
}

__all__ = [
    "FORMATS",
    "FRESH_FOR",
    "LANES",
    "MEASURED_MIN_N",
    "Card",
    "CardLink",
    "Column",
    "Difference",
    "Edge",
    "Evidence",
    "Face",
    "Figure",
    "Flaw",
    "Hit",
    "Lane",
    "Level",
    "Linked",
    "Map",
    "MapChange",
    "MapDocument",
    "Maps",
    "Note",
    "Options",
    "OwnTemplate",
    "OwnTemplates",
    "Path",
    "Persona",
    "Problem",
    "Said",
    "Standing",
    "Summary",
    "Text",
    "Tone",
    "Touchpoint",
    "Unit",
    "checked",
    "differences",
    "format_for",
    "leaves",
    "level",
    "load_template",
    "localised",
    "map_from_plain",
    "map_to_plain",
    "picture_png",
    "same_language",
    "slug",
    "stages",
    "standings",
    "template_names",
    "thumbnail",
    "written_day",
    "written_month",
]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module, attribute = _HOMES[name]
    return getattr(import_module(f"{__name__}.{module}"), attribute)
