"""A kind is one file: every registry folder keeps the promise that makes plug-ins possible."""

import importlib
import pkgutil

import pytest

FOLDERS = [
    "footpath.events.connectors",
    "footpath.collector.protocols",
    "footpath.collector.hooks",
    "footpath.pulling.pulls",
    "footpath.maps.lanes",
    "footpath.maps.formats",
    "footpath.maps.rules",
    "footpath.insights.detectors",
    "footpath.analytics.analyses",
    "footpath.analytics.metrics.measures",
    "footpath.library.kinds",
    "footpath.library.boards",
    "footpath.tickets.trackers",
]


@pytest.mark.parametrize("folder", FOLDERS)
def test_each_file_defines_one_class_named_like_the_file_with_a_sentence_about_it(folder: str) -> None:
    package = importlib.import_module(folder)
    names = [module.name for module in pkgutil.iter_modules(package.__path__)]
    assert names, f"{folder} is empty"
    for name in names:
        module = importlib.import_module(f"{folder}.{name}")
        entries = [
            v
            for v in vars(module).values()
            if isinstance(v, type) and v.__module__ == module.__name__ and isinstance(getattr(v, "name", 0), str)
        ]
        assert [entry.name for entry in entries] == [name.rstrip("_")]
        assert (entries[0].__doc__ or "").strip().split("\n")[0].endswith("."), f"{folder}.{name} needs a sentence"
