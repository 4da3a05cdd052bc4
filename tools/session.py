"""Runs the commands that the tutorial shows, in a folder of its own, and prints what they print."""

import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

from footpath.maps import MapDocument
from footpath.maps.model import localised

BIN = Path(sys.executable).parent


class Tour:
    """A shell session of the tutorial."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory()
        self.path = Path(self._folder.name)

    def run(self, command: str) -> str:
        """Run a `footpath …` command and return its standard output; raise when it fails."""
        program, *words = shlex.split(command)
        result = subprocess.run(
            [str(BIN / program), *words],
            cwd=self.path,
            capture_output=True,
            text=True,
            check=False,
            env={"COLUMNS": "100"},
        )
        if result.returncode:
            raise RuntimeError(f"{command}: {result.stderr}")
        return result.stdout.replace(f"{self.path.resolve()}/", "").replace(f"{self.path}/", "")

    def show(self, command: str) -> str:
        """Run a command and return its output as a code block."""
        lines = [line.rstrip() for line in self.run(command).strip().splitlines()]
        return "```text\n" + "\n".join(lines) + "\n```"

    def files(self, folder: str) -> str:
        """Return the tree of a folder's files, months of the same log as one line."""
        names = sorted(
            {_without_month(path.relative_to(self.path / folder)) for path in (self.path / folder).rglob("*.*")}
        )
        return "```text\n" + "\n".join(names) + "\n```"

    def pains(self, name: str) -> str:
        """Return the ranked pain points of a map as a table."""
        model = MapDocument.open(self.path / name).model
        cards = [card for card in model.cards if card.rank is not None and card.tone in ("pain", "warn")]
        rows = [
            f"| {card.rank} | {localised(card.text, 'en')} | {localised(card.detail, 'en')} |"
            for card in sorted(cards, key=lambda card: (card.rank or 0, card.key))
        ]
        return "\n".join(["| | what hurts | how much |", "|---|---|---|", *rows])


def _without_month(path: Path) -> str:
    parts = str(path).rsplit("-2", 1)
    return f"{parts[0]}-YYYY-MM{''.join(path.suffixes)}" if len(parts) == 2 and "-2" in path.name else str(path)
