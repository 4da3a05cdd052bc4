"""One headless Chromium for all tests that need a real browser, driven over its DevTools protocol."""

import functools
import json
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

import websocket

NAMES = ("chromium", "chromium-browser", "google-chrome")


def program() -> str | None:
    return next((found for name in NAMES if (found := shutil.which(name))), None)


_MOVED = ("Inspected target navigated or closed", "Execution context was destroyed", "Cannot find context")


class Moved(Exception):
    """The page went elsewhere while it was asked."""


class Browser:
    def __init__(self, address: str) -> None:
        self._socket = websocket.create_connection(address, timeout=30, suppress_origin=True)
        self._sent = 0
        self.events: list[dict[str, Any]] = []

    def ask(self, method: str, session: str | None = None, **given: Any) -> dict[str, Any]:
        self._sent += 1
        number = self._sent
        self._socket.send(
            json.dumps({"id": number, "method": method, "params": given} | ({"sessionId": session} if session else {}))
        )
        while True:
            answer = json.loads(self._socket.recv())
            if answer.get("id") == number:
                if answer.get("error", {}).get("message", "").startswith(_MOVED):
                    raise Moved(answer["error"]["message"])
                assert "error" not in answer, f"{method}: {answer['error']}"
                found: dict[str, Any] = answer["result"]
                return found
            self.events.append(answer)

    def close(self) -> None:
        self._socket.close()

    @contextmanager
    def visitor(self) -> Iterator["Visitor"]:
        """Somebody with a browser of their own: nothing is stored in it yet."""
        context = self.ask("Target.createBrowserContext")["browserContextId"]
        try:
            yield Visitor(self, context)
        finally:
            self.ask("Target.disposeBrowserContext", browserContextId=context)


class Visitor:
    def __init__(self, browser: Browser, context: str) -> None:
        self._browser, self._context = browser, context

    def open(self, url: str, *, before: str = "", agent: str = "") -> "Page":
        target = self._browser.ask("Target.createTarget", url="about:blank", browserContextId=self._context)["targetId"]
        session = self._browser.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        page = Page(self._browser, target, session)
        for domain in ("Page", "Runtime", "Network", "Log"):
            page.ask(f"{domain}.enable")
        if agent:
            brands = [{"brand": "Chromium", "version": "140"}]
            about = {"platform": "Linux", "platformVersion": "", "architecture": "", "model": "", "mobile": False}
            page.ask("Network.setUserAgentOverride", userAgent=agent, userAgentMetadata={"brands": brands, **about})
        if before:
            page.ask("Page.addScriptToEvaluateOnNewDocument", source=before)
        page.go(url)
        return page


class Page:
    def __init__(self, browser: Browser, target: str, session: str) -> None:
        self._browser, self._target, self._session = browser, target, session
        self.ask: Callable[..., dict[str, Any]] = functools.partial(browser.ask, session=session)

    def go(self, url: str) -> None:
        self.ask("Page.navigate", url=url)
        self.until("document.readyState === 'complete'")

    def reload(self) -> None:
        self.run("window.old = true")
        self.ask("Page.reload")
        self.until("!window.old && document.readyState === 'complete'")

    def run(self, script: str) -> Any:
        answer = self.ask(
            "Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True, userGesture=True
        )
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    def until(self, condition: str, wait_s: float = 90) -> None:
        ends = time.monotonic() + wait_s
        while True:
            with suppress(Moved):
                answer = self.ask("Runtime.evaluate", expression=condition, returnByValue=True)
                if answer["result"].get("value") is True:
                    return
            assert time.monotonic() < ends, f"never came true: {condition}\n{self.said()}"
            time.sleep(0.02)

    def click(self, selector: str) -> None:
        """Press and release the mouse on an element, as a hand does."""
        box = f"document.querySelector('{selector}').getBoundingClientRect()"
        x, y = self.run(f"(r => [r.x + r.width / 2, r.y + r.height / 2])({box})")
        for kind in ("mousePressed", "mouseReleased"):
            self.ask("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)

    def type(self, selector: str, text: str) -> None:
        self.click(selector)
        self.ask("Input.insertText", text=text)

    def offline(self, *, off: bool) -> None:
        self.ask("Network.emulateNetworkConditions", offline=off, latency=0, downloadThroughput=-1, uploadThroughput=-1)

    def requests(self, part: str) -> list[dict[str, Any]]:
        """Return what was asked for so far at addresses with a part, by this page."""
        self.run("0")
        return [
            one["params"]["request"]
            for one in self._browser.events
            if one.get("sessionId") == self._session
            and one["method"] == "Network.requestWillBeSent"
            and part in one["params"]["request"]["url"]
        ]

    def said(self) -> list[str]:
        """Return what was written to the console, and what the browser complained of."""
        said = []
        for one in self._browser.events:
            if one.get("sessionId") != self._session:
                continue
            if one["method"] in ("Runtime.consoleAPICalled", "Runtime.exceptionThrown", "Log.entryAdded"):
                said.append(json.dumps(one["params"])[:600])
        return said

    def close(self) -> None:
        """Close the page as a person closes a tab: it hears that it goes."""
        self.ask("Page.close")


@contextmanager
def running() -> Iterator[Browser]:
    found = program()
    assert found
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        process = subprocess.Popen(
            [
                found, "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
                "--remote-debugging-port=0", f"--user-data-dir={folder}", "--disable-background-networking",
                "--disable-component-update", "--disable-default-apps", "--disable-sync", "--mute-audio",
                "--remote-allow-origins=*", "--disable-blink-features=AutomationControlled", "about:blank",
            ],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            with closing(Browser(_address(Path(folder) / "DevToolsActivePort", process))) as browser:
                yield browser
        finally:
            process.terminate()
            process.wait(20)


def _address(note: Path, process: "subprocess.Popen[bytes]") -> str:
    ends = time.monotonic() + 60
    while time.monotonic() < ends and process.poll() is None:
        lines = note.read_text().split() if note.exists() else []
        if len(lines) == 2:
            return f"ws://127.0.0.1:{lines[0]}{lines[1]}"
        time.sleep(0.05)
    raise TimeoutError("Chromium did not start")
