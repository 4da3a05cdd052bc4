"""Each detector finds the pain planted for it in a world made by hand, and says where it is concentrated."""

import numpy as np
import pytest

from footpath.insights.detector import DETECTORS, Context
from footpath.insights.draft import Draft
from footpath.insights.emotion import listen
from footpath.insights.finding import Finding
from footpath.insights.harm import journey_seconds
from footpath.insights.world import see
from tests.insights import worlds
from tests.insights.worlds import DAY, HOUR, START, Event

SHOP = ("Home", "Product", "Cart", "Payment", "Paid")


def found(name: str, draft: Draft) -> list[Finding]:
    world = see(draft)
    context = Context(world, listen(draft, world, draft.signals), journey_seconds(world))
    return sorted(DETECTORS[name]().find(context), key=lambda finding: -abs(finding.harm))


def people_with(dims: list[str], n: int, rng: np.random.Generator) -> list[dict[str, str]]:
    return [{"region": str(rng.choice(dims))} for _ in range(n)]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_drop_off_finds_the_step_device_and_week(seed: int) -> None:
    people = worlds.shop(
        4000,
        np.random.default_rng(seed),
        lambda step, who, week: 0.3 if (step, who["device"], week) == ("Payment", "mobile", 5) else 0.75,
    )
    best = found("drop_off", worlds.draft(people, SHOP, goal="Paid"))[0]
    assert best.column == 4
    assert best.segment.parts == (("device", "mobile"),)
    assert best.segment.periods == (5, 5)
    assert best.title.endswith("leave at Payment on phones in the week of 12 Oct")


def test_drop_off_finds_the_step_where_most_leave() -> None:
    people = worlds.shop(2000, np.random.default_rng(4), lambda step, *_: 0.4 if step == "Cart" else 0.9)
    best = found("drop_off", worlds.draft(people, SHOP, goal="Paid"))[0]
    assert (best.column, best.segment.parts, best.segment.periods) == (3, (), None)
    assert best.figure.value == pytest.approx(0.6, abs=0.05)
    assert best.reference is not None
    assert best.reference.value == pytest.approx(0.1, abs=0.03)


def test_lost_goal_finds_the_campaign_with_bad_leads() -> None:
    people = worlds.shop(4000, np.random.default_rng(5), lambda _, who, __: 0.6 if who["campaign"] == "beta" else 0.8)
    best = found("lost_goal", worlds.draft(people, SHOP, goal="Paid"))[0]
    assert best.segment.parts == (("campaign", "beta"),)
    assert best.segment.periods is None
    assert best.title == "Few from campaign beta reach Paid"


def deliveries(n: int, rng: np.random.Generator, slow: str) -> list[list[Event]]:
    people = []
    for who in people_with(["North", "South", "East"], n, rng):
        at = START + int(rng.integers(0, 70 * DAY))
        sent = at + int(rng.gamma(4, 6) * HOUR)
        took = rng.gamma(9, 8) * (2.0 if who["region"] == slow else 1.0)
        people.append([("Ordered", at, who), ("Shipped", sent, who), ("Delivered", sent + int(took * HOUR), who)])
    return people


def test_wait_finds_the_region_where_delivery_is_slow() -> None:
    draft = worlds.draft(
        deliveries(1500, np.random.default_rng(6), "South"),
        ("Ordered", "Shipped", "Delivered"),
        goal="Ordered",
        types={"Ordered": "order", "Shipped": "order", "Delivered": "order"},
    )
    waits = found("wait", draft)
    local = next(finding for finding in waits if finding.segment.parts)
    assert local.segment.parts == (("region", "South"),)
    assert local.segment.periods is None
    assert local.column == 3
    overall = next(finding for finding in waits if not finding.segment.parts)
    assert overall.title == "Slow: Shipped → Delivered"


def test_wait_ignores_the_time_customers_take_themselves() -> None:
    looking = worlds.shop(1000, np.random.default_rng(7), lambda *_: 0.8)
    assert found("wait", worlds.draft(looking, SHOP, goal="Paid")) == []


def payments(n: int, rng: np.random.Generator) -> list[list[Event]]:
    people = []
    for _ in range(n):
        who = {"device": str(rng.choice(["desktop", "mobile"]))}
        week = int(rng.integers(0, 10))
        at = START + week * 7 * DAY + int(rng.integers(0, 6 * DAY))
        events: list[Event] = [("Cart", at, who), ("Payment", at + HOUR, who)]
        chance = 0.5 if (who["device"], week) == ("mobile", 4) else 0.03
        if rng.random() < chance:
            events.append(("Payment failed", at + HOUR + 1_000_000, who | {"reason": "card_refused"}))
            if rng.random() < 0.7:
                people.append(events)
                continue
        events.append(("Paid", at + 2 * HOUR, who))
        people.append(events)
    return people


def test_error_finds_where_and_when_payment_fails_and_the_reason_given() -> None:
    draft = worlds.draft(
        payments(6000, np.random.default_rng(8)), ("Cart", "Payment", "Payment failed", "Paid"), goal="Paid"
    )
    best = next(finding for finding in found("error", draft) if finding.segment.parts)
    assert best.column == 2
    assert best.segment.parts == (("device", "mobile"),)
    assert best.segment.periods == (4, 4)
    assert best.title == "Payment fails on phones in the week of 5 Oct"
    assert "mostly card refused" in best.facts


