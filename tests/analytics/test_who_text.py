"""Conditions on persons as text: what is read, what is refused and where, and that text and tree are the same thing."""

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from footpath.analytics.select import Select
from footpath.analytics.who import (
    All,
    Amount,
    Did,
    Either,
    InOrder,
    Not,
    Property,
    Saved,
    Trait,
    Who,
    condition,
    text_of,
    title,
)
from footpath.core.errors import Invalid
from tests.dials import examples

ORDER, REFUND = Select(("Order",)), Select(("Refund",))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("did Order", Did(ORDER)),
        ("not did Order", Not(Did(ORDER))),
        ("DID Order AND NOT did Refund", All((Did(ORDER), Not(Did(REFUND))))),
        (
            "did Order at least 2 times within 30 d and not (trait plan = free or did Refund)",
            All((Did(ORDER, 2, within="30 d"), Not(Either((Trait("plan", ("free",)), Did(REFUND)))))),
        ),
        ("did A or did B and did C", Either((Did(Select(("A",))), All((Did(Select(("B",))), Did(Select(("C",)))))))),
        ("did Order | Quick buy & device = mobile|tablet & value >= 10", None),
        ("did Added to cart exactly 3 times", Did(Select(("Added to cart",)), 3, 3)),
        ("did Order at most 2 times in the last 30 d", Did(ORDER, at_most=2, last="30 d")),
        ("did Order 2 to 5 times", Did(ORDER, 2, 5)),
        ("did Step 2 to 5 times", Did(Select(("Step",)), 2, 5)),
        ('did "Step 2" 5 times', Did(Select(("Step 2",)), 5, 5)),
        ("did Order since 2026-01-01 until 2026-02-01T10:00", Did(ORDER, since="2026-01-01", until="2026-02-01T10:00")),
        ("did Order for the first time in the last 7d", Did(ORDER, first=True, last="7d")),
        (
            "did Visit then Order then Refund within 7 d with gaps up to 2 d",
            InOrder((Select(("Visit",)), ORDER, REFUND), within="7 d", gap="2 d"),
        ),
        ("spent >= 100", Amount(Select(), ">=", 100)),
        ("spent > 99.5 on Order since 2026-01-01", Amount(ORDER, ">", 99.5, since="2026-01-01")),
        ("sum of Order >= 100", Amount(ORDER, ">=", 100)),
        ("mean of Order & device = app < 10", Amount(Select(("Order",), {"device": ("app",)}), "<", 10, of="mean")),
        ("max of value >= 5 ≥ 10", Amount(Select(value_min=5), ">=", 10, of="max")),
        ("trait plan in free, pro", Trait("plan", ("free", "pro"))),
        ("trait plan in (free, pro) or trait plan is set", None),
        ("trait city contains riga | york", Trait("city", ("riga", "york"), "contains")),
        ("trait age ≥ 18", Trait("age", ("18",), ">=")),
        ("trait plan != free", Not(Trait("plan", ("free",)))),
        ("trait plan is not set", Not(Trait("plan", (), "is set"))),
        ("first channel = email", Property("channel", ("email",), which="first")),
        ("last campaign is set", Property("campaign", (), "is set", "last")),
        ("ever device = mobile in the last 30 d", Property("device", ("mobile",), last="30 d")),
        ('in "big spenders" and not in testers', All((Saved("big spenders"), Not(Saved("testers"))))),
        ('did "T and C" & page = "/a,b (c)"', Did(Select(("T and C",), {"page": ("/a,b (c)",)}))),
        ("did Add to cart (button) then Order", InOrder((Select(("Add to cart (button)",)), ORDER))),
        ("did anything at least 3 times", Did(Select(), 3)),
        ("did channel = web", Did(Select((), {"channel": ("web",)}))),
        ('did Order as "big order"', Did(Select(("Order",), label="big order"))),
    ],
)  # fmt: skip
def test_text_is_read(text: str, expected: Who | None) -> None:
    found = condition(text)
    assert expected is None or found == expected
    assert condition(text_of(found)) == found


