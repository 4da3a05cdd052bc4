"""Which persons meet a condition: worked cases, and any condition over any world against plain loops."""

import pickle
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from footpath.analytics import Bucket, Journeys, ask
from footpath.analytics.calendar import micros_of
from footpath.analytics.scope import Scope, view
from footpath.analytics.select import Select
from footpath.analytics.who import (
    All,
    Amount,
    Compiler,
    Did,
    Either,
    InOrder,
    Not,
    Property,
    Trait,
    Who,
    condition,
    forget,
    save,
    saved,
)
from footpath.analytics.who.sizing import earlier, size
from footpath.core import clock
from footpath.core.errors import Invalid, NotFound
from tests.analytics.events_of import START_US, Event, events_of
from tests.analytics.who_oracle import DAY_S, meets, with_gaps
from tests.dials import examples

D = DAY_S


def world() -> Journeys:
    """Four persons; the newest event is dan's, on day 40."""
    made = events_of(
        {
            "ann": [
                ("visit", 0, {"device": "mobile", "campaign": "spring", "account": "acme"}),
                ("order", 1 * D, {"amount": "0.7", "device": "desktop"}),
                ("order", 2 * D, {"amount": "0.1"}),
                ("order", 35 * D, {"amount": "99.2"}),
            ],
            "bob": [
                ("visit", 5 * D, {"device": "desktop", "campaign": "autumn"}),
                ("visit", 38 * D, {"account": "acme"}),
                ("refund", 39 * D, {"amount": "20"}),
            ],
            "cid": [("visit", 20 * D, {"device": "mobile"})],
            "dan": [("order", 30 * D, {"amount": "50", "account": "zed"}), ("visit", 40 * D, {"campaign": "spring"})],
        }
    )
    rows = [
        ("ann", "plan", "pro"), ("ann", "age", "41"), ("ann", "joined", "2023-11-14T10:00:00"),
        ("bob", "plan", "free"), ("bob", "age", "17"), ("bob", "joined", "2024-02-01"),
        ("dan", "plan", "Pro team"), ("dan", "age", "n/a"),
    ]  # fmt: skip
    traits = pa.table(dict(zip(("person", "trait", "value"), map(list, zip(*rows, strict=True)), strict=True)))
    return with_gaps(replace(made, traits=traits))


def those(journeys: Journeys, who: "str | Who", **scope: object) -> list[str]:
    units, shaped = view(journeys, Scope(who=who, **scope))  # type: ignore[arg-type]
    buckets = [shaped(bucket) for bucket in units.buckets]
    return sorted(person for bucket in buckets for person in bucket.whose(np.arange(bucket.n_journeys)).to_pylist())


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        ("did order", "ann dan"),
        ("not did order", "bob cid"),
        ("did order at least 2 times", "ann"),
        ("did order at least 2 times within 1 d", "ann"),
        ("did order at least 3 times within 30 d", ""),
        ("did order at least 3 times within 34 d", "ann"),
        ("did order exactly 1 times", "dan"),
        ("did order 0 to 1 times", "bob cid dan"),
        ("did visit in the last 30 d", "bob cid dan"),
        ("did order in the last 10 d", "ann dan"),  # day 30 is the first of the last 10 days
        ("did order at least 2 times in the last 10 d", ""),
        ("did order for the first time in the last 10 d", "dan"),
        ("did visit since 2023-12-15 until 2023-12-24", "bob"),  # START_US is 2023-11-14 22:13:20 UTC
        ("did visit then order", "ann"),
        ("did visit then order within 1 d", "ann"),
        ("did visit then order then order then order with gaps up to 2 d", ""),
        ("did visit then order then order with gaps up to 1 d", "ann"),
        ("did visit then visit then refund with gaps up to 33 d", "bob"),
        ("did visit then visit then refund within 33 d", ""),
        ("spent >= 100", "ann"),  # 0.7 + 0.1 + 99.2, exactly
        ("spent >= 0.8 on order until 2023-12-01", "ann"),
        ("spent < 20", "cid"),
        ("sum of refund >= 20", "bob"),
        ("mean of order > 33.3", "ann dan"),
        ("min of order <= 0.1", "ann"),
        ("max of order & device = desktop < 1", "ann"),
        ("trait plan = pro", "ann"),
        ("trait plan contains pro", "ann dan"),
        ("trait plan != pro", "bob cid dan"),
        ("trait plan is set", "ann bob dan"),
        ("trait plan in free, pro", "ann bob"),
        ("trait age >= 18", "ann"),
        ("trait joined >= 2024-01-01", "bob"),
        ("ever device = mobile", "ann cid"),
        ("first device = mobile", "ann cid"),
        ("last device = mobile", "cid"),
        ("last device = desktop in the last 39 d", "ann bob"),
        ("first campaign = spring in the last 1 d", "dan"),
        ("ever campaign contains SPR | aut", "ann bob dan"),
        ("first channel = web", "ann bob cid dan"),
        ("ever account = acme", "ann bob"),
        ("ever page is set", ""),
        ("did order and not (trait plan = pro or did refund)", "dan"),
        ("did order and did visit or did refund", "ann bob dan"),
        ("did order & device = desktop", "ann"),
        ("did device = mobile & value >= 0", ""),
        ("did anything at least 3 times", "ann bob"),
    ],
)
def test_who(who: str, expected: str) -> None:
    assert those(world(), who) == expected.split()


