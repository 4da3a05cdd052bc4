"""What customers say afterwards: tickets, reviews and survey answers, as the rows of their exports."""

from typing import Any

import numpy as np

from footpath.demo.files import Dates, Files
from footpath.demo.lives import Lives
from footpath.demo.orders import TOPICS
from footpath.demo.people import NEVER, Flags, Floats
from footpath.demo.shop import DAY_US, Shop
from footpath.demo.texts import About, Writer
from footpath.demo.world import LAMPS, MARKETS

HOUR_US = 3_600_000_000
TICKETS = (
    "ticket_id", "user_id", "email", "opened", "first_answered", "closed", "reopened_at", "channel", "country", "topic",
    "subject", "text", "priority", "order_id", "satisfaction",
)  # fmt: skip
REVIEWS = (
    "review_id", "created_ms", "user_id", "product_id", "product", "rating", "title", "text", "language", "verified",
)  # fmt: skip
NPS = ("Response ID", "Email", "Submitted", "How likely are you to recommend Marigold Home to a friend? (0-10)", "Why?")
CSAT = ("order_id", "customer_id", "answered", "How satisfied are you with the delivery? (1-5)", "comment")


class Voices:
    """Writes what one chunk of customers said."""

    def __init__(self, rng: np.random.Generator, shop: Shop, lives: Lives, first_order: int) -> None:
        self.rng, self.shop, self.lives, self.first_order = rng, shop, lives, first_order
        self.writer, self.dates = Writer(rng), Dates(shop.end_us)
        orders = lives.orders
        self.style = np.array([product.style for product in shop.products])[orders.product]
        category = np.array([product.category for product in shop.products])[orders.product]
        self.hard = (category == shop.plants.category) & ("assembly" in shop.plants.extras)
        self.asked = np.isin(np.arange(len(orders)), lives.tickets.order)
        loyal = lives.people.kind[orders.who] == shop.plants.loyal_type
        noise = rng.normal(0, 0.45, len(orders))
        self.mood: Floats = 1.6 * (self.style - 0.6) - 0.16 * orders.late - 0.4 * self.asked - 0.5 * self.hard
        self.mood += 0.35 * loyal - 0.3 * (orders.returned_at < NEVER) + noise

    def write(self, files: Files) -> None:
        """Append everything to its files."""
        self._tickets(files)
        self._reviews(files)
        self._nps(files)
        self._csat(files)

    def _tickets(self, files: Files) -> None:
        tickets, rng = self.lives.tickets, self.rng
        rows = []
        for i in np.argsort(tickets.at, kind="stable"):
            at = int(tickets.at[i])
            if at >= self.shop.end_us:
                continue
            answered = at + int(tickets.answer_h[i] * HOUR_US)
            closed = at + int(tickets.solve_h[i] * HOUR_US)
            reopened = (answered + closed) // 2 if tickets.reopened[i] else NEVER
            calm = 4.3 - 0.035 * tickets.answer_h[i] - 0.9 * tickets.reopened[i] + rng.normal(0, 0.8)
            told = rng.random() < 0.45 and closed < self.shop.end_us
            rows.append(
                (
                    f"T-{self.lives.people.first + int(i) + 1:07d}",
                    *self._ids(int(tickets.who[i])),
                    *map(self.dates.at, (at, answered, closed, reopened)),
                    ("email", "chat", "phone")[int(rng.choice(3, p=[0.55, 0.3, 0.15]))],
                    *self._matter(int(i)),
                    int(np.clip(round(calm), 1, 5)) if told else None,
                )
            )
        files.sheet("support/tickets.xlsx", TICKETS, rows)

    def _matter(self, i: int) -> tuple[Any, ...]:
        """Return country, topic, subject, text, priority and order of a ticket."""
        tickets, people, rng = self.lives.tickets, self.lives.people, self.rng
        who, order, topic = int(tickets.who[i]), int(tickets.order[i]), TOPICS[int(tickets.topic[i])]
        chosen = self.lives.orders.product[order] if order >= 0 else rng.integers(0, len(self.shop.products))
        subject, text = self.writer.request(self._about(who, int(chosen)), topic)
        urgent = topic in ("payment", "delivery", "returns")
        priority = ("low", "normal", "high")[int(rng.choice(3, p=[0.1, 0.5, 0.4] if urgent else [0.3, 0.6, 0.1]))]
        return MARKETS[int(people.market[who])].country, topic, subject, text, priority, self._order_id(order)

    def _reviews(self, files: Files) -> None:
        orders, people, rng = self.lives.orders, self.lives.people, self.rng
        rows = []
        for i in self._who_answers(0.2):
            at = int(orders.delivered_at[i] + rng.lognormal(np.log(5), 0.6) * DAY_US)
            if at >= self.shop.end_us:
                continue
            rating = int(np.clip(round(4.0 + 1.1 * self.mood[i] + rng.normal(0, 0.6)), 1, 5))
            who = int(orders.who[i])
            language, product = people.language(who), self.shop.products[int(orders.product[i])]
            text = self._say(i, rating - 3, long=True)
            user = self._ids(who)[0] if rng.random() < 0.85 else None
            title = text.split("\n")[-1].split("。" if language == "zh" else ".")[0][:60] if rng.random() < 0.6 else ""
            row = (f"R{self.first_order + i + 1:07d}", at // 1000, user, product.id, product.title, rating, title, text)
            rows.append((*row, MARKETS[int(people.market[who])].locale, "yes" if user else "no"))
        files.table("reviews/product_reviews.csv", REVIEWS, sorted(rows, key=lambda row: row[1]))

    def _nps(self, files: Files) -> None:
        orders, people, rng = self.lives.orders, self.lives.people, self.rng
        rows = []
        for i in self._who_answers(0.2):
            at = int(orders.delivered_at[i] + rng.uniform(14, 28) * DAY_US)
            if at >= self.shop.end_us:
                continue
            score = int(np.clip(round(7.9 + 2.1 * self.mood[i] + rng.normal(0, 1.2)), 0, 10))
            who = int(orders.who[i])
            text = self._say(i, score - 7, long=False) if rng.random() < 0.6 else ""
            rows.append((f"N{self.first_order + i + 1:07d}", people.email(who), self.dates.offset(at), score, text))
        files.table("surveys/nps.csv", NPS, sorted(rows, key=lambda row: row[2]))

    def _csat(self, files: Files) -> None:
        orders, rng = self.lives.orders, self.rng
        rows = []
        for i in self._who_answers(0.28):
            at = int(orders.delivered_at[i] + rng.uniform(0.1, 3) * DAY_US)
            if at >= self.shop.end_us:
                continue
            again = orders.rescheduled_at[i] < NEVER
            score = int(np.clip(round(4.5 - 0.42 * orders.late[i] - 0.8 * again + rng.normal(0, 0.7)), 1, 5))
            who, good = int(orders.who[i]), score >= 4
            said = rng.random() < 0.4
            about = self._about(who, int(orders.product[i]))
            text = self.writer.aside(about, "delivery", good=good) if said else ""
            rows.append((at, (self._order_id(i), self._ids(who)[0], self.dates.dotted(at), score, text)))
        ordered = [row for _, row in sorted(rows, key=lambda pair: pair[0])]
        files.table("surveys/delivery_csat.csv", CSAT, ordered, delimiter=";", encoding="utf-8-sig")

    def _who_answers(self, share: float) -> list[int]:
        delivered = self.lives.orders.delivered_at < self.shop.end_us
        answers: Flags = delivered & (self.rng.random(len(delivered)) < share * (1 + 0.5 * (self.mood < -0.4)))
        return [int(i) for i in np.flatnonzero(answers)]

    def _say(self, i: int, liking: int, *, long: bool) -> str:
        """Write about what moved this customer: praise above zero, blame below, both at zero."""
        blamed, praised = self._blamed(i), self._praised()
        about = self._about(int(self.lives.orders.who[i]), int(self.lives.orders.product[i]))
        if liking == 0:
            return self.writer.both(about, praised, blamed if blamed != praised else "website")
        topic = praised if liking > 0 else blamed
        write = self.writer.remark if long else self.writer.aside
        return write(about, topic, good=liking > 0)

    def _blamed(self, i: int) -> str:
        orders = self.lives.orders
        if self.hard[i]:
            return "assembly"
        if orders.late[i] > 1.5:
            return "delivery"
        if self.asked[i]:
            return "service"
        if orders.returned_at[i] < NEVER:
            return "returns"
        return ("quality", "assembly", "website", "payment", "delivery")[
            int(self.rng.choice(5, p=[0.55, 0.12, 0.13, 0.08, 0.12]))
        ]

    def _praised(self) -> str:
        topics = ("quality", "delivery", "service", "website", "assembly", "payment")
        return topics[int(self.rng.choice(6, p=[0.45, 0.2, 0.1, 0.12, 0.08, 0.05]))]

    def _about(self, who: int, product: int) -> About:
        bought = self.shop.products[product]
        return About(self.lives.people.language(who), bought.title.split()[0], bought.category < LAMPS)

    def _ids(self, who: int) -> tuple[str | None, str]:
        """Return user id, None for those who never had an account, and address."""
        people = self.lives.people
        known = min(int(people.known_at[who]), int(people.known_app_at[who])) < NEVER
        return (people.user_id(who) if known else None), people.email(who)

    def _order_id(self, order: int) -> str | None:
        return f"MH-{100_000 + self.first_order + order}" if order >= 0 else None
