"""The privacy rules of a store, as a person writes them in `privacy.yaml`."""

from pathlib import Path
from typing import Any, Literal, TypeVar

import msgspec
import yaml
from msgspec import Struct

from footpath.core.errors import Invalid

FILE = "privacy.yaml"
COLUMNS = (
    "user_id", "anonymous_id", "account_id", "email_hash", "name", "page", "campaign", "device", "region", "channel",
    "text", "about",
)  # fmt: skip
S = TypeVar("S", bound=Struct)
_INSIDE = ("properties", "traits")


class Rule(Struct, frozen=True, forbid_unknown_fields=True):
    """What is done to one field.

    Attributes:
        field: a column (`user_id`, `text`, …) or a path inside `properties` or `traits`; `*` = any name in its place.
        do: drop it, mask it, or put a keyed hash in its place.
    """

    field: str
    do: Literal["drop", "mask", "hash"]


class ConsentRules(Struct, frozen=True, forbid_unknown_fields=True):
    """Which consent a source's events need.

    Attributes:
        needs: purposes that must all be given; none = events are kept as they are.
        without: what becomes of events without it: drop them, or keep them without saying whose they are (anonymous).
        unknown: what it means that nobody said anything: refused, or given.
        gpc: what becomes of events that carry Global Privacy Control, unless all needed purposes are given: anonymous,
            drop, or keep.
    """

    needs: tuple[str, ...] = ()
    without: Literal["drop", "anonymous"] = "drop"
    unknown: Literal["refused", "given"] = "refused"
    gpc: Literal["anonymous", "drop", "keep"] = "anonymous"


class SourceRules(Struct, frozen=True, forbid_unknown_fields=True):
    """What is done to the events of a source.

    Attributes:
        consent: which consent they need.
        ip: addresses of computers in properties are cut to their network (/24, /48), dropped, or kept.
        agent: user agents in properties become browser and os (parse), or are kept.
        clean: take e-mail addresses and secrets in web addresses out of all texts.
        rules: what is done to single fields.
        keep_days: how long facts are kept after they happened; none = for good.
    """

    consent: ConsentRules = ConsentRules()
    ip: Literal["truncate", "drop", "keep"] = "truncate"
    agent: Literal["parse", "keep"] = "parse"
    clean: bool = True
    rules: tuple[Rule, ...] = ()
    keep_days: float | None = None


class Policy(Struct, frozen=True, forbid_unknown_fields=True):
    """The rules of all sources.

    Attributes:
        default: of sources that are not named.
        sources: of those that are; what one leaves out is as in `default`, its field rules come after those.
    """

    default: SourceRules = SourceRules()
    sources: dict[str, SourceRules] = {}

    def of(self, source: str) -> SourceRules:
        """Return the rules of a source."""
        return self.sources.get(source, self.default)


def read_policy(store: Path) -> Policy:
    """Return the privacy rules of a store; those of `Policy()` when it has no `privacy.yaml`.

    Raises:
        Invalid: the file is wrong; the message names the field.
    """
    path = store / FILE
    if not path.exists():
        return Policy()
    return policy_of(path.read_text(encoding="utf-8"), str(path))


def policy_of(text: str, path: str) -> Policy:
    """Return the rules in a YAML text.

    Raises:
        Invalid: it is wrong; the message names `path` and the field.
    """
    try:
        document = yaml.safe_load(text) or {}
    except yaml.YAMLError as problem:
        raise Invalid(
            f"{path} is no YAML: {problem}", hint="Mend it; `footpath privacy check` says when it is right."
        ) from None
    whole = _inherited(document)
    sources = whole.get("sources") if isinstance(whole, dict) else None
    for name, own in sources.items() if isinstance(sources, dict) else ():
        _converted(own, SourceRules, path, f"sources.{name}")
    policy = _converted(whole, Policy, path, "")
    _check(policy, path)
    return policy


def _converted(document: Any, kind: type[S], path: str, place: str) -> S:
    """Return a document as a Struct; raises Invalid naming the field, which stands at a place."""
    try:
        return msgspec.convert(document, kind)
    except msgspec.ValidationError as problem:
        what, _, where = str(problem).partition(" - at `$")
        field = f"{place}{where.rstrip('`')}".lstrip(".") or "the file"
        raise Invalid(f"{path}: {field}: {what}.", hint=_remedy(what)) from None


def _inherited(document: Any) -> Any:
    """Return the document with what sources leave out filled in from the default."""
    if not isinstance(document, dict) or not isinstance(document.get("sources"), dict):
        return document
    default = document.get("default")
    if not isinstance(default, dict):
        return document
    return document | {"sources": {name: _over(default, own) for name, own in document["sources"].items()}}


def _over(default: dict[str, Any], own: Any) -> Any:
    if not isinstance(own, dict):
        return {} if own is None else own
    merged = default | own
    if isinstance(default.get("consent"), dict) and isinstance(own.get("consent"), dict):
        merged["consent"] = default["consent"] | own["consent"]
    if isinstance(default.get("rules"), list) and isinstance(own.get("rules"), list):
        merged["rules"] = default["rules"] + own["rules"]
    return merged


def _remedy(what: str) -> str:
    if "unknown field" in what:
        return "Use the fields in docs/how-to/privacy.md; `footpath privacy show` prints them all."
    return "`footpath privacy show` prints every field with a value it can have."


def _check(policy: Policy, path: str) -> None:
    for name, rules in (("default", policy.default), *policy.sources.items()):
        place = name if name == "default" else f"sources.{name}"
        for number, rule in enumerate(rules.rules):
            first, _, rest = rule.field.partition(".")
            if not (rule.field in COLUMNS or (first in _INSIDE and rest)):
                raise Invalid(
                    f"{path}: {place}.rules[{number}].field: {rule.field!r} is no field.",
                    hint=f"Use one of {', '.join(COLUMNS)}, or a path such as properties.card.number.",
                )
            if rule.field == "name" and rule.do == "drop":
                raise Invalid(
                    f"{path}: {place}.rules[{number}].do: an event must have a name.", hint="Mask it, or hash it."
                )
        if rules.keep_days is not None and rules.keep_days <= 0:
            raise Invalid(f"{path}: {place}.keep_days: it must be more than 0.", hint="Leave it out to keep for good.")
