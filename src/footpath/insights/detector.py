"""What a detector is, and what it is given to look at."""

from abc import ABC, abstractmethod
from typing import ClassVar

from msgspec import Struct

from footpath.core.registry import Registry
from footpath.insights.emotion import Voices
from footpath.insights.finding import Finding
from footpath.insights.world import World


class Context(Struct, frozen=True):
    """Everything there is to look at: what people did and what they said.

    Attributes:
        journey_s: usual length of a journey, the yardstick of waiting.
    """

    world: World
    voices: Voices
    journey_s: float


class Detector(ABC):
    """Finds one kind of pain or gain; its docstring's first line says which."""

    name: ClassVar[str]

    @abstractmethod
    def find(self, context: Context) -> list[Finding]:
        """Return what was found, in any order."""


DETECTORS: Registry[Detector] = Registry("footpath.insights.detectors", Detector, word="detector")  # type: ignore[type-abstract]