def test_loop_counts_going_back_only_where_it_costs_the_goal() -> None:
    rng = np.random.default_rng(9)
    people = []
    for _ in range(1500):
        at = START + int(rng.integers(0, 60 * DAY))
        events: list[Event] = [("Cart", at, {}), ("Delivery", at + HOUR, {})]
        if rng.random() < 0.3:
            events += [("Cart", at + 2 * HOUR, {}), ("Delivery", at + 3 * HOUR, {})]
            chance = 0.3
        else:
            chance = 0.8
        if rng.random() < chance:
            events.append(("Paid", at + 4 * HOUR, {}))
        people.append(events)
    best = found("loop", worlds.draft(people, ("Cart", "Delivery", "Paid"), goal="Paid"))[0]
    assert best.title == "Going back: Delivery → Cart"
    assert best.figure.value == pytest.approx(0.3, abs=0.04)
    same = [[*person[:2], ("Paid", person[0][1] + 9 * HOUR, {})] for person in people]
    assert found("loop", worlds.draft(same, ("Cart", "Delivery", "Paid"), goal="Paid")) == []


def test_repeat_contact_finds_the_step_that_calls_for_help_follow_and_asking_again() -> None:
    rng = np.random.default_rng(10)
    people = []
    for _ in range(1500):
        at = START + int(rng.integers(0, 50 * DAY))
        events: list[Event] = [("Ordered", at, {})]
        if rng.random() < 0.02:
            events.append(("Ticket opened", at + HOUR, {}))
        events.append(("Delivered", at + 2 * DAY, {}))
        if rng.random() < 0.2:
            events.append(("Ticket opened", at + 3 * DAY, {}))
            if rng.random() < 0.5:
                events.append(("Ticket opened", at + 6 * DAY, {}))
        people.append(events)
    draft = worlds.draft(
        people, ("Ordered", "Delivered", "Ticket opened"), goal="Delivered", types={"Ticket opened": "ticket"}
    )
    titles = [finding.title for finding in found("repeat_contact", draft)]
    assert "Delivered leads to calls for help" in titles
    assert "People must ask more than once" in titles
    assert not any(title.startswith("Ordered leads") for title in titles)


def test_low_score_finds_the_upsetting_step_and_whom_it_upsets() -> None:
    rng = np.random.default_rng(11)
    rows: list[dict[str, object]] = []
    for about, level in (("Cart", 0.3), ("Delivery", -0.4)):
        for _ in range(200):
            city = str(rng.choice(["Riga", "Oslo"]))
            mood = level - (0.5 if (about, city) == ("Delivery", "Riga") else 0.0)
            rows.append(
                {"about": about, "emotion": float(np.clip(rng.normal(mood, 0.3), -1, 1)), "properties": {"city": city}}
            )
    draft = worlds.draft([], ("Cart", "Delivery"), signals=worlds.voices(rows))
    findings = found("low_score", draft)
    assert {finding.column for finding in findings} == {2}
    assert any(finding.title == "Delivery upsets people" for finding in findings)
    assert any(finding.segment.parts == (("city", "Riga"),) for finding in findings)


def buyers(n: int, rng: np.random.Generator) -> list[list[Event]]:
    """Customers who buy again in half of all cases; less after a refund, more in the North."""
    people = []
    for who in people_with(["North", "South", "East"], n, rng):
        at = START + int(rng.integers(0, 120 * DAY))
        events: list[Event] = [("Visit", at - HOUR, who), ("Paid", at, who)]
        again = 0.75 if who["region"] == "North" else 0.45
        if rng.random() < 0.15:
            events.append(("Refund", at + 2 * DAY, who))
            again -= 0.3
        if rng.random() < again:
            events.append(("Paid", at + int(rng.integers(12, 40)) * DAY, who))
        people.append(events)
    return people


def test_loss_and_loyal_find_what_keeps_people_away_and_who_comes_back() -> None:
    draft = worlds.draft(
        buyers(2500, np.random.default_rng(12)), ("Visit", "Paid", "Refund"), goal="Paid", types={"Paid": "order"}
    )
    assert found("loss", draft)[0].title == "After Refund, people don't come back"
    gain = found("loyal", draft)[0]
    assert (gain.tone, gain.segment.parts) == ("good", (("region", "North"),))
    assert gain.title == "People in North come back"


def test_loss_finds_what_comes_before_cancelling() -> None:
    rng = np.random.default_rng(13)
    people = []
    for _ in range(600):
        events: list[Event] = []
        trouble = -9
        for month in range(8):
            at = START + month * 28 * DAY + int(rng.integers(0, 20 * DAY))
            events.append(("Use", at, {}))
            if rng.random() < 0.08:
                events.append(("Outage", at + DAY, {}))
                trouble = month
            if rng.random() < (0.4 if trouble == month - 1 else 0.02):
                events.append(("Subscription cancelled", at + 2 * DAY, {}))
                break
        people.append(events)
    draft = worlds.draft(people, ("Use", "Outage", "Subscription cancelled"), goal="Use")
    assert any("comes before Subscription cancelled" in finding.title for finding in found("loss", draft))


def test_dead_end_finds_the_page_of_a_step_at_which_journeys_end() -> None:
    rng = np.random.default_rng(14)
    people = []
    for _ in range(1200):
        at = START + int(rng.integers(0, 60 * DAY))
        page = str(rng.choice(["Search", "Empty search"]))
        events: list[Event] = [("Home", at, {}), (page, at + HOUR, {})]
        if rng.random() < (0.8 if page == "Search" else 0.15):
            events += [("Cart", at + 2 * HOUR, {}), ("Paid", at + 3 * HOUR, {})]
        people.append(events)
    draft = worlds.draft(people, ("Home", "Search", "Cart", "Paid"), goal="Paid")
    names = draft.journeys.signatures["name"].to_pylist()
    lookup = draft.lookup.copy()
    lookup[names.index("Empty search")] = 2
    best = found("dead_end", worlds.with_lookup(draft, lookup))[0]
    assert best.title == "Empty search is a dead end"
    assert best.column == 2
