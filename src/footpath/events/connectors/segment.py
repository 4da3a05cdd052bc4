"""Segment-style exports: track, page, screen, identify, group and alias calls, one a line."""

from collections.abc import Iterator
from typing import Any, ClassVar

from msgspec.structs import replace

from footpath.events.connectors import Connector
from footpath.events.mapping import EventRule, Mapping, TraitRule, When, Who
from footpath.events.reading import agents
from footpath.events.reading.documents import first_documents, stage_documents, stage_flat
from footpath.events.reading.source import Source
from footpath.events.reading.stage import Stage, Table
from footpath.events.rejects import Reject

_CALLS = {"track", "page", "screen", "identify", "group", "alias"}
_POINTERS = {
    "messageId": "/messageId",
    "type": "/type",
    "userId": "/userId",
    "anonymousId": "/anonymousId",
    "groupId": "/groupId",
    "contextGroupId": "/context/groupId",
    "previousId": "/previousId",
    "event": "/event",
    "name": "/name",
    "title": "/properties/title",
    "timestamp": "/timestamp",
    "originalTimestamp": "/originalTimestamp",
    "receivedAt": "/receivedAt",
    "channel": "/channel",
    "library": "/context/library/name",
    "os": "/context/os/name",
    "deviceType": "/context/device/type",
    "agent": "/context/userAgent",
    "path": "/properties/path",
    "url": "/properties/url",
    "pagePath": "/context/page/path",
    "pageUrl": "/context/page/url",
    "campaign": "/context/campaign/name",
    "country": "/context/location/country",
    "region": "/context/location/region",
    "traitCountry": "/context/traits/country",
    "revenue": "/properties/revenue",
    "total": "/properties/total",
    "value": "/properties/value",
    "currency": "/properties/currency",
    "email": "/traits/email",
    "contextEmail": "/context/traits/email",
    "propertiesEmail": "/properties/email",
    "properties": "/properties",
    "traits": "/traits",
}
_PRIVATE = '\'{"email":null,"phone":null,"name":null,"firstName":null,"lastName":null,"address":null}\''
_WHO = Who(user="userId", anonymous="anonymousId", email="email", account="groupId")
_TIED = replace(_WHO, ids={"anonymous": "previousAnonymous", "user": "previousUser"})


class Segment(Connector):
    """Segment-style exports: track, page, screen, identify, group and alias calls, one a line or in an array."""

    name: ClassVar[str] = "segment"
    summary: ClassVar[str] = "Segment-style exports: track, page, screen, identify, group and alias calls, one a line."

    @classmethod
    def recognise(cls, source: Source) -> float:
        """JSON objects with a call as their type and a message or person id."""
        documents = first_documents(source)
        return 0.97 if documents and all(map(_is_call, documents)) else 0.0

    def read(self, source: Source, stage: Stage) -> Iterator[Table]:
        """Yield the calls that are events, then those that say who persons are."""
        documents, rejects = stage_documents(source, stage)
        pointers = ", ".join(f"'{pointer}'" for pointer in _POINTERS.values())
        fields = f"(SELECT n, json_extract_string(json, [{pointers}]) AS v FROM {documents})"
        named = ", ".join(f"v[{position}] AS {name!r}".replace("'", '"') for position, name in enumerate(_POINTERS, 1))
        calls = stage.keep(f"SELECT n, {named} FROM {fields} ORDER BY n")
        scan = f"(SELECT * FROM read_parquet('{calls}'))"
        events = stage_flat(stage, f"(SELECT * FROM {scan} WHERE type IN ('track', 'page', 'screen'))", _EVENT)
        traits = stage_flat(stage, f"(SELECT * FROM {scan} WHERE type IN ('identify', 'group', 'alias'))", _TRAITS)
        strange = stage.con.execute(
            f"SELECT n, type FROM {scan} WHERE type IS NULL OR type NOT IN {tuple(sorted(_CALLS))} ORDER BY n"
        ).fetchall()
        lost = [
            Reject(n, "type", kind or "", "no call of Segment's", f"Use one of {', '.join(sorted(_CALLS))}.")
            for n, kind in strange
        ]
        view, columns, rows = stage.view(events)
        yield Table(
            name=source.name,
            view=view,
            columns=columns,
            rows=rows,
            rejects=(*source.rejects, *rejects, *lost),
            mapping=_events(source.name),
            notes=("track, page and screen calls",),
        )
        view, columns, rows = stage.view(traits)
        if rows:
            mapping = Mapping(match=f"{source.name} · persons", source="segment", who=_TIED, traits=_trait_rule())
            name = f"{source.name} · persons"
            notes = ("identify, group and alias calls",)
            yield Table(name=name, view=view, columns=columns, rows=rows, mapping=mapping, notes=notes)


