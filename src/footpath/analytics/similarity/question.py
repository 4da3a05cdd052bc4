"""The question of journeys like one, and the rules it sets."""

from typing import Literal

from footpath.analytics.select import Select
from footpath.analytics.ways.question import WaysQuestion

LONGEST = 1000  # visits; a journey of millions of events is compared by its first ones


class SimilarQuestion(WaysQuestion, frozen=True, kw_only=True):
    """Which journeys are like one.

    Attributes:
        person: whose journey it is; with sessions, their newest.
        way: instead of a person, the touchpoints in order, each by what it is called; "Home → Cart" is two.
        compare: what of other journeys is compared: beginning = the beginning of each that is most alike, so that it
            shows how they went on; whole = all of each.
        count: how many of the nearest journeys are looked at closely; of equally near ones a fair sample.
        goal: what counts as success: events, as in "Order".
    """

    person: str = ""
    way: tuple[str, ...] = ()
    compare: Literal["beginning", "whole"] = "beginning"
    count: int = 100
    goal: Select | None = None

    def rules(self) -> dict[str, str]:
        """Return every rule in words, for `Answer.rules`."""
        what = "the beginning of each journey that is most alike" if self.compare == "beginning" else "whole journeys"
        rules = {
            **self.way_rules(),
            "distance": "visits to add, take away or change, over those of the longer way; 0 = the same",
            "compared": f"{what}, up to {LONGEST:,} visits",
        }
        if self.goal is not None:
            after = "after what was compared" if self.compare == "beginning" else "anywhere"
            rules["goal"] = f"{self.goal.title}, {after}"
        return rules
