"""Reads the lists of words beside this file."""

from importlib.resources import files
from typing import Any

import yaml


def read_words(name: str) -> Any:
    """Return the content of `<name>.yaml` in this folder."""
    return yaml.safe_load((files(__package__) / f"{name}.yaml").read_text(encoding="utf-8"))
