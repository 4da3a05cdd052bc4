"""One round of visits: landing, looking around, cart, checkout, payment; all visits of the round at once."""

from dataclasses import dataclass

import numpy as np

from footpath.demo.log import Log, Visits
from footpath.demo.people import Flags, Floats, Ints, People
from footpath.demo.shop import DAY_US, Shop
from footpath.demo.world import CATEGORIES, MARKETS, SEARCHES

ROUNDS = 7
WEEK_US = 7 * DAY_US


@dataclass
class Outcome:
    """How the visits of a round ended, aligned with them.

    Attributes:
        cart, ordered, gave_up: whether something was in the cart, bought, or paying failed for good.
        product: what is in the cart, -1 for nothing; total: its price in pounds with quantity and coupon.
        coupon: 0 none, 1 applied, 2 denied.
        broken: hit by the broken payment step; stuck: found nothing, no coupon or no delivery because of an extra.
        end_at: instant of the last event.
    """

    cart: Flags
    ordered: Flags
    gave_up: Flags
    product: Ints
    total: Floats
    coupon: Ints
    delivery: Ints
    method: Ints
    order: Ints
    broken: Flags
    stuck: dict[str, Flags]
    end_at: Ints


class Funnel:
    """Walks one round of visits through the shop and writes what they did into the log."""

    def __init__(self, rng: np.random.Generator, shop: Shop, people: People, log: Log) -> None:
        self.rng, self.shop, self.people, self.log = rng, shop, people, log

    def walk(self, visits: Visits, at: Ints, next_order: int) -> Outcome:
        """Run the visits that begin `at`; orders get numbers from `next_order`."""
        self.visits, self.clock, self.n = visits, at.copy(), len(at)
        self.first = self.log.open(visits)
        none = np.zeros(self.n, dtype=bool)
        self.outcome = Outcome(
            cart=none.copy(),
            ordered=none.copy(),
            gave_up=none.copy(),
            product=np.full(self.n, -1),
            total=np.zeros(self.n),
            coupon=np.zeros(self.n, dtype=np.int64),
            delivery=np.zeros(self.n, dtype=np.int64),
            method=np.zeros(self.n, dtype=np.int64),
            order=np.full(self.n, -1),
            broken=none.copy(),
            stuck={"search_without_results": none.copy(), "coupon_denied": none.copy(), "delivery_choice": none.copy()},
            end_at=at,
        )
        self._browse(self._land())
        self._pay(self._checkout(self._coupon(self._fill_cart())), next_order)
        self.outcome.end_at = self.clock
        return self.outcome

    def _do(self, where: Flags, kind: str, item: Ints | None = None, gap_s: float = 20.0) -> None:
        """Let the visits of `where` do one thing, `gap_s` seconds (median) after their last."""
        index = np.flatnonzero(where)
        gap = self.rng.lognormal(np.log(gap_s), 0.8, size=len(index))
        self.clock[index] += (gap * 1000).astype(np.int64) * 1000 + 1000
        items = np.full(len(index), -1) if item is None else item[index]
        self.log.add(self.first + index, kind, self.clock[index], items, self.outcome.total[index])

    def _chance(self, p: float | Floats) -> Flags:
        return self.rng.random(self.n) < p

    def _in_extra(self, name: str) -> bool:
        return name in self.shop.plants.extras

    def _land(self) -> Flags:
        """Let visitors arrive; returns who stays beyond the first page."""
        who, campaign, plants = self.visits.who, self.visits.campaign, self.shop.plants
        keen = np.array([c[4] for c in self.shop.campaigns] + [0.1])
        self.bad = campaign == plants.bad_campaign
        self.keen = self.people.keen[who] + keen[campaign] + self.shop.keenness - 1.1 * self.bad
        bought = self.people.orders[who] > 0
        loyal = self.people.kind[who] == plants.loyal_type
        self.keen += bought * np.where(loyal, 1.4, 0.9) - 0.12 * (self.people.device[who] == 1)
        self.category = self.rng.integers(0, len(CATEGORIES), size=self.n)
        self.product = self._pick_product()
        on_product = self._chance(np.where(campaign >= 0, 0.34, 0.15))
        on_category = ~on_product & self._chance(0.35)
        self._do(on_product, "Product", self.product, 0.5)
        self._do(on_category, "Category", self.category, 0.5)
        self._do(~on_product & ~on_category, "Home", gap_s=0.5)
        self.seen = on_product.copy()
        return self._chance(np.where(self.bad, 0.45, 0.74))

    def _pick_product(self) -> Ints:
        category = np.array([product.category for product in self.shop.products])
        rank = self.rng.random((self.n, 2)).min(axis=1)  # the first models of a group are looked at more
        first = np.searchsorted(category, self.category)
        size = np.searchsorted(category, self.category, side="right") - first
        picked: Ints = first + (rank * size).astype(np.int64)
        return picked

    def _browse(self, active: Flags) -> None:
        """Let those who stay look at groups and products, search, filter, compare, read and ask."""
        for turn in range(ROUNDS):
            wander = active & self._chance(0.3)
            self.category = np.where(wander, self.rng.integers(0, len(CATEGORIES), size=self.n), self.category)
            active = active & self._search(active & self._chance(0.16))
            listing = active & self._chance(0.6)
            self._do(listing, "Category", self.category, 14)
            self._do(listing & self._chance(0.22), "Product List Filtered", self.category, 9)
            looking = active & self._chance(0.82)
            self.product = np.where(looking, self._pick_product(), self.product)
            self._do(looking, "Product", self.product, 16)
            self.seen |= looking
            self._do(looking & self._chance(0.16), "Reviews Read", self.product, 25)
            if turn >= 2:
                self._do(looking & self._chance(0.09), "Products Compared", self.product, 30)
            self._do(looking & self._chance(0.012), "Chat Started", self.product, 45)
            active = active & self._chance(0.66)

    def _search(self, searching: Flags) -> Flags:
        """Let some search; returns who goes on, which those who found nothing seldom do."""
        words = np.array([len(SEARCHES[market.locale[:2]]) for market in MARKETS])
        market = self.people.market[self.visits.who]
        term = (self.rng.random(self.n) * words[market]).astype(np.int64)
        broken = np.full(self.n, self._in_extra("search_without_results")) & (market == self.shop.plants.market)
        empty = searching & self._chance(np.where(broken, 0.42, 0.07))
        # an item from 1000 on is a search that found nothing
        self._do(searching, "Products Searched", term + 1000 * empty, 12)
        self.outcome.stuck["search_without_results"] |= empty & broken
        self.keen = self.keen - 0.9 * empty
        return ~(empty & self._chance(0.5))

    def _fill_cart(self) -> Flags:
        """Let those who like something put it in the cart; returns who looks at the cart."""
        style = np.array([product.style for product in self.shop.products])[self.product]
        adds = self.seen & self._chance(_logistic(self.keen + 1.6 * style - 2.45))
        price = np.array([product.price for product in self.shop.products])[self.product]
        self.outcome.product = np.where(adds, self.product, -1)
        self.outcome.total = np.where(adds, price * self.rng.choice([1, 2, 4], size=self.n, p=[0.84, 0.12, 0.04]), 0.0)
        self._do(adds, "Product Added", self.product, 40)
        more = adds & self._chance(0.24)
        self._do(more, "Product", self._pick_product(), 20)
        self._do(more & self._chance(0.5), "Product Added", self._pick_product(), 30)
        viewing = adds & self._chance(0.86)
        self._do(viewing, "Cart", gap_s=18)
        self._do(viewing & self._chance(0.08), "Product Removed", self.product, 15)
        self.outcome.cart = adds
        return viewing

    def _coupon(self, viewing: Flags) -> Flags:
        """Let some enter a coupon; returns who goes on to the checkout."""
        broken = np.full(self.n, self._in_extra("coupon_denied")) & (self.visits.campaign == self.shop.plants.campaign)
        entering = viewing & self._chance(np.where(broken, 0.4, 0.13))
        denied = entering & self._chance(np.where(broken, 0.6, 0.09))
        self._do(entering & ~denied, "Coupon Applied", gap_s=14)
        self._do(denied, "Coupon Denied", gap_s=14)
        self.outcome.coupon = np.where(denied, 2, np.where(entering, 1, 0))
        self.outcome.total = np.where(entering & ~denied, self.outcome.total * 0.9, self.outcome.total)
        self.outcome.stuck["coupon_denied"] |= denied & broken
        return viewing & self._chance(np.where(denied, 0.3, 0.7))

    def _checkout(self, starting: Flags) -> Flags:
        """Let people start the checkout and choose a delivery; returns who goes on to pay."""
        people, who = self.people, self.visits.who
        self._do(starting, "Checkout Started", gap_s=25)
        self._sign(starting)
        self._do(starting, "Checkout – delivery", gap_s=30)
        broken = np.full(self.n, self._in_extra("delivery_choice")) & (people.market[who] == self.shop.plants.market)
        going = starting & self._chance(np.where(broken, 0.64, 0.88))
        self.outcome.stuck["delivery_choice"] |= starting & ~going & broken
        self.outcome.delivery = self.rng.choice(3, size=self.n, p=[0.58, 0.31, 0.11])
        self._do(going, "Delivery Option Selected", self.outcome.delivery, 25)
        return going

    def _sign(self, starting: Flags) -> None:
        """Let people sign in or up, or stay guests: from then on the shop knows who they are."""
        known_at = np.where(
            self.visits.app == 1, self.people.known_app_at[self.visits.who], self.people.known_at[self.visits.who]
        )
        elsewhere = np.where(
            self.visits.app == 1, self.people.known_at[self.visits.who], self.people.known_app_at[self.visits.who]
        )
        unknown = starting & (known_at > self.clock)
        has_account = elsewhere <= self.clock
        signing_in = unknown & has_account & self._chance(0.9)
        signing_up = unknown & ~has_account & self._chance(0.72)
        self._do(signing_in, "Signed In", gap_s=20)
        self._do(signing_up, "Signed Up", gap_s=45)
        now_known = signing_in | signing_up
        self._do(now_known, "identify", self.visits.who, 0.3)
        for app, known in ((0, self.people.known_at), (1, self.people.known_app_at)):
            here = np.flatnonzero(now_known & (self.visits.app == app))
            known[self.visits.who[here]] = self.clock[here]

    def _pay(self, going: Flags, next_order: int) -> None:
        """Let people pay, fail, try again and complete the order."""
        outcome, plants, who = self.outcome, self.shop.plants, self.visits.who
        self._do(going, "Checkout – payment", gap_s=20)
        methods = np.array([len(market.methods) for market in MARKETS])[self.people.market[who]]
        outcome.method = (self.rng.random((self.n, 2)).min(axis=1) * methods).astype(np.int64)
        begin = self.shop.start_us + plants.payment_week * WEEK_US
        broken = (self.clock >= begin) & (self.clock < begin + WEEK_US)
        broken &= (self.visits.app == 0) & (self.people.device[who] == 1)
        trying = going & self._chance(0.93)
        for _ in range(3):
            self._do(trying, "Payment Submitted", outcome.method, 40)
            failed = trying & self._chance(np.where(broken, plants.payment_failure, 0.05))
            # an item from 10 on is a failure of the shop's own payment page
            self._do(failed, "Payment Failed", outcome.method + 10 * (broken | self._chance(0.15)), 6)
            outcome.broken |= failed & broken
            outcome.ordered |= trying & ~failed
            trying = failed & self._chance(0.55)
            outcome.gave_up |= failed & ~trying
        outcome.gave_up |= trying
        outcome.gave_up &= ~outcome.ordered
        bought = np.flatnonzero(outcome.ordered)
        outcome.order[bought] = next_order + np.arange(len(bought))
        self._do(outcome.ordered, "Order Completed", outcome.order, 5)


def _logistic(x: Floats) -> Floats:
    result: Floats = 1.0 / (1.0 + np.exp(-x))
    return result
