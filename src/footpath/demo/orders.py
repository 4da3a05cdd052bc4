"""What happens after paying: sending, delivering, returning, asking for help; in columns, one an order."""

from dataclasses import dataclass, fields

import numpy as np

from footpath.demo.funnel import Outcome
from footpath.demo.log import Visits
from footpath.demo.people import NEVER, Flags, Floats, Ints, People
from footpath.demo.shop import DAY_US, Shop

TOPICS = ("delivery", "payment", "quality", "assembly", "service", "returns", "website")
TOPIC = {name: code for code, name in enumerate(TOPICS)}


@dataclass
class Orders:
    """Orders as columns; instants that never come are NEVER. `late` is days beyond what was promised."""

    who: Ints
    at: Ints
    app: Ints
    product: Ints
    total: Floats
    coupon: Ints
    delivery: Ints
    method: Ints
    campaign: Ints
    paid_at: Ints
    shipped_at: Ints
    rescheduled_at: Ints
    delivered_at: Ints
    returned_at: Ints
    refunded_at: Ints
    late: Floats
    slow: Flags

    def __len__(self) -> int:
        return len(self.who)


@dataclass
class Tickets:
    """Requests for help as columns; `order` is the order it is about, -1 for none; `soured` is left to no one."""

    who: Ints
    at: Ints
    topic: Ints
    order: Ints
    reopened: Flags
    answer_h: Floats
    solve_h: Floats

    def __len__(self) -> int:
        return len(self.who)


def joined(parts: "list[Orders] | list[Tickets]") -> dict[str, np.ndarray]:
    """Put columns of the same table end to end, by field name."""
    return {f.name: np.concatenate([getattr(part, f.name) for part in parts]) for f in fields(parts[0])}


def fulfil(rng: np.random.Generator, shop: Shop, people: People, visits: Visits, outcome: Outcome) -> Orders:
    """Send and deliver what was bought in a round of visits, in the order of the order numbers."""
    bought = np.flatnonzero(outcome.ordered)
    n, who, at = len(bought), visits.who[bought], outcome.end_at[bought]
    market, region = shop.plants.slow_region
    pickup = outcome.delivery[bought] == 2
    slow = (people.market[who] == market) & (people.region[who] == region) & ~pickup
    paid = at + _days(rng, 0.002, 1.0, n)
    shipped = paid + _days(rng, 1.1, 0.5, n)
    extra = np.where(slow, np.maximum(rng.normal(shop.plants.slow_days, 1.5, n), 0.5), 0.0)
    again = rng.random(n) < np.where(pickup, 0.0, 0.12 if shop.plants.churn_signal == "rescheduled" else 0.05)
    transit = rng.lognormal(np.log(np.where(pickup, 0.8, 2.0)), 0.4, n) + extra
    rescheduled = np.where(again, shipped + (transit * DAY_US).astype(np.int64), NEVER)
    delivered = shipped + ((transit + again * rng.uniform(1, 3, n)) * DAY_US).astype(np.int64)
    style = np.array([product.style for product in shop.products])[outcome.product[bought]]
    p_return = 0.04 + 0.14 * (1 - style) + 0.04 * (shop.plants.churn_signal == "return")
    back = rng.random(n) < p_return
    returned = np.where(back, delivered + _days(rng, 5, 0.6, n), NEVER)
    return Orders(
        who=who,
        at=at,
        app=visits.app[bought],
        product=outcome.product[bought],
        total=outcome.total[bought],
        coupon=outcome.coupon[bought],
        delivery=outcome.delivery[bought],
        method=outcome.method[bought],
        campaign=visits.campaign[bought],
        paid_at=paid,
        shipped_at=shipped,
        rescheduled_at=rescheduled,
        delivered_at=delivered,
        returned_at=returned,
        refunded_at=np.where(back, returned + _days(rng, 6, 0.5, n), NEVER),
        late=np.maximum((delivered - at) / DAY_US - 5.0, 0.0),
        slow=slow,
    )


def ask(rng: np.random.Generator, shop: Shop, orders: Orders, first: int) -> Tickets:
    """Let customers write about their orders, the first of which is number `first`."""
    n, plants = len(orders), shop.plants
    product = orders.product
    category = np.array([p.category for p in shop.products])[product]
    style = np.array([p.style for p in shop.products])[product]
    hard = (category == plants.category) & ("assembly" in plants.extras)
    topic = np.full(n, -1)
    at = orders.delivered_at + _days(rng, 1.5, 0.8, n)
    for name, p in (
        ("assembly", np.where(hard, 0.13, np.where(category >= 3, 0.015, 0.002))),
        ("quality", 0.02 + 0.1 * (1 - style)),
        ("returns", np.where(orders.returned_at < NEVER, 0.25, 0.0)),
        ("delivery", np.minimum(0.02 + 0.05 * orders.late, 0.4)),
        ("service", np.full(n, 0.02)),
    ):
        topic = np.where(rng.random(n) < p, TOPIC[name], topic)
    waiting = topic == TOPIC["delivery"]
    at = np.where(waiting, orders.at + ((5 + orders.late * rng.random(n)) * DAY_US).astype(np.int64), at)
    at = np.where(topic == TOPIC["returns"], orders.returned_at + _days(rng, 3, 0.5, n), at)
    asks = np.flatnonzero(topic >= 0)
    return _tickets(rng, shop, (orders.who[asks], at[asks], topic[asks], first + asks))


def complain(rng: np.random.Generator, shop: Shop, visits: Visits, outcome: Outcome) -> Tickets:
    """Let some of those who could not pay, and some who only had a question, write."""
    payment = outcome.gave_up & (rng.random(len(visits.who)) < 0.16)
    question = ~outcome.ordered & (rng.random(len(visits.who)) < 0.005)
    asks = np.flatnonzero(payment | question)
    topic = np.where(payment[asks], TOPIC["payment"], TOPIC["website"])
    at = outcome.end_at[asks] + _days(rng, 0.05, 1.0, len(asks))
    return _tickets(rng, shop, (visits.who[asks], at, topic, np.full(len(asks), -1)))


def _tickets(rng: np.random.Generator, shop: Shop, what: tuple[Ints, Ints, Ints, Ints]) -> Tickets:
    who, at, topic, order = what
    n = len(who)
    reopened = rng.random(n) < (0.4 if shop.plants.churn_signal == "reopened" else 0.09)
    answer = rng.lognormal(np.log(5.0), 0.9, n)
    if "slow_tickets" in shop.plants.extras:
        answer = np.where(topic == slow_topic(shop), answer * 6.0, answer)
    solve = answer + rng.lognormal(np.log(18.0), 0.8, n) * (1 + 1.5 * reopened)
    return Tickets(who, at, topic, order, reopened, answer, solve)


def slow_topic(shop: Shop) -> int:
    """Return the topic whose tickets wait where that is planted."""
    return TOPIC[("delivery", "quality", "returns")[shop.plants.category % 3]]


def _days(rng: np.random.Generator, median: float, spread: float, n: int) -> Ints:
    days: Ints = (rng.lognormal(np.log(median), spread, n) * DAY_US / 1000).astype(np.int64) * 1000
    return days
