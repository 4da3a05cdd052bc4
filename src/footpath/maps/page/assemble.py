"""Puts the page together: one HTML file with styles, fonts, script and data inside; it never asks the network."""

import base64
import hashlib
import json
import re
from html import unescape
from pathlib import Path

from footpath.maps.evidence import trust
from footpath.maps.format import Options
from footpath.maps.model import Lane, Level, Map, localised
from footpath.maps.numbers import percent
from footpath.maps.page.details import details
from footpath.maps.page.panels import panels
from footpath.maps.page.picture import picture
from footpath.maps.render.cards import glyph
from footpath.maps.render.fonts import embedded, letters
from footpath.maps.render.header import subtitle
from footpath.maps.render.layout import layout
from footpath.maps.render.svg import Pen, classes, escape, variables, words_of
from footpath.maps.render.text import wide
from footpath.maps.wording import word

_HERE = Path(__file__).parent


def page(model: Map, options: Options) -> str:
    """Return the whole page."""
    locale = options.language(model)
    lanes = [lane for lane in model.lanes if not options.lanes or lane.key in options.lanes]
    scene = layout(model, locale=locale, options=options, unfold=True)
    close = f'<button class="x" aria-label="{escape(word("close", locale))}">×</button>'
    body = "".join(
        (
            f'<a class="skip" href="#table">{escape(word("skip", locale))}</a>',
            _top(model, locale),
            picture(scene, model, lanes, locale),
            f'<main class="below">{_foot(model, lanes, locale)}</main>',
            f'<div id="pop" role="status" hidden>{close}</div>',
        )
    )
    used = letters(words_of(scene.marks))
    _add_page_text(used, body)
    script = (_HERE / "page.js").read_text(encoding="utf-8")
    shown = set(re.findall(r'data-ref="([^"]*)"', body))
    known = {ref: found for ref, found in details(model, locale).items() if escape(ref) in shown}
    data = json.dumps(known, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    data = data.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    theme = f' data-theme="{options.theme}"' if options.theme != "auto" else ""
    return (
        f'<!doctype html>\n<html lang="{escape(locale)}"{theme}>\n<head>\n<meta charset="utf-8">\n{_policy(script)}\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(localised(model.title, locale) or word('untitled', locale))}</title>\n"
        f"<style>{embedded(used)}{_style()}</style>\n</head>\n<body>\n{body}\n"
        f'<script type="application/json" id="facts">{data}</script>\n<script>{script}</script>\n</body>\n</html>\n'
    )


def _policy(script: str) -> str:
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    rules = (
        f"default-src 'none'; script-src 'sha256-{digest}'; style-src 'unsafe-inline'; font-src data:; img-src data:"
    )
    return f"<meta http-equiv=\"Content-Security-Policy\" content=\"{rules}; base-uri 'none'; form-action 'none'\">"


def _style() -> str:
    light, dark = variables("light"), variables("dark")
    themes = (
        f":root{{{light}color-scheme:light}}"
        f"@media (prefers-color-scheme:dark){{:root:not([data-theme=light]){{{dark}color-scheme:dark}}}}"
        f":root[data-theme=dark]{{{dark}color-scheme:dark}}"
        f"@media print{{:root,:root[data-theme=dark],:root:not([data-theme=light]){{{light}color-scheme:light}}}}"
    )
    return themes + classes() + (_HERE / "page.css").read_text(encoding="utf-8")


def _top(model: Map, locale: str) -> str:
    title = localised(model.title, locale) or word("untitled", locale)
    said = [localised(model.scenario, locale)] if localised(model.scenario, locale) else []
    scenario = "".join(f"<p>{escape(one)}</p>" for one in said)
    return (
        f'<header class="top"><div><h1>{escape(title)}</h1><p>{escape(subtitle(model, locale))}</p>{scenario}</div>'
        f'<div class="side">{_legend(locale)}<p>{escape(_trust(model, locale))}</p>{_tools(locale)}</div></header>'
    )


def _legend(locale: str) -> str:
    levels: tuple[Level, ...] = ("hypothesis", "reported", "observed", "measured")
    pen = Pen()
    signs = "".join(
        f'<span><svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">{pen.marks(glyph(one, 6, 6))}</svg>'
        f"{escape(word('guess' if one == 'hypothesis' else one, locale))}</span>"
        for one in levels
    )
    return f'<p class="legend">{signs}</p>'


def _trust(model: Map, locale: str) -> str:
    supported, filled = trust(model)
    if not filled:
        return ""
    return word("trust", locale, share=percent(round(supported / filled, 2), locale), n=supported, total=filled)


def _tools(locale: str) -> str:
    buttons = (
        ("out", "−", word("zoom_out", locale)),
        ("reset", "100%", "100%"),
        ("in", "+", word("zoom_in", locale)),
        ("fit", word("fit", locale), word("fit", locale)),
        ("theme", word("theme", locale), word("theme", locale)),
        ("print", word("print", locale), word("print", locale)),
    )
    written = (
        f'<button data-do="{do}" aria-label="{escape(said)}">{escape(shown)}</button>' for do, shown, said in buttons
    )
    return f'<p class="tools">{"".join(written)}</p>'


def _foot(model: Map, lanes: list[Lane], locale: str) -> str:
    sources = word("sources", locale, names=", ".join(model.sources)) if model.sources else ""
    hint = f'<p class="soft live">{escape(word("hint", locale))}</p><p class="soft">{escape(sources)}</p>'
    return hint + panels(model, lanes, locale)


def _add_page_text(used: dict[str, set[str]], body: str) -> None:
    """Add the letters of the page's own text, which is set in two weights."""
    text = unescape(re.sub(r"<[^>]*>", " ", body))
    for weight, chinese_weight in (("Regular", "Regular"), ("SemiBold", "Bold")):
        used.setdefault(f"Inter-{weight}.ttf", set()).update(text)
        hans = {char for char in text if wide(char)}
        if hans:
            used.setdefault(f"NotoSansTC-{chinese_weight}.otf", set()).update(hans)
