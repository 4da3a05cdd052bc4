"""Who may send events and who may use the API: write keys of sources, and API keys."""

from datetime import datetime
from typing import Annotated

from litestar.params import JSONBody
from msgspec import Meta, Struct

from footpath.api.handling import By, Store, asking, doing
from footpath.api.keys import ApiKey, ApiKeys
from footpath.collector import Key, KeyFile
from footpath.core.audit import AuditLog

Name = Annotated[str, Meta(min_length=1, max_length=120)]


class Source(Struct, frozen=True):
    """A source's write key, without the key.

    Attributes:
        source: which.
        key: its first characters.
        origins: web origins that may use it.
        rate: elements a second it may send; 0 = no limit.
        made_at, revoked_at: since when it works, and since when no more.
    """

    source: str
    key: str
    origins: tuple[str, ...]
    rate: float
    made_at: datetime
    revoked_at: datetime | None


class Program(Struct, frozen=True):
    """An API key, without the key: its name, first characters, scopes, since when it works and since when no more."""

    name: str
    key: str
    scopes: tuple[str, ...]
    made_at: datetime
    revoked_at: datetime | None


class NewSource(Struct, frozen=True, forbid_unknown_fields=True):
    """A source that may send events."""

    source: Name
    origins: Annotated[tuple[Annotated[str, Meta(max_length=300)], ...], Meta(max_length=100)] = ()
    rate: Annotated[float, Meta(ge=0, le=1e9)] = 0.0


class Named(Struct, frozen=True, forbid_unknown_fields=True):
    """The name of a source or of a key."""

    name: Name


class NewProgram(Struct, frozen=True, forbid_unknown_fields=True):
    """A program that may use the API."""

    name: Name
    scopes: Annotated[tuple[Name, ...], Meta(min_length=1, max_length=20)]


class Made(Struct, frozen=True):
    """A new key: shown this once."""

    key: str


class Done(Struct, frozen=True):
    """What was done."""

    done: bool = True


@asking("/sources", "admin")
def list_sources(lake: Store) -> list[Source]:
    """List the write keys of sources, revoked ones too."""
    return [_source(key) for key in KeyFile(lake.folder).all()]


@doing("/sources", "admin", makes=True)
def add_source(lake: Store, by: By, data: JSONBody[NewSource]) -> Made:
    """Make a write key for a source."""
    made = KeyFile(lake.folder).add(data.source, origins=data.origins, rate=data.rate)
    AuditLog(lake.folder).add(by, "source.add", data.source)
    return Made(made)


@doing("/sources/rotate", "admin", makes=True)
def rotate_source(lake: Store, by: By, data: JSONBody[Named]) -> Made:
    """Make another write key for a source and refuse the one it had."""
    made = KeyFile(lake.folder).rotate(data.name)
    AuditLog(lake.folder).add(by, "source.rotate", data.name)
    return Made(made)


@doing("/sources/revoke", "admin")
def revoke_source(lake: Store, by: By, data: JSONBody[Named]) -> Done:
    """Refuse the write key of a source from now on."""
    KeyFile(lake.folder).revoke(data.name)
    AuditLog(lake.folder).add(by, "source.revoke", data.name)
    return Done()


@asking("/keys", "admin")
def list_keys(lake: Store) -> list[Program]:
    """List the API keys, revoked ones too."""
    return [_program(key) for key in ApiKeys(lake.folder).all()]


@doing("/keys", "admin", makes=True)
def add_key(lake: Store, by: By, data: JSONBody[NewProgram]) -> Made:
    """Make an API key."""
    made = ApiKeys(lake.folder).add(data.name, data.scopes)
    AuditLog(lake.folder).add(by, "key.add", data.name, scopes=" ".join(data.scopes))
    return Made(made)


@doing("/keys/revoke", "admin")
def revoke_key(lake: Store, by: By, data: JSONBody[Named]) -> Done:
    """Refuse an API key from now on."""
    ApiKeys(lake.folder).revoke(data.name)
    AuditLog(lake.folder).add(by, "key.revoke", data.name)
    return Done()


def _source(key: Key) -> Source:
    return Source(key.source, key.starts, key.origins, key.rate, key.made_at, key.revoked_at)


def _program(key: ApiKey) -> Program:
    return Program(key.name, key.starts, key.scopes, key.made_at, key.revoked_at)


HANDLERS = [list_sources, add_source, rotate_source, revoke_source, list_keys, add_key, revoke_key]
