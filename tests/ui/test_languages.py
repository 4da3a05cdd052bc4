"""No page shows a word that its language does not have, whatever the server or the page says."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from footpath.exploring import questions
from tests.collector.browser import Browser, Page, Visitor
from tests.ui import greek
from tests.ui.conftest import EMAIL, PASSWORD, Site
from tests.ui.hands import press, screen
from tests.ui.tongues import LOCALES, foreign, vocabulary, words

pytestmark = pytest.mark.xdist_group("browser")
# Nothing is on its way, and nothing has come for a while: pages ask their first question by themselves.
SETTLED = """(() => {
  const busy = document.querySelector('[aria-busy=true], [role=progressbar], .progress');
  const said = document.body.innerText.trim();
  if (busy || said.length <= 20 || said !== window.saidBefore) window.calmSince = performance.now();
  window.saidBefore = said;
  return performance.now() - window.calmSince > 700;
})()"""


@pytest.fixture
def greece(tmp_path: Path) -> Iterator[Site]:
    """A server of one test: maps are drawn in its language."""
    greek.store(tmp_path)
    site = Site(tmp_path)
    site.start()
    yield site
    site.stop()


def entered(visitor: Visitor, site: Site, locale: str) -> Page:
    """Return a page of somebody who reads a language and has signed in."""
    page = visitor.open(site.address, before=f"localStorage.setItem('footpath.language', {locale!r})")
    screen(page, 1400, 900)
    body = json.dumps(json.dumps({"email": EMAIL, "password": PASSWORD, "totp": ""}))
    given = f"{{method: 'POST', headers: {{'content-type': 'application/json'}}, body: {body}}}"
    assert page.run(f"fetch('/api/v1/session', {given}).then(answer => answer.status)") == 200
    return page


@pytest.mark.parametrize("locale", LOCALES)
def test_every_page_speaks_one_language(browser: Browser, greece: Site, locale: str) -> None:
    made = greek.fill(greece, LOCALES[locale])
    found = {}
    with browser.visitor() as visitor:
        page = entered(visitor, greece, locale)
        known = vocabulary(page, locale)
        for address in greek.addresses(made, [question.name for question in questions()]):
            page.go(greece.address + address)
            page.until(SETTLED)
            if "at=" in address:  # what a link leads to, with all its fields
                press(page, "Control+i")
                page.until("!!document.querySelector('.side')")
                page.until(SETTLED)
            found |= {f"{address}: {text}": strange for text, strange in foreign(page, known).items()}
    assert found == {}, json.dumps(found, indent=1, ensure_ascii=False)


def test_a_word_of_another_language_is_seen_wherever_it_stands(browser: Browser, greece: Site) -> None:
    greece.enter()
    with browser.visitor() as visitor:
        page = entered(visitor, greece, "pl")
        page.until(SETTLED)
        known = vocabulary(page, "pl")
        assert {"mapa", "stycznia", "zasięg"} <= known
        assert words("Αρχή 5 Weeks from anna@example.org") == {"weeks", "from"}
        page.run("document.body.insertAdjacentHTML('beforeend', '<i title=\"a weird tooltip\">17 weirdos</i>')")
        assert {"weird", "tooltip", "weirdos"} <= {one for strange in foreign(page, known).values() for one in strange}