def test_conditions_hold_for_persons_accounts_and_sessions() -> None:
    made = world()
    # Of a session it is the whole person who counts, whatever the period; of an account all its members' events.
    assert those(made, "did refund", unit="session", until=datetime(2023, 12, 1, tzinfo=UTC)) == ["bob"]
    assert those(made, "did refund", unit="session") == ["bob"] * 3
    assert those(made, "did refund", unit="account") == ["acme"]
    assert those(made, "did order at least 3 times and did refund", unit="account") == ["acme"]
    assert those(made, "trait plan = pro and trait plan = free", unit="account") == ["acme"]
    assert those(made, 'trait plan = "Pro team"', unit="account") == ["zed"]
    assert those(made, "not trait plan = free", unit="account") == ["zed"]


def test_who_is_a_field_of_every_question() -> None:
    made = world()
    answer = ask("funnel", made, steps=["visit"], who="trait plan is set and not did refund")
    assert answer.n == 2
    assert answer.rules["who"] == "trait plan is set and not did refund"
    assert ask("funnel", made, steps=["visit"], who=Not(Did(Select(("order",))))).n == 2


def test_segments_are_saved_by_name_and_used_by_name(tmp_path: Path) -> None:
    made = replace(world(), store=str(tmp_path))
    save(tmp_path, "buyers", "did order")
    save(tmp_path, "good ones", 'in buyers and trait plan = "pro"')
    assert ask("funnel", made, steps=["visit"], who="good ones").n == 1
    assert those(made, 'in "good ones" or did refund') == ["ann", "bob"]
    assert ask("funnel", made, steps=["visit"], who="good ones").rules["who"] == (
        "in good ones (in buyers (did order) and trait plan = pro)"
    )
    assert list(saved(tmp_path)) == ["buyers", "good ones"]
    with pytest.raises(NotFound, match="buyer") as caught:
        ask("funnel", made, steps=["visit"], who="buyer")
    assert "'buyers'" in caught.value.hint
    with pytest.raises(NotFound, match="nobody else"):
        those(made, 'in "nobody else"')
    with pytest.raises(Invalid, match="circle: buyers → good ones → buyers"):
        save(tmp_path, "buyers", 'in "good ones"')
    with pytest.raises(Invalid, match="part of 'good ones'"):
        forget(tmp_path, "buyers")
    forget(tmp_path, "good ones")
    forget(tmp_path, "buyers")
    assert saved(tmp_path) == {}


def test_the_file_of_segments_may_be_edited_by_hand(tmp_path: Path) -> None:
    path = tmp_path / "segments.yaml"
    path.write_text(
        "# ours\nbuyers: did order  # all of them\n\n# more\n"
        "others:\n  type: not\n  of: {type: saved, name: buyers}\n# end\n"
    )
    assert saved(tmp_path)["others"] == Not(condition("in buyers"))
    save(tmp_path, "buyers", "did order at least 2 times")
    save(tmp_path, "yes", "trait plan is set")
    forget(tmp_path, "others")
    assert path.read_text() == "# ours\nbuyers: did order at least 2 times\n\n# more\n# end\n'yes': trait plan is set\n"
    path.write_text("{buyers: did order}")
    save(tmp_path, "more", "did visit")
    assert list(saved(tmp_path)) == ["buyers", "more"]
    assert [one.name for one in tmp_path.glob("*.part")] == []
    path.write_text("a: did order\nb: dod order\n")
    with pytest.raises(Invalid, match=r"'b' in segments\.yaml"):
        saved(tmp_path)
    assert those(replace(world(), store=str(tmp_path)), "in a") == ["ann", "dan"]
    for bad in ("a: [", "- a"):
        path.write_text(bad)
        with pytest.raises(Invalid, match=r"segments\.yaml"):
            saved(tmp_path)
    for name in ("", " x", "a\nb", "x" * 81):
        with pytest.raises(Invalid, match="no name"):
            save(tmp_path / "x", name, "did order")


