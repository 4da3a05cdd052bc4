"""What every question over journeys is made of: plan, partial per bucket, merge, finish; in rounds where need be.

Partials are values that add up, so threads, caches and a cluster all give the same integers.
An analysis is one file in `analytics/analyses/`: a class with `name`, and the Struct of its question.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from functools import reduce
from threading import Thread
from typing import Any, ClassVar, Generic, TypeVar

from msgspec.structs import replace

from footpath.analytics.answer import Answer
from footpath.analytics.journeys import Bucket, Journeys
from footpath.analytics.questions import conditions_of, make
from footpath.analytics.scope import Cut, Scope, view
from footpath.analytics.who import resolved
from footpath.core import settings
from footpath.core.registry import Registry

Q = TypeVar("Q", bound=Scope)  # the question
P = TypeVar("P")  # the plan: the question compiled against the journeys' dictionary
S = TypeVar("S")  # the state: the answer for some of the persons
A = TypeVar("A", bound=Answer)
T = TypeVar("T")  # what is worked on
R = TypeVar("R")  # what comes of it


class Analysis(ABC, Generic[Q, P, S, A]):
    """A kind of question over every person's path.

    Attributes:
        name: its word in Python, on the command line and in URLs.
        question: the Struct of its parameters, a `Scope`; the "Attributes:" of its docstring document them.
        title: what people call it; its name in words when empty.
        chart: the kind of picture that shows its answers.
        explain: what an answer shows, and what not to conclude from it.
        likes: product → fields of the question that give that product's published rules.
    """

    name: ClassVar[str]
    question: ClassVar[type[Scope]]
    title: ClassVar[str] = ""
    chart: ClassVar[str] = "table"
    explain: ClassVar[str] = ""
    likes: ClassVar[Mapping[str, Mapping[str, Any]]] = {}

    @abstractmethod
    def plan(self, journeys: Journeys, question: Q) -> P:
        """Check the question against what there is and compile it; raises Invalid or NotFound with a remedy."""

    @abstractmethod
    def partial(self, bucket: Bucket, plan: P) -> S:
        """Answer for one bucket, already cut to the question's scope; pure, and releases the interpreter lock."""

    @abstractmethod
    def merge(self, left: S, right: S) -> S:
        """Combine two answers; associative, and commutative up to the order of persons."""

    def again(self, state: S, plan: P) -> P | None:  # noqa: ARG002 - for those who need several rounds
        """Return the plan of another round over all buckets, made from this round's state; None = this was the last."""
        return None

    @abstractmethod
    def finish(self, state: S, plan: P) -> A:
        """Turn the merged answer into what people read: figures with n, intervals and the rules used."""


class Comparison(Analysis[Q, P, S, A]):
    """A kind of question that can be asked of two groups at once."""

    @abstractmethod
    def compare(self, first: S, second: S, plan: P) -> A:
        """Do what `finish` does for a question whose `groups` are two: the figures of both, and the difference."""


Runner = Callable[[Callable[[Bucket], Any], Sequence[Bucket]], list[Any]]


def respond(analysis: Analysis[Q, P, S, A], journeys: Journeys, question: Q, *, run: Runner | None = None) -> A:
    """Answer `question` over all buckets of `journeys`.

    Args:
        run: maps a function over the buckets; threads of this process when None, a cluster's executors otherwise.
    """
    views = [view(journeys, group) for group in question.groups()]
    units = views[0][0]
    plan = analysis.plan(units, question)

    def rounds(cut: Cut) -> tuple[S, P]:
        now = plan
        while True:
            states: list[S] = (run or in_threads)(_Partial(analysis, cut, now), units.buckets or (_nobody(),))
            state = reduce(analysis.merge, states)
            further = analysis.again(state, now)
            if further is None:
                return state, now
            now = further

    (state, last), *others = [rounds(cut) for _, cut in views]
    if not others:
        return analysis.finish(state, last)
    if not isinstance(analysis, Comparison):
        raise TypeError(f"{analysis.name!r} was asked of two groups and is no Comparison")
    compared: A = analysis.compare(state, others[0][0], last)
    return compared


class _Partial(Generic[P, S]):
    """One bucket's share of the work."""

    def __init__(self, analysis: Analysis[Any, P, S, Any], cut: Cut, plan: P) -> None:
        self._analysis = analysis
        self._cut = cut
        self._plan = plan

    def __call__(self, bucket: Bucket) -> S:
        return self._analysis.partial(self._cut(bucket), self._plan)


def in_threads(work: Callable[[T], R], things: Sequence[T]) -> list[R]:
    """Do the work on every bucket (or other thing), as many at once as there are cores."""
    threads = min(settings.load().threads, len(things))
    if threads <= 1:
        return [work(thing) for thing in things]
    found: list[Any] = [None] * len(things)
    left = iter(range(len(things)))  # what is next is taken by one thread only, as the interpreter takes it
    failed: list[BaseException] = []

    def take() -> None:
        try:
            for place in left:
                if failed:
                    return
                found[place] = work(things[place])
        except BaseException as problem:
            failed.append(problem)

    others = [Thread(target=take) for _ in range(threads - 1)]
    for other in others:
        other.start()
    take()
    for other in others:
        other.join()
    if failed:
        raise failed[0]
    return found


def _nobody() -> Bucket:
    """Return a bucket without persons, so that no events at all is a question like any other."""
    import numpy as np
    import pyarrow as pa

    none = np.zeros(0, np.int64)
    signature, value = none.astype(np.uint32), none.astype(np.float64)
    return Bucket(
        pa.array([], pa.string()), begin=none, end=none, at=none, signature=signature, value=value, dimensions={}
    )


ANALYSES: Registry[Analysis[Any, Any, Any, Any]] = Registry(
    "footpath.analytics.analyses",
    Analysis,  # type: ignore[type-abstract]
    word="analysis",
)


def ask(name: str, journeys: Journeys, *, run: Runner | None = None, **fields: Any) -> Any:
    """Answer the question of the analysis called `name`.

    >>> ask("funnel", journeys, steps=["Home", "Order"], window="7 d")  # doctest: +SKIP

    Args:
        run: as in `respond`.
        fields: those of the analysis's question; selections and conditions may be text; `like=` a product's name.

    Raises:
        NotFound: there is no such analysis, event, property or value; the hint names the nearest.
        Invalid: a field cannot be used; the message names it.
    """
    kind = ANALYSES[name]
    question = make(kind.question, kind.likes, fields)
    named = {name: getattr(question, name) for name in conditions_of(kind.question)}
    looked_up = {name: resolved(given, journeys.store) for name, given in named.items() if given}
    question = replace(question, **looked_up)
    return respond(kind(), journeys, question, run=run)
