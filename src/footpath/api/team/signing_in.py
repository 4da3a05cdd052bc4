"""Setting up, signing in and out, and what people change about themselves."""

from typing import Any

from litestar import Response, Router, delete, get, patch, post
from litestar.params import FromPath, FromQuery, JSONBody
from msgspec import Struct

from footpath.accounts import RESET_FOR, Session, User, Workspace, acting, hash_password
from footpath.api.team.asking import Asked, Asking, Socket, TheTeam, cookie, own_page
from footpath.api.team.services import Team
from footpath.core import clock
from footpath.core.errors import Denied
from footpath.delivery import letter
from footpath.workshops import QR_BYTES, qr_svg


class Setup(Struct, frozen=True, kw_only=True):
    """The first person, and their workspace."""

    email: str
    name: str
    password: str
    workspace: str
    locale: str = "en"


class Needed(Struct, frozen=True):
    """Whether the server waits for its first person, how else people may sign in, and whether it sends mails."""

    needed: bool
    oidc: bool = False
    mails: bool = False


class Credentials(Struct, frozen=True, kw_only=True):
    """What somebody signs in with."""

    email: str
    password: str
    totp: str = ""


class Me(Struct, frozen=True, kw_only=True):
    """Who is signed in, where they belong, and the value for the header `x-csrf-token`."""

    user: User
    csrf: str
    workspaces: list[Workspace]


class Self(Struct, frozen=True, kw_only=True):
    """What people may change about themselves."""

    name: str | None = None
    locale: str | None = None


class NewPassword(Struct, frozen=True, kw_only=True):
    """Another password, and the one so far."""

    current: str
    password: str


class Address(Struct, frozen=True):
    """Whose password is forgotten."""

    email: str


class Reset(Struct, frozen=True, kw_only=True):
    """Another password, with the secret of the link."""

    token: str
    password: str


class Code(Struct, frozen=True):
    """What the authenticator app shows."""

    code: str


class Password(Struct, frozen=True):
    """The password, once more."""

    password: str


class Recovery(Struct, frozen=True, kw_only=True):
    """What stands in for an authenticator app that is lost.

    Attributes:
        left: how many codes work.
        codes: the codes themselves, shown only when they are made.
    """

    left: int
    codes: tuple[str, ...] = ()


class Authenticator(Struct, frozen=True, kw_only=True):
    """What an authenticator app needs: `address` as a QR code, or `secret` typed in.

    Attributes:
        qr: the code as SVG; empty where the address is too long for one.
    """

    secret: str
    address: str
    qr: str


def signed_in(team: Team, session: Session, status: int = 200) -> Response[Me]:
    """Answer with who has signed in, and the cookie."""
    body = Me(user=session.user, csrf=session.csrf, workspaces=team.workspaces.of(session.actor))
    cookies = [cookie(team, session.token)] if session.token else []
    return Response(body, status_code=status, cookies=cookies)


def demand_own_page(request: Asked) -> None:
    """Refuse what another site makes a browser send before anybody is signed in."""
    if not own_page(request):
        raise Denied("Another site made your browser ask.", hint="Open Footpath itself.")


def network_of(request: Asked | Socket) -> str:
    """Return the address a request came from."""
    return request.client.host if request.client else ""


@get("/setup", sync_to_thread=True, opt={"needs": "nobody"})
def setup_needed(team: TheTeam) -> Needed:
    """Say whether the server waits for its first person."""
    return Needed(needed=team.people.needed(), oidc=bool(team.settings.oidc_issuer), mails=team.mail.sends)


@post("/setup", sync_to_thread=True, opt={"needs": "nobody"})
def set_up(request: Asked, team: TheTeam, data: JSONBody[Setup]) -> Response[Me]:
    """Make the first person, who looks after the server, and their workspace, with the maps that wait for them."""
    demand_own_page(request)
    user = team.people.first(
        email=data.email, name=data.name, password=data.password, workspace=data.workspace, locale=data.locale
    )
    actor = acting(user)
    for model in team.welcome:
        team.maps.add(actor, team.workspaces.of(actor)[0].id, model)
    return signed_in(team, team.sessions.begin_for(user, request.headers.get("user-agent", "")), 201)


@post("/session", sync_to_thread=True, status_code=200, opt={"needs": "nobody"})
def sign_in(request: Asked, team: TheTeam, data: JSONBody[Credentials]) -> Response[Me]:
    """Sign in."""
    demand_own_page(request)
    agent = request.headers.get("user-agent", "")
    session = team.sessions.sign_in(data.email, data.password, code=data.totp, agent=agent, network=network_of(request))
    return signed_in(team, session)


@delete("/session", sync_to_thread=True, opt={"needs": "person"})
def sign_out(team: TheTeam, actor: Asking, everywhere: FromQuery[bool] = False) -> Response[None]:
    """Sign out, here or on every device."""
    if everywhere:
        team.sessions.end_all(actor)
    else:
        team.sessions.end(actor)
    return Response(None, status_code=204, cookies=[cookie(team, "")])


@get("/me", sync_to_thread=True, opt={"needs": "person"})
def me(request: Asked, team: TheTeam, actor: Asking) -> Me:
    """Return who is signed in."""
    session = team.sessions.find(request.cookies.get("footpath_session", ""))
    return Me(user=session.user, csrf=session.csrf, workspaces=team.workspaces.of(actor))


