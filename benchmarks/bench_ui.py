"""A map of 5,000 cards in a real browser, beside what was asked of it: opening, typing, scrolling, meeting another."""

import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil
from tests.collector.browser import Page, running
from tests.ui.conftest import EMAIL, PASSWORD, Site
from tests.ui.hands import press, screen, signed_in

from benchmarks import crowd, measure
from benchmarks.measure import Row, Side

LANES, STAGES, STEPS = 20, 50, 5
SIZE = LANES * STAGES * STEPS
ASKED = "what was asked"
OPEN, EDIT, FRAME, MEET = (
    ("ui", work, ASKED)
    for work in (
        "open a map of 5,000 cards",
        "type a letter, 95th percentile",
        "a frame of scrolling",
        "two browsers converge",
    )
)
BARS_S = {OPEN: 1.5, EDIT: 0.032, FRAME: 1 / 50, MEET: 0.2}
CROWD = ("ui", "50 people edit one map, 99th percentile until another has it", ASKED)
PEOPLE, CROWD_S = 50, 600.0
FLAT = 1.1  # memory at the end against that after a fifth of the time
FIRST = '[data-cell="card:k3-2"]'

TYPING = """(async () => {
  const set = Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value').set, times = []
  for (let i = 0; i < 120; i++) {
    const area = document.activeElement, begun = performance.now()
    set.call(area, area.value + (i % 7 ? 'x' : ' '))
    area.dispatchEvent(new Event('input', {bubbles: true}))
    document.body.offsetHeight
    times.push(performance.now() - begun)
    await new Promise(requestAnimationFrame)
  }
  return times.sort((a, b) => a - b)[Math.floor(0.95 * times.length)] / 1000
})()"""
WATCHING = """window.seen = new Promise(done => new MutationObserver((_, watch) => {
  if (!document.querySelector('CELL').innerText.includes('WORD')) return
  watch.disconnect()
  done(Date.now())
}).observe(document.querySelector('.scroller'), {subtree: true, childList: true, characterData: true})); 0"""
SCROLLING = """(async () => {
  const box = document.querySelector('.scroller'), begun = performance.now()
  let frames = 0
  while (performance.now() - begun < 3000) {
    box.scrollBy(40, 7)
    await new Promise(requestAnimationFrame)
    frames++
  }
  return (performance.now() - begun) / frames / 1000
})()"""


def run(size: int, scratch: Path) -> Iterator[Row]:
    """Measure on a server and in a browser of its own; the size of the map is fixed."""
    del size
    yield from _crowd(scratch)
    if all(measure.done(what, SIZE) for what in BARS_S):
        return
    found: dict[tuple[str, str, str], list[Side]] = {what: [] for what in BARS_S}
    with _pages() as (one, other, address):
        for _ in range(measure.rounds):
            for what, side in _round(one, other, address):
                found[what].append(side)
    for what, bar in BARS_S.items():
        yield measure.row(what, SIZE, found[what], [Side(bar, 0.0, 0, None)], agree=True, least=1.0)


def _crowd(scratch: Path) -> Iterator[Row]:
    """Let a crowd edit one map: how late edits come, whether any was lost, and the memory of the server."""
    if measure.done(CROWD, PEOPLE):
        return
    with tempfile.TemporaryDirectory(dir=scratch) as folder:
        site = Site(Path(folder))
        site.start()
        try:
            found = crowd.meet(site, PEOPLE, CROWD_S)
        finally:
            site.stop()
    first, last = found.memory_mb[1], found.memory_mb[-1]
    note = (
        f"{found.edits:,} edits in {CROWD_S / 60:g} minutes, {found.lost} lost; the server took {first:.0f} MB "
        f"after a fifth of the time and {last:.0f} MB at the end"
    )
    side = Side(found.late_s, 0.0, round(max(found.memory_mb)), None)
    fine = found.lost == 0 and last <= first * FLAT
    yield measure.row(CROWD, PEOPLE, [side], [Side(BARS_S[MEET], 0.0, 0, None)], note=note, agree=fine, least=1.0)


def _map() -> dict[str, Any]:
    kinds = ("text", "pain_point", "touchpoint", "opportunity", "goal")
    columns: list[dict[str, str]] = []
    for stage in range(STAGES):
        columns.append({"key": f"s{stage}", "title": f"Stage {stage}"})
        columns += [
            {"key": f"c{stage * STEPS + step}", "title": f"Step {step}", "parent": f"s{stage}"} for step in range(STEPS)
        ]
    lanes = [{"key": f"l{lane}", "type": kinds[lane % len(kinds)], "title": f"Lane {lane}"} for lane in range(LANES)]
    cards = [
        {
            "key": f"k{lane}-{step}",
            "lane": f"l{lane}",
            "at": f"c{step}",
            "text": f"Card {lane}/{step} says a few words about it",
        }
        for lane in range(LANES)
        for step in range(STAGES * STEPS)
    ]
    return {
        "format": "footpath-map/1",
        "key": "big",
        "title": "Big",
        "columns": columns,
        "lanes": lanes,
        "cards": cards,
    }


@contextmanager
def _pages() -> Iterator[tuple[Page, Page, str]]:
    with (
        tempfile.TemporaryDirectory() as folder,
        running() as browser,
        browser.visitor() as one,
        browser.visitor() as two,
    ):
        site = Site(Path(folder))
        site.start()
        try:
            document = site.draw(map=_map())
            pages = [signed_in(visitor, site.address, EMAIL, PASSWORD) for visitor in (one, two)]
            for page in pages:
                screen(page, 1400, 900)
            yield pages[0], pages[1], f"{site.address}/maps/{document}"
        finally:
            site.stop()


def _round(one: Page, other: Page, address: str) -> Iterator[tuple[tuple[str, str, str], Side]]:
    cpu, begun = _cpu_s(), time.perf_counter()
    one.go(address)
    one.until(f"!!document.querySelector('{FIRST}')", 60)
    yield OPEN, Side(time.perf_counter() - begun, _cpu_s() - cpu, _memory_mb(), None)
    other.go(address)
    other.until(f"!!document.querySelector('{FIRST}')", 60)
    one.click(FIRST)
    press(one, "F2")
    one.until("document.activeElement.matches('.scroller textarea')")
    yield EDIT, Side(one.run(TYPING), 0.0, _memory_mb(), None)
    press(one, "Enter")
    yield MEET, Side(statistics.median(_meeting(one, other, mark) for mark in range(5)), 0.0, _memory_mb(), None)
    yield FRAME, Side(one.run(SCROLLING), 0.0, _memory_mb(), None)


def _meeting(one: Page, other: Page, mark: int) -> float:
    """Return the seconds from a letter typed in one browser until the other shows it, by the clock both share."""
    word = f"mark{mark}"
    other.run(WATCHING.replace("CELL", FIRST).replace("WORD", word))
    one.click(FIRST)
    press(one, "F2")
    one.until("document.activeElement.matches('.scroller textarea')")
    one.run("window.begun = Date.now(); 0")
    one.ask("Input.insertText", text=word)
    seen = other.run("window.seen")
    took = (seen - one.run("window.begun")) / 1000
    press(one, "Escape")
    other.until(f"!document.querySelector('{FIRST}').innerText.includes('{word}')")
    return max(took, 0.001)


def _family() -> list[psutil.Process]:
    return [child for child in psutil.Process().children(recursive=True) if "chrom" in child.name()]


def _cpu_s() -> float:
    return sum(sum(child.cpu_times()[:2]) for child in _family())


def _memory_mb() -> int:
    return max(child.memory_info().rss for child in _family()) // 2**20
