"""The shop's books: orders (the Polish branch keeps its own, in its own way), contacts and sales deals."""

from typing import Any

import numpy as np

from footpath.demo.files import Dates, Files
from footpath.demo.lives import Lives
from footpath.demo.people import NEVER, Flags
from footpath.demo.shop import DAY_US, Shop
from footpath.demo.world import CATEGORIES, COMPANY_WORDS, CUSTOMER_TYPES, DELIVERY, MARKETS, OWNERS

POLAND = next(code for code, market in enumerate(MARKETS) if market.country == "PL")
ORDERS = (
    "order_id", "customer_id", "email", "created_at", "paid_at", "shipped_at", "delivery_rescheduled_at",
    "delivered_at", "return_requested_at", "refunded_at", "status", "total", "currency", "country", "region",
    "product", "category", "items", "coupon", "delivery_method", "payment_method", "sales_channel", "campaign",
)  # fmt: skip
ORDERS_PL = (
    "Numer zamówienia", "Id klienta", "E-mail", "Data utworzenia", "Data opłacenia", "Data wysłania",
    "Zmiana terminu dostawy", "Data dostarczenia", "Zgłoszenie zwrotu", "Zwrot środków", "Status", "Kwota", "Waluta",
    "Kraj", "Województwo", "Produkt",
    "Kategoria", "Liczba sztuk", "Kupon", "Sposób dostawy", "Płatność", "Kanał sprzedaży", "Kampania",
)  # fmt: skip
STATUSES_PL = {"returned": "zwrócone", "delivered": "dostarczone", "shipped": "wysłane", "paid": "opłacone"}
CONTACTS = (
    "contact_id", "user_id", "email", "name", "created", "country", "region", "language", "customer_type", "newsletter",
    "company",
)  # fmt: skip
DEALS = (
    "deal_id", "company", "contact_email", "deal_owner", "source_campaign", "country", "create_date", "qualified_date",
    "showroom_visit_date", "proposal_sent_date", "won_date", "lost_date", "stage", "amount", "currency", "lost_reason",
)  # fmt: skip


