"""Write what pictures and workbooks of answers say in other languages, from the catalogues of the pages.

usage: python -m tools.told    after tools/server_texts.py, `npm run extract` in ui/, and the catalogues are filled

The package has no catalogues: of them it needs the texts that answers are told in, and what columns are called.
"""

import json
import re
from pathlib import Path

from tools import server_texts

ROOT = Path(__file__).parents[1]
LOCALES = ROOT / "ui" / "locales"
MADE = ROOT / "src" / "footpath" / "analytics" / "told.json"
LANGUAGES = ("pl", "lv", "zh-TW")
CHARTS = ROOT / "ui" / "src" / "charts"
_COLUMN = re.compile(r'\b(\w+): msg\("([^"]+)"\)')
_PAIR = re.compile(r'^msg(?:id|str) ((?:"(?:[^"\\]|\\.)*"\n?)+)', re.MULTILINE)


def catalogue(path: Path) -> dict[str, str]:
    """Return what a catalogue says of each text."""
    pairs = [_PAIR.findall(block) for block in path.read_text().split("\n\n")[1:]]
    return {_joined(pair[0]): _joined(pair[1]) for pair in pairs if len(pair) == 2}


def _joined(quoted: str) -> str:
    return "".join(json.loads(line) for line in quoted.strip().split("\n"))


def columns() -> dict[str, str]:
    """Return what the pages call columns, in English."""
    pages = "".join((CHARTS / page).read_text() for page in ("words.ts", "columns.ts"))
    return dict(_COLUMN.findall(pages))


def written() -> str:
    """Return the file; raises KeyError for a text that a catalogue does not have."""
    servers = [catalogue(LOCALES / "server" / f"{language}.po") for language in LANGUAGES]
    pages = [catalogue(LOCALES / f"{language}.po") for language in LANGUAGES]
    rules = server_texts.answers()
    texts = sorted({*rules, *server_texts.pictured()})
    plural = [text for text in texts for known in servers if ", plural," in known[text]]
    if plural:
        raise ValueError(f"{plural[0]!r}: write what counts apart from its number; the package knows no plurals here")
    made = {
        "columns": {name: [text, *(page[text] for page in pages)] for name, text in sorted(columns().items())},
        "rules": rules,
        "texts": {text: [known[text] for known in servers] for text in texts},
    }
    return json.dumps(made, ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    MADE.write_text(written())
