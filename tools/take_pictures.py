"""Take the pictures of the docs: `python -m tools.take_pictures`. It wants Chromium and the built pages (`make ui`)."""

import tempfile
from pathlib import Path

from tests.collector.browser import running
from tests.ui.conftest import EMAIL, PASSWORD, Site
from tests.ui.hands import picture, screen, signed_in

ROOT = Path(__file__).parents[1]
SIZE = (1360, 820)


def main() -> None:
    """Draw the lamp shop's map on a server of its own and save how the editor shows it."""
    with tempfile.TemporaryDirectory() as folder, running() as browser, browser.visitor() as visitor:
        site = Site(Path(folder))
        site.start()
        try:
            lamp = (ROOT / "tests" / "ui" / "lamp.map.yaml").read_text()
            document = site.draw(file=lamp, name="lamp.map.yaml")
            page = signed_in(visitor, site.address, EMAIL, PASSWORD)
            screen(page, *SIZE)
            page.go(f"{site.address}/maps/{document}")
            page.until("!!document.querySelector('[data-cell=\"card:p2\"]')")
            page.click('[data-cell="card:p2"]')
            page.until("document.querySelector('.wire').innerText.includes('Saved')")
            (ROOT / "docs" / "pictures" / "editor.png").write_bytes(picture(page))
        finally:
            site.stop()


if __name__ == "__main__":
    main()
