"""Which persons a question is about: who did or did not do something, who has a property; in any combination."""

from collections.abc import Callable
from pathlib import Path
from typing import Union

import msgspec
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from msgspec import Struct

from footpath.analytics import durations
from footpath.analytics.journeys import Bucket, Journeys
from footpath.analytics.kernels.matching import count_marked, in_order
from footpath.analytics.select import Bool, Select, compile_selects, parse
from footpath.core.errors import Invalid, NotFound

SAVED = "who.json"
Test = Callable[[Bucket], Bool]


class Did(Struct, frozen=True, tag="did", omit_defaults=True):
    """Persons who did something between `at_least` and `at_most` times.

    Attributes:
        select: what.
        within: length of time in which the `at_least` events must lie, as in "7 d"; empty = any.
    """

    select: Select
    at_least: int = 1
    at_most: int | None = None
    within: str = ""

    def test(self, journeys: Journeys) -> Test:
        """Compile to a test of a bucket's persons."""
        chosen = compile_selects(journeys, (self.select,))
        window = durations.micros(self.within, "within")
        most = self.at_most if self.at_most is not None else np.iinfo(np.int64).max

        def did(bucket: Bucket) -> Bool:
            total, dense = count_marked(
                bucket.begin, bucket.end, bucket.at, chosen.of_events(bucket), (self.at_least, window)
            )
            return np.asarray(dense & (total <= most))

        return did


class InOrder(Struct, frozen=True, tag="in_order", omit_defaults=True):
    """Persons who did several things one after the other, with anything between.

    Attributes:
        selects: what, in order.
        within: length of time from the first to the last, as in "7 d"; empty = any.
    """

    selects: tuple[Select, ...]
    within: str = ""

    def test(self, journeys: Journeys) -> Test:
        """Compile to a test of a bucket's persons."""
        chosen = compile_selects(journeys, self.selects)
        window = durations.micros(self.within, "within")
        rule = (len(self.selects), window)
        return lambda bucket: in_order(bucket.begin, bucket.end, bucket.at, chosen.of_events(bucket), rule)


class Trait(Struct, frozen=True, tag="trait"):
    """Persons with one of several values of a trait, e.g. plan = pro."""

    trait: str
    values: tuple[str, ...]

    def test(self, journeys: Journeys) -> Test:
        """Compile to a test of a bucket's persons."""
        traits = journeys.traits
        known = set() if traits is None else set(traits["trait"].unique().to_pylist())
        if traits is None or self.trait not in known:
            there = ", ".join(sorted(known)) or "none"
            raise NotFound(f"No person has the trait {self.trait!r}.", hint=f"Traits there are: {there}.")
        fits = pc.and_(
            pc.equal(traits["trait"], self.trait), pc.is_in(traits["value"], value_set=pa.array(self.values))
        )
        persons = traits.filter(fits)["person"].combine_chunks()
        return lambda bucket: np.asarray(pc.is_in(bucket.persons, value_set=persons))[bucket.owners()]


class All(Struct, frozen=True, tag="all"):
    """Persons who meet every one of the conditions."""

    of: tuple["Who", ...]

    def test(self, journeys: Journeys) -> Test:
        """Compile to a test of a bucket's persons."""
        tests = [one.test(journeys) for one in self.of]
        return lambda bucket: np.logical_and.reduce([test(bucket) for test in tests])


class Either(Struct, frozen=True, tag="any"):
    """Persons who meet at least one of the conditions."""

    of: tuple["Who", ...]

    def test(self, journeys: Journeys) -> Test:
        """Compile to a test of a bucket's persons."""
        tests = [one.test(journeys) for one in self.of]
        return lambda bucket: np.logical_or.reduce([test(bucket) for test in tests])


class Not(Struct, frozen=True, tag="not"):
    """Persons who do not meet the condition."""

    of: "Who"

    def test(self, journeys: Journeys) -> Test:
        """Compile to a test of a bucket's persons."""
        test = self.of.test(journeys)
        return lambda bucket: ~test(bucket)


Who = Union[Did, InOrder, Trait, All, Either, Not]  # noqa: UP007 - the structs above name it before it exists


def condition(given: "str | Who") -> Who:
    """Return a condition from itself, its JSON, or text: `did Order`, `not did Order`, `trait plan = pro`.

    Raises:
        Invalid: the text cannot be read.
    """
    if not isinstance(given, str):
        return given
    text = given.strip()
    if text.startswith("{"):
        return _decoded(text)
    if text.startswith("not "):
        return Not(condition(text.removeprefix("not ")))
    if text.startswith("did "):
        return Did(parse(text.removeprefix("did ")))
    if text.startswith("trait "):
        trait, _, values = text.removeprefix("trait ").partition("=")
        return Trait(trait.strip(), tuple(value.strip() for value in values.split("|")))
    raise Invalid(f"{given!r} says nobody.", hint='Write "did Order", "not did Order", "trait plan = pro" or JSON.')


def _decoded(text: str) -> Who:
    try:
        return msgspec.json.decode(text, type=Who)  # type: ignore[no-any-return,arg-type,unused-ignore]
    except msgspec.DecodeError as error:
        raise Invalid(f"{text!r} says nobody: {error}.", hint='Write "did Order" or "trait plan = pro".') from None


def title(one: Who) -> str:
    """Return a condition in words."""
    if isinstance(one, Not):
        return f"not ({title(one.of)})"
    if isinstance(one, All | Either):
        return (" and " if isinstance(one, All) else " or ").join(f"({title(part)})" for part in one.of)
    if isinstance(one, Trait):
        return f"{one.trait} = {' or '.join(one.values)}"
    within = f" within {one.within}" if one.within else ""
    if isinstance(one, InOrder):
        return "did " + " then ".join(select.title for select in one.selects) + within
    most = f" at most {one.at_most} ×" if one.at_most is not None else ""
    least = f" at least {one.at_least} ×" if one.at_least != 1 else ""
    return f"did {one.select.title}{least}{most}{within}"


def saved(folder: Path) -> dict[str, Who]:
    """Return the conditions saved by name in a store's folder."""
    path = folder / SAVED
    if not path.is_file():
        return {}
    try:
        return msgspec.json.decode(path.read_bytes(), type=dict[str, Who])
    except msgspec.DecodeError as error:
        raise Invalid(f"{path} cannot be read: {error}.", hint="Mend it, or delete it and save anew.") from None


def save(folder: Path, name: str, given: str | Who) -> None:
    """Keep a condition by name in a store's folder."""
    known = {**saved(folder), name: condition(given)}
    content = msgspec.json.format(msgspec.json.encode(dict(sorted(known.items()))))
    part = folder / f"{SAVED}.part"
    part.write_bytes(content)
    part.replace(folder / SAVED)
