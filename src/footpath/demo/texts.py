"""What customers write: sentences of their language put together as people do, with their typos."""

import unicodedata
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
import yaml
from msgspec import Struct

LANGUAGES = ("en", "pl", "lv", "zh")


class About(Struct, frozen=True):
    """What a text is about: the language of its writer, the product's name, and whether it is a lamp."""

    language: str
    model: str
    lamp: bool


class Writer:
    """Writes remarks from the phrase files; the same generator state gives the same words."""

    def __init__(self, rng: np.random.Generator) -> None:
        self.rng = rng

    def remark(self, about: About, topic: str, *, good: bool) -> str:
        """Return a few sentences of praise or blame on a topic, as in a review."""
        phrases, tone = _phrases(about.language, about.lamp), "good" if good else "bad"
        lines = phrases["topics"][topic]
        parts = [*self._maybe(phrases["open"][tone], 0.3), self._pick(lines[tone])]
        parts += self._maybe(lines[f"{tone}_more"], 0.5)
        parts += self._maybe(phrases["close"][tone], 0.35)
        return self._as_typed(about, parts)

    def aside(self, about: About, topic: str, *, good: bool) -> str:
        """Return one or two sentences, as in the comment field of a survey."""
        lines, tone = _phrases(about.language, about.lamp)["topics"][topic], "good" if good else "bad"
        return self._as_typed(about, [self._pick(lines[tone]), *self._maybe(lines[f"{tone}_more"], 0.25)])

    def both(self, about: About, praised: str, blamed: str) -> str:
        """Return praise of one topic and blame of another."""
        topics = _phrases(about.language, about.lamp)["topics"]
        return self._as_typed(about, [self._pick(topics[praised]["good"]), self._pick(topics[blamed]["bad"])])

    def request(self, about: About, topic: str) -> tuple[str, str]:
        """Return subject and text of a request for help."""
        phrases = _phrases(about.language, about.lamp)
        lines = phrases["topics"][topic]
        core = lines["ask"] if "ask" in lines and self.rng.random() < 0.7 else lines["bad"]
        parts = [*self._maybe(phrases["open"]["bad"], 0.5), self._pick(core)]
        if core is lines["bad"]:
            parts += self._maybe(lines["bad_more"], 0.6)
        parts += self._maybe(phrases["close"]["ask"], 0.7)
        return self._pick(lines["subject"]), self._as_typed(about, parts)

    def _pick(self, lines: list[str]) -> str:
        return lines[int(self.rng.random() * len(lines))]

    def _maybe(self, lines: list[str], p: float) -> list[str]:
        return [self._pick(lines)] if self.rng.random() < p else []

    def _as_typed(self, about: About, parts: list[str]) -> str:
        language = about.language
        text = ("" if language == "zh" else " ").join(parts).replace(", ", ",\n", 1 if parts[0].endswith(",") else 0)
        text = text.replace("{model}", about.model)
        slip, where = self.rng.random(), self.rng.random()
        if language == "zh":
            return text.rstrip("。").replace("。", " ") if slip < 0.12 else text
        if slip < 0.04:
            text = text.lower()
        elif slip < 0.11:
            text = _swapped(text, int(where * len(text)))
        elif slip < 0.16:
            text = text.rstrip(".")
        elif slip < 0.24:
            text = _without_marks(text)  # many type Polish and Latvian without their marks
        return text


def _swapped(text: str, at: int) -> str:
    """Swap two neighbouring letters inside a word at or after a position."""
    for i in range(at, len(text) - 2):
        if text[i : i + 2].isalpha() and text[i] != text[i + 1] and i > 0 and text[i - 1].isalpha():
            return f"{text[:i]}{text[i + 1]}{text[i]}{text[i + 2 :]}"
    return text


def _without_marks(text: str) -> str:
    plain = unicodedata.normalize("NFD", text.replace("ł", "l").replace("Ł", "L"))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


@cache
def _phrases(language: str, lamp: bool) -> dict[str, Any]:
    """Return a language's phrases; those marked [lamp] or [furniture] only where they fit."""
    text = (files("footpath.demo") / "phrases" / f"{language}.yaml").read_text(encoding="utf-8")
    fits: dict[str, Any] = _fitting(yaml.safe_load(text), "[lamp] " if lamp else "[furniture] ")
    return fits


def _fitting(phrases: Any, mark: str) -> Any:
    if isinstance(phrases, dict):
        return {key: _fitting(value, mark) for key, value in phrases.items()}
    return [line.removeprefix(mark) for line in phrases if not line.startswith("[") or line.startswith(mark)]
