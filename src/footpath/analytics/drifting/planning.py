"""A question of drift, checked and compiled."""

from datetime import UTC, datetime

from msgspec import Struct

from footpath.analytics import durations
from footpath.analytics.calendar import instant_of, micros_of, zone
from footpath.analytics.drifting.question import DriftQuestion
from footpath.analytics.journeys import NEVER, Journeys
from footpath.analytics.paths.labels import Labels, labels_of
from footpath.analytics.scope import ALWAYS, bounds
from footpath.analytics.who import condition, title
from footpath.core.errors import Invalid

MOST = 100  # steps told apart; the rarer ones share one
OTHER = "(other)"
Period = tuple[int, int]


class Plan(Struct, frozen=True):
    """A question ready to be run.

    Attributes:
        names: label → name, with all labels beyond `MOST` as one.
        periods: first µs of each and µs before which it ends; empty where persons are compared.
        newest: µs of the newest event there is, `NEVER` when there is none.
        horizon: µs.
        titles: what the two are called.
    """

    question: DriftQuestion
    labels: Labels
    names: tuple[str, ...]
    periods: tuple[Period, ...]
    newest: int
    horizon: int
    titles: tuple[str, str]

    @property
    def k(self) -> int:
        """Number of labels."""
        return len(self.names) - 1


def plan_of(journeys: Journeys, question: DriftQuestion) -> Plan:
    """Check a question and compile it.

    Raises:
        Invalid: a field cannot be used; the message names it.
        NotFound: an event, property or value that there is none of.
    """
    if question.versus and question.periods:
        raise Invalid("periods and versus cannot be compared at once.", hint="Give one; the other is the scope.")
    if not 0 < question.rate < 1:
        raise Invalid(f"rate is {question.rate}.", hint="Write a share such as 0.05.")
    if not 0 <= question.shuffles <= 100_000:
        raise Invalid(f"shuffles is {question.shuffles}.", hint="200 tell chances of 1 in 200 and more.")
    labels = labels_of(journeys, question)
    names = labels.names if labels.k <= MOST else (*labels.names[:MOST], OTHER)
    oldest, newest = _span(journeys, bounds(question))
    periods = () if question.versus else _periods(question, oldest, newest)
    horizon = durations.micros(question.horizon, "horizon")
    return Plan(question, labels, names, periods, newest, horizon, _titles(question, periods))


def _span(journeys: Journeys, scope: Period) -> Period:
    """Return µs of the oldest and the newest event within the scope, `NEVER` when there is none."""
    some = [(bucket, bucket.end > bucket.begin) for bucket in journeys.buckets]
    firsts = [bucket.at[bucket.begin[here]].min() for bucket, here in some if here.any()]
    lasts = [bucket.at[bucket.end[here] - 1].max() for bucket, here in some if here.any()]
    if not firsts:
        return NEVER, NEVER
    return max(int(min(firsts)), scope[0]), min(int(max(lasts)), scope[1] - 1)


def _periods(question: DriftQuestion, oldest: int, newest: int) -> tuple[Period, ...]:
    if not question.periods:
        middle = oldest + (newest - oldest) // 2 + 1 if oldest != NEVER else NEVER
        return ((ALWAYS[0], middle), (middle, ALWAYS[1]))
    if len(question.periods) != 2:
        raise Invalid(
            f"There are {len(question.periods)} periods.", hint="Give two: --period 2024-01-01..2024-02-01, twice."
        )
    first, second = (_period(text, question.tz) for text in question.periods)
    if question.belongs == "start" and max(first[0], second[0]) < min(first[1], second[1]):
        raise Invalid("The two periods overlap.", hint="Let the second begin where the first ends.")
    return first, second


def _period(text: str, tz: str) -> Period:
    begin, dots, end = text.partition("..")
    if not dots:
        raise Invalid(f"periods: {text!r} is no period.", hint='Write "2024-01-01..2024-02-01".')
    since, until = _instant(begin, tz, ALWAYS[0]), _instant(end, tz, ALWAYS[1])
    if since >= until:
        raise Invalid(f"periods: {text!r} ends before it begins.", hint="The end is not included.")
    return since, until


def _instant(text: str, tz: str, open_end: int) -> int:
    if not text.strip():
        return open_end
    try:
        found = datetime.fromisoformat(text.strip())
    except ValueError:
        hint = 'Write "2024-01-31" or "2024-01-31T12:00".'
        raise Invalid(f"periods: {text.strip()!r} is no day.", hint=hint) from None
    aware = found if found.tzinfo else found.replace(tzinfo=zone(tz))
    return micros_of(aware.astimezone(UTC))


def _titles(question: DriftQuestion, periods: tuple[Period, ...]) -> tuple[str, str]:
    if question.versus:
        others = title(condition(question.who)) if question.who else "everybody else"
        return others, title(condition(question.versus))
    if periods[0][1] == NEVER:
        return "the earlier half", "the later half"
    here = zone(question.tz)

    def told(at: int) -> str:
        if at in ALWAYS:
            return ""
        instant = instant_of(at).astimezone(here)
        return f"{instant:%Y-%m-%d}" if (instant.hour, instant.minute) == (0, 0) else f"{instant:%Y-%m-%d %H:%M}"

    def words(period: Period) -> str:
        since, until = (told(at) for at in period)
        if not since and not until:
            return "always"
        return f"{since} to {until}" if since and until else (f"from {since}" if since else f"before {until}")

    return words(periods[0]), words(periods[1])
