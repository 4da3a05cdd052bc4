"""What is mined, what it gives, and what people decide about it."""

from datetime import datetime
from typing import Annotated, Literal

from msgspec import Meta, Struct

MOST_CHARACTERS = 2_000_000  # of all texts of a run

RunState = Literal["waiting", "running", "done", "failed"]
ThemeState = Literal["proposed", "approved", "merged", "rejected"]
Stage = Literal["", "reading", "placing", "grouping", "comparing"]


class Given(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A text to mine, such as the transcript of an interview or a list of quotes; `name` says where it is from."""

    name: Annotated[str, Meta(min_length=1, max_length=200)]
    text: Annotated[str, Meta(max_length=MOST_CHARACTERS)]


class NewRun(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What to mine.

    Attributes:
        map_id: the map on whose steps things are said; empty = the steps do not matter.
        column: key of the step whose quotes to mine, or where the texts are about; empty = all.
        texts: what people said; none = what the workspace's data hold.
    """

    map_id: str = ""
    column: str = ""
    texts: Annotated[tuple[Given, ...], Meta(max_length=50)] = ()


class Run(Struct, frozen=True, kw_only=True):
    """A search for themes.

    Attributes:
        stage, done: what is being done while it runs, and the share of it that is done.
        names: of the texts; none = the data of the workspace.
        n_quotes: how many were heard; n_left_out: of them, in a language that no model here reads.
        n_themes: how many it proposed; n_known: how many it kept back, because they were decided before.
        problem, hint: why it failed, and what to do about it.
    """

    id: str
    workspace_id: str
    map_id: str
    column: str
    names: tuple[str, ...]
    state: RunState
    stage: Stage
    done: float
    n_quotes: int
    n_left_out: int
    n_themes: int
    n_known: int
    problem: str
    hint: str
    created_at: datetime
    ended_at: datetime | None


class Quote(Struct, frozen=True, kw_only=True):
    """Something a person said, masked, with where it is from.

    Attributes:
        ref: names it for good.
        source, row: file and row, or text and line.
        who: who said it: a person of the data, or a speaker of the text; empty = unknown, or not shown to you.
        known: whether `who` is a person of the data, who has a page.
        before, after: what else its speaker says in the same breath, in a text.
        emotion: −1 … 1; null = neither score nor text tells.
        map_id, column: the step its theme is said at, where that was found on a map.
    """

    ref: str
    text: str
    lang: str = ""
    source: str = ""
    row: int = 0
    who: str = ""
    known: bool = False
    channel: str = ""
    at: datetime | None = None
    before: str = ""
    after: str = ""
    emotion: float | None = None
    map_id: str = ""
    column: str = ""


class ThemeFacts(Struct, frozen=True, kw_only=True):
    """What was found about a theme.

    Attributes:
        words: what its quotes say more than the others.
        column: the step where it is said; empty = none. guessed: whether it follows from the words alone.
        side: −1 upset, 0 neither, 1 glad.
        n: quotes; speakers: people who say it, of the `of` who were heard there; share, lo and hi: with 95 % interval.
        emotion: mean of the `n_felt` quotes whose feeling is known; its interval is null where they are too few.
        newest_at: when it was said last. sources: where.
        best: three quotes that show it best.
        likeliest: the insight of the library that says much the same; likeness is the cosine of their meanings.
        encoder, middle: its meaning, to know it again.
    """

    words: tuple[str, ...]
    column: str
    guessed: bool
    side: int
    n: int
    speakers: int
    of: int
    share: float
    lo: float | None
    hi: float | None
    emotion: float | None
    emotion_lo: float | None
    emotion_hi: float | None
    n_felt: int
    newest_at: datetime | None
    sources: tuple[str, ...]
    best: tuple[str, ...]
    likeliest: str = ""
    likeness: float = 0.0
    encoder: str = ""
    middle: tuple[int, ...] = ()


class Theme(Struct, frozen=True, kw_only=True):
    """Quotes that say much the same, proposed as an insight.

    Attributes:
        title: in the words of whoever says it most plainly.
        found: the numbers. quotes: those that show it best.
        item_id: the insight it became or went into.
        more: how many quotes more it has than when it was decided last; 0 = it is new.
    """

    id: str
    run_id: str
    map_id: str
    state: ThemeState
    title: str
    found: ThemeFacts
    quotes: tuple[Quote, ...]
    item_id: str
    more: int
    decided_by: str
    decided_at: datetime | None


class Approval(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How a theme enters the library.

    Attributes:
        title, text: as edited by whoever approves; an empty title takes the theme's.
        column: the step, when it is another than the proposed one; null = the proposed one.
        place: whether a card of it goes into the map's lane of insights.
    """

    title: Annotated[str, Meta(max_length=300)] = ""
    text: Annotated[str, Meta(max_length=20_000)] = ""
    column: str | None = None
    place: bool = False
