"""Who may use which route: a key with the route's scope, and without a scope nobody."""

from typing import Any

from litestar import Request
from litestar.connection import ASGIConnection
from litestar.exceptions import NotAuthorizedException, PermissionDeniedException
from litestar.handlers import BaseRouteHandler

from footpath.api.keys import ApiKey, ApiKeys

SCOPE = "scope"
OPEN = "open"  # the scope of routes that tell nothing about anybody


def guard(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
    """Let a request in whose key has the scope of its route.

    Raises:
        NotAuthorizedException: there is no key, or it does not work.
        PermissionDeniedException: the key has not the scope.
    """
    scope = handler.opt.get(SCOPE)
    if scope == OPEN:
        return
    key = _key_in(connection)
    if scope not in key.scopes:
        raise PermissionDeniedException(f"The key lacks the scope {scope}.")
    connection.scope["auth"] = key


def _key_in(connection: ASGIConnection[Any, Any, Any, Any]) -> ApiKey:
    scheme, _, given = connection.headers.get("authorization", "").partition(" ")
    keys: ApiKeys = connection.app.state["keys"]
    found = keys.find(given.strip()) if scheme.lower() == "bearer" else None
    if found is None:
        raise NotAuthorizedException("Send an API key that works as `Authorization: Bearer KEY`.")
    return found


async def provide_by(request: Request[Any, ApiKey, Any]) -> str:
    """Return what the audit log calls whoever sent a request."""
    return f"api:{request.auth.name}"
