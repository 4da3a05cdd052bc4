"""The lives of a chunk of customers: visit after visit, order after order, until they stay away."""

from dataclasses import dataclass

import numpy as np

from footpath.demo.funnel import Funnel, Outcome
from footpath.demo.log import Log, Visits
from footpath.demo.orders import Orders, Tickets, ask, complain, fulfil, joined
from footpath.demo.people import NEVER, Flags, Ints, People, people, waking_hour
from footpath.demo.shop import DAY_US, Shop

MAX_VISITS = 18


@dataclass
class Lives:
    """All that happened to one chunk of persons; `touched` says whom each planted truth touched."""

    people: People
    log: Log
    orders: Orders
    tickets: Tickets
    touched: dict[str, Flags]


class _Chunk:
    def __init__(self, rng: np.random.Generator, shop: Shop, first: int, n: int) -> None:
        self.rng, self.shop, self.people = rng, shop, people(rng, shop, first, n)
        self.log, self.orders, self.tickets = Log(), list[Orders](), list[Tickets]()
        self.n_orders = 0
        self.soured = np.zeros(n, dtype=bool)
        self.touched = {name: np.zeros(n, dtype=bool) for name in ("payment", "slow", "churn")}

    def round(self, who: Ints, at: Ints, number: int) -> tuple[Ints, Ints]:
        """Let `who` visit at `at`; returns who comes again and when."""
        visits = self._visits(who, number)
        outcome = Funnel(self.rng, self.shop, self.people, self.log).walk(visits, at, self.n_orders)
        orders = fulfil(self.rng, self.shop, self.people, visits, outcome)
        asked = ask(self.rng, self.shop, orders, self.n_orders)
        self.orders.append(orders)
        self.tickets += [asked, complain(self.rng, self.shop, visits, outcome)]
        self.n_orders += len(orders)
        np.add.at(self.people.orders, orders.who, 1)
        self._note(visits, outcome, orders, asked)
        return self._again(visits, outcome, orders)

    def _visits(self, who: Ints, number: int) -> Visits:
        app = self.people.uses_app[who] & (self.rng.random(len(who)) < (0.3 if number == 0 else 0.65))
        led = np.full(len(who), number == 0) | (self.rng.random(len(who)) < 0.12)
        campaign = np.where(led & ~app, self.people.campaign[who], -1)
        return Visits(who=who, app=app.astype(np.int64), campaign=campaign)

    def _note(self, visits: Visits, outcome: Outcome, orders: Orders, asked: Tickets) -> None:
        self.touched["payment"][visits.who[outcome.broken]] = True
        self.touched["slow"][orders.who[orders.slow]] = True
        for name, stuck in outcome.stuck.items():
            self.touched.setdefault(name, np.zeros(len(self.people), dtype=bool))[visits.who[stuck]] = True
        signals = {
            "return": orders.who[orders.returned_at < NEVER],
            "rescheduled": orders.who[orders.rescheduled_at < NEVER],
            "reopened": asked.who[asked.reopened],
        }
        hurt = signals[self.shop.plants.churn_signal]
        self.soured[hurt] = True
        self.touched["churn"][hurt] = True

    def _again(self, visits: Visits, outcome: Outcome, orders: Orders) -> tuple[Ints, Ints]:
        who, plants, n = visits.who, self.shop.plants, len(visits.who)
        loyal = (self.people.kind[who] == plants.loyal_type) & (self.people.orders[who] > 0)
        p = np.where(outcome.cart, 0.64, 0.44) - 0.18 * (visits.campaign == plants.bad_campaign)
        p = np.where(outcome.ordered, 0.52, p)
        p = np.where(loyal, plants.loyal_return, p)
        p = np.where(self.soured[who], plants.churn_return, p)
        days = self.rng.lognormal(np.log(np.where(outcome.ordered, 18.0, 3.5)), 0.7, n) + 1.0
        since = outcome.end_at.copy()
        since[outcome.ordered] = orders.delivered_at
        at = since + (days * DAY_US).astype(np.int64)
        at = np.maximum(waking_hour(self.rng, at, self.people.market[who]), outcome.end_at + DAY_US // 12)
        comes = (self.rng.random(n) < p) & (at < self.shop.end_us)
        return who[comes], at[comes]


def live(rng: np.random.Generator, shop: Shop, first: int, n: int) -> Lives:
    """Let `n` persons live through the shop's period; the first of them is number `first`."""
    chunk = _Chunk(rng, shop, first, n)
    who, at = np.arange(n), chunk.people.first_at
    for number in range(MAX_VISITS):
        if len(who):
            who, at = chunk.round(who, at, number)
    orders, tickets = Orders(**joined(chunk.orders)), Tickets(**joined(chunk.tickets))
    _look_after(rng, chunk, orders)
    return Lives(chunk.people, chunk.log, orders, tickets, chunk.touched)


def _look_after(rng: np.random.Generator, chunk: _Chunk, orders: Orders) -> None:
    """Let customers with an account look where their parcel is, read the help, and ask to return things."""
    known = np.where(orders.app == 1, chunk.people.known_app_at[orders.who], chunk.people.known_at[orders.who])
    mine = known <= orders.at
    looks = np.where(mine, np.minimum(rng.poisson(0.7 + 0.3 * orders.late), 6), 0)
    order = np.repeat(np.arange(len(orders)), looks)
    span = orders.delivered_at[order] - orders.at[order]
    at = orders.at[order] + (rng.random(len(order)) * span).astype(np.int64) // 1000 * 1000
    first = chunk.log.open(Visits(orders.who[order], orders.app[order], np.full(len(order), -1)))
    visit, nothing = first + np.arange(len(order)), np.zeros(len(order))
    chunk.log.add(visit, "Account", at - 20_000_000, np.full(len(order), -1), nothing)
    chunk.log.add(visit, "Order status", at, order, nothing)
    helped = np.flatnonzero(rng.random(len(order)) < np.minimum(0.05 + 0.06 * orders.late[order], 0.5))
    chunk.log.add(visit[helped], "Help", at[helped] + 35_000_000, np.full(len(helped), -1), nothing[helped])
    back = np.flatnonzero(mine & (orders.returned_at < NEVER))
    first = chunk.log.open(Visits(orders.who[back], orders.app[back], np.full(len(back), -1)))
    visit, nothing = first + np.arange(len(back)), np.zeros(len(back))
    chunk.log.add(visit, "Order status", orders.returned_at[back] - 60_000_000, back, nothing)
    chunk.log.add(visit, "Return Requested", orders.returned_at[back], back, nothing)
