"""A finding: something that hurts (or helps) customers at one place of the journey, with what shows it."""

from typing import Literal

from msgspec import Struct

from footpath.insights.cases import Segment
from footpath.insights.types import Int64
from footpath.maps import Figure


class Finding(Struct, frozen=True, kw_only=True):
    """One pain or gain.

    Attributes:
        detector: who found it.
        tone: pain, or good for a gain.
        column: code of the leaf column where it shows; 0 = the journey as a whole.
        title, facts: the words of the card: what it is, then short facts, most telling first.
        segment: where and when it is concentrated.
        figure: the number it rests on; reference: what it was compared with.
        touched: positions of the persons it happened to, ordered and unique; for data without events, of the signals.
        harm: in lost goals (see `insights.harm`).
        cases: how many rows of the log show it.
        newest: µs of the newest of them.
        also: findings folded into this one because they say the same thing.
    """

    detector: str
    tone: Literal["pain", "good"] = "pain"
    column: int
    title: str
    facts: tuple[str, ...] = ()
    segment: Segment = Segment()
    figure: Figure
    reference: Figure | None = None
    touched: Int64
    harm: float
    cases: int
    newest: int = 0
    challenge: str = ""  # what an opportunity asks: "fewer people fail at Payment on phones"
    also: tuple["Finding", ...] = ()

    @property
    def persons(self) -> int:
        """How many persons it happened to."""
        return len(self.touched)
