"""The question of one person's timeline."""

from footpath.analytics.scope import Scope


class TimelineQuestion(Scope, frozen=True, kw_only=True):
    """What one person did, in order.

    Attributes:
        person: whose journey; with accounts, the account.
    """

    person: str = ""

    def rules(self) -> dict[str, str]:
        """Return every rule in words, for `Answer.rules`."""
        breaks = "".join(f", {one}" for one in self.session_breaks)
        return {"person": self.person, **self.scope_rules(), "session ends": f"pause over {self.session_gap}{breaks}"}
