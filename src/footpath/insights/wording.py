"""Every word the findings say, in one place, so that a language is one more table.

Numbers come value first: "47% leave", thousands separated, "−" for minus, one decimal at most.
"""

import re
from datetime import date, timedelta

from footpath.insights.calendar import Calendar, following
from footpath.insights.cases import Segment
from footpath.insights.profiles import PROFILE
from footpath.insights.tongue import figure_words, phrase, spoken
from footpath.maps import written_day, written_month

TITLE_LENGTH = 60

TEXTS = {
    "drop_off.title": "{share} leave at {step}{where}",
    "drop_off.challenge": "help people go on from {step}{where}",
    "drop_off.facts": "{persons} people · {other} elsewhere",
    "lost_goal.title": "Few{where} reach {goal}",
    "lost_goal.facts": "{share} reach it · {other} of the others · {persons} people",
    "lost_goal.challenge": "get more people to {goal}{where}",
    "dead_end.title": "{name} is a dead end{where}",
    "dead_end.facts": "{share} end there · {other} on other pages of {step}",
    "dead_end.challenge": "offer a way on from {name}",
    "dead_end.empty.title": "{name}: nothing found{where}",
    "dead_end.empty.facts": "{share} find nothing · {other} elsewhere",
    "dead_end.empty.challenge": "offer something where {name} finds nothing{where}",
    "wait.title": "Slow: {step} → {next}{where}",
    "wait.facts": "{median} in the middle · 1 in 10 over {p90}",
    "wait.against": "{median} · {other} elsewhere",
    "wait.share": "{share} of all waiting",
    "wait.challenge": "shorten the wait from {step} to {next}{where}",
    "loop.title": "Going back: {step} → {back}{where}",
    "loop.bounce": "To and fro: {step} ↔ {back}{where}",
    "loop.facts": "{share} do · {persons} people",
    "loop.times": "{times} times each",
    "loop.longer": "{extra} longer",
    "loop.challenge": "get {step} right the first time{where}",
    "repeat_contact.title": "{step} leads to calls for help{where}",
    "repeat_contact.facts": "{share} ask within {window} · {other} elsewhere",
    "repeat_contact.again": "People must ask more than once{where}",
    "repeat_contact.again_facts": "{share} ask again within {window} · {each} contacts each",
    "repeat_contact.challenge": "answer before people ask, at {step}{where}",
    "repeat_contact.again_challenge": "settle a request at the first contact{where}",
    "error.title": "{step} fails{where}",
    "error.refused": "{step} is refused{where}",
    "error.facts": "{share} of tries · {persons} people",
    "error.against": "{share} of tries · {other} elsewhere",
    "error.reason": "mostly {reason}",
    "error.challenge": "make {step} work{where}",
    "low_score.title": "{step} upsets people{where}",
    "low_score.lower.title": "{step} pleases less{where}",
    "low_score.all.title": "People are less happy{where}",
    "low_score.all.challenge": "mend what makes people less happy{where}",
    "low_score.facts": "emotion {mean} ({lo} to {hi}) · n {n}",
    "low_score.against": "emotion {mean} · {other} elsewhere · n {n}",
    "low_score.challenge": "make {step} a better moment{where}",
    "loss.title": "After {what}, people don't come back",
    "loss.ends": "{what} comes before {end}",
    "loss.facts": "{share} come back · {other} of the others · {persons} people",
    "loss.ends_facts": "{share} go on to it · {other} of the others · {persons} people",
    "loss.challenge": "win people back after {what}",
    "loyal.title": "{who} come back",
    "loyal.facts": "{share} return · {other} of the others · {persons} people",
    "loyal.challenge": "give others what {who} come back for",
    "what.thing": "{step}",
    "what.error": "an error",
    "what.contacts": "several calls for help",
    "what.contact": "a call for help",
    "what.wait": "a long wait",
    "what.upset": "an upset word",
    "also.drop_off": "{share} leave",
    "also.error": "{share} fail",
    "also.wait": "{median} wait",
    "also.low_score": "emotion {mean}",
    "also.repeat_contact": "{share} ask for help",
    "also.loop": "{share} go back",
    "also.lost_goal": "{share} reach the goal",
    "also.loss": "{share} come back",
    "also.dead_end": "{share} end there",
    "money": "≈ {amount}",
    "words": "they say “{words}”",
    "harm.definition": "People × harm, in lost goals: 1 = one person who would have reached the goal and did not.",
    "persons.definition": "Different persons it happened to; where nobody knows who spoke, each answer counts as one.",
    "reason.title": "{reason}",
    "reason.facts": "{share} of complaints that give a reason · n {n}",
    "reason.where": "most about {step}",
    "reason.challenge": "give less cause for “{reason}”",
    "opportunity": "How might we {challenge}?",
    "opportunity.facts": "{persons} people · harm like {goals} lost goals",
    "opportunity.reach": "{persons} people",
    "note.no_voices": "Nobody said anything in this data, so there is no emotion curve and there are no quotes.",
    "note.emotion": (
        "{n} answers and texts: {about} name the step they are about, {topic} speak (in topic, text or question) of a "
        "part of the journey the person had met in the 60 days before, {own} belong to an event of the same person "
        "at that moment, {last} to the last step before (of surveys and reviews: what was last done for the person), "
        "{none} found no place. "
        "Of all, {felt} tell a feeling: {score} by a score on its own scale, {text} by their text."
    ),
    "note.pains": (
        "{found} findings hold at a false-discovery rate of 1% and matter in size. What says the same is one card; "
        "{shown} are shown; weaker ones not shown: {rest}. Rank is people × harm in lost goals: a lost goal 1, "
        "a call for help 0.25, an error or a detour 0.1, waiting as long again as the usual journey 0.25, one point of "
        "emotion 0.25; what names for whom, when or after what it is, or a failure, counts four times, for like is "
        "compared with like. The weights are a convention."
    ),
    "note.no_pains": "Nothing stands out beyond chance and beyond a size that matters.",
    "valley": "valley: {step}",
    "emotion.point": "{mean} ({lo} to {hi})",
    "emotion.few": "too few",
    "emotion.definition": "Mean emotion of the answers and texts that belong here, −1 upset to 1 glad, 95% interval.",
    "lane.emotion": "Emotion",
    "lane.emotion.note": "mean of answers and texts, 95% interval; n under each point",
    "lane.quotes": "In their words",
    "lane.quotes.note": "quotes that show the point best",
    "lane.pains": "Pain points",
    "lane.pains.note": "ranked by people × harm",
    "lane.gains": "Gains",
    "lane.gains.note": "what brings people back",
    "lane.opportunities": "Opportunities",
    "lane.opportunities.note": "reach and worth; owner and effort are yours to add",
}

