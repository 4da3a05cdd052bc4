"""Bodies that are no JSON: forms, plain or in parts, as some webhooks send them."""

from email import message_from_bytes, policy
from typing import Any
from urllib.parse import parse_qsl

from footpath.collector.documents import decoded
from footpath.collector.protocol import Request
from footpath.collector.records import Refused

_MOST_FIELDS = 500


def body_of(request: Request) -> Any:
    """Return what a request holds: JSON, or the fields of a form, one of which may be the JSON (`payload`).

    Raises:
        Refused: it is neither.
    """
    kind = request.headers.get("content-type", "").lower()
    if kind.startswith("multipart/form-data"):
        fields = _parts(request)
    elif kind.startswith("application/x-www-form-urlencoded"):
        fields = _pairs(request)
    elif not request.body.strip():
        raise Refused("body", "it is empty", "Send JSON or a form")
    else:
        return decoded(request.body)
    payload = fields.get("payload", "")
    return decoded(payload.encode()) if payload.lstrip()[:1] in ("{", "[") else fields


def _pairs(request: Request) -> dict[str, str]:
    try:
        text = request.body.decode("utf-8", "replace")
        return dict(parse_qsl(text, keep_blank_values=True, max_num_fields=_MOST_FIELDS))
    except ValueError as problem:
        raise Refused("body", f"it is no form ({problem})", "Send fewer fields") from None


def _parts(request: Request) -> dict[str, str]:
    """Return the text fields of a form in parts; files are left out."""
    head = f"Content-Type: {request.headers['content-type']}\r\n\r\n".encode("latin-1", "replace")
    message = message_from_bytes(head + request.body, policy=policy.HTTP)
    fields: dict[str, str] = {}
    for part in message.iter_parts() if message.is_multipart() else ():
        name = part.get_param("name", header="content-disposition")
        if isinstance(name, str) and part.get_filename() is None and len(fields) < _MOST_FIELDS:
            content = part.get_payload(decode=True)
            fields[name] = content.decode("utf-8", "replace") if isinstance(content, bytes) else ""
    if not fields:
        raise Refused("body", "it is no form in parts", "Send its boundary in Content-Type")
    return fields