class Ledgers:
    """Writes the books of one chunk of customers."""

    def __init__(self, rng: np.random.Generator, shop: Shop, lives: Lives, first_order: int) -> None:
        self.rng, self.shop, self.lives, self.first_order = rng, shop, lives, first_order
        self.dates = Dates(shop.end_us)
        self.bad_leads: Flags = np.zeros(len(lives.people), dtype=bool)
        self.kept_waiting: Flags = np.zeros(len(lives.people), dtype=bool)

    def write(self, files: Files) -> None:
        """Append everything to its files."""
        self._orders(files)
        companies = self._deals(files)
        self._contacts(files, companies)

    def _orders(self, files: Files) -> None:
        orders, market = self.lives.orders, self.lives.people.market
        chosen = [int(i) for i in np.argsort(orders.at, kind="stable") if orders.at[i] < self.shop.end_us]
        polish = [self._order(i, self.dates.dotted) for i in chosen if market[orders.who[i]] == POLAND]
        others = [self._order(i, self.dates.iso) for i in chosen if market[orders.who[i]] != POLAND]
        local = [self._in_polish(row) for row in polish]
        files.table("shop/orders_pl.csv", ORDERS_PL, local, delimiter=";", encoding="cp1250")
        files.table("shop/orders.csv", ORDERS, self._untidy(others), encoding="utf-8-sig")

    def _order(self, i: int, write: Any) -> list[Any]:
        orders, people = self.lives.orders, self.lives.people
        who, product = int(orders.who[i]), self.shop.products[int(orders.product[i])]
        market = MARKETS[int(people.market[who])]
        steps = ("at", "paid_at", "shipped_at", "rescheduled_at", "delivered_at", "returned_at", "refunded_at")
        campaign = int(orders.campaign[i])
        return [
            f"MH-{100_000 + self.first_order + i}",
            people.user_id(who) if self._known(who) else "",
            people.email(who),
            *(write(int(getattr(orders, step)[i])) for step in steps),
            self._status(i),
            f"{orders.total[i] * market.rate:.2f}",
            market.currency,
            market.country,
            market.regions[int(people.region[who])][0],
            product.title,
            list(CATEGORIES)[product.category],
            max(1, round(float(orders.total[i]) / product.price)),
            "WELCOME10" if orders.coupon[i] == 1 else "",
            DELIVERY[int(orders.delivery[i])],
            market.methods[int(orders.method[i])],
            "app" if orders.app[i] else "web",
            self.shop.campaigns[campaign][0] if campaign >= 0 else "",
        ]

    def _status(self, i: int) -> str:
        orders, end = self.lives.orders, self.shop.end_us
        for step, status in (("returned_at", "returned"), ("delivered_at", "delivered"), ("shipped_at", "shipped")):
            if getattr(orders, step)[i] < end:
                return status
        return "paid"

    def _in_polish(self, row: list[Any]) -> list[Any]:
        total = row[11].replace(".", ",")
        return [*row[:10], STATUSES_PL[row[10]], total, *row[12:]]

    def _untidy(self, rows: list[list[Any]]) -> list[list[Any]]:
        """Repeat a few rows and break a few, as exports do."""
        found: list[list[Any]] = []
        for row in rows:
            slip = self.rng.random()
            found.append(row)
            if slip < 0.003:
                found.append(row)
            elif slip < 0.004:
                found.append([row[0], row[1], row[2], "0000-00-00", *row[4:]])
            elif slip < 0.005:
                found[-1] = [*row[:11], "n/a", *row[12:]]
        return found

    def _known(self, who: int) -> bool:
        people = self.lives.people
        return min(int(people.known_at[who]), int(people.known_app_at[who])) < self.shop.end_us

    def _deals(self, files: Files) -> dict[int, str]:
        """Write the sales deals with offices; returns the company of each person who asked for one."""
        people, rng = self.lives.people, self.rng
        office = next(code for code, (name, _) in enumerate(CUSTOMER_TYPES) if name == "office")
        rows, companies = [], {}
        weights = np.array([campaign[3] for campaign in self.shop.campaigns])
        weights[self.shop.plants.bad_campaign] *= 1.6
        for who in np.flatnonzero((people.kind == office) & (rng.random(len(people)) < 0.65)):
            words = [part[int(rng.random() * len(part))] for part in COMPANY_WORDS]
            companies[int(who)] = f"{words[0]} {words[1]} {people.first + int(who)}"
            campaign = int(rng.choice(len(weights), p=weights / weights.sum()))
            rows.append(self._deal(int(who), companies[int(who)], campaign))
        ordered = sorted(rows, key=lambda row: (row[0], row[1][0]))
        files.table("crm/deals.csv", DEALS, [row for _, row in ordered])
        return companies

    def _deal(self, who: int, company: str, campaign: int) -> tuple[int, list[Any]]:
        people, rng, plants = self.lives.people, self.rng, self.shop.plants
        owner = int(rng.integers(0, len(OWNERS)))
        bad = campaign == plants.bad_campaign
        late = owner == plants.owner and "slow_owner" in plants.extras
        self.bad_leads[who], self.kept_waiting[who] = bad, late
        at = int(people.first_at[who]) + int(rng.uniform(0.01, 2) * DAY_US)
        steps = [at, NEVER, NEVER, NEVER, NEVER, NEVER]
        stage, reason = self._progress(steps, bad=bad, late=late)
        market = MARKETS[int(people.market[who])]
        amount = round(float(rng.lognormal(np.log(4200), 0.7)) * market.rate, -1)
        dates = [self.dates.slashed(step) for step in steps]
        return at, [
            f"D-{people.first + who:07d}", company, people.email(who), OWNERS[owner], self.shop.campaigns[campaign][0],
            market.country, *dates, stage, f"{amount:.2f}", market.currency, reason,
        ]  # fmt: skip

    def _progress(self, steps: list[int], *, bad: bool, late: bool) -> tuple[str, str]:
        """Fill in when a deal reached each step; returns the stage it stands at and why it was lost."""
        rng, end = self.rng, self.shop.end_us
        p = np.array([0.62, 0.72, 0.78, 0.5]) * (0.42 if bad else 1.0) ** np.array([1, 0.3, 0.3, 0.5])
        p *= np.array([0.7 if late else 1.0, 1, 1, 1])
        days = (7.5 if late else 1.6, 5.0, 4.0, 9.0)
        names = ("new", "qualified", "showroom visit", "proposal sent", "won")
        at, stage = steps[0], "new"
        for number in range(4):
            at += int(rng.lognormal(np.log(days[number]), 0.5) * DAY_US)
            if rng.random() >= p[number]:
                steps[5] = at + int(rng.lognormal(np.log(6), 0.5) * DAY_US)
                why = ("not a company", "no budget", "no answer") if bad else ("price", "no answer", "bought elsewhere")
                return ("lost", why[int(rng.random() * 3)]) if steps[5] < end else (stage, "")
            if at >= end:
                break
            steps[number + 1], stage = at, names[number + 1]
        return stage, ""

    def _contacts(self, files: Files, companies: dict[int, str]) -> None:
        people = self.lives.people
        rows = []
        for who in range(len(people)):
            at = min(int(people.known_at[who]), int(people.known_app_at[who]))
            if at >= self.shop.end_us and who not in companies:
                continue
            market = MARKETS[int(people.market[who])]
            rows.append(
                (
                    f"C-{people.first + who:07d}",
                    people.user_id(who) if at < self.shop.end_us else "",
                    people.email(who),
                    people.full_name(who),
                    self.dates.iso(min(at, int(people.first_at[who])))[:10],
                    market.country,
                    market.regions[int(people.region[who])][0],
                    market.locale,
                    CUSTOMER_TYPES[int(people.kind[who])][0],
                    "yes" if people.name[who] % 5 < 2 else "no",
                    companies.get(who, ""),
                )
            )
        files.table("crm/contacts.csv", CONTACTS, rows)
