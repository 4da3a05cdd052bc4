"""Web-server access logs in the common and combined formats: bots apart, pages, assets, feeds and errors told apart."""

import re
from collections.abc import Iterator
from typing import ClassVar

from footpath.events.connectors import Connector
from footpath.events.mapping import EventRule, Mapping, When, Who
from footpath.events.reading import agents
from footpath.events.reading.source import Source
from footpath.events.reading.stage import Stage, Table, ident, lines_of, quoted
from footpath.events.rejects import Reject

_LINE = (
    r"^(?:[^ ]+:\d+ )?([0-9a-fA-F.:]+|[\w.-]+) [^ ]+ ([^ ]+) \[([^\]]+)\] "
    r'"(?:([A-Z]{3,10}) )?([^" ]*)(?: HTTP/[\d.]+)?[^"]*" (\d{3}) (\d+|-)'
    r'(?: "((?:[^"\\]|\\.)*)" "((?:[^"\\]|\\.)*)")?'
)
_FIELDS = ("ip", "user", "time", "method", "target", "status", "bytes", "referrer", "agent")
_ASSET = (
    r"\.(css|js|mjs|map|png|jpe?g|gif|svg|ico|webp|avif|bmp|woff2?|ttf|eot|otf|mp[34]|webm|ogg|wav|zip|gz|bz2|tgz|xz|rpm|"
    r"deb|jar|exe|dmg|iso|whl)$|^/(robots\.txt|favicon|apple-touch|\.well-known/)"
)
_FEED = r"(\.(rss|rdf|atom)$|[/=_?-](rss|atom|feed|feeds)([/?&=._0-9-]|$)|/xmlrpc|\.xml$|flav=(rss|atom))"
_SEARCH = r"://([^/]*\.)?(google|bing|duckduckgo|yahoo|yandex|baidu|ecosia|qwant|ask|naver|seznam|startpage)\."
_SOCIAL = r"://([^/]*\.)?(facebook|twitter|t\.co|x\.com|linkedin|instagram|reddit|pinterest|youtube|tiktok|plurk|ptt|vk|weibo|news\.ycombinator)"
_HOST = "regexp_replace(referrer, '^[a-z]+://(www\\.)?([^/]*).*$', '\\2')"
_MAIL = r"://([^/]*\.)?(mail\.|outlook\.|webmail)"


class AccessLog(Connector):
    """Web-server access logs: pages are page views, failures errors; files, feeds and bots are set apart as log."""

    name: ClassVar[str] = "access_log"
    summary: ClassVar[str] = "Web-server access logs in the common and combined formats (Apache, nginx)."

    @classmethod
    def recognise(cls, source: Source) -> float:
        """Most of the first lines have the format."""
        lines = [line for line in source.text[:200_000].split("\n")[:200] if line.strip()]
        hits = sum(bool(re.match(_LINE, line)) for line in lines)
        return 0.98 if lines and hits >= 0.6 * len(lines) else 0.0

    def read(self, source: Source, stage: Stage) -> Iterator[Table]:
        """Yield the one table, one row a request."""
        lines = stage.keep(lines_of(str(source.utf8(stage.scratch(".log")))))
        fields = ", ".join(quoted(name) for name in _FIELDS)
        scan = f"read_parquet({quoted(str(lines))}, file_row_number = true)"
        parsed = stage.keep(
            f"SELECT file_row_number + 1 AS n, line[1:300] AS line, "
            f"unnest(regexp_extract(line, {quoted(_LINE)}, [{fields}])) FROM {scan} WHERE trim(line) <> ''"
        )
        good = stage.keep(f"SELECT {_columns()} FROM read_parquet('{parsed}') WHERE time <> '' ORDER BY n")
        bad = stage.con.execute(f"SELECT n, line FROM read_parquet('{parsed}') WHERE time = '' ORDER BY n").fetchall()
        view, columns, rows = stage.view(good)
        rejects = [
            Reject(line, "", text, "not in the common or combined format", "Mend the line and import again.")
            for line, text in bad
        ]
        yield Table(
            name=source.name,
            view=view,
            columns=columns,
            rows=rows,
            rejects=(*source.rejects, *rejects),
            mapping=_mapping(source.name),
            notes=_notes(stage, view),
        )