_TITLES = (".title", ".again", ".bounce", ".ends", ".refused")
_PLACES = {
    ("device", "mobile"): " on phones",
    ("device", "tablet"): " on tablets",
    ("device", "desktop"): " on computers",
    ("device", "ios"): " on iOS",
    ("device", "android"): " on Android",
    ("channel", "email"): " by e-mail",
    ("channel", "phone"): " by phone",
    ("channel", "chat"): " in chat",
    ("channel", "web"): " on the web",
    ("channel", "app"): " in the app",
    ("channel", "store"): " in the store",
}
_WAYS = {
    "country": " in {value}",
    "city": " in {value}",
    "currency": " paying in {value}",
    "region": " in {value}",
    "campaign": " from campaign {value}",
    "channel": " by {value}",
    "device": " on {value}",
}

_IN = {"day": " on {day}", "week": " in the week of {day}", "month": " in {day}", "year": " in {day}"}

_DAY = 86400.0
_LENGTHS = (  # from how many seconds a unit is used, its seconds, its word
    (2 * 365 * _DAY, 365 * _DAY, "years"),
    (75 * _DAY, 30.44 * _DAY, "months"),
    (2 * _DAY, _DAY, "days"),
    (5400.0, 3600.0, "h"),
    (90.0, 60.0, "min"),
)


def say(text: str, /, **values: object) -> str:
    """Return one of the `TEXTS` with its places filled; a title begins with a capital."""
    filled = phrase(TEXTS[text], **values)
    return filled[:1].upper() + filled[1:] if text.endswith(_TITLES) else filled


def titled(text: str, /, *, where: str = "", **names: str) -> str:
    """Return a title of at most 60 characters where that is possible: its names are cut at a word."""
    for longest, allowed in ((TITLE_LENGTH, TITLE_LENGTH), (32, TITLE_LENGTH), (26, TITLE_LENGTH), (26, 72), (20, 99)):
        title = say(text, where=where, **{key: _short(name, longest) for key, name in names.items()})
        if len(title) <= allowed:
            return title
    return title


