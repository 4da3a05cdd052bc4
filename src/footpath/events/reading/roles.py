"""Which column plays which part: from its name and from what it holds, with a reason and how sure that is."""

from collections.abc import Callable, Sequence
from difflib import get_close_matches

from msgspec import Struct

from footpath.core.errors import Invalid
from footpath.events.reading.options import ImportOptions
from footpath.events.reading.profile import Column

SURE = 0.95
_XES = {
    "case:concept:name": "case",
    "concept:name": "event",
    "time:timestamp": "time",
    "lifecycle:transition": "lifecycle",
}


_WEAK_IS_ENOUGH = {"user", "case", "session", "anonymous", "channel", "event", "page"}


class Choice(Struct, frozen=True):
    """One column and its part.

    Attributes:
        role: the part it plays.
        column: the column, or a constant with "=" before it.
        confidence: 0…1.
        reason: why, in plain words.
    """

    role: str
    column: str
    confidence: float
    reason: str


class Roles:
    """The parts of a table's columns.

    Args:
        columns: as profiled.
        options: what the person said.
    """

    def __init__(self, columns: Sequence[Column], options: ImportOptions) -> None:
        self.columns = {column.name: column for column in columns}
        self.given = {role: self._find(name, role) for role, name in options.columns().items()}
        self.given_times = [self._find(name, "time") for name in options.time]
        self.chosen: dict[str, Choice] = {}
        self.taken: set[str] = {name for name in [*self.given.values(), *self.given_times] if not name.startswith("=")}

    def _find(self, name: str, role: str) -> str:
        if name.startswith("=") or name in self.columns:
            return name
        folded = {column.lower(): column for column in self.columns}
        if name.lower() in folded:
            return folded[name.lower()]
        near = get_close_matches(name, list(self.columns), n=1)
        guess = f"Did you mean {near[0]!r}?" if near else f"There are: {', '.join(list(self.columns)[:40])}."
        raise Invalid(f"No column is called {name!r} (--{role.replace('_', '-')}).", hint=guess)

    def take(self, role: str, fits: Callable[[Column], float], *, asked: str | None = None) -> Choice | None:
        """Choose the column that fits a role best and is free; a column the person named is taken as it is.

        Args:
            role: the role.
            fits: how well a column's content fits, 0…1; multiplied with what the name suggests.
            asked: name of the option, where it is not the role's.
        """
        given = self.given.get(asked or role)
        if given:
            return self._keep(Choice(role, given, 1.0, "you said so"))
        scored = [
            (self._named(column, role) * fits(column), -column.position, column)
            for column in self.columns.values()
            if column.name not in self.taken and self._named(column, role) > 0 and column.filled
        ]
        best = max(scored, key=lambda entry: entry[:2], default=None)
        if best is None or best[0] < (0.35 if role in _WEAK_IS_ENOUGH else 0.6):
            return None
        word = "called" if best[0] >= 0.7 else "sounds like its name"
        return self._keep(Choice(role, best[2].name, round(best[0], 2), f"{word} “{best[2].name}”"))

    def by_content(self, role: str, column: Column, confidence: float, reason: str) -> Choice:
        """Choose a column for what it holds."""
        return self._keep(Choice(role, column.name, confidence, reason))

    def free(self) -> list[Column]:
        """Return the columns that play no part yet."""
        return [column for column in self.columns.values() if column.name not in self.taken]

    def column(self, role: str) -> Column | None:
        """Return the column that plays a part; None when none does or it is a constant."""
        choice = self.chosen.get(role)
        return self.columns.get(choice.column) if choice else None

    def name(self, role: str) -> str | None:
        """Return the name of the column (or the constant) that plays a part."""
        choice = self.chosen.get(role)
        return choice.column if choice else None

    def _keep(self, choice: Choice) -> Choice:
        self.chosen[choice.role] = choice
        self.taken.add(choice.column)
        return choice

    @staticmethod
    def _named(column: Column, role: str) -> float:
        if column.name in _XES:
            return 1.0 if _XES[column.name] == role else 0.0
        return column.roles.get(role, 0.0)


def choose(columns: Sequence[Column], options: ImportOptions) -> Roles:
    """Choose who, what, and all else but times, texts and scores."""
    roles = Roles(columns, options)
    _choose_who(roles)
    roles.take("account", lambda column: 0.0 if column.is_prose or (column.numeric > 0.9 and not column.whole) else 1.0)
    roles.take("event", _fits_event)
    roles.take("lifecycle", lambda column: 1.0 if column.distinct <= 30 else 0.0)
    roles.take("channel", lambda column: 1.0 if column.distinct <= 60 and not column.time else 0.0)
    roles.take("page", lambda column: column.pages if column.pages > 0.5 else 0.0)
    roles.take(
        "currency", lambda column: 1.0 if column.length <= 4 and column.distinct <= 40 and column.numeric < 0.1 else 0.0
    )
    roles.take("value", _fits_value)
    roles.take("campaign", lambda column: 1.0 if column.distinct <= 2000 and column.numeric < 0.5 else 0.0)
    roles.take("device", lambda column: 1.0 if column.distinct <= 60 else 0.0)
    roles.take("region", _fits_region)
    roles.take("lang", lambda column: 1.0 if 2 <= column.length <= 6 and column.numeric < 0.1 else 0.0)
    roles.take("weight", lambda column: 1.0 if column.numeric > 0.95 and not column.whole else 0.0)
    roles.take("offset", lambda column: 1.0 if column.whole else 0.0)
    return roles


def _choose_who(roles: Roles) -> None:
    if "person" in roles.given:
        name = roles.given["person"]
        column = roles.columns.get(name)
        role = "email" if column and column.emails > 0.5 else "user"
        roles.chosen[role] = Choice(role, name, 1.0, "you said so")
    for column in roles.free():
        if column.emails > 0.5 and "email" not in roles.chosen:
            roles.by_content("email", column, 0.98, "holds e-mail addresses")
    if "person" not in roles.given:
        roles.take("user", _fits_id)
    roles.take("anonymous", _fits_id)
    roles.take("session", _fits_id)
    roles.take("case", _fits_id)
    roles.take("respondent", _fits_id)
    roles.take("event_id", _fits_event_id)


def _fits_id(column: Column) -> float:
    if (
        column.is_prose
        or column.time
        or (column.numeric > 0.5 and not column.whole and column.share_filled > 0)
        or column.distinct < 2
    ):
        return 0.5 if column.rows <= 3 and not column.is_prose else 0.0
    return 0.0 if column.pages > 0.5 else 1.0


def _fits_event_id(column: Column) -> float:
    return 1.0 if column.is_unique and not column.is_prose else 0.3


def _fits_event(column: Column) -> float:
    if column.time or column.is_prose or column.emails > 0.1 or (column.is_unique and column.rows > 20):
        return 0.0
    if column.rows > 40 and (column.distinct > 0.5 * column.filled or column.distinct > 5000):
        return 0.0
    return 1.0


def _fits_value(column: Column) -> float:
    repeated = column.name.lower().startswith(("case:", "case_", "(case)"))  # the same on each of a case's rows
    return 0.0 if repeated or column.numeric < 0.8 or (column.is_unique and column.whole) else 1.0


def _fits_region(column: Column) -> float:
    return 0.0 if column.distinct > max(60, 0.2 * column.filled) or column.is_prose else 1.0
