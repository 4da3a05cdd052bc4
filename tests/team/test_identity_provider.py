"""Signing in with an identity provider, which runs in the test."""

import base64
import hashlib
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

import pytest

from tests.pulling.services import serving as tracking
from tests.team.browsing import Server, Somebody, serving

FAR = 4_102_444_800  # the year 2100


class Provider:
    """An OpenID Connect provider that knows one person, and checks what it is told as a real one does."""

    def __init__(self) -> None:
        self.claims: dict[str, Any] = {"sub": "7", "email": "ann@example.org", "email_verified": True, "name": "Ann P"}
        self.asked: dict[str, str] = {}
        self.moved = ""
        self.endpoint = ""
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *_: object) -> None:
                """Say nothing."""

            def do_GET(self) -> None:
                here = provider.issuer
                if provider.moved:
                    self.send_response(302)
                    self.send_header("location", provider.moved)
                    self.end_headers()
                    return
                endpoint = provider.endpoint or f"{here}/token"
                self._answer(200, {"issuer": here, "authorization_endpoint": f"{here}/ask", "token_endpoint": endpoint})

            def do_POST(self) -> None:
                form = {
                    k: v[0] for k, v in parse_qs(self.rfile.read(int(self.headers["content-length"])).decode()).items()
                }
                right = provider.takes(form)
                self._answer(
                    200 if right else 400, {"id_token": provider.token()} if right else {"error": "invalid_grant"}
                )

            def _answer(self, status: int, body: dict[str, Any]) -> None:
                data = json.dumps(body).encode()
                self.send_response(status)
                self.send_header("content-length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.issuer = f"http://127.0.0.1:{self.server.server_address[1]}"

    def takes(self, form: dict[str, str]) -> bool:
        challenge = (
            base64.urlsafe_b64encode(hashlib.sha256(form["code_verifier"].encode()).digest()).rstrip(b"=").decode()
        )
        known = form["code"] == "the-code" and form["redirect_uri"] == self.asked["redirect_uri"]
        return known and challenge == self.asked["code_challenge"] and form["client_secret"] == "hush"

    def token(self) -> str:
        claims = {"iss": self.issuer, "aud": "footpath", "exp": FAR, "nonce": self.asked["nonce"], **self.claims}
        body = base64.urlsafe_b64encode(json.dumps(claims).encode()).rstrip(b"=").decode()
        return f"e30.{body}.signature"


@pytest.fixture
def provider() -> Iterator[Provider]:
    made = Provider()
    thread = threading.Thread(target=made.server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield made
    made.server.shutdown()
    made.server.server_close()
    thread.join(10)


@pytest.fixture
def server(provider: Provider, tmp_path: Path) -> Iterator[Server]:
    given = {"oidc_issuer": provider.issuer, "oidc_client": "footpath", "oidc_secret": "hush"}
    with serving(tmp_path, **given) as found:
        yield found


def begin(provider: Provider, somebody: Somebody, to: str = "") -> str:
    """Go to the provider and return the state to come back with; `to` is the query of the page wanted afterwards."""
    answer = somebody.ask("GET", f"/oidc/start{to}", follow_redirects=False)
    assert answer.status_code == 302
    address = urlsplit(answer.headers["location"])
    assert f"{address.scheme}://{address.netloc}{address.path}" == f"{provider.issuer}/ask"
    provider.asked = {name: values[0] for name, values in parse_qs(address.query).items()}
    assert provider.asked["scope"] == "openid email profile"
    return provider.asked["state"]


def come_back(somebody: Somebody, state: str, code: str = "the-code") -> Any:
    return somebody.ask("GET", f"/oidc/callback?code={code}&state={state}", follow_redirects=False)


def test_somebody_known_by_a_verified_address_is_signed_in(provider: Provider, server: Server) -> None:
    assert server.nobody().got("GET", "/setup")["oidc"] is True
    one = server.nobody()
    answer = come_back(one, begin(provider, one))
    assert (answer.status_code, answer.headers["location"]) == (302, "/")
    assert one.got("GET", "/me")["user"]["email"] == "ann@example.org"
    provider.claims |= {"email": "moved@example.org"}  # the subject counts from now on
    again = server.nobody()
    come_back(again, begin(provider, again))
    assert again.got("GET", "/me")["user"]["email"] == "ann@example.org"


@pytest.mark.parametrize(
    ("to", "there"),
    [
        ("/maps/lamp?panel=map&review=due", "/maps/lamp?panel=map&review=due"),
        ("//elsewhere.example", "/"),
        ("/\\elsewhere.example", "/"),
        ("https://elsewhere.example", "/"),
    ],
)
def test_whoever_signs_in_comes_back_to_the_page_they_wanted_on_this_server(
    provider: Provider, server: Server, to: str, there: str
) -> None:
    one = server.nobody()
    answer = come_back(one, begin(provider, one, f"?to={quote(to, safe='')}"))
    assert (answer.status_code, answer.headers["location"]) == (302, there)


STRANGE: list[dict[str, Any]] = [
    {"aud": "another"}, {"iss": "http://127.0.0.1:1"}, {"exp": 1000}, {"nonce": "replayed"}, {"azp": "another"},
    {"email_verified": False}, {"email": "stranger@example.org"}, {"sub": ""},
]  # fmt: skip


def test_whoever_the_provider_does_not_vouch_for_stays_out(provider: Provider, server: Server) -> None:
    good = dict(provider.claims)
    for claims in STRANGE:
        provider.claims = {**good, **claims}
        one = server.nobody()
        assert come_back(one, begin(provider, one)).status_code in (401, 403), claims
        assert one.refused("GET", "/me") == (401, "signed_out")


def test_a_sign_in_that_another_browser_began_is_refused(provider: Provider, server: Server) -> None:
    one, other = server.nobody(), server.nobody()
    state = begin(provider, one)
    assert come_back(other, state).status_code == 401
    assert come_back(one, "made-up").status_code == 401
    assert come_back(one, state, code="guessed").status_code == 401
    page = {"headers": {"accept": "text/html,*/*"}, "follow_redirects": False}  # people are shown a page about it
    shown = one.ask("GET", "/oidc/callback?error=access_denied", **page)
    assert (shown.status_code, shown.headers["location"]) == (302, "/?sign-in=refused")
    assert come_back(one, state).status_code == 302


def test_newcomers_come_in_where_a_workspace_waits_for_them(provider: Provider, tmp_path: Path) -> None:
    with serving(tmp_path) as first:
        workspace = first.ann.workspace
    given = {
        "oidc_issuer": provider.issuer,
        "oidc_client": "footpath",
        "oidc_secret": "hush",
        "oidc_workspace": workspace,
    }
    provider.claims = {"sub": "8", "email": "new@example.org", "email_verified": True, "name": "New Body"}
    with serving(tmp_path, sets_up=False, **given) as server:
        one = server.nobody()
        come_back(one, begin(provider, one))
        me = one.got("GET", "/me")
        assert (me["user"]["name"], [place["role"] for place in me["workspaces"]]) == ("New Body", ["viewer"])


def test_whoever_is_invited_comes_in_without_the_letter(provider: Provider, server: Server) -> None:
    ann = server.ann
    place = f"/workspaces/{ann.workspace}"
    kept = ann.got("POST", f"{place}/maps", {"title": "A map"})["id"]
    for role in ("viewer", "editor"):
        ann.got("POST", f"{place}/invitations", {"email": "olga@example.org", "role": role})
    ann.got("POST", f"/maps/{kept}/invitations", {"email": "cora@example.org", "role": "commenter"})
    found = {}
    for number, name in enumerate(("olga", "cora")):
        provider.claims = {"sub": f"2{number}", "email": f"{name}@example.org", "email_verified": True, "name": name}
        found[name] = server.nobody()
        come_back(found[name], begin(provider, found[name]))
    assert [one["role"] for one in found["olga"].got("GET", "/me")["workspaces"]] == ["editor"]
    assert found["cora"].got("GET", "/me")["workspaces"] == []
    assert [one["id"] for one in found["cora"].got("GET", "/maps")] == [kept]


def test_the_secret_goes_to_no_private_host_but_the_providers_own(provider: Provider, tmp_path: Path) -> None:
    with secrets_at("https://10.0.0.7/token", provider, tmp_path) as somebody:
        answer = come_back(somebody, begin(provider, somebody))
    assert (answer.status_code, answer.json()["detail"]) == (400, "address: 10.0.0.7 is in a private network.")
    assert "FOOTPATH_OIDC_HOSTS" in answer.text


def test_a_host_that_the_setting_names_is_asked(provider: Provider, tmp_path: Path) -> None:
    with secrets_at("https://127.0.0.2:1/token", provider, tmp_path, oidc_hosts="127.0.0.2") as somebody:
        answer = come_back(somebody, begin(provider, somebody))
    assert (answer.status_code, answer.json()["type"]) == (503, "transient")


def test_a_provider_that_sends_elsewhere_is_not_followed(provider: Provider, tmp_path: Path) -> None:
    with tracking(lambda _: {"issuer": provider.issuer}) as other:
        provider.moved = other.url
        with secrets_at("", provider, tmp_path) as somebody:
            assert somebody.refused("GET", "/oidc/start", follow_redirects=False) == (401, "signed_out")
        assert other.count == 0


@contextmanager
def secrets_at(endpoint: str, provider: Provider, folder: Path, **settings: str) -> Iterator[Somebody]:
    """Yield somebody whose provider says that secrets go to an endpoint."""
    provider.endpoint = endpoint
    given = {"oidc_issuer": provider.issuer, "oidc_client": "footpath", "oidc_secret": "hush", **settings}
    with serving(folder, **given) as found:
        yield found.nobody()