def _short(name: str, longest: int) -> str:
    """Cut a name at a word, saying so."""
    if len(name) <= longest:
        return name
    cut = name[: longest - 1]
    head = cut.rsplit(" ", 1)[0] if " " in cut[longest // 2 :] else cut
    return head.rstrip(" ,·") + "…"


def lower(name: str) -> str:
    """Return a name as it stands inside a sentence: only a plain capitalised first word is lowered."""
    first = name.split(" ", 1)[0]
    return name[:1].lower() + name[1:] if re.fullmatch(r"[^\W\d_][^\W\d_A-Z]+", first) else name


def where(segment: Segment, calendar: Calendar) -> str:
    """Return a segment in plain words, each part led by a space: " on phones in the week of 12 Oct"."""
    return "".join(_part(name, value) for name, value in segment.parts) + period(segment.periods, calendar)


def _part(name: str, value: str) -> str:
    value, name = value.removesuffix(".0"), name.removesuffix(PROFILE)
    known = _PLACES.get((name, value.lower()))
    if known:
        return phrase(known)
    if name in _WAYS:
        return phrase(_WAYS[name], value=value)
    if name == "persona":
        return phrase(" for {value}", value=value)
    return phrase(" where {name} is {value}", name=re.sub(r"[_:]+", " ", name), value=value)


def who(segment: Segment) -> str:
    """Return the people of a segment: "People in Riga"."""
    return phrase("People") + "".join(_part(name, value) for name, value in segment.parts)


def period(periods: tuple[int, int] | None, calendar: Calendar) -> str:
    """Return a run of periods in plain words, led by a space; "" for all of them."""
    if periods is None or not calendar.starts:
        return ""
    first, last = calendar.starts[periods[0]], calendar.starts[periods[1]]
    if periods[1] == len(calendar.starts) - 1 and periods[0] > 0:
        return phrase(" since {day}", day=_day(first, calendar))
    if periods[0] == 0 and periods[1] > 0:
        return phrase(" until {day}", day=_last(last, calendar))
    if periods[0] == periods[1]:
        return phrase(_IN[calendar.unit], day=_day(first, calendar))
    return phrase(" {first} – {last}", first=_day(first, calendar), last=_last(last, calendar))


def _last(start: date, calendar: Calendar) -> str:
    if calendar.unit == "week":
        return _day(following("week", start) - timedelta(days=1), calendar)
    return _day(start, calendar)


def _day(day: date, calendar: Calendar) -> str:
    if calendar.unit == "year":
        return str(day.year)
    if calendar.unit == "month":
        return written_month(day, spoken())
    return written_day(day, spoken(), year=calendar.several_years)


def share(value: float) -> str:
    """Return a share: 47%, 3.1%, under 0.1%."""
    percent = 100 * value
    if 0 < percent < 0.1:
        return phrase("under {share}", share=figure_words("0.1%"))
    return figure_words(f"{percent:.1f}%".replace(".0%", "%") if percent < 10 else f"{percent:.0f}%")


def count(value: float) -> str:
    """Return a whole number with thousands separated."""
    return figure_words(f"{round(value):,}".replace("-", "−"))


def score(value: float) -> str:
    """Return an emotion with its sign: +0.4, −0.6, 0."""
    text = f"{value:+.1f}".replace("-", "−")
    return "0" if text in ("+0.0", "−0.0") else figure_words(text)


def times(value: float) -> str:
    """Return how often: 2.1."""
    return figure_words(f"{value:.1f}".replace(".0", ""))


def duration(seconds: float) -> str:
    """Return a length of time in its natural unit: 40 s, 12 min, 5.2 h, 9 days, 4 months."""
    for least, unit, word in _LENGTHS:
        if seconds >= least:
            value = seconds / unit
            shown = f"{value:.0f}" if value >= 10 or word == "min" else f"{value:.1f}".replace(".0", "")
            return phrase("{n} " + word, n=figure_words(shown))
    return phrase("{n} s", n=figure_words(f"{seconds:.0f}"))


def joined(facts: tuple[str, ...], longest: int = 90) -> str:
    """Return as many of the facts, in order, as fit on the card's second line."""
    text = ""
    for fact in facts:
        longer = f"{text} · {fact}" if text else fact
        if text and len(longer) > longest:
            continue
        text = longer
    return text