def test_size_with_share_and_interval() -> None:
    found = size(world(), "did order")
    assert (found.persons, found.of, found.share) == (2, 4, 0.5)
    assert found.low is not None
    assert found.low < 0.5 < found.high  # type: ignore[operator]
    assert size(Journeys((), world().signatures, "x"), "did order").share is None


def test_the_last_days_end_with_the_newest_event_that_is_not_in_the_future() -> None:
    made = events_of({"a": [("x", 0)], "b": [("y", 50 * D)], "c": [("x", 100 * D)]})
    assert those(made, "did x in the last 60 d") == ["c"]
    with clock.freeze(datetime(2024, 1, 14, tzinfo=UTC)):  # after b, before c
        assert those(made, "did x in the last 60 d") == ["a"]
    with clock.freeze(datetime(2020, 1, 1, tzinfo=UTC)):
        assert those(made, "did x in the last 60 d") == ["c"]


def test_days_in_conditions_are_of_the_questions_zone() -> None:
    midnight = micros_of(datetime(2024, 3, 30, 22, 30, tzinfo=UTC))  # 00:30 on the 31st in Riga
    made = events_of({"p": [("x", 0)]}, start=midnight)
    assert those(made, "did x since 2024-03-31", tz="Europe/Riga") == ["p"]
    assert those(made, "did x since 2024-03-31") == []
    assert those(made, "did x since 2024-03-31T00:30+02:00") == ["p"]


def test_what_there_is_none_of_is_said() -> None:
    for who, match in (
        ("did oder", "'oder'"), ("trait plann is set", "'plann'"), ("trait plan = premium", "'premium'"),
        ("first colour = red", "'colour'"), ("first device = phone", "'phone'"),
    ):  # fmt: skip
        with pytest.raises(NotFound, match=match) as caught:
            those(world(), who)
        assert caught.value.hint
    with pytest.raises(NotFound, match="'plan'"):
        those(events_of({"a": [("x", 0)]}), "trait plan is set")


def test_empty_journeys_answer() -> None:
    nobody = Journeys((), world().signatures, "x")
    assert ask("funnel", nobody, steps=["visit"], who="did order in the last 7 d").n == 0


def test_compiled_conditions_travel() -> None:
    made = world()
    test = Compiler(made, "UTC").test(
        condition(
            'trait plan is set and (did order or first device = "desktop") and not did visit then order and spent > 1'
        )
    )
    again = pickle.loads(pickle.dumps(test))  # noqa: S301
    for bucket in made.buckets:
        assert (again(bucket) == test(bucket)).all()


def test_persons_whom_an_overlay_stands_in_for_keep_their_traits() -> None:
    made = events_of({"ann": [("a", 0)], "bob": [("a", 0)], "cid": [("a", 0)]}, buckets=1)
    old = made.buckets[0]
    fresh = events_of({"ann": [("a", 0), ("a", 5)], "xia": [("a", 0)], "yan": [("a", 0)]}, buckets=1).buckets[0]
    rest = np.array([1, 2])
    left: Bucket = replace(old, begin=old.begin[rest], end=old.end[rest], owner=rest)
    traits = pa.table({"person": ["ann", "bob", "yan"], "trait": ["plan"] * 3, "value": ["pro", "pro", "free"]})
    both = Journeys((left, fresh), made.signatures, "x", 0, traits)
    assert those(both, "trait plan = pro") == ["ann", "bob"]
    assert those(both, "not trait plan = pro") == ["cid", "xia", "yan"]