@patch("/me", sync_to_thread=True, opt={"needs": "person"})
def change_me(team: TheTeam, actor: Asking, data: JSONBody[Self]) -> User:
    """Change one's name or language."""
    return team.people.change(actor, name=data.name, locale=data.locale)


@post("/me/password", sync_to_thread=True, status_code=200, opt={"needs": "person"})
def change_password(request: Asked, team: TheTeam, actor: Asking, data: JSONBody[NewPassword]) -> Response[Me]:
    """Take another password; every session ends, and this browser gets a new one."""
    team.people.set_password(actor, actor.user_id, data.password, current=data.current)
    user = team.people.get(actor.user_id)
    return signed_in(team, team.sessions.begin_for(user, request.headers.get("user-agent", "")))


@post("/me/totp", sync_to_thread=True, status_code=200, opt={"needs": "person"})
def begin_totp(team: TheTeam, actor: Asking) -> Authenticator:
    """Begin to use an authenticator app."""
    secret, address = team.people.begin_totp(actor)
    return Authenticator(secret=secret, address=address, qr=qr_svg(address) if len(address) <= QR_BYTES else "")


@post("/me/totp/proof", sync_to_thread=True, status_code=200, opt={"needs": "person"})
def prove_totp(team: TheTeam, actor: Asking, data: JSONBody[Code]) -> Recovery:
    """Prove by a code that the app works; from now on every sign-in asks for one. Return codes for when it is lost."""
    codes = team.people.prove_totp(actor, data.code)
    return Recovery(left=len(codes), codes=codes)


@get("/me/totp/recovery", sync_to_thread=True, opt={"needs": "person"})
def recovery(team: TheTeam, actor: Asking) -> Recovery:
    """Say how many codes that stand in for the app still work."""
    return Recovery(left=team.people.recovery_left(actor))


@post("/me/totp/recovery", sync_to_thread=True, status_code=200, opt={"needs": "person"})
def renew_recovery(team: TheTeam, actor: Asking, data: JSONBody[Password]) -> Recovery:
    """Make ten new codes that stand in for the app; those so far work no more."""
    codes = team.people.renew_recovery(actor, data.password)
    return Recovery(left=len(codes), codes=codes)


@post("/me/totp/end", sync_to_thread=True, status_code=204, opt={"needs": "person"})
def end_totp(team: TheTeam, actor: Asking, data: JSONBody[Password]) -> None:
    """Use the app no more."""
    team.people.end_totp(actor, data.password)


@post("/password/forgotten", sync_to_thread=True, status_code=204, opt={"needs": "nobody"})
def forgotten(request: Asked, team: TheTeam, data: JSONBody[Address]) -> None:
    """Send a link to choose another password; the answer is the same when nobody has the address."""
    demand_own_page(request)
    found = team.people.ask_reset(data.email)
    if found:
        user, token = found
        told = {"email": user.email, "link": f"{team.url}/reset/{token}"}
        until = clock.now() + RESET_FOR
        team.mail.post(letter("reset", to=user.email, locale=user.locale, until=until, **told))


@post("/password/reset", sync_to_thread=True, status_code=204, opt={"needs": "nobody"})
def reset(request: Asked, team: TheTeam, data: JSONBody[Reset]) -> None:
    """Choose another password with the secret of the link; then sign in with it."""
    demand_own_page(request)
    team.people.reset(data.token, data.password)


class Invited(Struct, frozen=True, kw_only=True):
    """What a link invites to."""

    workspace: str
    role: str
    email: str
    document_id: str


class Newcomer(Struct, frozen=True, kw_only=True):
    """Somebody new who accepts an invitation; left out by those who are signed in."""

    email: str
    name: str
    password: str
    locale: str = "en"


@get("/invitations/{token:str}", sync_to_thread=True, opt={"needs": "nobody"})
def invited(team: TheTeam, token: FromPath[str]) -> Invited:
    """Say what a link invites to."""
    invitation, name = team.workspaces.invited(token)
    return Invited(workspace=name, role=invitation.role, email=invitation.email, document_id=invitation.document_id)


@post("/invitations/{token:str}", sync_to_thread=True, status_code=200, opt={"needs": "person"})
def accept(request: Asked, team: TheTeam, actor: Asking, token: FromPath[str]) -> Me:
    """Accept an invitation as the one who is signed in."""
    team.workspaces.accept(token, actor)
    session = team.sessions.find(request.cookies.get("footpath_session", ""))
    return Me(user=session.user, csrf=session.csrf, workspaces=team.workspaces.of(actor))


@post("/invitations/{token:str}/newcomer", sync_to_thread=True, opt={"needs": "nobody"})
def come(request: Asked, team: TheTeam, token: FromPath[str], data: JSONBody[Newcomer]) -> Response[Me]:
    """Accept an invitation as somebody new, who is signed in then."""
    demand_own_page(request)
    kept = hash_password(data.password)
    user = team.workspaces.accept_as_new(token, email=data.email, name=data.name, kept=kept, locale=data.locale)
    return signed_in(team, team.sessions.begin_for(user, request.headers.get("user-agent", "")), 201)


HANDLERS: list[Any] = [
    setup_needed, set_up, sign_in, sign_out, me, change_me, change_password, begin_totp, prove_totp, end_totp,
    recovery, renew_recovery, forgotten, reset, invited, accept, come,
]  # fmt: skip
router = Router("/", route_handlers=HANDLERS, tags=["sign-in"])
