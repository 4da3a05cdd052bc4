"""Which events a question is about: conditions on signatures (a table lookup), dimensions and amounts (per event)."""

import re
from collections.abc import Mapping
from difflib import get_close_matches

import msgspec
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from msgspec import Struct

from footpath.analytics.journeys import Bucket, Journeys
from footpath.analytics.signatures import COLUMNS
from footpath.core.errors import Invalid, NotFound

Bool = npt.NDArray[np.bool_]
_HINT = 'Write it as in "Order & channel = web".'
UInt64 = npt.NDArray[np.uint64]
MOST = 64  # selections a table can tell apart


class Select(Struct, frozen=True, omit_defaults=True):
    """Events that meet every condition; no condition selects all events.

    Written as text, `parse` reads it: `Order | Purchase & channel = web | app & value >= 10`.

    Attributes:
        name: one or several event names, any of which will do.
        where: signature column (source, type, channel, page) or dimension (device, region, campaign, …) → allowed
            values; "" allows an unknown one.
        value_min, value_max: bounds of the event's amount, inclusive; events without an amount fail them.
        label: what the answer calls it; empty = the conditions in words.
    """

    name: tuple[str, ...] = ()
    where: Mapping[str, tuple[str, ...]] = {}
    value_min: float | None = None
    value_max: float | None = None
    label: str = ""

    @property
    def title(self) -> str:
        """The label, or words made from the conditions."""
        if self.label:
            return self.label
        parts = [" or ".join(self.name)] if self.name else []
        parts += [f"{column} = {' or '.join(values)}" for column, values in sorted(self.where.items())]
        parts += [f"value ≥ {self.value_min:g}"] if self.value_min is not None else []
        parts += [f"value ≤ {self.value_max:g}"] if self.value_max is not None else []
        return " & ".join(parts) or "any event"

    @property
    def by_signature(self) -> bool:
        """Whether signatures alone decide."""
        return self.value_min is None and self.value_max is None and set(self.where) <= set(COLUMNS)


def select(given: "str | Mapping[str, object] | Select") -> Select:
    """Return a selection from its text form, its fields by name, or itself."""
    if isinstance(given, Select):
        return given
    if isinstance(given, str):
        return parse(given)
    fields = {key: (value,) if key == "name" and isinstance(value, str) else value for key, value in given.items()}
    try:
        return msgspec.convert(fields, Select)
    except msgspec.ValidationError as error:
        raise Invalid(f"{given!r} selects no events: {error}.", hint=_HINT) from None


def parse(text: str) -> Select:
    """Read `NAME | NAME & column = VALUE | VALUE & value >= 10`; JSON of a `Select` is read too.

    Raises:
        Invalid: the text cannot be read.
    """
    if text.lstrip().startswith("{"):
        return select(_json(text))
    names: tuple[str, ...] = ()
    where: dict[str, tuple[str, ...]] = {}
    bounds: dict[str, float] = {}
    for part in re.split(r"\s&\s|&&", text):
        match = re.fullmatch(r"\s*([\w.$ ]+?)\s*(>=|<=|=)\s*(.*?)\s*", part)
        if match is None:
            names += _values(part)
        elif match[2] == "=":
            where[match[1]] = _values(match[3])
        elif match[1] == "value":
            bounds["value_min" if match[2] == ">=" else "value_max"] = _number(match[3], text)
        else:
            raise Invalid(f"{text!r}: only value can be compared.", hint='Write "value >= 10" or "device = mobile".')
    names += where.pop("name", ())
    return Select(names, where, bounds.get("value_min"), bounds.get("value_max"))


def _json(text: str) -> Mapping[str, object]:
    try:
        return msgspec.json.decode(text, type=dict[str, object])
    except msgspec.DecodeError as error:
        raise Invalid(f"{text!r} is no JSON object: {error}.", hint=_HINT) from None


def _values(text: str) -> tuple[str, ...]:
    return tuple(value for value in re.split(r"\s*\|\s*", text.strip()) if value) or ("",)


