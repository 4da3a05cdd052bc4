"""Writes the demo shop: chunk by chunk of customers, so that a million of them fit in memory."""

from collections.abc import Callable
from pathlib import Path

import msgspec
import numpy as np
from msgspec import Struct

from footpath.core.errors import Conflict, Invalid
from footpath.demo import segment
from footpath.demo.files import Files
from footpath.demo.ledgers import Ledgers
from footpath.demo.lives import Lives, live
from footpath.demo.orders import slow_topic
from footpath.demo.people import NEVER
from footpath.demo.shop import Shop, shop_for
from footpath.demo.truths import truths
from footpath.demo.voices import Voices

CHUNK = 20_000


class Written(Struct, frozen=True):
    """What was generated: the folder to import, and how much is in it."""

    exports: Path
    answers: Path
    persons: int
    events: int
    orders: int
    tickets: int


def generate(
    folder: Path, *, persons: int = 40_000, seed: int = 1, progress: Callable[[int], None] | None = None
) -> Written:
    """Write the demo shop's exports to `folder`/exports and what was planted in them to `folder`/answers.

    The same persons and seed give the same bytes. Memory is that of 20,000 persons, however many there are.

    Args:
        folder: made if missing; must not already hold an exports folder.
        persons: how many visit the shop, at least 100.
        seed: which shop: period, markets, campaigns and planted truths all follow from it.
        progress: called with the number of persons written so far.

    Raises:
        Invalid: too few persons or a negative seed.
        Conflict: the folder already holds exports.
    """
    _check(folder, persons, seed)
    shop, touched = shop_for(seed), dict[str, int]()
    events = orders = tickets = 0
    with Files(folder / "exports") as files:
        for number, first in enumerate(range(0, persons, CHUNK)):
            rng = np.random.default_rng([seed, 11, number])
            lives = live(rng, shop, first, min(CHUNK, persons - first))
            events += _write(rng, shop, lives, orders, files, touched)
            orders, tickets = orders + len(lives.orders), tickets + len(lives.tickets)
            if progress is not None:
                progress(first + len(lives.people))
    answers = folder / "answers" / "planted-truths.json"
    answers.parent.mkdir(parents=True, exist_ok=True)
    answer = {"seed": seed, "persons": persons, "truths": truths(shop, touched)}
    answers.write_bytes(msgspec.json.format(msgspec.json.encode(answer), indent=2) + b"\n")
    return Written(folder / "exports", answers, persons, events, orders, tickets)


def _check(folder: Path, persons: int, seed: int) -> None:
    if persons < 100:
        raise Invalid(f"--persons is {persons}; a shop needs visitors.", hint="Ask for at least 100.")
    if seed < 0:
        raise Invalid(f"--seed is {seed}.", hint="Give a whole number from 0.")
    if (folder / "exports").exists():
        raise Conflict(f"{folder / 'exports'} already exists.", hint="Name another folder, or remove that one first.")


def _write(
    rng: np.random.Generator, shop: Shop, lives: Lives, first_order: int, files: Files, touched: dict[str, int]
) -> int:
    """Write one chunk; adds to `touched` and returns the number of clickstream lines."""
    stream = segment.stream_of(rng, shop, lives, first_order)
    lines = segment.write(rng, shop, stream, files)
    lines += segment.write(rng, shop, segment.bots(rng, shop, len(lives.people) // 250), files)
    ledgers = Ledgers(rng, shop, lives, first_order)
    ledgers.write(files)
    Voices(rng, shop, lives, first_order).write(files)
    for name, count in _count(shop, lives, ledgers).items():
        touched[name] = touched.get(name, 0) + count
    return lines


def _count(shop: Shop, lives: Lives, ledgers: Ledgers) -> dict[str, int]:
    """Count the persons whom each plant touched."""
    people, plants = lives.people, shop.plants
    counts = {name: int(flags.sum()) for name, flags in lives.touched.items()}
    by_campaign = (people.campaign == plants.bad_campaign) & (people.first_at < NEVER)
    counts["bad_campaign"] = int((by_campaign | ledgers.bad_leads).sum())
    counts["loyal"] = int(((people.kind == plants.loyal_type) & (people.orders > 0)).sum())
    counts["slow_owner"] = int(ledgers.kept_waiting.sum())
    category = np.array([product.category for product in shop.products])[lives.orders.product]
    counts["assembly"] = len(np.unique(lives.orders.who[category == plants.category]))
    slow = lives.tickets.topic == slow_topic(shop)
    counts["slow_tickets"] = len(np.unique(lives.tickets.who[slow]))
    return counts
