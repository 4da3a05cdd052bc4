"""Hands and eyes on a page: keys pressed, screens of any size, pictures taken."""

import base64
from typing import Any

from tests.collector.browser import Page, Visitor

_KEYS = {
    "Enter": 13,
    "Escape": 27,
    "Tab": 9,
    "Delete": 46,
    "F2": 113,
    "ArrowLeft": 37,
    "ArrowUp": 38,
    "ArrowRight": 39,
    "ArrowDown": 40,
}
_WITH = {"Alt": 1, "Control": 2, "Meta": 4, "Shift": 8}


def press(page: Page, keys: str) -> None:
    """Press keys such as "Enter" or "Control+z"."""
    *held, key = keys.split("+")
    given: dict[str, Any] = {"key": key, "modifiers": sum(_WITH[one] for one in held)}
    given |= {"windowsVirtualKeyCode": _KEYS[key] if key in _KEYS else ord(key.upper())}
    if key == "Enter":
        given["text"] = "\r"
    for kind in ("keyDown", "keyUp"):
        page.ask("Input.dispatchKeyEvent", type=kind, **given)


def write(page: Page, text: str) -> None:
    """Type into whatever has the focus."""
    page.ask("Input.insertText", text=text)


def fill(page: Page, label: str, text: str) -> None:
    """Type into the field with that label."""
    found = f"[...document.querySelectorAll('label')].find(l => l.textContent === {label!r})"
    page.until(f"!!{found}")
    page.run(f"document.getElementById({found}.htmlFor).focus()")
    write(page, text)


def push(page: Page, name: str) -> None:
    """Press the button or link that says `name`."""
    called = f"b => b.textContent.trim() === {name!r} || b.getAttribute('aria-label') === {name!r}"
    found = f"[...document.querySelectorAll('button, a, [role=menuitem]')].find({called})"
    page.until(f"!!{found} && !{found}.disabled")
    page.run(f"{found}.scrollIntoView({{block: 'nearest', inline: 'nearest', behavior: 'instant'}})")
    x, y = page.run(f"(r => [r.x + r.width / 2, r.y + r.height / 2])({found}.getBoundingClientRect())")
    for kind in ("mousePressed", "mouseReleased"):
        page.ask("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)


def says(page: Page, text: str) -> None:
    """Wait until the page shows a text."""
    page.until(f"document.body.innerText.includes({text!r})")


def screen(page: Page, width: int, height: int, *, dark: bool = False) -> None:
    page.ask("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)
    scheme = [{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}]
    page.ask("Emulation.setEmulatedMedia", features=scheme)


def picture(page: Page) -> bytes:
    return base64.b64decode(page.ask("Page.captureScreenshot", format="png")["data"])


def signed_in(visitor: Visitor, site: str, email: str, password: str) -> Page:
    page = visitor.open(site)
    screen(page, 1400, 900)
    fill(page, "E-mail", email)
    fill(page, "Password", password)
    press(page, "Enter")
    says(page, "New map")
    return page
