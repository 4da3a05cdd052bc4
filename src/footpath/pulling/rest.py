"""Rows of a REST service: pages by whatever it calls them, waiting as it says, trying again where it fails."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from dlt.sources.helpers.requests import Client, HTTPError
from dlt.sources.helpers.rest_client import RESTClient
from dlt.sources.helpers.rest_client import paginators as known
from dlt.sources.helpers.rest_client.auth import APIKeyAuth, AuthConfigBase, BearerTokenAuth, HttpBasicAuth

from footpath.core.errors import Invalid
from footpath.core.paths import steps_of, walk
from footpath.pulling.pull import Auth, Paging, RestPull, RestTable
from footpath.pulling.sources import Row

_TIMEOUT_S = 60.0


class RestRows:
    """One table of a REST service.

    Args:
        pull: the service.
        name: of the table.
        secret: token, key or password.
    """

    def __init__(self, pull: RestPull, name: str, secret: str) -> None:
        self._pull = pull
        self._name = name
        self._table: RestTable = pull.tables[name]
        self._secret = secret
        self.cursor = self._table.cursor
        self.start = self._table.start
        self.ordered = self._table.ordered
        self.mapping = self._table.mapping
        self.complete = False

    def pages(self, since: Any, limit: int) -> Iterator[list[Row]]:
        """Yield the pages of a round: `limit` times `round_pages`, or all where no cursor tells what is new."""
        self.complete = False
        table = self._table
        bounded = bool(table.cursor) and table.ordered
        words = {**self._pull.settings, "since": self._since(since) if table.cursor else ""}
        client = self._client(words)
        try:
            found = client.paginate(
                path=filled(table.path, words),
                method=table.method,
                params={key: filled(value, words) for key, value in table.query.items()},
                json=filled(table.body, words) if table.method == "POST" else None,
                paginator=_paginator(table.paging),
                data_selector=table.records or "$",
            )
            for number, page in enumerate(found, 1):
                yield [self._picked(row) for row in _flat(page) if isinstance(row, dict)]
                if bounded and number >= limit * table.round_pages:
                    return
            self.complete = True
        except HTTPError as refusal:
            if refusal.response is not None:
                refusal.response.close()  # it is told before it is read
            raise
        finally:
            client.session.close()

    def _client(self, words: dict[str, Any]) -> RESTClient:
        client = Client(
            request_timeout=_TIMEOUT_S,
            request_max_attempts=self._pull.most_tries,
            request_max_retry_delay=self._pull.longest_wait_s,
            raise_for_status=False,
        )
        headers = {name: str(filled(value, words)) for name, value in self._pull.headers.items()}
        auth = _auth(self._pull.auth, self._secret, words)
        return RESTClient(str(filled(self._pull.url, words)), headers=headers, auth=auth, session=client.session)

    def _picked(self, row: Row) -> Row:
        if not self._table.pick:
            return row
        return {name: walk(row, steps_of(path)) for name, path in self._table.pick.items()}

    def _since(self, value: Any) -> str | int:
        table = self._table
        if table.since == "as_is":
            return value if isinstance(value, int | str) else str(value)
        at = _instant(value, f"{self._name}: {table.cursor}") - timedelta(seconds=table.lag_s)
        if table.since == "epoch_s":
            return int(at.timestamp())
        if table.since == "epoch_ms":
            return int(at.timestamp() * 1000)
        return f"{at:%Y-%m-%d}" if table.since == "date" else f"{at:%Y-%m-%dT%H:%M:%S}Z"


def _flat(page: Any) -> list[Any]:
    """Return the rows of a page, whether it is them or holds the one list of them."""
    found: list[Any] = page[0] if len(page) == 1 and isinstance(page[0], list) else page
    return found


class _UntilEnd(known.JSONResponseCursorPaginator):  # type: ignore[misc]
    """Pages by a token, with a sign that there is no more: the token alone is for asking again later."""

    def __init__(self, paging: Paging) -> None:
        super().__init__(
            cursor_path=paging.next, cursor_param=paging.param or None, cursor_body_path=paging.body or None
        )
        self._end = steps_of(paging.end)

    def update_state(self, response: Any, data: list[Any] | None = None) -> None:
        """Note the token, and whether there is more."""
        super().update_state(response, data)
        if walk(response.json(), self._end) is True:
            self._has_next_page = False


def _instant(value: Any, place: str) -> datetime:
    try:
        if isinstance(value, str) and value.isdigit() and len(value) in (8, 12):
            value = datetime.strptime(value[:8], "%Y%m%d").replace(tzinfo=UTC).isoformat()
        if isinstance(value, int | float):
            return datetime.fromtimestamp(value / (1000 if value > 1e11 else 1), UTC)
        at = datetime.fromisoformat(str(value))
        return at if at.tzinfo else at.replace(tzinfo=UTC)
    except (ValueError, OverflowError, OSError):
        raise Invalid(f"{place}: {value!r} is no time.", hint="Set `since: as_is`, or another cursor.") from None


def filled(value: Any, words: dict[str, Any]) -> Any:
    """Return a text, or the texts in a body, with {words} in their places; one that is all there is keeps its type."""
    if isinstance(value, dict):
        return {key: filled(inner, words) for key, inner in value.items()}
    if isinstance(value, list):
        return [filled(inner, words) for inner in value]
    if not isinstance(value, str):
        return value
    for name, word in words.items():
        if value == f"{{{name}}}":
            return word
        value = value.replace(f"{{{name}}}", str(word))
    return value


def _paginator(paging: Paging) -> Any:
    param, body = paging.param or None, paging.body or None
    total, more = paging.total or None, paging.more or None
    makers: dict[str, Callable[[], Any]] = {
        "none": known.SinglePagePaginator,
        "cursor": lambda: known.JSONResponseCursorPaginator(
            cursor_path=paging.next, cursor_param=param, cursor_body_path=body, has_more_path=more
        ),
        "next_url": lambda: known.JSONLinkPaginator(next_url_path=paging.next),
        "link_header": known.HeaderLinkPaginator,
        "page": lambda: known.PageNumberPaginator(
            base_page=paging.first, page_param=param, page_body_path=body, total_path=total, has_more_path=more
        ),
        "offset": lambda: known.OffsetPaginator(
            limit=paging.size, offset_param=param, limit_param="limit" if param else None, offset_body_path=body,
            limit_body_path="limit" if body else None, total_path=total, has_more_path=more,
        ),
    }  # fmt: skip
    return _UntilEnd(paging) if paging.kind == "cursor" and paging.end else makers[paging.kind]()


def _auth(auth: Auth, secret: str, words: dict[str, Any]) -> AuthConfigBase | None:
    match auth.kind:
        case "bearer":
            return BearerTokenAuth(token=secret)
        case "basic":
            name, _, password = secret.partition(":")
            return HttpBasicAuth(username=name, password=password)
        case "header" | "query":
            return APIKeyAuth(name=auth.name, api_key=secret, location="header" if auth.kind == "header" else "query")
        case "oauth":
            return _oauth(str(filled(auth.token_url, words)), secret)
    return None


def _oauth(url: str, secret: str) -> AuthConfigBase:
    from dlt.sources.helpers.rest_client.auth import OAuth2ClientCredentials

    client, _, rest = secret.partition(":")
    password, _, refresh = rest.partition(":")
    data = {"grant_type": "refresh_token", "refresh_token": refresh} if refresh else {}
    data |= {"client_id": client, "client_secret": password} if refresh else {}
    return OAuth2ClientCredentials(
        access_token_url=url, client_id=client, client_secret=password, access_token_request_data=data
    )
