"""What a person may ask for, and how long facts are kept."""

from typing import Annotated

from litestar import Response
from litestar.datastructures import State
from litestar.params import JSONBody, Parameter
from msgspec import Meta, Struct

from footpath import privacy as domain
from footpath.api.handling import By, Store, asking, doing
from footpath.collector import Policy, read_policy
from footpath.privacy import Decision, Erasure, Kept, Outdated

Name = Annotated[str, Meta(min_length=1, max_length=1024, description="An id with or without its type, or an address.")]
Id = Annotated[str, Parameter(min_length=1, max_length=1024, description="Any id of the person, or an e-mail address.")]


class Erase(Struct, frozen=True, forbid_unknown_fields=True):
    """Whom to erase."""

    person: Name


class Consent(Struct, frozen=True, forbid_unknown_fields=True):
    """What a person decided."""

    person: Name
    decision: Decision


class Recorded(Struct, frozen=True):
    """Whether a decision was written down, or was known already."""

    added: bool


@doing("/person/erase", "erase")
def erase_person(lake: Store, state: State, by: By, data: JSONBody[Erase]) -> Erasure:
    """Erase all that is known of a person, and search the whole store to prove it."""
    report = domain.erase(lake, data.person, actor=by, spools=state.spools)
    if state.team is not None:
        state.team.forgetting.round()
    return report


@asking("/person/export", "read:people", media_type="application/zip")
def export_person(lake: Store, state: State, by: By, id: Id) -> Response[bytes]:  # noqa: A002
    """Hand over all that is known of a person: a ZIP of JSON and CSV with a README in plain words."""
    content = domain.export(lake, id, actor=by, spools=state.spools).content
    return Response(content, headers={"content-disposition": 'attachment; filename="person.zip"'})


@asking("/person/consents", "read:people")
def list_consents(lake: Store, id: Id) -> list[Decision]:  # noqa: A002
    """List what a person agreed to or refused, oldest first."""
    return domain.consents_of(lake, id)


@doing("/person/consents", "write:people", makes=True)
def add_consent(lake: Store, by: By, data: JSONBody[Consent]) -> Recorded:
    """Write down what a person decided, with its proof."""
    return Recorded(domain.record_consent(lake, data.person, data.decision, actor=by))


@asking("/privacy", "admin")
def show_rules(lake: Store) -> Policy:
    """Show the privacy rules in force."""
    return read_policy(lake.folder)


@asking("/retention", "admin")
def show_retention(lake: Store) -> list[Kept]:
    """Show for each source how long its facts are kept and how many are due to go."""
    return domain.retention_of(lake)


@doing("/retention/apply", "admin")
def apply_retention(lake: Store, by: By) -> Outdated:
    """Erase what is older than its source's period."""
    return domain.apply_retention(lake, actor=by)


HANDLERS = [
    erase_person, export_person, list_consents, add_consent, show_rules, show_retention, apply_retention,
]  # fmt: skip
