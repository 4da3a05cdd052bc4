"""The sockets that people are together over: for a map, a workspace's library, and a workshop."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from litestar import Router, websocket
from litestar.exceptions import WebSocketDisconnect
from litestar.params import FromPath
from msgspec import Struct

from footpath.accounts import Actor, allows, includes
from footpath.api.team.asking import Socket, TheTeam, actor_of, own_page
from footpath.api.team.services import Team
from footpath.api.team.showing import is_live, pass_of
from footpath.api.team.signing_in import network_of
from footpath.collaboration import Peer
from footpath.core.errors import Denied, FootpathError, Invalid, NotFound, SignedOut

_WAITING = 64 * 2**20  # bytes for one slow browser, which then has to come back and ask anew
_PATIENCE_S = 10.0  # for a phone to say what stands for it
_LOOK_S = 20.0  # how long a role that was taken away still works
_CODES = ((SignedOut, 4401), (Denied, 4403), (NotFound, 4404), (Invalid, 4400))


class Browser(Peer):
    """One browser on the other side of a socket.

    Args:
        actor: who it is.
        name: shown beside its cursor.
        may_write: whether it may change anything.
    """

    def __init__(self, actor: Actor, name: str, *, may_write: bool) -> None:
        self.user_id = actor.user_id
        self.name = name
        self.may_write = may_write
        self._queue: asyncio.Queue[bytes | tuple[int, str]] = asyncio.Queue()
        self._bytes = 0

    def put(self, message: bytes) -> None:
        """Send a message when the browser can take it."""
        self._bytes += len(message)
        if self._bytes > _WAITING:
            self.end(1013, "The browser was too slow; it has to ask anew.")
        else:
            self._queue.put_nowait(message)

    def end(self, code: int, reason: str) -> None:
        """Close the connection after what waits was sent."""
        self._queue.put_nowait((code, reason))

    async def send(self, socket: Socket) -> None:
        """Send what waits, until the end."""
        while True:
            message = await self._queue.get()
            if isinstance(message, tuple):
                await socket.close(code=message[0], reason=message[1])
                return
            self._bytes -= len(message)
            await socket.send_bytes(message)


@websocket("/ws/maps/{document:str}", opt={"needs": "viewer", "area": "maps"})
async def draw(socket: Socket, team: TheTeam, document: FromPath[str]) -> None:
    """Draw a map together: y-protocols' sync and awareness, with `saved` once changes are on disk."""

    async def enter(browser: Browser) -> Seat:
        room = await team.maps.rooms.enter(document, browser)
        return Seat(partial(room.receive, browser), partial(team.maps.rooms.leave, room, browser))

    await _attend(socket, lambda: _browser(socket, team, document), enter)


@websocket("/ws/workspaces/{workspace:str}", opt={"needs": "viewer", "area": "library"})
async def attend(socket: Socket, team: TheTeam, workspace: FromPath[str]) -> None:
    """Hear at once which boards and items of a workspace change, and who looks at them."""

    async def enter(browser: Browser) -> Seat:
        async def leave() -> None:
            team.halls.leave(workspace, browser)

        team.halls.enter(workspace, browser)
        return Seat(partial(team.halls.receive, workspace, browser), leave)

    await _attend(socket, lambda: _visitor(socket, team, workspace), enter)


@websocket("/ws/workshops/{workshop:str}", opt={"needs": "viewer", "area": "library"})
async def lead(socket: Socket, team: TheTeam, workshop: FromPath[str]) -> None:
    """Hear at once that a workshop changed, as whoever leads it or looks on."""
    await _attend(socket, lambda: _leader(socket, team, workshop), partial(_listen, team, workshop))


@websocket("/ws/join/{code:str}", opt={"needs": "nobody"})
async def take_part(socket: Socket, team: TheTeam, code: FromPath[str]) -> None:
    """Hear at once that a workshop changed, as a phone without an account, which first says what stands for it."""
    await socket.accept()
    try:
        secret = (await asyncio.wait_for(socket.receive_bytes(), _PATIENCE_S)).decode("ascii", "replace")
        one = await asyncio.to_thread(_joined, socket, team, code, secret)
    except FootpathError as problem:
        await socket.close(code=_code(problem), reason=problem.message[:120])
    except TimeoutError:
        await socket.close(code=4401, reason="Nothing was said that stands for a participant.")
    except WebSocketDisconnect:
        pass  # the phone has gone
    else:
        await _serve(socket, lambda: _joined(socket, team, code, secret)[0], partial(_listen, team, one[1]))


