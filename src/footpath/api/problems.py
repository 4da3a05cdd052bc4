"""Errors over HTTP: RFC 9457 documents that name the field and the remedy."""

import logging
import re
from typing import Any

from litestar import Request, Response
from litestar.exceptions import HTTPException, ValidationException
from msgspec import Struct

from footpath.core.errors import Conflict, FootpathError, NotFound, Transient

_LOG = logging.getLogger(__name__)
_STATUS = ((NotFound, 404), (Conflict, 409), (Transient, 503))
_FIELD = re.compile(r"^([a-z_]+(?:\.[a-z_]+|\[\d+\])*): ")
_NAMED = re.compile(r"(?:parameter|unknown field|required field) ['`](\w+)['`]")
_TITLES = {
    400: "The request cannot be used", 401: "No key that works", 403: "Not allowed", 404: "Not found",
    405: "Not done this way", 409: "Conflict", 413: "Too large", 500: "Our fault", 503: "Come back later",
}  # fmt: skip
_AGAIN_S = "5"


class Problem(Struct, frozen=True, omit_defaults=True):
    """What went wrong.

    Attributes:
        type: a name for this sort of problem.
        title: the same in words.
        status: of the answer.
        detail: what happened.
        hint: what to do about it.
        field: which field or parameter is wrong, where it is one.
        request_id: name of the request in the logs.
    """

    type: str
    title: str
    status: int
    detail: str
    hint: str = ""
    field: str = ""
    request_id: str = ""


def of_footpath(request: Request[Any, Any, Any], error: FootpathError) -> Response[Problem]:
    """Answer what the person can mend."""
    status = next((number for kind, number in _STATUS if isinstance(error, kind)), 400)
    found = _FIELD.match(error.message)
    return _answer(request, error.code, status, error.message, (error.hint, found[1] if found else ""))


def of_framework(request: Request[Any, Any, Any], error: HTTPException) -> Response[Problem]:
    """Answer what the framework refuses: keys, routes, fields of the wrong type."""
    detail, field = error.detail, ""
    if isinstance(error, ValidationException) and isinstance(error.extra, list) and error.extra:
        first: dict[str, Any] = error.extra[0] if isinstance(error.extra[0], dict) else {}
        field, detail = str(first.get("key", "")), str(first.get("message", detail))
    named = _NAMED.search(detail)
    field = named[1] if named and field in ("", "data") else field
    code = {401: "unauthorized", 403: "forbidden"}.get(error.status_code, "http")
    remedy = "See /api/schema/openapi.json for fields and their types." if error.status_code == 400 else ""
    answer = _answer(request, code, error.status_code, detail, (remedy, field))
    for name, value in (error.headers or {}).items():
        answer.headers[name] = value
    return answer


def of_program(request: Request[Any, Any, Any], error: Exception) -> Response[Problem]:
    """Answer a fault of the program without telling how it is made; the log has its kind."""
    _LOG.error("fault", exc_info=error, extra={"request_id": request.state.get("request_id", "")})
    return _answer(request, "fault", 500, "The program failed.", ("Look for the request's id in the log.", ""))


def _answer(
    request: Request[Any, Any, Any], code: str, status: int, detail: str, more: tuple[str, str]
) -> Response[Problem]:
    problem = Problem(
        type=f"footpath:{code}",
        title=_TITLES.get(status, "Refused"),
        status=status,
        detail=detail,
        hint=more[0],
        field=more[1],
        request_id=request.scope.get("state", {}).get("request_id", ""),
    )
    headers = {401: {"www-authenticate": "Bearer"}, 503: {"retry-after": _AGAIN_S}}.get(status, {})
    return Response(problem, status_code=status, media_type="application/problem+json", headers=headers)
