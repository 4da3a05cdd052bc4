"""Signing in with an identity provider: OpenID Connect's code flow with PKCE (OpenID Connect Core 1.0 §3.1, RFC 7636).

The ID token comes straight from the provider's token endpoint over TLS, which vouches for it as its signature would
(§3.1.3.7, point 6); a provider without TLS is taken on this machine only.
"""

import base64
import hashlib
import json
import secrets
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode, urlsplit

import sqlalchemy as sa
from msgspec import Struct

from footpath.accounts import tokens
from footpath.accounts.auditing import note
from footpath.accounts.model import User
from footpath.accounts.people import acting, insert, user_of
from footpath.accounts.tables import memberships, users, workspaces
from footpath.accounts.workspaces import accept_waiting, is_awaited
from footpath.core import clock
from footpath.core.database import Database
from footpath.core.errors import Denied, Invalid, SignedOut, Transient
from footpath.core.line import Answer, Line
from footpath.core.reach import Reach

_SKEW = timedelta(minutes=2)
_LOCAL = ("127.0.0.1", "localhost", "::1")


class Client(Struct, frozen=True, kw_only=True):
    """This server as its identity provider knows it.

    Attributes:
        issuer: the provider's address.
        client: what this server is called there.
        secret: its secret there; empty for a public client.
        workspace: id of the workspace that new people see as viewers; empty = they must be known already.
        hosts: hosts of a private network that the provider takes sign-ins at, beside its own, with commas.
    """

    issuer: str
    client: str
    secret: str
    workspace: str
    hosts: str = ""


class Begun(Struct, frozen=True, kw_only=True):
    """A sign-in on its way: what the browser keeps until it comes back, where it goes now, and `to` which page then."""

    to: str = "/"
    state: str
    nonce: str
    verifier: str
    address: str