@pytest.mark.parametrize(
    ("text", "problem", "pointed", "remedy"),
    [
        ("", "nobody is said", "^", "did Order"),
        ("dod Order", "'dod' is not understood", "^^^", 'Did you mean "did"'),
        ("did", "nothing where the name", "   ^", "name of an event"),
        ("did Order and", "nothing", "             ^", "did Order"),
        ("did Order at least two times", "'two' is no whole number", "                   ^^^", "at least 2 times"),
        ("did Order at least 2", "how many of what", "                    ^", '"times"'),
        ("did Order within 7 d", "needs a number of times", "^^^", "in the last 7 d"),
        ("did Order within soon", "'soon' is no length", "                 ^^^^", "30 d"),
        ("did Order since yesterday", '"since" needs a day', "                ^^^^^^^^^", "2026-01-31"),
        ("(did Order", "bracket is not closed", "^", '")"'),
        ("did Order)", "a bracket too many", "         ^", "quotes"),
        ('did "Order', "quote is not closed", "    ^", '"'),
        ('did 5" screen', "quote is not closed", "     ^", '"'),
        ("trait plan", "compared with nothing", "          ^", "is set"),
        ("trait age > old", "only a number or a day", "^^^^^", "10"),
        ("spent 100", "compared with nothing", "      ^^^", "spent >= 100"),
        ("sum Order >= 3", "sum of what", "    ^^^^^", "sum of Order"),
        ("did Order 5 to 2 times", "Nobody does something 5 to 2", "^^^", "2 to 5"),
        ("did A then B at least 2 times", "not counted", "", "and did B"),
        ("did Order in the last 7 d since 2026-01-01", "do not go together", "^^^", "Leave one"),
        ("did Order since 2026-01-01 since 2026-01-02", "second time", "                           ^^^^^", "and"),
        ("did Order & device >= 3", "only value can", "            ^^^^^^", "device = mobile"),
        ("trait = free", "'='", "      ^", "a trait"),
        ("(" * 70 + "did A" + ")" * 70, "nested too deep", "", "save parts"),
    ],
)
def test_errors_point_at_the_place_and_say_the_remedy(text: str, problem: str, pointed: str, remedy: str) -> None:
    with pytest.raises(Invalid) as caught:
        condition(text)
    message = caught.value.message
    assert problem in message
    assert remedy in caught.value.hint
    if pointed:
        assert message.splitlines()[-1] == f"  {pointed}"


def test_a_long_text_is_shown_around_the_place() -> None:
    with pytest.raises(Invalid) as caught:
        condition(" and ".join(["did Something long"] * 20) + " and oops")
    shown, mark = caught.value.message.splitlines()[1:]
    assert len(shown) < 100
    assert shown[mark.index("^") : mark.rindex("^") + 1] == "oops"


def test_json_is_read_and_checked() -> None:
    assert condition('{"type": "did", "select": {"name": ["Order"]}, "at_least": 2}') == Did(ORDER, 2)
    for bad in (
        '{"type": "did"}',
        '{"type": "all", "of": []}',
        '{"type": "in_order", "selects": [{}]}',
        '{"type": "did", "select": {}, "at_least": -1}',
        '{"type": "amount", "select": {}, "op": ">=", "than": "much"}',
        '{"type": "trait", "trait": "plan"}',
        '{"type": "trait", "trait": "plan", "op": "is set", "values": ["x"]}',
        '{"type": "trait", "trait": "", "values": ["x"]}',
        '{"type":"not","of":' * 5000,
    ):
        with pytest.raises(Invalid) as caught:
            condition(bad)
        assert caught.value.hint


def test_a_title_says_what_a_saved_name_stands_for() -> None:
    assert title(Not(Saved("buyers", Did(ORDER, 2)))) == "not in buyers (did Order at least 2 times)"
    assert title(condition("spent >= 10")) == "sum of anything ≥ 10"


