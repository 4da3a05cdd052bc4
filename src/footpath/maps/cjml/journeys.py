"""What a CJML file says, in whichever dialect it says it."""

from collections.abc import Sequence

from msgspec import Struct, field

IDS = "cjml"
"""Key in `Map.extra` under which a map keeps the ids of the file it was read from."""


class Actor(Struct, frozen=True, kw_only=True):
    """Somebody who takes part; `customer` is the end-user whose journey it is, `kind` what a provider is."""

    key: str
    name: str
    customer: bool = False
    kind: str = ""


class Touchpoint(Struct, frozen=True, kw_only=True):
    """An action, or a communication point when somebody receives it.

    Attributes:
        compliance: of an actual journey: completed (or empty), missing, failing, adhoc.
        times: instants as written, by CJML's word for them.
        rating: 1 very dissatisfied … 5 very satisfied.
    """

    key: str
    phase: str = ""
    initiator: str = ""
    initiator_label: str = ""
    receiver: str = ""
    receiver_label: str = ""
    channel: str = ""
    message: str = ""
    comment: str = ""
    compliance: str = ""
    times: dict[str, str] = field(default_factory=dict)
    experience: str = ""
    rating: int | None = None

    @property
    def deviates(self) -> bool:
        """Whether it lies outside the plan: marked ad hoc, or by CJML's convention of ids such as "D3"."""
        return self.compliance == "adhoc" or (self.key[:1] == "D" and self.key[1:].partition(".")[0].isdigit())

    @property
    def title(self) -> str:
        """What a step made of it is called."""
        return self.initiator_label or self.receiver_label or self.message or self.key or "…"

    def goes_on_with(self, step: Sequence["Touchpoint"]) -> bool:
        """Say whether it is one more contact of a step: the same deed through another channel, T3.2 after T3."""
        first = step[0]
        own = self.comment, self.compliance, self.times, self.experience, self.rating
        return (
            bool(first.key)
            and self.key == further_key(first.key, len(step) + 1)
            and own == ("", "", {}, "", None)
            and (self.phase, self.initiator, self.initiator_label)
            == (first.phase, first.initiator, first.initiator_label)
        )


class Journey(Struct, frozen=True, kw_only=True):
    """One planned or actual journey; phases are (id, name, description)."""

    key: str
    title: str
    summary: str = ""
    locale: str = ""
    actual: bool = False
    plan: str = ""
    status: str = ""
    phases: list[tuple[str, str, str]] = field(default_factory=list)
    actors: list[Actor] = field(default_factory=list)
    touchpoints: list[Touchpoint] = field(default_factory=list)


def further_key(key: str, number: int) -> str:
    """Return the id of a step's contact of that number, counted from 1."""
    return key if number == 1 else f"{key}.{number}"


class Ids(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The ids of a CJML file by what they became on the map; kept with it so that the file comes back as it was.

    Attributes:
        journey: id of the journey.
        actual: whether it was an actual journey.
        phases, points: ids by column key; a column in both is a phase whose only touchpoint has its name.
        actors: those declared or mentioned, in their order; `homes` are their lanes or personas.
    """

    journey: str = ""
    actual: bool = False
    phases: dict[str, str] = field(default_factory=dict)
    points: dict[str, str] = field(default_factory=dict)
    actors: list[Actor] = field(default_factory=list)
    homes: dict[str, str] = field(default_factory=dict)
