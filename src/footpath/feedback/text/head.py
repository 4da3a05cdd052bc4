"""A head: the small trained layer that reads feeling off an encoder's vectors; a file in `heads/`."""

from collections.abc import Sequence
from functools import cache
from hashlib import blake2b
from importlib.resources import files

import msgspec
import numpy as np
from numpy.typing import NDArray

from footpath.feedback.text.emoji import signs
from footpath.feedback.text.encoders import Vectors

Floats = NDArray[np.float64]
NEUTRAL = 0.3  # a value closer to 0 than this reads as neither glad nor sad; best on the validation tweets
_SIGNS_COUNTED = 3  # the fourth heart adds nothing


class Head(msgspec.Struct, frozen=True, kw_only=True):
    """Multinomial logistic regression on [vector | glad signs | sad signs], calibrated by a temperature.

    Attributes:
        encoder: name of the encoder whose vectors it reads.
        encoder_version: package and version it was trained with.
        trained_on: data, licence and rows.
        classes: the value of each output: −1, 0, 1.
        weights: one row a class.
        bias: one number a class.
        temperature: what the logits are divided by, fitted on held-out folds.
    """

    encoder: str
    encoder_version: str
    trained_on: str
    classes: tuple[float, ...]
    weights: tuple[tuple[float, ...], ...]
    bias: tuple[float, ...]
    temperature: float

    def probabilities(self, vectors: Vectors, texts: Sequence[str]) -> Floats:
        """Return one row a text: how likely each class is."""
        logits = features(vectors, texts) @ np.array(self.weights).T + np.array(self.bias)
        return softmax(logits / self.temperature)


def features(vectors: Vectors, texts: Sequence[str]) -> Floats:
    """Set the emoji of the texts beside their vectors: rows of [vector | glad | sad], the counts as 0…1."""
    counted = np.minimum(np.array([signs(text) for text in texts], dtype=float).reshape(-1, 2), _SIGNS_COUNTED)
    return np.hstack([vectors.astype(float), counted / _SIGNS_COUNTED])


def softmax(logits: Floats) -> Floats:
    """Turn logits into probabilities, row by row."""
    grown = np.exp(logits - logits.max(axis=1, keepdims=True))
    shares: Floats = grown / grown.sum(axis=1, keepdims=True)
    return shares


@cache
def load(encoder: str) -> tuple[Head, str]:
    """Return the shipped head of an encoder and a short name for exactly this file."""
    raw = files(__package__).joinpath("heads", f"{encoder}.json").read_bytes()
    return msgspec.json.decode(raw, type=Head), blake2b(raw, digest_size=4).hexdigest()
