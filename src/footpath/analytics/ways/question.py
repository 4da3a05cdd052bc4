"""What a question about ways has to say: which steps they are made of."""

from footpath.analytics.paths.question import StepsQuestion


class WaysQuestion(StepsQuestion, frozen=True, kw_only=True):
    """A question about the ways journeys take."""

    def way_rules(self) -> dict[str, str]:
        """Return in words what ways are made of, for `Answer.rules`."""
        return {**self.steps_rules(), "repeats": "taken as one visit"}
