"""Merging and splitting persons by hand, and taking it back."""

from collections.abc import Sequence

from footpath.core.errors import Invalid
from footpath.events import Decision, Lake, Rules, decide, read_rules, write_rules
from footpath.events import undo as undo_decision
from footpath.people.finding import everyone, ids_of, place_of


def merge(lake: Lake, one: str, other: str, *, by: str = "") -> Decision:
    """Make two persons one, whatever the rules say; facts are not touched, and `undo` takes it back.

    Args:
        lake: the store.
        one, other: names or ids, as for `show`.
        by: who decides, for the log.

    Raises:
        NotFound: there is no such person.
        Invalid: they are one person already.
    """
    known = everyone(lake)
    places = [place_of(known, name) for name in (one, other)]
    if places[0] == places[1]:
        raise Invalid(f"{one} and {other} are one person already.", hint="`footpath people why` tells what joins them.")
    ids = [ids_of(known, place)[0] for place in places]
    first, second = (f"{kind}:{text}" for kind, text in ids)
    return decide(lake.folder, "merge", (first,), (second,), by)


def split(lake: Lake, person: str, ids: Sequence[str], *, by: str = "") -> Decision:
    """Make some of a person's ids another person: no fact links them with the rest any more; `undo` takes it back.

    Ids that come later can join both again, if facts link them to both.

    Args:
        lake: the store.
        person: a name or id, as for `show`.
        ids: those that leave, as "type:id".
        by: who decides, for the log.

    Raises:
        NotFound: there is no such person.
        Invalid: an id is not the person's, or none would be left.
    """
    known = everyone(lake)
    theirs = [f"{kind}:{text}" for kind, text in ids_of(known, place_of(known, person))]
    strange = sorted(set(ids) - set(theirs))
    if strange or not ids:
        raise Invalid(f"{person} has no ids {strange}.", hint=f"Theirs are: {', '.join(theirs[:20])}.")
    rest = [name for name in theirs if name not in set(ids)]
    if not rest:
        raise Invalid(f"{person} would have no ids left.", hint="Name only the ids that leave.")
    return decide(lake.folder, "split", tuple(sorted(set(ids))), tuple(rest), by)


def undo(lake: Lake, number: int | None = None) -> Decision:
    """Take back a merge or a split made by hand: the newest that is in force, or the one of a number.

    Raises:
        NotFound: there is none.
        Conflict: it was taken back already.
    """
    return undo_decision(lake.folder, number)


def rules(lake: Lake) -> Rules:
    """Return the rules of who is who that hold in a store.

    Raises:
        Invalid: identity.yaml cannot be read; the message names the field.
    """
    return read_rules(lake.folder)


def set_rules(lake: Lake, text: str) -> Rules:
    """Make a text the store's identity.yaml; one that is wrong leaves all as it was.

    Raises:
        Invalid: a field is unknown or wrong; the message names it, the hint the remedy.
        NotFound: there is no such preset.
    """
    return write_rules(lake.folder, text)
