"""RudderStack Profiles' rules."""

from typing import ClassVar

from footpath.events.identity_rules import Preset, Rules


class Rudderstack(Preset):
    """As RudderStack Profiles: whatever hangs together by ids on one row is one person, without any limit.

    Its filters of id types are `blocked` and `patterns` here.
    """

    name: ClassVar[str] = "rudderstack"
    rules: ClassVar[Rules] = Rules()
