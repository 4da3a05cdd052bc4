"""Lines of text under each other put into blocks, so that a card's words are one text box."""

from collections.abc import Sequence

from msgspec import Struct

from footpath.maps.marks import extent, left_edge
from footpath.maps.render.scene import Words

_NEAR = 0.75  # px by which the left edges of one block's lines may differ
_CLOSEST, _WIDEST = 0.9, 2.4  # line heights between the lines of one block


class Paragraph(Struct, frozen=True):
    """Lines in one style, broken as the layout broke them.

    Attributes:
        gap: px from the baseline before the paragraph to its own first one; 0 for the first of a block.
        pitch: px between its own baselines; 0 when it has one line.
    """

    lines: tuple[str, ...]
    style: Words
    gap: float = 0.0
    pitch: float = 0.0


class Block(Struct, frozen=True):
    """Paragraphs under each other with the same left edge; px: its left edge, widest line, first and last baseline."""

    left: float
    width: float
    baseline: float
    bottom: float
    paragraphs: tuple[Paragraph, ...]


def blocks(words: Sequence[Words]) -> list[Block]:
    """Return the text blocks of the lines of one group, in order."""
    runs: list[list[Words]] = []
    for line in words:
        if runs and _continues(runs[-1][-1], line):
            runs[-1].append(line)
        else:
            runs.append([line])
    return [block_of(run) for run in runs]


def block_of(run: Sequence[Words]) -> Block:
    """Return lines as one block; a paragraph ends where the style or the pitch changes."""
    paragraphs: list[Paragraph] = []
    for position, line in enumerate(run):
        gap = line.y - run[position - 1].y if position else 0.0
        last = paragraphs[-1] if paragraphs else None
        if last and _alike(last.style, line) and (not last.pitch or abs(last.pitch - gap) < _NEAR):
            paragraphs[-1] = Paragraph((*last.lines, line.text), last.style, last.gap, gap)
        else:
            paragraphs.append(Paragraph((line.text,), line, gap))
    widest = max(extent(line) for line in run)
    return Block(left_edge(run[0]), widest, run[0].y, run[-1].y, tuple(paragraphs))


def _continues(above: Words, below: Words) -> bool:
    pitch = (below.y - above.y) / max(above.size, below.size)
    same_edge = above.anchor == below.anchor == "start" and abs(above.x - below.x) < _NEAR
    return same_edge and _CLOSEST < pitch < _WIDEST


def _alike(one: Words, other: Words) -> bool:
    return (one.size, one.weight, one.fill, one.italic, one.lang, one.href) == (
        other.size,
        other.weight,
        other.fill,
        other.italic,
        other.lang,
        other.href,
    )
