"""What a CJML file says, in whichever dialect it says it."""

from msgspec import Struct, field


class Actor(Struct, frozen=True, kw_only=True):
    """Somebody who takes part; `customer` is the end-user whose journey it is."""

    key: str
    name: str
    customer: bool = False


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
        return self.compliance == "adhoc" or (self.key[:1] == "D" and self.key[1:].isdigit())


class Journey(Struct, frozen=True, kw_only=True):
    """One planned or actual journey; phases are (id, name, description)."""

    key: str
    title: str
    summary: str = ""
    actual: bool = False
    plan: str = ""
    status: str = ""
    phases: list[tuple[str, str, str]] = field(default_factory=list)
    actors: list[Actor] = field(default_factory=list)
    touchpoints: list[Touchpoint] = field(default_factory=list)
