"""Errors as `application/problem+json` (RFC 9457), with the field that is wrong and what to do about it."""

import logging
import math
import re
from typing import Any

from litestar import Request, Response
from litestar.exceptions import HTTPException, ValidationException
from msgspec import Struct

from footpath.core.errors import FootpathError, TooMany

_LOG = logging.getLogger(__name__)
STATUS = {
    "conflict": 409, "denied": 403, "invalid": 400, "not_found": 404, "password_needed": 401, "signed_out": 401,
    "too_many": 429, "totp_needed": 401, "transient": 503,
}  # fmt: skip
_FIELD = re.compile(r"^([a-z_.]+): ")


class Problem(Struct, frozen=True, kw_only=True):
    """What went wrong."""

    type: str
    title: str
    status: int
    detail: str
    field: str = ""
    hint: str = ""


def footpath_problem(_: Request[Any, Any, Any], error: FootpathError) -> Response[Problem]:
    """Answer with an error of Footpath's own."""
    found = _FIELD.match(error.message)
    status = STATUS.get(error.code, 400)
    wait = {"retry-after": str(math.ceil(error.wait_s))} if isinstance(error, TooMany) else {}
    title = error.code.replace("_", " ").capitalize()
    return _answer(
        Problem(type=error.code, title=title, status=status, detail=error.message, field=found[1] if found else "",
                hint=error.hint), wait,
    )  # fmt: skip


def http_problem(_: Request[Any, Any, Any], error: HTTPException) -> Response[Problem]:
    """Answer with an error of the web framework: no such path, a body of the wrong shape."""
    field, detail = "", error.detail
    if isinstance(error, ValidationException) and isinstance(error.extra, list) and error.extra:
        first = error.extra[0]
        field = str(first.get("key", "")) if isinstance(first, dict) else ""
        detail = str(first.get("message", detail)) if isinstance(first, dict) else detail
    kind = {400: "invalid", 404: "not_found", 405: "not_allowed", 413: "too_large"}.get(error.status_code, "error")
    title = kind.replace("_", " ").capitalize()
    return _answer(Problem(type=kind, title=title, status=error.status_code, detail=detail, field=field), {})


def unforeseen(request: Request[Any, Any, Any], error: Exception) -> Response[Problem]:
    """Log what nobody foresaw, and say that it happened without saying what."""
    _LOG.error("unforeseen", exc_info=error, extra={"path": request.scope["path"]})
    detail = "Something went wrong that should not have; the server's log says what."
    return _answer(Problem(type="error", title="Error", status=500, detail=detail), {})


def _answer(problem: Problem, headers: dict[str, str]) -> Response[Problem]:
    return Response(problem, status_code=problem.status, media_type="application/problem+json", headers=headers)
