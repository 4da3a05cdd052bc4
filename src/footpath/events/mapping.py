"""Mappings: which column of a table says who, when, what and how it felt; as Python, and as a YAML file to review.

A text that starts with "=" is a constant ("=Order created"); any other text names a column.
"""

from fnmatch import fnmatch
from pathlib import Path

import msgspec
import yaml
from msgspec import Struct

from footpath.core.errors import Invalid


class When(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Where an instant comes from.

    Attributes:
        column: the column.
        format: iso | epoch_s | epoch_ms | epoch_us | epoch_ns | excel | iso_week, or strptime formats joined by " | ".
        tz: time zone of values that say none, an IANA name.
        plus: a column of offsets added to it, e.g. milliseconds since the session began.
        plus_unit: s | ms.
    """

    column: str
    format: str = "iso"
    tz: str = "UTC"
    plus: str | None = None
    plus_unit: str = "ms"


class Who(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Which columns say whose row it is.

    Attributes:
        ids: columns of further ids by their type, e.g. {"crm": "Contact ID", "phone": "Mobile"}; telephone numbers are
            hashed.
        scope: put before every user id, for ids that only count the cases, rows or respondents of some files.
        by_row: without any id, each row is a person of its own (named `scope` + row number).
        missing: texts in these columns that mean "nobody", e.g. NA.
        hashed: columns whose text is hashed before it is kept, such as an IP address with a user agent.
    """

    user: str | None = None
    anonymous: str | None = None
    email: str | None = None
    account: str | None = None
    ids: dict[str, str] = {}
    scope: str | None = None
    by_row: bool = False
    missing: list[str] = []
    hashed: list[str] = []


class EventRule(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """One event a row, where `at` is not empty.

    Attributes:
        optional: an empty time means that it has not happened, not that the row is bad.
    """

    name: str
    at: When
    type: str = "=track"
    optional: bool = False
    received_at: When | None = None
    channel: str | None = None
    page: str | None = None
    campaign: str | None = None
    device: str | None = None
    region: str | None = None
    value: str | None = None
    currency: str | None = None
    event_id: str | None = None


class SignalRule(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """One thing said a row, where the text or the score is not empty.

    Attributes:
        scale: lowest and highest answer.
        labels: answers in words and what they count, e.g. {"positive": 1}.
        blanks: answers that mean "no answer", e.g. ["0", "6"].
    """

    kind: str = "=survey"
    text: str | None = None
    score: str | None = None
    scale: tuple[float, float] | None = None
    labels: dict[str, float] = {}
    blanks: list[str] = []
    about: str | None = None
    metric: str | None = None
    at: When | None = None
    channel: str | None = None
    lang: str | None = None
    weight: str | None = None
    signal_id: str | None = None


class TraitRule(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """One set of traits a row.

    Attributes:
        columns: the columns kept; empty = all that are not left out and say neither who nor when.
        distinct: the same traits stand on many rows of a person; keep them once.
        json: a column that already holds a JSON object of traits, taken instead of `columns`.
        row_id: the id the source gave the row, by which it is known when it comes again.
    """

    columns: list[str] = []
    at: When | None = None
    distinct: bool = False
    json: str | None = None
    row_id: str | None = None


class Mapping(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """What becomes of the rows of one table.

    Attributes:
        match: file names it is for, as a glob.
        source: name the facts get as their source; null = the file's name.
        leave_out: columns never kept (telephone numbers, names of persons).
        properties: a column that already holds a JSON object; null = all columns that found no place of their own.
        decimal: the decimal sign of the table's numbers.
    """

    match: str = "*"
    source: str | None = None
    who: Who = Who()
    events: list[EventRule] = []
    signals: list[SignalRule] = []
    traits: TraitRule | None = None
    leave_out: list[str] = []
    properties: str | None = None
    decimal: str = "."


class MappingFile(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The mappings of several tables, in one YAML file."""

    version: int = 1
    tables: list[Mapping]


def load(path: Path) -> MappingFile:
    """Read a mapping file; raises Invalid naming the entry that is wrong."""
    try:
        raw = yaml.safe_load(path.read_text(encoding="utf-8"))
        return msgspec.convert(raw, MappingFile)
    except OSError as problem:
        raise Invalid(f"Cannot read the mapping {path}: {problem.strerror}.", hint="Check the path.") from problem
    except (yaml.YAMLError, UnicodeDecodeError, msgspec.ValidationError) as problem:
        raise Invalid(
            f"{path} is not a mapping: {problem}", hint="Write one with --save-mapping and change that."
        ) from problem


def save(path: Path, mappings: list[Mapping]) -> None:
    """Write mappings as YAML, ordered by the files they are for."""
    tables = sorted(mappings, key=lambda mapping: (mapping.match, mapping.source or ""))
    content = msgspec.to_builtins(MappingFile(tables=tables))
    path.write_text(yaml.safe_dump(content, sort_keys=False, allow_unicode=True, width=120), encoding="utf-8")


def pick(mappings: MappingFile, table: str) -> Mapping | None:
    """Return the first mapping whose `match` fits the table's name."""
    return next((mapping for mapping in mappings.tables if fnmatch(table, mapping.match)), None)