async def _listen(team: Team, workshop: str, browser: "Browser") -> "Seat":
    """Let a browser hear of a workshop; what it says is not listened to."""

    async def leave() -> None:
        team.bells.leave(workshop, browser)

    team.bells.enter(workshop, browser)
    return Seat(lambda _: None, leave)


class Seat(Struct, frozen=True):
    """What to do with each message of a browser, which may raise Invalid, and when it goes."""

    take: Callable[[bytes], None]
    leave: Callable[[], Awaitable[None]]


async def _attend(socket: Socket, who: Callable[[], Browser], enter: Callable[[Browser], Awaitable[Seat]]) -> None:
    """Serve a browser for as long as it may be there; `who` raises when it may not."""
    await socket.accept()
    await _serve(socket, who, enter)


async def _serve(socket: Socket, who: Callable[[], Browser], enter: Callable[[Browser], Awaitable[Seat]]) -> None:
    """Serve a browser whose socket is open."""
    try:
        browser = await asyncio.to_thread(who)
        seat = await enter(browser)
    except FootpathError as problem:
        await socket.close(code=_code(problem), reason=problem.message[:120])
        return
    sending = asyncio.create_task(browser.send(socket))
    looking = asyncio.create_task(_look(who, browser))
    try:
        await _receive(socket, seat, browser)
        await sending
    except (WebSocketDisconnect, RuntimeError):
        pass  # the browser has gone
    finally:
        for task in (looking, sending):
            task.cancel()
        await asyncio.gather(looking, sending, return_exceptions=True)
        await seat.leave()


async def _receive(socket: Socket, seat: Seat, browser: Browser) -> None:
    """Take messages until one is wrong."""
    while True:
        data = await socket.receive_bytes()
        try:
            seat.take(data)
        except Invalid as problem:
            browser.end(4400, problem.message[:120])
            return


async def _look(who: Callable[[], Browser], browser: Browser) -> None:
    """Look now and then whether the browser may still be here, and may still do what it could."""
    while True:
        await asyncio.sleep(_LOOK_S)
        try:
            now = await asyncio.to_thread(who)
        except FootpathError as problem:
            browser.end(_code(problem), problem.message[:120])
            return
        if now.may_write != browser.may_write:
            browser.end(4403, "What you may do has changed; load the page anew.")
            return


def _browser(socket: Socket, team: Team, document: str) -> Browser:
    """Return who is on the other side; raises when they may not see the map."""
    if not own_page(socket):
        raise Denied("Another site opened this socket.", hint="Open Footpath itself.")
    token = socket.query_params.get("share", "")
    if token:
        actor, share, _ = team.shares.open(token, pass_=pass_of(socket, token))
        if share.document_id != document:
            raise NotFound("The link is to another map.")
        if not is_live(share):
            raise Denied("This link shows no live map.", hint="Ask `POST /api/v1/shared/TOKEN` for what it shows.")
        return Browser(actor, "Guest", may_write=False)
    actor = actor_of(team, socket)
    role = team.documents.role(actor, document)
    name = team.people.get(actor.user_id).name if actor.user_id else actor.name
    may_write = includes(role, "editor") and allows(actor.scopes, "maps:write")
    return Browser(actor, name, may_write=may_write)


def _visitor(socket: Socket, team: Team, workspace: str) -> Browser:
    """Return who is on the other side; raises when they may not see the workspace."""
    if not own_page(socket):
        raise Denied("Another site opened this socket.", hint="Open Footpath itself.")
    actor = actor_of(team, socket)
    role = team.workspaces.get(actor, workspace).role
    name = team.people.get(actor.user_id).name if actor.user_id else actor.name
    return Browser(actor, name, may_write=includes(role, "editor"))


def _leader(socket: Socket, team: Team, workshop: str) -> Browser:
    """Return who is on the other side; raises when they may not see the workshop."""
    if not own_page(socket):
        raise Denied("Another site opened this socket.", hint="Open Footpath itself.")
    actor = actor_of(team, socket)
    team.workshops.get(actor, workshop)
    return Browser(actor, actor.name, may_write=False)


def _joined(socket: Socket, team: Team, code: str, secret: str) -> tuple[Browser, str]:
    """Return a phone, and the workshop it joined; raises when it did not, or the workshop is over."""
    if not own_page(socket):
        raise Denied("Another site opened this socket.", hint="Open Footpath itself.")
    team.joiners.knock(code, network_of(socket))
    workshop = team.joiners.look(code, secret)
    return Browser(Actor(name="phone"), "", may_write=False), workshop.id


def _code(problem: FootpathError) -> int:
    return next((code for kind, code in _CODES if isinstance(problem, kind)), 4400)


HANDLERS: list[Any] = [draw, attend, lead, take_part]
router = Router("/", route_handlers=HANDLERS)
