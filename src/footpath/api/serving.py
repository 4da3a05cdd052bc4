"""A server for API and collector, together or each alone, with the work that is due once a day."""

import asyncio
import logging
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from litestar.types import ASGIApp, Message, Receive, Scope, Send

from footpath.api.assembling import application
from footpath.api.team import Team
from footpath.collector import Collector, run
from footpath.collector import application as collecting
from footpath.delivery import Mail
from footpath.events import Lake
from footpath.privacy import apply_retention, resume

_LOG = logging.getLogger(__name__)
_WATCHED = ("/health", "/ready", "/metrics")
_LAST = ("lifespan.startup.failed", "lifespan.shutdown.complete", "lifespan.shutdown.failed")
_DAY_S = 24 * 3600.0
_FIRST_S = 60.0
_MAIL_S = 60.0  # between two tries of mails that the mail server did not take
_FORGET_S = 3.0  # between two looks at whether the command line erased somebody
_TICKETS_S = 120.0  # between two looks at which trackers are due


def serve(
    store: Path, collector: Collector | None, *, spools: Path | None, team: Team | None = None, host: str, port: int
) -> None:
    """Serve the API of a store, its collector and its team where there are any, until told to end."""
    endpoint = collector.endpoint if collector else None
    run(together(store, collector, spools=spools, team=team), host=host, port=port, endpoint=endpoint)


def together(
    store: Path, collector: Collector | None, *, spools: Path | None = None, team: Team | None = None
) -> ASGIApp:
    """Return one application of the API, a collector and a team, which it starts and closes with the server."""
    api = application(store, spools=spools, team=team)
    other: ASGIApp | None = None if collector is None else collecting(collector)

    async def _live(inner: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
        """Tell the server that all has ended once it has: it waits for nothing that is told, and goes."""
        last: list[Message] = []

        async def later(message: Message) -> None:
            if message["type"] in _LAST:
                last.append(message)
            else:
                await send(message)

        async with _daily(store, spools, team), _drawing(team):
            await inner(scope, receive, later)
        for message in last:
            await send(message)

    async def outer(scope: Scope, receive: Receive, send: Send) -> None:
        kind: str = scope["type"]
        if kind == "lifespan":
            await _live(other or api, scope, receive, send)
        elif other is None or collector is None or kind != "http":
            await api(scope, receive, send)
        elif collector.endpoint.knows(scope["path"]):  # first: some SDKs' routes begin with /api/ too
            await other(scope, receive, send)
        elif scope["path"].startswith("/api/") or (team is not None and scope["path"] not in _WATCHED):
            await api(scope, receive, send)
        else:
            await other(scope, receive, send)

    return outer


@asynccontextmanager
async def _drawing(team: Team | None) -> AsyncIterator[None]:
    """Take up what a team left undone, and close it with all on disk."""
    if team is None:
        yield
        return
    team.jobs.resume()
    team.mining.resume()
    ended = threading.Event()
    threading.Thread(target=carry_mail, args=(team.mail, ended), name="mail", daemon=True).start()
    warming = asyncio.create_task(asyncio.to_thread(team.warm))
    asking = asyncio.create_task(_ask_trackers(team))
    forgetting = asyncio.create_task(_forget(team))
    try:
        yield
    finally:
        asking.cancel()
        forgetting.cancel()
        ended.set()
        team.mail.begun.set()
        team.tickets.end()
        team.halls.close()
        team.bells.close()
        await warming
        await team.maps.rooms.close()
        await asyncio.to_thread(team.close)


@asynccontextmanager
async def _daily(store: Path, spools: Path | None, team: Team | None) -> AsyncIterator[None]:
    """Do what is due once a day while the block runs."""
    task = asyncio.create_task(_every_day(store, spools, team))
    try:
        yield
    finally:
        task.cancel()


def carry_mail(mail: Mail, ended: threading.Event) -> None:
    """Send what waits, at once and then every minute; a thread of its own, for mail servers may keep one waiting."""
    while not ended.is_set():
        mail.begun.clear()
        try:
            mail.carry()
        except Exception as problem:  # what waits goes on waiting
            _LOG.error("mails not sent", extra={"reason": f"{type(problem).__name__}: {problem}"})
        mail.begun.wait(_MAIL_S)


async def _ask_trackers(team: Team) -> None:
    while True:
        await asyncio.sleep(_TICKETS_S)
        try:
            await asyncio.to_thread(team.tickets.round)
        except Exception as problem:  # what is due stays due
            _LOG.error("tickets not asked for", extra={"reason": type(problem).__name__})


async def _forget(team: Team) -> None:
    """Take words of persons who were erased out of what the team keeps, at once and whenever somebody was."""
    begun = False
    while True:
        try:
            if not begun:
                await asyncio.to_thread(team.forgetting.begin)
                begun = True
            await asyncio.to_thread(team.forgetting.round)
        except Exception as problem:  # the next round does it
            _LOG.error("copied words not erased", extra={"reason": f"{type(problem).__name__}: {problem}"})
        await asyncio.sleep(_FORGET_S)


async def _every_day(store: Path, spools: Path | None, team: Team | None) -> None:
    await asyncio.sleep(_FIRST_S)
    while True:
        try:
            await asyncio.to_thread(due, store, spools)
            if team is not None:
                await asyncio.to_thread(team.reviews.remind)
        except Exception as problem:  # tomorrow is another day; what is due stays due
            _LOG.error("daily work failed", extra={"reason": f"{type(problem).__name__}: {problem}"})
        await asyncio.sleep(_DAY_S)


def due(store: Path, spools: Path | None) -> dict[str, Any]:
    """Finish erasings that were cut off, and erase what is older than its source's period."""
    lake = Lake.open(store)
    finished = resume(lake, spools=spools)
    outdated = apply_retention(lake, actor="serve")
    return {"finished": len(finished), **outdated.rows}
