"""The map: columns, lanes, cards and the measured path between columns, in one value that every format is made from.

Numbers are `Figure`s, never bare: each says what it counts, of how many, how sure, and as of when.
Text is one string or {locale: string}. Keys are slugs, unique within their list, stable between drafts of the same
data.
"""

from datetime import datetime
from typing import Any, Literal

from msgspec import Struct, field

FORMAT = "footpath-map/1"
Text = str | dict[str, str]
Unit = Literal["count", "persons", "share", "points", "seconds", "score", "money", "ratio"]
Tone = Literal["neutral", "pain", "warn", "good"]
LEVELS = ("hypothesis", "reported", "observed", "measured")
Level = Literal["hypothesis", "reported", "observed", "measured"]


class _Struct(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Immutable, written without its defaults."""


class Figure(_Struct, frozen=True, kw_only=True):
    """One number with what makes it trustworthy.

    Attributes:
        value: in `unit`; a share is 0…1, a score −1…1 (emotion) or its own scale, a duration seconds.
        n: what it rests on (persons, answers, events); None only for typed-in numbers.
        lo, hi: 95 % interval in the same unit, None where n is too small or it is a plain count.
        numerator, denominator: the counts behind a share, so that it adds up over maps.
        definition: one plain sentence saying how it was computed.
        source: which sources it was computed from.
        as_of: instant of the newest fact in it.
        currency: ISO 4217 for money.
    """

    value: float
    unit: Unit
    n: int | None = None
    lo: float | None = None
    hi: float | None = None
    numerator: float | None = None
    denominator: float | None = None
    definition: str = ""
    source: str = ""
    as_of: datetime | None = None
    currency: str = ""


class Evidence(_Struct, frozen=True, kw_only=True):
    """What supports a card: counts of facts, from which its level follows (`maps.evidence.level`), never typed in.

    Attributes:
        reported: interviews, tickets, reviews or quotes that say it.
        observed: cases in the event log that its matcher found.
        measured: n of the metric bound to it.
        newest_at: instant of the newest fact; freshness is the map's as_of minus this.
        sources: names of the sources the facts came from.
    """

    reported: int = 0
    observed: int = 0
    measured: int = 0
    newest_at: datetime | None = None
    sources: tuple[str, ...] = ()


class Persona(_Struct, frozen=True, kw_only=True):
    """A modelled customer group with what sets it apart.

    Attributes:
        share: part of the persons of the map who belong to it.
        traits: what sets them apart, strongest first, each a plain phrase ("orders 3.1× as often").
        typical: key of the `Path` that is its real typical journey.
        segment: the rule that says who belongs, readable; empty for a persona typed in by hand.
        profile: free fields by name (goals, needs, quote, bio, …).
    """

    key: str
    name: Text
    description: Text = ""
    share: Figure | None = None
    traits: tuple[Text, ...] = ()
    typical: str = ""
    segment: str = ""
    profile: dict[str, Any] = field(default_factory=dict)


class Column(_Struct, frozen=True, kw_only=True):
    """A stage (no parent) or a step inside one; deeper trees are allowed. Order in `Map.columns` is reading order.

    Attributes:
        matches: touchpoint keys whose events are this column.
        figures: by name: `reach` (share of persons), `events`, `conversion` (to the next column), `conversion_goal`,
            `time_next_median`, `time_next_p90`, `drop_off`, `returns`.
    """

    key: str
    title: Text
    parent: str = ""
    description: Text = ""
    moment_of_truth: bool = False
    matches: tuple[str, ...] = ()
    figures: dict[str, Figure] = field(default_factory=dict)


class Touchpoint(_Struct, frozen=True, kw_only=True):
    """A kind of contact: one thing, one channel, and which signatures are it.

    Attributes:
        where: matcher: column of the signature dictionary → allowed values ("name": ("Order Completed",)); all must
            hold.
        merged: names of near-synonyms folded into it.
    """

    key: str
    title: Text
    channel: str = ""
    where: dict[str, tuple[str, ...]] = field(default_factory=dict)
    merged: tuple[str, ...] = ()
    figures: dict[str, Figure] = field(default_factory=dict)


class Edge(_Struct, frozen=True, kw_only=True):
    """A move between columns: planned, or travelled when it carries figures.

    Attributes:
        kind: next (forward to the following column), skip, loop (back), leave (`to` is empty), branch.
        figures: `share` (of persons at `from`), `persons`, `count`, `time_median`, `time_p90`.
    """

    frm: str = field(name="from")
    to: str = ""
    kind: Literal["next", "skip", "loop", "leave", "branch"] = "next"
    condition: Text = ""
    figures: dict[str, Figure] = field(default_factory=dict)


class Path(_Struct, frozen=True, kw_only=True):
    """A way through the map: a variant someone planned, or a representative journey that persons really took.

    Attributes:
        columns: column keys in the order travelled; may repeat.
        persona: key of the persona it is typical of.
        figures: `share` of persons whose journey is nearest to it, `duration`.
    """

    key: str
    title: Text
    kind: Literal["happy", "unhappy", "exception", "alternative", "observed"] = "observed"
    columns: tuple[str, ...] = ()
    persona: str = ""
    figures: dict[str, Figure] = field(default_factory=dict)


class Lane(_Struct, frozen=True, kw_only=True):
    """A row: `type` says what its cards hold (an entry of maps.lanes), `role` what it means in a service blueprint.

    Attributes:
        note: the small text under the title that says what the numbers are.
        persona: key, when the lane is about one persona only.
        props: settings of the lane type; those of an unknown type are kept as they are.
    """

    key: str
    type: str
    title: Text
    note: Text = ""
    role: str = ""
    persona: str = ""
    collapsed: bool = False
    props: dict[str, Any] = field(default_factory=dict)


class Card(_Struct, frozen=True, kw_only=True):
    """Content of a lane over one column or a run of columns.

    Attributes:
        at, to: first and last column key (`to` empty = same); a stage key covers its steps.
        text: what it says, one or two lines; detail: second line, smaller.
        value: the number the lane draws (emotion −1…1, engagement 1…5, share, …).
        figures: further numbers by name.
        lang: ISO 639-1 of a quote's text; origin: where a quote was said (source · channel · date).
        rank: 1 is worst (pain points) or best (opportunities).
        owner, status: who has it and how far it is, for opportunities and solutions.
        props: what an unknown or richer lane type keeps here, and what any card may wear: `tags` (a list of words) and
            `colour` (green, violet, blue, orange or pink).
    """

    key: str
    lane: str
    at: str
    to: str = ""
    text: Text = ""
    detail: Text = ""
    value: Figure | None = None
    figures: dict[str, Figure] = field(default_factory=dict)
    tone: Tone = "neutral"
    persona: str = ""
    channel: str = ""
    icon: str = ""
    lang: str = ""
    origin: str = ""
    rank: int | None = None
    owner: str = ""
    status: str = ""
    evidence: Evidence = Evidence()
    props: dict[str, Any] = field(default_factory=dict)

    @property
    def tags(self) -> tuple[str, ...]:
        """Words the card can be found by."""
        found = self.props.get("tags")
        return tuple(one for one in found if isinstance(one, str) and one) if isinstance(found, list) else ()


class CardLink(_Struct, frozen=True, kw_only=True):
    """An arrow between two cards (by key)."""

    frm: str = field(name="from")
    to: str
    kind: Literal["triggers", "needs", "handoff"] = "triggers"
    label: Text = ""


class Note(_Struct, frozen=True, kw_only=True):
    """How something was derived, in plain words; `topic` is a short heading such as "Stages" or "Left out"."""

    topic: str
    text: Text


class Map(_Struct, frozen=True, kw_only=True):
    """A customer-journey map.

    Attributes:
        subtitle: what stands under the title: organisation · persona · period; empty = made from the other fields.
        locale: language of plain-string texts.
        goal: column key that counts as success.
        goal_conversion: share of all persons who reach it.
        as_of: newest fact in it; None for a map nobody measured.
        persons: how many persons it was drawn from.
    """

    format: str = FORMAT
    key: str
    title: Text
    subtitle: Text = ""
    kind: Literal["journey", "experience", "blueprint", "lifecycle", "story", "empathy"] = "journey"
    state: Literal["current", "future", "ideal"] = "current"
    status: Literal["draft", "research", "review", "live", "retired"] = "draft"
    locale: str = "en"
    owner: str = ""
    scenario: Text = ""
    template: str = ""
    goal: str = ""
    goal_conversion: Figure | None = None
    persons: int | None = None
    period_start: datetime | None = None
    period_end: datetime | None = None
    as_of: datetime | None = None
    sources: tuple[str, ...] = ()
    personas: tuple[Persona, ...] = ()
    touchpoints: tuple[Touchpoint, ...] = ()
    columns: tuple[Column, ...] = ()
    edges: tuple[Edge, ...] = ()
    paths: tuple[Path, ...] = ()
    lanes: tuple[Lane, ...] = ()
    cards: tuple[Card, ...] = ()
    links: tuple[CardLink, ...] = ()
    notes: tuple[Note, ...] = ()
    extra: dict[str, Any] = field(default_factory=dict)


def localised(text: Text, locale: str) -> str:
    """Return `text` in `locale`, else in English, else in whatever there is."""
    if isinstance(text, str):
        return text
    for wanted in (locale, locale.split("-", maxsplit=1)[0], "en"):
        if wanted in text:
            return text[wanted]
    return next(iter(text.values()), "")


def stages(model: Map) -> tuple[Column, ...]:
    """Return the columns without a parent, in order."""
    return tuple(column for column in model.columns if not column.parent)


def leaves(model: Map) -> tuple[Column, ...]:
    """Return the columns that have no children: the grid the cards stand on, in reading order."""
    parents = {column.parent for column in model.columns}
    return tuple(column for column in model.columns if column.key not in parents)
