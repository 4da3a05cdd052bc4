"""From one element of a webhook to rows, all of them or none."""

from typing import Any

import msgspec
from msgspec import Struct

from footpath.collector.fields import email_hash, id_of, json_of, number_of, page_of, text_of
from footpath.collector.hook import Common, EventFields, Hook, Ref, SignalFields, Take, TraitFields
from footpath.collector.picking import Around, holds, value_of, written
from footpath.collector.records import Event, Reading, Refused, Signal, Traits
from footpath.collector.times import happened, instant
from footpath.events import plain_text

_LONGEST_TEXT = 100_000
# ISO 4217: currencies whose smallest unit is not a hundredth.
_WHOLE = frozenset("BIF CLP DJF GNF ISK JPY KMF KRW MGA PYG RWF UGX UYI VND VUV XAF XOF XPF".split())  # noqa: SIM905
_THOUSANDTH = frozenset(["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"])
_WHO = ("user_id", "anonymous_id", "email", "account_id")


class Element(Struct, frozen=True):
    """One element with what stands around it.

    Attributes:
        content: the element.
        received_at: microseconds since 1970 UTC.
        stem: what rows without an id of their own are known by when they come again; "" = they are all new.
    """

    content: Any
    around: Around
    received_at: int
    stem: str = ""


def rows_of(hook: Hook, element: Element) -> Reading | None:
    """Return the rows of an element, None where no condition of the webhook fits it.

    Raises:
        Refused: a field cannot be read.
    """
    fitting = [take for take in hook.take if holds(take.when, element.content, element.around)]
    if not fitting:
        return None
    rows = Reading()
    for take in fitting:
        _Rows(hook, element, rows).add(take)
    for kind in (rows.events, rows.traits, rows.signals):
        _tell_apart(kind, element.stem)
    return rows


def _tell_apart(rows: list[Any], stem: str) -> None:
    """Give the second row of an element an id of its own."""
    for position, row in enumerate(rows):
        if row.dedupe_id is None and stem:
            row.dedupe_id = f"{stem}.{position}" if position else stem
        elif row.dedupe_id is not None and position and any(one.dedupe_id == row.dedupe_id for one in rows[:position]):
            row.dedupe_id = f"{row.dedupe_id}#{position}"