WORDS = [
    "Order", "and", "or", "then", "at", "least", "most", "in", "the", "last", "within", "since", "until", "exactly",
    "times", "time", "to", "2", "30", "d", "for", "first", "with", "gaps", "up", "as", "anything", "not", "is", "set",
    "contains", "on", "did", "value", "(", ")", "|", "&", "=", ">=", "!", '"', "\\", ",", "ą", "a  b", "2026-01-01",
]  # fmt: skip
names = st.one_of(
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join),
    st.text(max_size=6).map(lambda text: text.replace("\r", "")),
)
tuples = st.lists(names, min_size=1, max_size=3).map(tuple)
lengths = st.sampled_from(["", "30 d", "7d", "1.5 h", "2 weeks"])
days = st.sampled_from(["", "2026-01-31", "2026-01-31T10:00", "2026-01-31 10:00+02:00"])
amounts = st.one_of(st.integers(-(10**6), 10**6).map(float), st.floats(allow_nan=False, allow_infinity=False))
selects = st.builds(
    Select,
    name=st.one_of(st.just(()), tuples),
    where=st.dictionaries(names.filter(lambda name: name != "name"), tuples, max_size=2),
    value_min=st.none() | amounts,
    value_max=st.none() | amounts,
    label=st.one_of(st.just(""), names),
)
whens = st.one_of(st.fixed_dictionaries({"last": lengths}), st.fixed_dictionaries({"since": days, "until": days}))


def _did(select: Select, times: tuple[int, int | None, str], when: dict[str, str]) -> Did:
    least, more, within = times
    most = None if more is None else least + more
    return Did(select, least, most, within=within if least >= 2 else "", **when)


def _compared(kind: type, name: str, values: tuple[str, ...], op: str, rest: dict[str, str]) -> Who:
    given = () if op == "is set" else values if op in ("=", "contains") else ("18.5",)
    found: Who = kind(name, given, op, **rest)
    return found


named = names.filter(bool)
ops = st.sampled_from(["=", "contains", "is set", ">=", ">", "<=", "<"])
leaves = st.one_of(
    st.builds(_did, selects, st.tuples(st.integers(0, 5), st.none() | st.integers(0, 3), lengths), whens),
    st.builds(lambda select, when: Did(select, first=True, **when), selects, whens),
    st.builds(
        lambda chosen, within, gap, when: InOrder(tuple(chosen), within=within, gap=gap, **when),
        st.lists(selects, min_size=2, max_size=4), lengths, lengths, whens,
    ),
    st.builds(
        lambda select, op, than, of, when: Amount(select, op, than, of, **when),
        selects, st.sampled_from([">=", ">", "<=", "<"]), amounts,
        st.sampled_from(["sum", "mean", "min", "max"]), whens,
    ),
    st.builds(
        lambda name, values, op, which, when: _compared(Property, name, values, op, {"which": which, **when}),
        named, tuples, ops, st.sampled_from(["ever", "first", "last"]), whens,
    ),
    st.builds(lambda name, values, op: _compared(Trait, name, values, op, {}), named, tuples, ops),
    st.builds(Saved, names),
)  # fmt: skip
trees = st.recursive(
    leaves,
    lambda inside: st.one_of(
        st.builds(lambda parts: All(tuple(parts)), st.lists(inside, min_size=2, max_size=3)),
        st.builds(lambda parts: Either(tuple(parts)), st.lists(inside, min_size=2, max_size=3)),
        st.builds(Not, inside),
    ),
    max_leaves=6,
)


@settings(max_examples=examples(300))
@given(trees)
def test_text_and_tree_are_the_same(tree: Who) -> None:
    assert condition(text_of(tree)) == tree
    assert msgspec.json.decode(msgspec.json.encode(tree), type=Who) == tree


@settings(max_examples=examples(150))
@given(st.one_of(st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join), st.text(max_size=20)))
def test_any_text_is_read_or_refused_with_a_remedy(text: str) -> None:
    try:
        found = condition(text)
    except Invalid as problem:
        refused = problem
    else:
        assert condition(text_of(found)) == found
        return
    assert refused.hint
