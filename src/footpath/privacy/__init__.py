"""Privacy: what a person may ask for — consent written down, all of theirs handed over, all of theirs erased."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from footpath.privacy.backing import Backup, back_up, backups, restore
    from footpath.privacy.consenting import Decision, consents_of, record_consent
    from footpath.privacy.erasing import Erasure, erase, resume
    from footpath.privacy.exporting import Exported, export, save_export
    from footpath.privacy.persons import Theirs, find
    from footpath.privacy.retaining import Kept, Outdated, apply_retention, retention_of
    from footpath.privacy.scanning import Scan, Trace, scan

# Loaded when first asked for: the command line must start at once.
_HOMES = {
    "Backup": "backing",
    "Decision": "consenting",
    "Erasure": "erasing",
    "Exported": "exporting",
    "Kept": "retaining",
    "Outdated": "retaining",
    "Scan": "scanning",
    "Theirs": "persons",
    "Trace": "scanning",
    "apply_retention": "retaining",
    "back_up": "backing",
    "backups": "backing",
    "consents_of": "consenting",
    "erase": "erasing",
    "export": "exporting",
    "find": "persons",
    "record_consent": "consenting",
    "restore": "backing",
    "resume": "erasing",
    "retention_of": "retaining",
    "save_export": "exporting",
    "scan": "scanning",
}

__all__ = [
    "Backup",
    "Decision",
    "Erasure",
    "Exported",
    "Kept",
    "Outdated",
    "Scan",
    "Theirs",
    "Trace",
    "apply_retention",
    "back_up",
    "backups",
    "consents_of",
    "erase",
    "export",
    "find",
    "record_consent",
    "restore",
    "resume",
    "retention_of",
    "save_export",
    "scan",
]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
