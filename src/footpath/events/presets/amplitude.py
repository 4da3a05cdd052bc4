"""Amplitude's rules."""

from typing import ClassVar

from footpath.events.identity_rules import Preset, Rules


class Amplitude(Preset):
    """As Amplitude: users on one device stay apart; what nobody is logged in for is the device's last user's."""

    name: ClassVar[str] = "amplitude"
    rules: ClassVar[Rules] = Rules(kinds=("user", "anonymous"), unique=("user",), alias=False, shared_device="turns")
