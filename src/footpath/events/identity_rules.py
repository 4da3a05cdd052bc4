"""The rules of who is who, as data: which ids count, what links them, and what keeps strangers apart.

`identity.yaml` in the store names a preset and what is to differ from it; without the file the preset `footpath` holds.
"""

import re
from abc import ABC
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, ClassVar

import duckdb
import msgspec
import yaml
from msgspec import Struct, field

from footpath.core.errors import Invalid
from footpath.core.querying import querying
from footpath.core.registry import Registry

FILE = "identity.yaml"
COLUMNS = {"user": "user_id", "email": "email_hash", "anonymous": "anonymous_id"}
KNOWN_KINDS = ("user", "email", "anonymous", "crm", "phone", "device")
ANY = "any"
_BY_KIND = ("shared", "limits", "within", "unique", "blocked", "patterns")
_TABLES = ("events", "signals", "traits")
_KIND = re.compile(r"[a-z][a-z0-9_]{0,31}")
_MOST_KINDS = 100
_HEAD = """\
# Who is the same person: see docs/how-to/identity.md. `footpath people rules` prints the rules in force.
"""


class Rules(Struct, frozen=True, forbid_unknown_fields=True):
    """How ids make persons.

    Attributes:
        preset: where the values come from that identity.yaml does not give.
        kinds: the types of ids that count, the strongest first: the first one on a row says whose the row is, and the
            smallest id of a person's first type names the person. Ids of other types are kept but say nothing.
        blocked: type (or "any") → values that stand for nobody, in lower case.
        patterns: type (or "any") → regular expressions of such values, which must fit as a whole.
        links: the tables whose rows link the ids on them. Without "events" only identify and alias calls and imported
            traits and signals do.
        shared: type → with how many user ids an id may be seen; with more it is shared (a kiosk, info@…), and links
            nothing.
        limits: type → how many ids of it a person may have; a link that would give a person more is refused.
        within: type → days for which its limit holds: a link is refused when in the time before it a person would have
            come to more ids than the limit; a type that is left out counts ids for ever.
        unique: types of which a person has one id: short for a limit of 1.
        alias: whether two ids of one type on one row (an alias, a merge call) link even against the limits.
        shared_device: "first": an id that several persons were seen with is the first one's; "turns": a row that
            bears no other id is of the person last seen with it, and before anybody was, of the first.
        suspicious: with more ids than this, or with refused links, a person is worth a look.
    """

    preset: str = "footpath"
    kinds: tuple[str, ...] = KNOWN_KINDS
    blocked: dict[str, tuple[str, ...]] = {}
    patterns: dict[str, tuple[str, ...]] = {}
    links: tuple[str, ...] = _TABLES
    shared: dict[str, int] = {}
    limits: dict[str, int] = {}
    within: dict[str, int] = {}
    unique: tuple[str, ...] = ()
    alias: bool = True
    shared_device: str = "first"
    suspicious: int = 50

    @property
    def most(self) -> dict[str, int]:
        """How many ids of a type a person may have, by type."""
        return {**self.limits, **dict.fromkeys(self.unique, 1)}

    @property
    def version(self) -> str:
        """The rules in one line: equal lines mean equal persons of equal facts."""
        return msgspec.json.encode(self, order="deterministic").decode()


class Preset(ABC):
    """Rules that have a name."""

    name: ClassVar[str]
    rules: ClassVar[Rules]


PRESETS: Registry[Preset] = Registry("footpath.events.presets", Preset, word="preset of identity rules")


@cache
def preset(name: str) -> Rules:
    """Return the rules of a preset; raises NotFound naming those there are."""
    return msgspec.structs.replace(PRESETS[name].rules, preset=name)


class _Given(Struct, forbid_unknown_fields=True):
    """The content of identity.yaml; what is left out comes from the preset."""

    preset: str = "footpath"
    kinds: tuple[str, ...] | msgspec.UnsetType = msgspec.UNSET
    blocked: dict[str, tuple[str, ...]] | msgspec.UnsetType = msgspec.UNSET
    patterns: dict[str, tuple[str, ...]] | msgspec.UnsetType = msgspec.UNSET
    links: tuple[str, ...] | msgspec.UnsetType = msgspec.UNSET
    shared: dict[str, int] | msgspec.UnsetType = msgspec.UNSET
    limits: dict[str, int] | msgspec.UnsetType = msgspec.UNSET
    within: dict[str, int] | msgspec.UnsetType = msgspec.UNSET
    unique: tuple[str, ...] | msgspec.UnsetType = msgspec.UNSET
    alias: bool | msgspec.UnsetType = msgspec.UNSET
    shared_device: str | msgspec.UnsetType = msgspec.UNSET
    suspicious: int | msgspec.UnsetType = msgspec.UNSET


def read_rules(folder: Path) -> Rules:
    """Return the rules of a store.

    Raises:
        Invalid: identity.yaml cannot be read; the message names the field.
    """
    path = folder / FILE
    if not path.is_file():
        return preset("footpath")
    return rules_of(path.read_text(encoding="utf-8"), str(path))