class Provider:
    """An identity provider.

    Args:
        database: where people are kept.
        client: this server as the provider knows it.
        callback: address that the provider sends browsers back to.
    """

    def __init__(self, database: Database, client: Client, callback: str) -> None:
        self._database = database
        self._client = client
        self._callback = callback
        named = urlsplit(client.issuer).hostname or ""  # by whoever runs the server: it may be anywhere
        own = _LOCAL if named in _LOCAL else (named,)
        self._reach = Reach(",".join((*own, client.hosts)), "FOOTPATH_OIDC_HOSTS")
        self._found: dict[str, Any] = {}

    def begin(self, to: str = "/") -> Begun:
        """Return where to send a browser to sign in; `to` is the page it wants to see afterwards."""
        state, nonce, verifier = tokens.made(), tokens.made(), secrets.token_urlsafe(48)
        digest = hashlib.sha256(verifier.encode()).digest()
        query = {
            "response_type": "code", "client_id": self._client.client, "redirect_uri": self._callback,
            "scope": "openid email profile", "state": state, "nonce": nonce, "code_challenge_method": "S256",
            "code_challenge": base64.urlsafe_b64encode(digest).rstrip(b"=").decode(),
        }  # fmt: skip
        endpoint = str(self._discovered()["authorization_endpoint"])
        joint = "&" if "?" in endpoint else "?"
        address = f"{endpoint}{joint}{urlencode(query)}"
        return Begun(to=to, state=state, nonce=nonce, verifier=verifier, address=address)

    def finish(self, code: str, *, verifier: str, nonce: str) -> User:
        """Return who has signed in with the code that a browser came back with.

        Raises:
            SignedOut: the provider does not vouch for them.
            Denied: nobody here has their address, and newcomers must be invited.
        """
        form = {
            "grant_type": "authorization_code", "code": code, "redirect_uri": self._callback,
            "client_id": self._client.client, "code_verifier": verifier,
        }  # fmt: skip
        if self._client.secret:
            form["client_secret"] = self._client.secret
        answer = self._ask(str(self._discovered()["token_endpoint"]), urlencode(form).encode())
        claims = self._checked(str(answer.get("id_token", "")), nonce)
        return self._person(claims)

    def _discovered(self) -> dict[str, Any]:
        if not self._found:
            found = self._ask(self._client.issuer.rstrip("/") + "/.well-known/openid-configuration")
            if found.get("issuer") != self._client.issuer:
                hint = f"Set it to {found.get('issuer')!r}."
                raise Invalid("FOOTPATH_OIDC_ISSUER is not what the provider calls itself.", hint=hint)
            self._found = found
        return self._found

    def _ask(self, address: str, body: bytes | None = None) -> dict[str, Any]:
        parts = urlsplit(address)
        if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in _LOCAL):
            raise Invalid(f"{address} is not encrypted.", hint="Use an identity provider that speaks TLS.")
        answer = self._answer(address, body)
        if answer.status >= 400:
            raise SignedOut("The identity provider refuses.", hint="Sign in there again.")
        try:
            found = json.loads(answer.body) if answer.status < 300 else None
        except ValueError as problem:
            raise Transient(f"The identity provider is away: {problem}.", hint="Try again later.") from problem
        if not isinstance(found, dict):
            raise SignedOut("The identity provider answers with something else.", hint="Ask whoever runs it.")
        return found

    def _answer(self, address: str, body: bytes | None) -> Answer:
        line = Line(address, {}, self._reach)
        try:
            return line.get() if body is None else line.post("", body, "application/x-www-form-urlencoded")
        except Transient as why:
            problem = why.message.rstrip(".")
            raise Transient(f"The identity provider is away: {problem}.", hint="Try again later.") from why
        finally:
            line.close()

    def _checked(self, token: str, nonce: str) -> dict[str, Any]:
        """Return what an ID token says, when it is for this server, for this sign-in, and for now."""
        claims = _claims(token)
        audience = claims.get("aud")
        mine = self._client.client in (audience if isinstance(audience, list) else [audience])
        party = claims.get("azp", self._client.client) == self._client.client
        ends = claims.get("exp")
        now = clock.now().timestamp()
        alive = isinstance(ends, int | float) and ends + _SKEW.total_seconds() > now
        asked = tokens.same(str(claims.get("nonce", "")), nonce)
        if claims.get("iss") != self._client.issuer or not (mine and party and alive and asked and claims.get("sub")):
            raise SignedOut("The identity provider vouches for somebody else.", hint="Sign in anew.")
        return claims

    def _person(self, claims: dict[str, Any]) -> User:
        issuer, subject = self._client.issuer, str(claims["sub"])
        email = str(claims.get("email", "")).strip().lower()
        with self._database.begin() as con:
            known = sa.and_(users.c.oidc_issuer == issuer, users.c.oidc_subject == subject)
            row = con.execute(sa.select(users).where(known)).first()
            if row is None and email and claims.get("email_verified") is True:
                row = con.execute(sa.select(users).where(users.c.email == email)).first()
                if row is not None:
                    values = {"oidc_issuer": issuer, "oidc_subject": subject}
                    con.execute(users.update().where(users.c.id == row.id).values(values))
                    note(con, acting(user_of(row)), "oidc.link", email, None)
                else:
                    return self._newcomer(con, claims, email)
        if row is None or row.disabled_at is not None:
            raise Denied("Nobody here has this address.", hint="Ask an owner of the workspace to invite you.")
        return user_of(row)

    def _newcomer(self, con: sa.Connection, claims: dict[str, Any], email: str) -> User:
        """Make somebody who is invited, or whom a workspace takes in without that."""
        workspace = self._client.workspace
        awaited = is_awaited(con, email)
        known = workspace and con.execute(sa.select(workspaces.c.id).where(workspaces.c.id == workspace)).first()
        if not awaited and not known:
            raise Denied(f"Nobody here has the address {email}.", hint="Ask an owner of the workspace to invite you.")
        name = str(claims.get("name") or email.partition("@")[0])[:200]
        given = {"oidc_issuer": self._client.issuer, "oidc_subject": str(claims["sub"])}
        user = insert(con, email=email, name=name, **given)
        if awaited:
            accept_waiting(con, acting(user), email)
        else:
            joined = {"workspace_id": workspace, "user_id": user.id, "role": "viewer", "created_at": clock.now()}
            con.execute(memberships.insert().values(joined))
        note(con, acting(user), "oidc.join", email, None if awaited else workspace)
        return user


def _claims(token: str) -> dict[str, Any]:
    try:
        body = token.split(".")[1]
        found = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    except (IndexError, ValueError) as problem:
        raise SignedOut("The identity provider sent no ID token.", hint="Ask whoever runs it.") from problem
    if not isinstance(found, dict):
        raise SignedOut("The identity provider sent no ID token.", hint="Ask whoever runs it.")
    return found
