"""PostHog's rules."""

from typing import ClassVar

from footpath.events.identity_rules import Preset, Rules

_NOBODY = (
    "0", "00000000-0000-0000-0000-000000000000", "[object object]", "anonymous", "anonymous-user", "backend",
    "distinct_id", "distinctid", "email", "false", "guest", "id", "nan", "none", "not_authenticated", "null", "system",
    "true", "undefined", "user",
)  # fmt: skip


class Posthog(Preset):
    """As PostHog: only identify, alias and merge calls link ids, never a property; who has a user id gets no second.

    `$merge_dangerously` merges two persons who both have one.
    """

    name: ClassVar[str] = "posthog"
    rules: ClassVar[Rules] = Rules(
        kinds=("user", "anonymous"),
        blocked={"any": _NOBODY},
        links=("traits",),
        unique=("user",),
    )
