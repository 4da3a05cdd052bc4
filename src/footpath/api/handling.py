"""Routes declared alike: each with the scope it needs and the refusals it may answer with."""

from collections.abc import Callable
from typing import Any

from litestar import get, post
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.openapi import ResponseSpec

from footpath.api.guarding import OPEN, SCOPE
from footpath.api.problems import Problem
from footpath.events import Lake

_REFUSALS = {
    400: "A field or parameter cannot be used.",
    401: "There is no key, or it does not work.",
    403: "The key lacks the scope.",
    404: "Nothing has that name.",
    409: "The store is in use, or is not in the state this needs.",
    413: "The request is too large.",
    503: "Come back later.",
}
_RESPONSES = {
    status: ResponseSpec(Problem, description=words, media_type="application/problem+json")
    for status, words in _REFUSALS.items()
}
Store = NamedDependency[Lake]  # the store, opened for the request
By = NamedDependency[str]  # what the audit log calls whoever sent it
Handler = Callable[[Callable[..., Any]], HTTPRouteHandler]


def asking(path: str, scope: str, **more: Any) -> Handler:
    """Declare a route that changes nothing; it runs in a thread, for the store is read meanwhile."""
    security: list[dict[str, list[str]]] | None = [{}] if scope == OPEN else None
    return get(path, opt={SCOPE: scope}, responses=_RESPONSES, security=security, sync_to_thread=True, **more)


def doing(path: str, scope: str, *, makes: bool = False) -> Handler:
    """Declare a route that changes something; 201 where it makes something new, 200 otherwise."""
    status = 201 if makes else 200
    return post(path, opt={SCOPE: scope}, responses=_RESPONSES, sync_to_thread=True, status_code=status)
