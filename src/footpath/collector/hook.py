"""What a webhook is: who may send it, and which of its fields become events, signals and traits; a YAML file each.

A text that starts with "=" is a constant, in which {path} stands for a field ("=Ticket {ticket.status}"); any other
text is the path of a field: `data.object.id`, `items[0].price`, `answers["How was it?"]`. `@header.<name>`,
`@query.<name>` and `@body.<path>` reach what stands around an element. Of a list the first that is there counts.
Nothing is executed.
"""

from abc import ABC
from typing import ClassVar, Literal

from msgspec import Struct

from footpath.core.registry import Registry
from footpath.core.written import read_text

Ref = str | int | float | list[str]
Expected = str | int | float | bool | None | list[str | int | float | bool | None]


class Verify(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """How a sender proves who it is.

    Attributes:
        scheme: hmac = a signature by a secret; ecdsa = one by a key on the curve P-256, of which the sender shows the
            public half; shared = a secret word in a header; basic = name and password in the address; none.
        header: the header of the signature or the secret word.
        field: a field of the body that holds the signature instead.
        algorithm, encoding: of the signature.
        prefix: what stands before it, e.g. "sha256=".
        part: its name, where the header is a list such as "t=1,v1=abc" ("" = the header is the signature).
        signed: what was signed; {@raw} is the body, {@time} the time stamp, {@method} and {@url} the request's.
        time_header, time_part, time_field: where the time stamp is.
        time_unit: s | ms.
        tolerance_s: how old or new it may be.
        url: the address the sender calls, where it signs that too.
        decode: the secret is base64, after a prefix such as "whsec_".
    """

    scheme: Literal["hmac", "ecdsa", "shared", "basic", "none"] = "hmac"

    header: str = ""
    field: str = ""
    algorithm: Literal["sha256", "sha1", "sha512"] = "sha256"
    encoding: Literal["hex", "base64"] = "hex"
    prefix: str = ""
    part: str = ""
    signed: str = "{@raw}"
    time_header: str = ""
    time_part: str = ""
    time_field: str = ""
    time_unit: Literal["s", "ms"] = "s"
    tolerance_s: float = 300.0
    url: str = ""
    decode: str = ""

    @property
    def signs(self) -> bool:
        """Whether the proof is a signature, which needs the secret or key itself."""
        return self.scheme in ("hmac", "ecdsa")

    @property
    def timed(self) -> bool:
        """Whether the signature carries a time stamp."""
        return bool(self.time_header or self.time_part or self.time_field)


class Common(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Fields that events, signals and traits share.

    Attributes:
        id: the sender's own id: what comes again with it counts once.
        at: when; the arrival where it is missing.
        user_id, anonymous_id, email, account_id: who it is about; the address is kept as a hash.
    """

    id: Ref | None = None
    at: Ref | None = None
    user_id: Ref | None = None
    anonymous_id: Ref | None = None
    email: Ref | None = None
    account_id: Ref | None = None


class EventFields(Common, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Something done.

    Attributes:
        value_minor: an amount in the currency's smallest unit (cents), instead of `value`.
        properties: a path of an object, or name → field.
    """

    name: Ref
    type: Ref = "=track"
    channel: Ref | None = None
    page: Ref | None = None
    campaign: Ref | None = None
    device: Ref | None = None
    region: Ref | None = None
    value: Ref | None = None
    value_minor: Ref | None = None
    currency: Ref | None = None
    properties: str | dict[str, Ref] = {}


class SignalFields(Common, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Something said.

    Attributes:
        scale: lowest and highest score.
        html: the text is HTML.
    """

    kind: Ref = "=ticket"
    text: Ref | None = None
    html: Ref | None = None
    score: Ref | None = None
    scale: tuple[float, float] | None = None
    metric: Ref | None = None
    about: Ref | None = None
    channel: Ref | None = None
    lang: Ref | None = None
    properties: str | dict[str, Ref] = {}


class TraitFields(Common, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """What is true of a person: a path of an object, or name → field."""

    traits: str | dict[str, Ref]


class Take(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """What one element becomes where a condition holds.

    Attributes:
        when: path → what must stand there: a value, one of a list, or a pattern with `*`; null = nothing.
    """

    when: dict[str, Expected] = {}
    event: EventFields | None = None
    signal: SignalFields | None = None
    traits: TraitFields | None = None


class Hook(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """One webhook.

    Attributes:
        source: what its rows call their source; "" = the webhook's name.
        verify: how its sender proves who it is.
        each: path of the list whose elements are taken one by one; "" = the body is the element, or a list of them.
        every: fields that all of `take` share.
        take: what becomes of an element; every entry whose condition holds counts.
        unmatched: what becomes of elements that no condition fits: ignore | refuse (they become dead letters).
        rate: elements a second it may send, on average; 0 = no limit.
        challenge: a field that is sent back when it comes, as some senders ask before they begin.
    """

    version: int = 1
    source: str = ""
    verify: Verify
    each: str = ""
    every: Common = Common()
    take: list[Take]
    unmatched: Literal["ignore", "refuse"] = "ignore"
    rate: float = 0.0
    challenge: str = ""


class Preset(ABC):
    """A sender whose webhooks are known.

    Attributes:
        name: the word for it, equal to the file's name.
        yaml: the webhook as its file is written, to be changed at will.
        headers, body: an example of what it sends, from its documentation.
    """

    name: ClassVar[str]
    yaml: ClassVar[str]
    headers: ClassVar[dict[str, str]] = {}
    body: ClassVar[str]

    @classmethod
    def hook(cls) -> Hook:
        """Return what its YAML says."""
        return read_text(cls.yaml, Hook, name=f"preset {cls.name}", word="webhook")


HOOKS: Registry[Preset] = Registry("footpath.collector.hooks", Preset, word="webhook preset")