class _Rows:
    """Builds the rows of one element."""

    def __init__(self, hook: Hook, element: Element, rows: Reading) -> None:
        self._every = hook.every
        self._element = element
        self._rows = rows

    def add(self, take: Take) -> None:
        """Add what an entry says."""
        if take.event:
            self._rows.events.append(self._event(take.event))
        if take.signal:
            self._rows.signals.append(self._signal(take.signal))
        if take.traits:
            self._rows.traits.append(self._traits(take.traits))

    def _value(self, ref: Ref | None) -> Any:
        return value_of(ref, self._element.content, self._element.around)

    def _text(self, name: str, ref: Ref | None, *, longest: int = 1024) -> str | None:
        found = self._value(ref)
        return text_of(found, _named(name, ref), longest=longest)

    def _number(self, name: str, ref: Ref | None) -> float | None:
        found = self._value(ref)
        number = number_of(found)
        if found not in (None, "") and number is None:
            raise Refused(_named(name, ref), "it is no number", f"Map {name} to a field that is one")
        return number

    def _common(self, fields: Common) -> dict[str, Any]:
        refs = {name: getattr(fields, name) or getattr(self._every, name) for name in Common.__struct_fields__}
        mail = self._text("email", refs["email"])
        common = {
            "at": happened(instant(self._value(refs["at"]), _named("at", refs["at"])), 0, self._element.received_at),
            "dedupe_id": self._text("id", refs["id"]),
            "user_id": id_of(self._value(refs["user_id"]), _named("user_id", refs["user_id"])),
            "anonymous_id": id_of(self._value(refs["anonymous_id"]), _named("anonymous_id", refs["anonymous_id"])),
            "account_id": id_of(self._value(refs["account_id"]), _named("account_id", refs["account_id"])),
            "email_hash": email_hash(mail),
        }
        if all(common[name] is None for name in ("user_id", "anonymous_id", "account_id", "email_hash")):
            looked = ", ".join(written(refs[name]) for name in _WHO if refs[name] is not None) or "nowhere"
            remedy = "Map one of user_id, anonymous_id, email and account_id to a field that is there"
            raise Refused("user_id", f"nobody is named (looked at {looked})", remedy)
        return common

    def _event(self, fields: EventFields) -> Event:
        common = self._common(fields)
        name = self._text("name", fields.name, longest=200)
        if name is None:
            raise Refused(_named("name", fields.name), "it is missing", "Map name to a field or a constant (=Order)")
        currency = self._text("currency", fields.currency)
        properties = self._object("properties", fields.properties)
        return Event(
            name=name,
            type=self._text("type", fields.type) or "track",
            received_at=self._element.received_at,
            event_id=common["dedupe_id"],
            channel=self._text("channel", fields.channel),
            page=page_of(self._text("page", fields.page, longest=8192)),
            campaign=self._text("campaign", fields.campaign),
            device=self._text("device", fields.device),
            region=self._text("region", fields.region),
            value=self._amount(fields, currency),
            currency=currency.upper() if currency else None,
            properties=json_of(properties, "properties") if properties else None,
            **common,
        )

    def _amount(self, fields: EventFields, currency: str | None) -> float | None:
        minor = self._number("value_minor", fields.value_minor)
        if minor is None:
            return self._number("value", fields.value)
        code = (currency or "").upper()
        return minor / (1 if code in _WHOLE else 1000 if code in _THOUSANDTH else 100)

    def _signal(self, fields: SignalFields) -> Signal:
        common = self._common(fields)
        said = self._text("text", fields.text, longest=_LONGEST_TEXT)
        html = self._text("html", fields.html, longest=4 * _LONGEST_TEXT) if said is None else None
        said = said or (plain_text(html)[:_LONGEST_TEXT].strip() or None if html else None)
        score = self._number("score", fields.score)
        if said is None and score is None:
            raise Refused(_named("text", fields.text), "neither text nor score is given", "Map one of them")
        low, high = fields.scale or (None, None)
        properties = self._object("properties", fields.properties)
        return Signal(
            kind=self._text("kind", fields.kind) or "note",
            signal_id=common["dedupe_id"],
            about=self._text("about", fields.about),
            channel=self._text("channel", fields.channel),
            text=said,
            lang=self._text("lang", fields.lang),
            score=score,
            scale_min=low if score is not None else None,
            scale_max=high if score is not None else None,
            metric=self._text("metric", fields.metric) if score is not None else None,
            properties=json_of(properties, "properties") if properties else None,
            **common,
        )

    def _traits(self, fields: TraitFields) -> Traits:
        traits = self._object("traits", fields.traits)
        return Traits(traits=json_of(traits, "traits"), **self._common(fields))

    def _object(self, name: str, fields: str | dict[str, Ref]) -> dict[str, Any]:
        if isinstance(fields, str):
            found = self._value(fields)
            if found is not None and not isinstance(found, dict):
                raise Refused(_named(name, fields), "it is no object", f"Map {name} to an object, or name by name")
            return found or {}
        filled = {key: self._value(ref) for key, ref in fields.items()}
        return {key: value for key, value in filled.items() if value is not None}


def _named(name: str, ref: Ref | None) -> str:
    return f"{name} ({written(ref) if not isinstance(ref, str) else ref})" if ref is not None else name


def shown(rows: Reading) -> list[dict[str, Any]]:
    """Return rows as plain objects, with the table each goes to."""
    tables = (("events", rows.events), ("traits", rows.traits), ("signals", rows.signals))
    return [{"table": table, **msgspec.to_builtins(row)} for table, found in tables for row in found]