def _number(text: str, whole: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise Invalid(f"{whole!r}: {text!r} is not a number.", hint='Write "value >= 10".') from None


class Selection(Struct, frozen=True):
    """Up to 64 selections compiled against the signature dictionary: one small code an event.

    Attributes:
        selects: the selections.
        bits: code → bit set of selections (bit i = selection i); bits[0] = 0, none.
        of_signature: signature → code, by the conditions on signatures alone.
    """

    selects: tuple[Select, ...]
    bits: UInt64
    of_signature: npt.NDArray[np.uint16]

    @property
    def by_signature(self) -> bool:
        """Whether signatures alone decide, so that `of_signature` is the whole answer."""
        return all(one.by_signature for one in self.selects)

    @property
    def overlapping(self) -> bool:
        """Whether an event can meet several of the selections."""
        return bool(np.any(self.bits & (self.bits - np.minimum(self.bits, np.uint64(1)))))

    def of_events(self, bucket: Bucket) -> UInt64:
        """Return the bit set of every event of a bucket."""
        found = self.bits[self.of_signature][bucket.signature]
        for index, one in enumerate(self.selects):
            beyond = None if one.by_signature else _beyond(bucket, one)
            if beyond is not None:
                found &= ~(np.uint64(1) << np.uint64(index)) | np.where(beyond, np.uint64(2**64 - 1), np.uint64(0))
        return found


def compile_selects(journeys: Journeys, selects: tuple[Select, ...]) -> Selection:
    """Look selections up in the signature dictionary.

    Raises:
        NotFound: a name, column or value that there is none of; the hint names the nearest.
        Invalid: more than 64 selections.
    """
    if len(selects) > MOST:
        raise Invalid(f"{len(selects)} selections are too many.", hint=f"At most {MOST} can be told apart.")
    bits = np.zeros(journeys.signatures.num_rows, np.uint64)
    for index, one in enumerate(selects):
        bits |= signature_mask(journeys, one).astype(np.uint64) << np.uint64(index)
    distinct, codes = np.unique(np.concatenate([np.zeros(1, np.uint64), bits]), return_inverse=True)
    return Selection(selects, distinct, codes[1:].astype(np.uint16))


def signature_mask(journeys: Journeys, one: Select) -> Bool:
    """Return which signatures meet the conditions on signature columns."""
    mask = np.ones(journeys.signatures.num_rows, np.bool_)
    conditions = dict(one.where) | ({"name": one.name} if one.name else {})
    for column, values in conditions.items():
        if column not in COLUMNS:
            _check_dimension(journeys, column, values)
            continue
        held = pc.fill_null(journeys.signatures.column(column), "")
        check_values(column, values, set(pc.unique(held).to_pylist()))
        mask &= np.asarray(pc.is_in(held, value_set=pa.array(values, pa.string())))
    return mask


def _check_dimension(journeys: Journeys, name: str, values: tuple[str, ...]) -> None:
    held: set[str] = set()
    for bucket in journeys.buckets:
        if name not in bucket.dimensions:
            there = ", ".join([*COLUMNS, *sorted(bucket.dimensions)])
            raise NotFound(f"No property is called {name!r}.", hint=f"There are: {there}.")
        held.update(bucket.dimensions[name].values)
    check_values(name, values, held)


def check_values(column: str, values: tuple[str, ...], held: set[str], *, what: str = "No event has") -> None:
    """Raise NotFound, naming the nearest, for a value that is not among those held; "" is always."""
    for value in values:
        if value and value not in held:
            near = get_close_matches(value, held, n=3, cutoff=0.4) or sorted(held - {""})[:8]
            raise NotFound(f"{what} the {column} {value!r}.", hint=f"Nearest: {', '.join(map(repr, near))}.")


def _beyond(bucket: Bucket, one: Select) -> Bool:
    """Return which events meet the conditions that signatures cannot decide."""
    mask = np.ones(len(bucket.at), np.bool_)
    for name, values in one.where.items():
        if name not in COLUMNS:
            dimension = bucket.dimensions[name]
            mask &= np.isin(np.array(dimension.values), np.array(values))[dimension.codes]
    if one.value_min is not None:
        mask &= bucket.value >= one.value_min
    if one.value_max is not None:
        mask &= bucket.value <= one.value_max
    return mask
