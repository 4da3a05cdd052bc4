import json
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any

import pytest

from tests.collector import browser as browsers

BUILT = Path(__file__).parents[2] / "src" / "footpath" / "ui" / "index.html"
EMAIL, PASSWORD = "anna@example.org", "correct horse battery"
WAIT_S = 180
# A persona of whom enough is told to be read.
TOLD = {
    "kind": "persona",
    "title": "Wei-Ling",
    "text": "Compares for days.",
    "fields": {"quote": "The price comes last.", "pains": "Codes that never come", "says": "I will see", "age": "34"},
    "scores": {"patience": 4},
}


class Site:
    """A server of its own with one person in it, which can be stopped and started again."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self._port = free.getsockname()[1]
        self.folder = folder
        self._process: subprocess.Popen[bytes] | None = None
        self.address = f"http://localhost:{self._port}"
        self._open = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar())).open
        self._csrf = ""

    def start(self) -> None:
        code = "from footpath.cli.main import main; main()"
        given = ["serve", "--port", str(self._port), "--data", str(self.folder)]
        self._process = subprocess.Popen(
            [sys.executable, "-c", code, *given],
            cwd=self.folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        ends = time.monotonic() + WAIT_S
        while time.monotonic() < ends and self._process.poll() is None:
            try:
                self.ask("GET", "/setup")
            except OSError:
                time.sleep(0.1)
            else:
                return
        self.stop()
        raise TimeoutError("The server did not start.")

    @property
    def pid(self) -> int:
        """Process id of the server."""
        assert self._process
        return self._process.pid

    def stop(self) -> None:
        assert self._process
        self._process.terminate()
        self._process.wait(WAIT_S)

    def ask(self, method: str, path: str, body: object = None) -> Any:
        """Ask the API as the first person, signed in once `enter` has been called."""
        data = None if body is None else json.dumps(body).encode()
        headers = {"content-type": "application/json", "x-csrf-token": self._csrf}
        request = urllib.request.Request(f"{self.address}/api/v1{path}", data, headers, method=method)  # noqa: S310
        with self._open(request, timeout=WAIT_S) as answer:
            said = answer.read()
        return json.loads(said) if said else None

    def enter(self) -> str:
        """Make the first person, or sign in as her; return the workspace."""
        if self.ask("GET", "/setup")["needed"]:
            me = self.ask("POST", "/setup", {"email": EMAIL, "name": "Anna", "password": PASSWORD, "workspace": "Shop"})
        else:
            me = self.ask("POST", "/session", {"email": EMAIL, "password": PASSWORD, "totp": ""})
        self._csrf = me["csrf"]
        workspace: str = me["workspaces"][0]["id"]
        return workspace

    def draw(self, **given: object) -> str:
        """Make a map and return its id."""
        made: str = self.ask("POST", f"/workspaces/{self.enter()}/maps", given)["id"]
        return made


@pytest.fixture(scope="session")
def browser() -> Iterator[browsers.Browser]:
    if browsers.program() is None:
        pytest.skip("there is no Chromium here")
    if not BUILT.exists():
        pytest.skip("the pages are not built here (make ui)")
    with browsers.running() as running:
        yield running


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    one = Site(tmp_path_factory.mktemp("site"))
    one.start()
    yield one
    one.stop()


@pytest.fixture(scope="session")
def lamp() -> str:
    return (Path(__file__).parent / "lamp.map.yaml").read_text()