def _is_call(document: dict[str, Any]) -> bool:
    known = {"messageId", "anonymousId", "userId"} & document.keys()
    return str(document.get("type")) in _CALLS and bool(known)


# An alias ties a user id, or one that a program made up: a UUID, a long token.
_MADE_UP = "[0-9a-fA-F-]{20,}|[A-Za-z0-9_-]{32,}"
_AT = 'coalesce("timestamp", originalTimestamp, receivedAt)'
_ANY_EMAIL = "coalesce(email, contextEmail, propertiesEmail)"
_CHANNEL = (
    "CASE WHEN type = 'screen' "
    "OR regexp_matches(coalesce(library, ''), 'ios|android|react-native|flutter|swift|kotlin', 'i') "
    "OR coalesce(os, '') IN ('iOS', 'Android', 'iPadOS') AND coalesce(library, '') NOT LIKE '%.js' THEN 'app' "
    "WHEN regexp_matches(coalesce(library, ''), '\\.js|web|browser', 'i') THEN 'web' "
    "WHEN channel IN ('browser', 'client') THEN 'web' WHEN channel = 'mobile' THEN 'app' "
    "ELSE coalesce(channel, 'web') END"
)
_NAME = (
    "CASE WHEN type = 'track' THEN event ELSE coalesce(nullif(trim(name), ''), nullif(trim(title), ''), "
    "CASE WHEN type = 'page' THEN 'Page view' ELSE 'Screen view' END) END"
)
_EVENT = {
    "messageId": "messageId",
    "type": "type",
    "userId": "userId",
    "anonymousId": "anonymousId",
    "groupId": "coalesce(contextGroupId, groupId)",
    "email": _ANY_EMAIL,
    "name": _NAME,
    "timestamp": _AT,
    "receivedAt": "receivedAt",
    "channel": _CHANNEL,
    "page": "coalesce(path, pagePath, url, pageUrl)",
    "campaign": "campaign",
    "device": f"coalesce(deviceType, {agents.device('agent')})",
    "region": "coalesce(region, country, traitCountry)",
    "value": "coalesce(revenue, total, value)",
    "currency": "currency",
    "properties": f"nullif(json_merge_patch(properties, {_PRIVATE})::VARCHAR, '{{}}')",
}
_TRAITS = {
    "messageId": "messageId",
    "userId": "userId",
    "anonymousId": "coalesce(anonymousId, previousId)",
    "previousUser": f"CASE WHEN type = 'alias' AND NOT regexp_full_match(previousId, '{_MADE_UP}') THEN previousId END",
    "previousAnonymous": "CASE WHEN type = 'alias' AND anonymousId IS NOT NULL THEN previousId END",
    "groupId": "groupId",
    "email": _ANY_EMAIL,
    "timestamp": _AT,
    "traits": (
        f"CASE WHEN type = 'alias' THEN to_json({{'previousId': previousId}})::VARCHAR "
        f"ELSE coalesce(json_merge_patch(traits, {_PRIVATE})::VARCHAR, '{{}}') END"
    ),
}


def _events(match: str) -> Mapping:
    rule = EventRule(
        name="name",
        at=When(column="timestamp"),
        type="type",
        received_at=When(column="receivedAt"),
        channel="channel",
        page="page",
        campaign="campaign",
        device="device",
        region="region",
        value="value",
        currency="currency",
        event_id="messageId",
    )
    return Mapping(match=match, source="segment", who=_WHO, events=[rule], properties="properties")


def _trait_rule() -> TraitRule:
    return TraitRule(json="traits", at=When(column="timestamp"), row_id="messageId")
