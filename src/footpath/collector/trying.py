"""What a webhook would make of a body, without keeping it."""

from pathlib import Path
from typing import Any

from footpath.collector.forms import body_of
from footpath.collector.hook import Hook
from footpath.collector.mapped import shown
from footpath.collector.protocol import Request
from footpath.collector.protocols.hooks import read_body
from footpath.collector.records import Problem, Refused
from footpath.core import clock
from footpath.core.errors import Invalid


def try_hook(name: str, hook: Hook, body: bytes, headers: dict[str, str]) -> tuple[list[dict[str, Any]], list[Problem]]:
    """Return the rows a webhook makes of a body, and what is wrong with elements that it refuses.

    Raises:
        Invalid: the body cannot be read at all.
    """
    given = {key.lower(): value for key, value in headers.items()}
    request = Request(
        method="POST", path=f"/v1/hooks/{name}", headers=given, body=body,
        received_at=int(clock.now().timestamp() * 1e6),
    )  # fmt: skip
    try:
        reading = read_body(hook, name, (body_of(request), ""), request)
    except Refused as problem:
        raise Invalid(f"{problem.field}: {problem.reason}.", hint=f"{problem.remedy}.") from problem
    return shown(reading), reading.problems


def example_of(path: Path | None, preset: str) -> tuple[bytes, dict[str, str]]:
    """Return the body in a file, or the documented one of a preset with its headers."""
    from footpath.collector.hook import HOOKS

    if path is None:
        chosen = HOOKS[preset]
        return chosen.body.encode(), dict(chosen.headers)
    try:
        return path.read_bytes(), {}
    except OSError as problem:
        raise Invalid(f"Cannot read {path}: {problem.strerror}.", hint="Check the path.") from problem
