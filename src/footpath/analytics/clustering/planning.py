"""A question of clusters, checked and compiled; and what the first round adds to it."""

from collections.abc import Sequence

import numpy as np
from msgspec import Struct

from footpath.analytics.clustering.groups import Choice
from footpath.analytics.clustering.question import MOST_CLUSTERS, ClustersQuestion
from footpath.analytics.journeys import Float64, Journeys, UInt16
from footpath.analytics.kernels.variants import UInt64
from footpath.analytics.paths.labels import Labels, labels_of
from footpath.analytics.select import Selection, compile_selects
from footpath.core.errors import Invalid


class Representative(Struct, frozen=True):
    """A real journey that stands for others: whose, the cluster it is in, and its way with the way's number."""

    person: str
    cluster: int
    way: UInt16
    number: np.uint64


class Fit(Struct, frozen=True):
    """Clusters as the sample has them.

    Attributes:
        centres: (features × clusters), as `kernels.nearest_centre` takes them.
        choices: what spoke for each number of clusters; empty when it was given.
        representatives: of all clusters, the middle one of each first.
    """

    centres: Float64
    choices: Sequence[Choice]
    representatives: Sequence[Representative]

    @property
    def count(self) -> int:
        """How many clusters there are."""
        return int(self.centres.shape[1])

    @property
    def numbers(self) -> UInt64:
        """Return the number of each representative's way."""
        return np.array([one.number for one in self.representatives], np.uint64)


class Plan(Struct, frozen=True):
    """A question ready to be run; `fit` is there from the second round on."""

    question: ClustersQuestion
    labels: Labels
    goal: Selection | None
    fit: Fit | None = None


def plan_of(journeys: Journeys, question: ClustersQuestion) -> Plan:
    """Check a question and compile it.

    Raises:
        Invalid: a field cannot be used; the message names it.
        NotFound: an event, property or value that there is none of.
    """
    for name, least in (("clusters", 0), ("most", 1), ("representatives", 1)):
        given = getattr(question, name)
        if not least <= given <= MOST_CLUSTERS:
            raise Invalid(f"{name} is {given}.", hint=f"Give {least} to {MOST_CLUSTERS}.")
    goal = compile_selects(journeys, (question.goal,)) if question.goal is not None else None
    return Plan(question, labels_of(journeys, question), goal)
