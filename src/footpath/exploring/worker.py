"""A process of its own that answers questions, so that none of them holds up the server, and any can be stopped.

Reads a question and writes what it says of it, again and again, until its input ends: each a length in four bytes and
that many bytes of MessagePack.
"""

import os
import sys
from collections.abc import Callable, Sequence
from typing import IO, Any

import msgspec
from msgspec import structs

from footpath.analytics import ANALYSES, Bucket, Journeys, Select, build_journeys, in_threads
from footpath.core.errors import FootpathError
from footpath.events import Lake
from footpath.exploring.asked import Asked, Told, Work, Worked, packed
from footpath.exploring.drawing import folded
from footpath.insights import with_answers, with_plan
from footpath.maps import map_from_plain

_NICE = 5  # collecting and drawing go first


def respond(work: Work, tell: Callable[[float], None], held: dict[str, Journeys] | None = None) -> Worked:
    """Answer a question.

    Args:
        work: the question.
        tell: called with the share done.
        held: the journeys that were asked about last, by store, kept for the next question.
    """
    from footpath.analytics import ask

    lake = Lake.open(work.store)
    journeys = _journeys(lake, work, {} if held is None else held)
    if work.asked is None:
        return _ready(journeys)
    fields = dict(work.asked.fields)
    if work.asked.like:
        fields["like"] = work.asked.like
    if work.map is not None:
        fields = with_plan(work.asked.analysis, journeys, map_from_plain(work.map, name="map"), fields)
        fields["steps"] = _through(fields["steps"], work.asked) if "steps" in fields else ()
        fields = {name: value for name, value in fields.items() if name != "steps" or value}

    def run(one: Callable[[Bucket], Any], buckets: Sequence[Bucket]) -> list[Any]:
        done = 0

        def counted(bucket: Bucket) -> Any:
            nonlocal done
            made = one(bucket)
            done += 1
            tell(0.95 * done / len(buckets))
            return made

        return in_threads(counted, buckets)

    answer = ask(work.asked.analysis, with_answers(journeys, lake, fields), run=run, **fields)
    tables = answer.tables()
    return Worked(
        rules=dict(answer.rules), n=answer.n, as_of=answer.as_of, version=journeys.data_version,
        answer=folded(answer, tables), tables={name: packed(table) for name, table in tables.items()},
        totals={name: table.num_rows for name, table in tables.items()},
    )  # fmt: skip


def _journeys(lake: Lake, work: Work, held: dict[str, Journeys]) -> Journeys:
    """Return the journeys of a store, as they are held when they are still those that were asked about."""
    known = held.get(work.store)
    if known is None or not work.version or known.data_version != work.version:
        held.clear()
        known = held[work.store] = build_journeys(lake, folds=False)
    return known


def _ready(journeys: Journeys) -> Worked:
    """Ask the most usual question about a few persons: what is loaded for it is there when somebody asks."""
    from footpath.analytics import ask

    names = [name for name in journeys.signatures["name"].unique().to_pylist() if name][:2]
    if len(names) == 2 and journeys.buckets:
        one = journeys.buckets[0]
        few = structs.replace(one, begin=one.begin[:9], end=one.end[:9], owner=one.owners()[:9], home="", latest=None)
        ask("funnel", structs.replace(journeys, buckets=(few,)), steps=names)
    return Worked(rules={}, n=0, as_of=None, version=journeys.data_version, answer=b"", tables={}, totals={})


def _through(steps: Sequence[Sequence[Select]], asked: Asked) -> tuple[tuple[Select, ...], ...]:
    """Return steps with only the events of a channel and a source."""
    wanted = {name: value for name in ("channel", "source") if (value := getattr(asked, name))}
    return tuple(
        tuple(one for one in step if all(one.where.get(name) == (value,) for name, value in wanted.items()))
        for step in steps
    )


def serve(source: IO[bytes], sink: IO[bytes]) -> None:
    """Answer what comes in until there is no more."""
    held: dict[str, Journeys] = {}
    while True:
        message = receive(source)
        if message is None:
            return
        work = msgspec.msgpack.decode(message, type=Work)
        last = -1

        def tell(share: float) -> None:
            nonlocal last
            if int(share * 50) != last:
                last = int(share * 50)
                send(sink, Told(share=share))

        send(sink, _told(work, tell, held))


def _told(work: Work, tell: Callable[[float], None], held: dict[str, Journeys]) -> Told:
    try:
        if work.asked is not None and work.asked.analysis not in ANALYSES:
            ANALYSES[work.asked.analysis]
        return Told(share=1.0, worked=respond(work, tell, held))
    except FootpathError as problem:
        return Told(code=problem.code, problem=problem.message, hint=problem.hint)
    except MemoryError:
        return Told(code="invalid", problem="The answer does not fit into memory.", hint="Ask about a shorter period.")


def send(sink: IO[bytes], message: msgspec.Struct) -> None:
    """Write a message."""
    content = msgspec.msgpack.encode(message)
    sink.write(len(content).to_bytes(4, "little") + content)
    sink.flush()


def receive(source: IO[bytes]) -> bytes | None:
    """Read a message; None at the end."""
    head = source.read(4)
    if len(head) < 4:
        return None
    size = int.from_bytes(head, "little")
    content = source.read(size)
    return content if len(content) == size else None


def main() -> int:
    """Serve standard input; what libraries print goes to standard error."""
    os.nice(_NICE)
    sink = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    serve(sys.stdin.buffer, sink)
    return 0


if __name__ == "__main__":
    sys.exit(main())
