"""Who is behind a number: what sets them apart from the others, and who meets a condition."""

from footpath.analytics import Journeys
from footpath.insights import Filters, Wanted, people_of, people_within
from tests.analytics.events_of import events_of
from tests.insights.test_live import WORLD, shop

# Of forty on a phone thirty leave at the first step, of forty at a desk five; half of either come by mail.
LEAVERS = {"mobile": 30, "desktop": 5}
OF_EACH = 40


def _world() -> Journeys:
    people = {}
    for device, leave in LEAVERS.items():
        for number in range(OF_EACH):
            about = {"device": device, "campaign": "mail" if number % 2 else "none"}
            rest = [] if number < leave else [("look", 1, about), ("pay", 2, about)]
            people[f"{device}{number}"] = [("home", 0, about), *rest]
    return events_of(people)


def test_what_is_more_common_among_those_who_left_is_told_and_what_is_not_is_left_out() -> None:
    found = people_of(shop(), _world(), Filters(), Wanted(of="column:home:drop_off", limit=1))
    [device] = found.apart
    assert (device.name, device.trait, found.n) == ("device", False, sum(LEAVERS.values()))
    share = {"mobile": (30 / 35, 10 / 45), "desktop": (5 / 35, 35 / 45)}
    assert (device.counted, device.others) == share[device.value]
    assert device.n == LEAVERS[device.value]


def test_a_few_persons_say_nothing_and_later_pieces_are_only_lists() -> None:
    assert people_of(shop(), WORLD, Filters(), Wanted(of="column:home:drop_off")).apart == ()
    assert people_of(shop(), _world(), Filters(), Wanted(of="column:home:drop_off", after=1)).apart == ()


def test_the_persons_who_meet_a_condition_are_listed_the_latest_first() -> None:
    found = people_within(WORLD, Filters(segment="did home then pay"), limit=1)
    assert ([one.id for one in found.people], found.n, found.next) == (["ann"], 2, 1)
    assert [one.id for one in people_within(WORLD, Filters(segment="did home then pay"), after=1).people] == ["eve"]
