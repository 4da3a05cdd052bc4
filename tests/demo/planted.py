"""How findings on a map are compared with what was planted in the demo shop.

A card of the pain-point and gain lanes *is* a truth when all of these hold:

1. Its detector is one that a person would expect to speak of that kind of truth (`DETECTORS`).
2. Segment: where the truth is about a group, the card's segment names that value of that dimension, or its words do
   ("on phones" for mobile). Words of findings folded into the card count as its own.
3. Period: where the truth has one, the card is about a run of at most four weeks that overlaps it.
4. Place: for errors, waits, drop-offs and churn, one of the truth's words is in the card's words, in the title of the
   column or stage it stands on, or in what that column says it holds.

Recall is the share of truths that some card is. Precision is taken over the cards that name a segment or a period: the
share of them that are some truth. Cards about everybody ("38% leave at the cart") are facts of any shop, not claims
about who or when, and count for neither; how many there were is told beside it.
"""

import re
from datetime import date, timedelta
from typing import Any

import msgspec
from msgspec import Struct

from footpath.demo.truths import Truth
from footpath.maps.model import Card, Map, localised

DETECTORS = {
    "error": {"error", "drop_off", "loop", "lost_goal"},
    "wait": {"wait", "low_score", "repeat_contact"},
    "low_conversion": {"lost_goal", "drop_off", "dead_end"},
    "drop_off": {"drop_off", "error", "loop", "dead_end", "lost_goal"},
    "loyal": {"loyal"},
    "churn": {"loss"},
    "repeat_contact": {"repeat_contact", "low_score"},
}
PLACED = {"error", "wait", "drop_off", "churn"}
SPOKEN = {"mobile": "on phones"}
LANES = {"pain_points", "pains", "gains", "insights"}
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
LONGEST = timedelta(weeks=4)


class Score(Struct, frozen=True):
    """What came of one shop.

    Attributes:
        found: truth key → text of the card that is it; missed: keys of the others.
        right, wrong: texts of the cards that name a segment or period and are, or are not, a truth.
        general: how many cards were about everybody.
        listed: keys of missed truths that the note on weaker findings names.
    """

    found: dict[str, str]
    missed: tuple[str, ...]
    right: tuple[str, ...]
    wrong: tuple[str, ...]
    general: int
    listed: tuple[str, ...] = ()

    @property
    def recall(self) -> float:
        return len(self.found) / (len(self.found) + len(self.missed))

    @property
    def precision(self) -> float:
        claims = len(self.right) + len(self.wrong)
        return len(self.right) / claims if claims else 1.0


def planted(data: bytes) -> list[Truth]:
    """Return the truths of a planted-truths.json."""
    return msgspec.convert(msgspec.json.decode(data)["truths"], list[Truth])


def score(drawn: Map, truths: list[Truth]) -> Score:
    """Compare the findings on a map with what was planted."""
    cards = findings(drawn)
    found = {}
    for truth in truths:
        card = next((card for card in cards if is_truth(card, truth, drawn)), None)
        if card is not None:
            found[truth.key] = words(card)
    claims = [card for card in cards if specific(card)]
    right = [words(card) for card in claims if any(is_truth(card, truth, drawn) for truth in truths)]
    wrong = [words(card) for card in claims if not any(is_truth(card, truth, drawn) for truth in truths)]
    missed = tuple(truth.key for truth in truths if truth.key not in found)
    listed = tuple(truth.key for truth in truths if truth.key in missed and _is_listed(truth, drawn))
    return Score(found, missed, tuple(right), tuple(wrong), len(cards) - len(claims), listed)


def findings(drawn: Map) -> list[Card]:
    """Return the cards that a detector made, in the order of lanes and ranks."""
    return [card for card in drawn.cards if card.props.get("detector")]


def specific(card: Card) -> bool:
    """Say whether a card claims something about a group or a time, rather than about everybody."""
    return bool(card.props.get("segment")) or bool(_days(words(card))) or card.props["detector"] == "loss"


def is_truth(card: Card, truth: Truth, drawn: Map) -> bool:
    """Say whether a card speaks of a truth, by the rule at the top of this file."""
    return (
        card.props["detector"] in DETECTORS[truth.kind]
        and _same_segment(card, truth)
        and _same_period(card, truth, drawn)
        and (truth.kind not in PLACED or _same_place(card, truth, drawn))
    )


def words(card: Card) -> str:
    """Return all a card says, with the titles of the findings folded into it."""
    return " · ".join([localised(card.text, "en"), localised(card.detail, "en"), *card.props.get("also", [])])


def _same_segment(card: Card, truth: Truth) -> bool:
    if not truth.values:
        return True
    parts: list[list[Any]] = card.props.get("segment", [])
    if any(name in truth.dimensions and value in truth.values for name, value in parts):
        return True
    said = words(card)
    return any(re.search(rf"(?<!\w){re.escape(SPOKEN.get(value, value))}(?!\w)", said) for value in truth.values)


def _same_period(card: Card, truth: Truth, drawn: Map) -> bool:
    if truth.period is None:
        return True
    begin, end = (date.fromisoformat(day) for day in truth.period)
    return any(first < end and last > begin and last - first <= LONGEST for first, last in _runs(words(card), drawn))


def _runs(text: str, drawn: Map) -> list[tuple[date, date]]:
    """Return the runs of days a text speaks of: "in the week of 3 Nov", "3 Nov – 16 Nov", "since 3 Nov"."""
    assert drawn.period_start is not None
    assert drawn.period_end is not None
    runs = []
    for match in re.finditer(r"(\d{1,2}) (\w{3})(?: (\d{4}))?(?: – (\d{1,2}) (\w{3})(?: (\d{4}))?)?", text):
        day, month, year, to_day, to_month, to_year = match.groups()
        if month not in MONTHS:
            continue
        first = _in_period(int(day), month, year, drawn)
        last = _in_period(int(to_day), to_month, to_year, drawn) + timedelta(days=1) if to_day else first + timedelta(7)
        if "since" in text[max(0, match.start() - 7) : match.start()]:
            last = drawn.period_end.date()
        runs.append((first, last))
    return runs


def _in_period(day: int, month: str, year: str | None, drawn: Map) -> date:
    start = drawn.period_start.date()  # type: ignore[union-attr]
    number = MONTHS.index(month) + 1
    if year:
        return date(int(year), number, day)
    here = date(start.year, number, day)
    return here if here >= start - timedelta(days=7) else date(start.year + 1, number, day)


def _days(text: str) -> bool:
    return any(month in MONTHS for _, month in re.findall(r"(\d{1,2}) (\w{3})\b", text))


def _same_place(card: Card, truth: Truth, drawn: Map) -> bool:
    columns = {column.key: column for column in drawn.columns}
    here = columns.get(card.at)
    above = columns.get(here.parent) if here else None
    titles = [
        localised(text, "en") for column in (here, above) if column for text in (column.title, column.description)
    ]
    said = " · ".join([words(card), *titles]).casefold()
    return any(word in said for word in truth.where)


def _is_listed(truth: Truth, drawn: Map) -> bool:
    """Say whether the note on weaker findings holds a sentence that would be the truth if it were a card."""
    if truth.kind == "loyal":
        return False
    sentences = [
        sentence for note in drawn.notes if note.topic.startswith("Weaker") for sentence in str(note.text).split("; ")
    ]
    cards = [Card(key="", lane="", at="", text=sentence, props={"detector": ""}) for sentence in sentences]
    return any(
        _same_segment(card, truth) and _same_period(card, truth, drawn) and _same_place(card, truth, drawn)
        for card in cards
        if truth.kind != "churn" or "come back" in words(card)
    )