def _columns() -> str:
    path = "regexp_replace(regexp_replace(target, '^[a-z]+://[^/]*', ''), '[?#].*$', '')"
    code = "try_cast(status AS INTEGER)"
    asset, feed = f"regexp_matches(lower({path}), '{_ASSET}')", f"regexp_matches(lower(target), '{_FEED}')"
    machine = agents.is_bot("nullif(agent, '')") + " AND agent <> ''"
    kind = (
        f"CASE WHEN {machine} THEN 'bot' WHEN {code} >= 400 THEN 'error' WHEN {asset} THEN 'asset' "
        f"WHEN {feed} THEN 'feed' WHEN method NOT IN ('GET', 'POST', '') THEN 'other' "
        f"WHEN {code} BETWEEN 300 AND 399 AND {code} <> 304 THEN 'redirect' ELSE 'page' END"
    )
    columns = {
        "visitor": "ip || ' ' || agent",
        "user": "nullif(user, '-')",
        "time": "time",
        "kind": kind,
        "type": f"CASE {kind} WHEN 'page' THEN 'page' WHEN 'error' THEN 'error' ELSE 'log' END",
        "name": (
            f"CASE {kind} WHEN 'page' THEN CASE method WHEN 'POST' THEN 'Form sent' ELSE 'Page view' END "
            f"WHEN 'asset' THEN 'File loaded' WHEN 'feed' THEN 'Feed read' WHEN 'bot' THEN 'Bot request' "
            f"WHEN 'redirect' THEN 'Redirect' WHEN 'other' THEN 'Other request' "
            f"ELSE CASE {code} WHEN 404 THEN 'Page not found' "
            f"WHEN 401 THEN 'Sign-in refused' WHEN 403 THEN 'Access refused' WHEN 429 THEN 'Too many requests' "
            f"ELSE CASE WHEN {code} >= 500 THEN 'Server error' ELSE 'Request failed' END END END"
        ),
        "page": path,
        "device": agents.device("nullif(agent, '')"),
        "campaign": "nullif(regexp_extract(target, '[?&]utm_campaign=([^&#]+)', 1), '')",
        "utm_source": "nullif(regexp_extract(target, '[?&]utm_source=([^&#]+)', 1), '')",
        "came_from": _came_from(asset),
        "status": "status",
        "method": "nullif(method, '')",
        "referrer": "nullif(nullif(regexp_replace(referrer, '[?#].*$', ''), '-'), '')",
    }
    return ", ".join(f"{sql} AS {ident(name)}" for name, sql in columns.items())


def _came_from(asset: str) -> str:
    # The site itself is the host that most requests for assets come from.
    own = f"(mode({_HOST}) FILTER (WHERE referrer LIKE '%://%' AND {asset}) OVER ())"
    return (
        f"CASE WHEN referrer IN ('', '-') THEN 'direct' "
        f"WHEN regexp_matches(lower(referrer), '{_SEARCH}') THEN 'search' "
        f"WHEN regexp_matches(lower(referrer), '{_SOCIAL}') THEN 'social' "
        f"WHEN regexp_matches(lower(referrer), '{_MAIL}') THEN 'email' "
        f"WHEN {_HOST} = {own} THEN 'internal' ELSE 'referral' END"
    )


def _mapping(match: str) -> Mapping:
    when = When(column="time", format="%d/%b/%Y:%H:%M:%S %z")
    rule = EventRule(
        name="name", at=when, type="type", channel="=web", page="page", campaign="campaign", device="device"
    )
    return Mapping(match=match, who=Who(user="user", anonymous="visitor", hashed=["visitor"]), events=[rule])


def _notes(stage: Stage, view: str) -> tuple[str, ...]:
    rows = stage.con.execute(f"SELECT kind, count(*) FROM {view} GROUP BY kind ORDER BY 2 DESC, 1").fetchall()
    kinds = ", ".join(f"{count:,} {kind}" for kind, count in rows)
    return (f"A visitor is an address with a browser name, hashed. Requests: {kinds}.",)
