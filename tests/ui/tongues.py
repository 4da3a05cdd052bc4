"""Which words a page may show in a language: those of its catalogues, of its dates, and names that have no language.

What people wrote is in Greek where pages are walked, so that every Latin word is one that Footpath says.
"""

import json
import re
from pathlib import Path

from footpath.core.languages import LANGUAGES
from footpath.insights.tongue import sayings
from footpath.maps import load_template, map_to_plain, template_names
from footpath.maps.wording import fixed_words
from tests.collector.browser import Page

UI = Path(__file__).parents[2] / "ui"
LOCALES = {"pl": "pl", "lv": "lv", "zh-TW": "zh-Hant"}
WORD = re.compile(r"[A-Za-zÀ-ɏ]{3,}")
_TEXTS = re.compile(r'^msgstr "(.*)"$', re.MULTILINE)

# What is no word: addresses of people and pages, codes to join by, words that are cut off.
PLAIN = re.compile(r"\S+@\S+|\w+…|\buser:\w+|(https?://)?[\w.]+(:\d+)?/(join|shared)/\S+")
# Each is said alike in every language, or is a name.
NAMES = {
    "footpath", "english", "polski", "latviešu",  # itself, and languages in their own words
    "csv", "json", "yaml", "xlsx", "pptx", "pdf", "png", "svg", "html", "cjml", "xes", "mermaid", "markdown", "zip",
    "api", "sql", "oidc", "utc", "url", "gmt",
    "ctrl", "alt", "shift", "esc", "enter", "delete", "home", "end", "tab", "backspace",  # as keys are labelled
    "github", "gitlab", "jira", "theydo", "segment", "authorization", "bearer", "key",
    "google", "amplitude", "mixpanel", "posthog", "excel", "trello", "uxpressia", "smaply", "miro",
    "https", "http", "example", "org", "com", "www",
    "null", "true", "false", "select", "from", "where", "group", "order", "limit", "count",  # SQL
    "analytics", "openpanel", "shop", "link", "score",  # products; what the first workspace was called; canonical names
    "zignoruj", "nerādīt",  # said by the parts that dialogs are made of, in languages of their own
    "comment",  # what the imported file calls its column
    "poisson", "wilson", "kaplan", "meier", "shapley", "markov",  # who found it
}  # fmt: skip

_SEEN = """(() => {
  const skipped = 'script, style, code, kbd, pre, textarea, [translate=no], [data-own]';
  const said = [];
  const walk = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
  for (let node = walk.currentNode; node; node = walk.nextNode()) {
    const element = node.nodeType === 3 ? node.parentElement : node;
    if (!element || element.closest(skipped)) continue;
    if (node.nodeType === 3) said.push(node.data);
    else for (const name of ['aria-label', 'title', 'placeholder', 'alt', 'aria-description', 'aria-valuetext'])
      if (element.hasAttribute(name)) said.push(element.getAttribute(name));
  }
  return JSON.stringify([...new Set(said.map(one => one.trim()).filter(Boolean))]);
})()"""
_DATES = """(locale => {
  const said = [], day = 864e5;
  for (let month = 0; month < 12; month++) for (const form of ['long', 'short'])
    for (const more of [{}, {day: 'numeric'}, {day: 'numeric', year: 'numeric'}])
      said.push(new Intl.DateTimeFormat(locale, {month: form, ...more}).format(new Date(2026, month, 11)));
  for (let at = 0; at < 7; at++) for (const form of ['long', 'short'])
    said.push(new Intl.DateTimeFormat(locale, {weekday: form}).format(new Date(at * day)));
  const ago = new Intl.RelativeTimeFormat(locale, {numeric: 'auto'});
  for (const unit of ['minute', 'hour', 'day']) for (const n of [-12, -5, -2, -1, 0]) said.push(ago.format(n, unit));
  for (const unit of ['megabyte', 'kilobyte']) for (const n of [1, 2, 5, 1.5])
    said.push(new Intl.NumberFormat(locale, {style: 'unit', unit}).format(n));
  const names = new Intl.DisplayNames([locale], {type: 'language'});
  const codes = 'en pl lv zh-TW zh-Hant de fr es it pt nl sv lt et uk ja ko el'.split(' ');
  return [...said, ...codes.map(code => names.of(code))].join(' ');
})"""


def seen(page: Page) -> list[str]:
    """Return every text of a page, also those that only some people hear or see when they point at something."""
    found: list[str] = json.loads(page.run(_SEEN))
    return found


def words(text: str) -> set[str]:
    return {one.lower() for one in WORD.findall(PLAIN.sub(" ", text))}


def vocabulary(page: Page, locale: str) -> set[str]:
    """Return every word that a language has here."""
    said = " ".join(
        text
        for path in (UI / "locales" / f"{locale}.po", UI / "locales" / "server" / f"{locale}.po")
        for text in _TEXTS.findall(path.read_text())
    )
    spoken = LANGUAGES.index(LOCALES[locale])
    said += " ".join(forms[spoken] for forms in fixed_words())
    templates = [_only(map_to_plain(load_template(name)), LOCALES[locale]) for name in template_names()]
    said += json.dumps(templates, ensure_ascii=False)
    said += " ".join(others[spoken - 1] for others in sayings().values())
    said += str(page.run(f"{_DATES}({locale!r})"))
    return words(re.sub(r"\{\w+,? ?|\\n", " ", said)) | NAMES


def _only(value: object, language: str) -> object:
    """Return what a template says in one language."""
    if isinstance(value, dict):
        told = value.get(language)
        return told if isinstance(told, str) else [_only(one, language) for one in value.values()]
    return [_only(one, language) for one in value] if isinstance(value, (list, tuple)) else ""


def foreign(page: Page, known: set[str]) -> dict[str, list[str]]:
    """Return texts of a page with words that its language does not have."""
    return {text[:160]: strange for text in seen(page) if (strange := sorted(words(text) - known))}