NAMES = ("a", "b", "c")
selects = st.builds(
    Select,
    name=st.sampled_from([(), ("a",), ("b",), ("a", "c")]),
    where=st.sampled_from([{}, {}, {"device": ("m",)}, {"device": ("m", "")}, {"channel": ("web",)}]),
    value_min=st.sampled_from([None, None, 1.0]),
    value_max=st.sampled_from([None, None, 2.5]),
)
whens: st.SearchStrategy[Mapping[str, str]] = st.sampled_from(
    [
        {},
        {},
        {"last": "2 s"},
        {"since": "2023-11-14T22:13:22"},
        {"since": "2023-11-14T22:13:21", "until": "2023-11-14T22:13:24"},
    ]
)
times = st.sampled_from(
    [(1, None, ""), (0, None, ""), (0, 0, ""), (2, None, ""), (2, 3, "1 s"), (3, None, "2 s"), (1, 1, "")]
)
spells = st.sampled_from(["", "1 s", "3 s"])
leaves = st.one_of(
    st.builds(lambda select, t, when: Did(select, t[0], t[1], t[2], **when), selects, times, whens),
    st.builds(lambda select, when: Did(select, first=True, **when), selects, whens),
    st.builds(
        lambda chosen, within, gap, when: InOrder(tuple(chosen), within, gap, **when),
        st.lists(selects, min_size=2, max_size=3), spells, spells, whens,
    ),
    st.builds(
        lambda select, op, than, of, when: Amount(select, op, than, of, **when),
        selects, st.sampled_from([">=", ">", "<=", "<"]), st.sampled_from([0.0, 0.8, 1.0, 2.5]),
        st.sampled_from(["sum", "mean", "min", "max"]), whens,
    ),
    st.builds(
        lambda test, which, when: Property(test[0], test[1], test[2], which, **when),
        st.sampled_from([("device", ("m",), "="), ("device", ("M",), "contains"), ("device", (), "is set"),
                         ("name", ("a", "b"), "="), ("amount", ("1",), ">=")]),
        st.sampled_from(["ever", "first", "last"]), whens,
    ),
    st.sampled_from([Trait("plan", ("x",)), Trait("plan", (), "is set"), Trait("plan", ("2",), "<")]),
)  # fmt: skip
trees = st.recursive(
    leaves,
    lambda inside: st.one_of(
        st.builds(lambda parts: All(tuple(parts)), st.lists(inside, min_size=1, max_size=3)),
        st.builds(lambda parts: Either(tuple(parts)), st.lists(inside, min_size=1, max_size=3)),
        st.builds(Not, inside),
    ),
    max_leaves=4,
)
events = st.tuples(
    st.sampled_from(NAMES),
    st.integers(0, 6),
    st.fixed_dictionaries(
        {}, optional={"device": st.sampled_from(["m", "d"]), "amount": st.sampled_from(["0.7", "0.1", "1", "2.5", "3"])}
    ),
)
lives = st.lists(events, max_size=6).map(lambda some: sorted(some, key=lambda event: event[1]))
ALL_KNOWN: list[Event] = [
    *((name, 0.0) for name in NAMES), ("a", 0.0, {"device": "m", "amount": "1"}), ("a", 0.0, {"device": "d"})
]  # fmt: skip


@settings(max_examples=examples(400))
@given(trees, st.lists(lives, max_size=4), st.lists(st.sampled_from(["", "x", "y", "1", "3"]), min_size=5, max_size=5))
def test_any_condition_over_any_world(tree: Who, ways: list[list[Event]], plans: list[str]) -> None:
    persons: dict[str, list[Event]] = {f"p{place}": way for place, way in enumerate(ways)} | {"zz": ALL_KNOWN}
    held = {person: plan for person, plan in zip(persons, [*plans[: len(ways)], "x"], strict=True) if plan}
    traits = pa.table(
        {
            "person": pa.array(held, pa.string()),
            "trait": pa.array(["plan"] * len(held)),
            "value": pa.array(held.values(), pa.string()),
        }
    )
    made = with_gaps(replace(events_of(persons), traits=traits))
    newest = max((START_US + event[1] * 1_000_000 for way in persons.values() for event in way), default=0)
    test = Compiler(made, "UTC").test(tree)
    found = {
        person: bool(yes)
        for bucket in made.buckets
        for person, yes in zip(bucket.persons.to_pylist(), test(bucket), strict=True)
    }
    for person, way in persons.items():
        plan = {"plan": held[person]} if person in held else {}
        assert found[person] == meets(tree, way, plan, int(newest)), person


def test_size_as_it_was_some_days_before_the_newest_event() -> None:
    day_s = 86_400.0
    then = events_of({
        "ann": [("home", 0), ("order", 2 * day_s)], "bob": [("order", day_s)], "cyd": [("home", 39 * day_s)],
        "dan": [("home", 5 * day_s), ("order", 40 * day_s)],
    })  # fmt: skip
    assert (size(then, "did order").persons, then.n_persons) == (3, 4)
    before = earlier(then, 30)  # at day 10: Cyd was not there, and Dan had not ordered
    assert (size(before, "did order").persons, before.n_persons) == (2, 3)
    assert size(before, "did home in the last 4 d").persons == 1, "days are counted from the newest event of then"
    assert earlier(then, 41).n_persons == 0
