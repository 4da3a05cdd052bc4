"""Errors say what went wrong, where, and what to do next; whether a retry can help is in the type."""


class FootpathError(Exception):
    """Something the person at the keyboard can mend.

    Args:
        message: what happened, naming the file, field or option.
        hint: what to do about it, as an imperative sentence; empty when the message already says it.
    """

    code = "error"

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()


class Invalid(FootpathError):
    """The input cannot be used as it is; the message names the field."""

    code = "invalid"


class NotFound(FootpathError):
    """Nothing has that name; the message lists what there is."""

    code = "not_found"


class Conflict(FootpathError):
    """The store changed underneath, or is in use by another process."""

    code = "conflict"


class NoJourney(Invalid):
    """The data holds no journey (no time, or one row a person); the hint says what it is good for."""

    code = "no_journey"


class Transient(FootpathError):
    """A retry may succeed."""

    code = "transient"


class Denied(FootpathError):
    """Whoever asks may not do this; the hint says who may."""

    code = "denied"


class SignedOut(FootpathError):
    """Nobody is signed in, or the session has ended."""

    code = "signed_out"


class TooMany(FootpathError):
    """Too many tries in too short a time; waiting helps.

    Args:
        wait_s: how long, in seconds.
    """

    code = "too_many"

    def __init__(self, message: str, *, hint: str = "", wait_s: float = 60.0) -> None:
        super().__init__(message, hint=hint)
        self.wait_s = wait_s
