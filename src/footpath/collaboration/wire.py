"""The messages of the Yjs protocols, as bytes: y-protocols' sync, awareness and auth, and one of our own, `saved`."""

from collections.abc import Iterator

from msgspec import Struct
from pycrdt import Decoder, Encoder

from footpath.core.errors import Invalid

SYNC, AWARENESS, AUTH, ASK_AWARENESS, SAVED = range(5)
STEP1, STEP2, UPDATE = range(3)
NOTHING = b"\x00\x00"  # an update without changes
_MOST_STATES = 16  # awareness states that one message may hold
_LONGEST_STATE = 32_768


class Message(Struct, frozen=True):
    """One message: what it is, and what it holds."""

    kind: int
    step: int
    payload: bytes


class State(Struct, frozen=True):
    """What one browser tells about itself: where its cursor is, as JSON; `null` when it has gone."""

    client: int
    clock: int
    json: str


def read(data: bytes) -> Message:
    """Return the message in `data`; raises Invalid when it is none."""
    try:
        kind, step, at = data[0], 0, 1
        if kind == SYNC:
            step, at = data[1], 2
        payload = b"" if kind == ASK_AWARENESS else _bytes(Decoder(data[at:]))
    except (IndexError, RuntimeError) as problem:
        raise _wrong() from problem
    if kind not in (SYNC, AWARENESS, ASK_AWARENESS) or step > UPDATE:
        raise _wrong()
    return Message(kind, step, payload)


def states(payload: bytes) -> Iterator[State]:
    """Yield what an awareness message tells; raises Invalid."""
    decoder = Decoder(payload)
    try:
        count = decoder.read_var_uint()
        if count > _MOST_STATES:
            raise _wrong()
        for _ in range(count):
            state = State(decoder.read_var_uint(), decoder.read_var_uint(), _bytes(decoder).decode())
            if len(state.json) > _LONGEST_STATE:
                raise _wrong()
            yield state
    except (IndexError, RuntimeError, UnicodeDecodeError) as problem:
        raise _wrong() from problem


def sync(step: int, payload: bytes) -> bytes:
    """Return a sync message."""
    return bytes((SYNC, step)) + _sized(payload)


def awareness(told: list[State]) -> bytes:
    """Return an awareness message."""
    encoder = Encoder()
    encoder.write_var_uint(len(told))
    for state in told:
        encoder.write_var_uint(state.client)
        encoder.write_var_uint(state.clock)
        encoder.write_var_string(state.json)
    return bytes((AWARENESS,)) + _sized(encoder.to_bytes())


def denied(reason: str) -> bytes:
    """Return y-protocols' message that something is not allowed."""
    return bytes((AUTH, 0)) + _sized(reason.encode())


def saved(state: bytes) -> bytes:
    """Return the message that all up to a state vector is on disk."""
    return bytes((SAVED,)) + _sized(state)


def _sized(data: bytes) -> bytes:
    encoder = Encoder()
    encoder.write_var_uint(len(data))
    return encoder.to_bytes() + data


def _bytes(decoder: Decoder) -> bytes:
    found = decoder.read_message()
    if found is None or decoder.length < 0 or decoder.i0 > len(decoder.stream):
        raise _wrong()
    return found


def _wrong() -> Invalid:
    return Invalid("This is no message of the Yjs protocols.", hint="Connect with a provider for y-protocols.")
