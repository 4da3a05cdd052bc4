"""What questions about active periods have in common, and their plan."""

from msgspec import Struct

from footpath.analytics.breakdowns import By, look_up
from footpath.analytics.journeys import NEVER, Journeys
from footpath.analytics.periods.clock import begins
from footpath.analytics.periods.marks import Roles, roles_of
from footpath.analytics.periods.question import Periodic
from footpath.analytics.periods.values import Touch
from footpath.analytics.scope import ALWAYS, bounds
from footpath.analytics.select import Select
from footpath.core.errors import Invalid


class ActivityQuestion(Periodic, frozen=True, kw_only=True):
    """A question about the periods in which someone is active.

    Attributes:
        events: what makes active, any of them; none = any event.
        by: property to break down by: device, region, campaign, channel, page, …, or "trait NAME".
        attribution: whose value counts: first touch or last touch.
        values: how many values of the breakdown are shown; the rest is put together.
        people: list who it is.
    """

    events: tuple[Select, ...] = ()
    by: str = ""
    attribution: Touch = "first touch"
    values: int = 10
    people: bool = False

    def rules(self) -> dict[str, str]:
        """Return every rule in words, for `Answer.rules`."""
        rules = {
            **self.scope_rules(),
            "active": " or ".join(one.title for one in self.events) or "any event",
            "periods": self.period_words,
        }
        return rules | ({"breakdown": f"{self.by}, {self.attribution}"} if self.by else {})


class Plan(Struct, frozen=True):
    """A question about active periods ready to be run.

    Attributes:
        roles: what makes active, as starts and as returns.
        least: events that make a period active.
        since, until: first µs looked at, and the µs it ends before.
        newest: µs of the newest event of anyone, where only some persons are asked about; else `NEVER`.
    """

    question: ActivityQuestion
    roles: Roles
    by: By | None
    least: int
    since: int
    until: int
    newest: int

    @property
    def codes(self) -> int:
        """Number of breakdown codes."""
        return len(self.by.values) if self.by else 1


def plan_of(journeys: Journeys, question: ActivityQuestion, *, least: int = 1, whole: bool = False) -> Plan:
    """Check a question and compile it.

    Args:
        least: events that make a period active.
        whole: look at the first period from its beginning.

    Raises:
        Invalid: a field cannot be used; the message names it.
        NotFound: an event, property or value that there is none of.
    """
    if least < 1:
        raise Invalid(f"least is {least}.", hint="Ask for 1 event or more.")
    since, until = bounds(question)
    if whole and since > ALWAYS[0]:
        since = int(begins(since, since, question)[0])
    some_only = bool(question.who)
    return Plan(
        question=question,
        roles=roles_of(journeys, question.events, question.events),
        by=look_up(journeys, question.by) if question.by else None,
        least=least,
        since=since,
        until=until,
        newest=max((bucket.newest for bucket in journeys.buckets), default=NEVER) if some_only else NEVER,
    )