@lru_cache(maxsize=64)
def rules_of(text: str, name: str = FILE) -> Rules:
    """Return the rules that the text of an identity.yaml says.

    Raises:
        Invalid: a field is unknown or of the wrong form; the message names it.
        NotFound: no preset has that name.
    """
    try:
        given = msgspec.convert(yaml.safe_load(text) or {}, _Given)
    except (yaml.YAMLError, msgspec.ValidationError) as problem:
        fields = ", ".join(one.name for one in msgspec.structs.fields(_Given))
        raise Invalid(f"{name} cannot be read: {problem}", hint=f"Its fields are: {fields}.") from problem
    differs = {key: value for key, value in msgspec.structs.asdict(given).items() if value is not msgspec.UNSET}
    rules = msgspec.structs.replace(preset(given.preset), **differs)
    # What a preset says of types that do not count any more is of no account.
    rules = msgspec.structs.replace(
        rules, **{where: _among(rules, where) for where in _BY_KIND if where not in differs}
    )
    _check(rules, name)
    return rules


def _among(rules: Rules, where: str) -> Any:
    """Return the part of a field that is about types that count."""
    found = getattr(rules, where)
    if isinstance(found, tuple):
        return tuple(kind for kind in found if kind in rules.kinds)
    return {kind: one for kind, one in found.items() if kind in (*rules.kinds, ANY)}


def write_rules(folder: Path, text: str) -> Rules:
    """Make a text the identity.yaml of a store and return its rules; a text that is wrong leaves all as it was."""
    rules = rules_of(text)
    part = folder / f"{FILE}.part"
    part.write_text(text if text.startswith("#") else _HEAD + text, encoding="utf-8")
    part.replace(folder / FILE)
    return rules


class _Checks(Struct):
    """What is wrong with rules, and what to do about it."""

    name: str
    found: list[tuple[str, str]] = field(default_factory=list)

    def that(self, right: bool, wrong: str, remedy: str) -> None:
        """Note what is wrong unless it is right."""
        if not right:
            self.found.append((wrong, remedy))


def _check(rules: Rules, name: str) -> None:
    checks = _Checks(name)
    odd = [kind for kind in rules.kinds if not _KIND.fullmatch(kind) or kind == ANY]
    checks.that(not odd, f"`kinds` has {odd}", "Name a type in lower case letters, digits and _, e.g. loyalty_card.")
    checks.that(len(set(rules.kinds)) == len(rules.kinds), "`kinds` names a type twice", "Name each type once.")
    checks.that("user" in rules.kinds, "`kinds` lacks `user`", "Add user to it, first if user ids are the strongest.")
    checks.that(len(rules.kinds) <= _MOST_KINDS, f"`kinds` has {len(rules.kinds)} types", f"Keep it to {_MOST_KINDS}.")
    for where in _BY_KIND:
        allowed = {*rules.kinds, *((ANY,) if where in ("blocked", "patterns") else ())}
        unknown = sorted(set(getattr(rules, where)) - allowed)
        checks.that(
            not unknown, f"`{where}` names {unknown}", f"Add them to `kinds`, or use: {', '.join(sorted(allowed))}."
        )
    for where in ("shared", "limits", "within"):
        small = sorted(kind for kind, number in getattr(rules, where).items() if number < 1)
        checks.that(not small, f"`{where}` is below 1 for {small}", "Give 1 or more, or leave the type out.")
    loose = sorted(set(rules.within) - (set(rules.limits) - set(rules.unique)))
    checks.that(not loose, f"`within` names {loose}", "Give these a limit, or leave them out.")
    checks.that(rules.suspicious >= 1, "`suspicious` is below 1", "Give 1 or more.")
    unknown = sorted(set(rules.links) - set(_TABLES))
    checks.that(not unknown, f"`links` names {unknown}", f"Use some of: {', '.join(_TABLES)}.")
    both = ("first", "turns")
    checks.that(rules.shared_device in both, f"`shared_device` is {rules.shared_device!r}", "Use first or turns.")
    checks.found += _odd_patterns(rules)
    if checks.found:
        wrong, remedy = checks.found[0]
        raise Invalid(f"{name}: {wrong}.", hint=remedy)


def _odd_patterns(rules: Rules) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    with querying() as con:
        for kind, patterns in rules.patterns.items():
            for pattern in patterns:
                try:
                    con.execute("SELECT regexp_full_match('', ?)", [pattern])
                except duckdb.Error as problem:
                    reason = str(problem).splitlines()[0]
                    found.append((f"`patterns` of {kind} has {pattern!r}: {reason}", "Write it as RE2 reads it."))
    return found


def as_text(rules: Rules) -> str:
    """Return rules in the form of identity.yaml, every field written out."""
    content: dict[str, Any] = msgspec.to_builtins(rules)
    return yaml.safe_dump(content, sort_keys=False, allow_unicode=True, width=100, default_flow_style=None)
