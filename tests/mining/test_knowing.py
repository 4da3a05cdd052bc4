"""Decided themes do not come back until they grew."""

from msgspec import structs

from footpath.mining.knowing import Decided, fresh
from footpath.mining.model import ThemeFacts
from footpath.mining.theming import Candidate

FOUND = ThemeFacts(
    words=(), column="deliver", guessed=False, side=-1, n=0, speakers=0, of=0, share=0.0, lo=None, hi=None,
    emotion=None, emotion_lo=None, emotion_hi=None, n_felt=0, newest_at=None, sources=(), best=(), encoder="use",
    middle=(127, 0),
)  # fmt: skip


def candidate(first: int, last: int, middle: tuple[int, ...] = (127, 0)) -> Candidate:
    members = tuple(f"d:{number}" for number in range(first, last))
    return Candidate(title="Late", title_of="", found=structs.replace(FOUND, middle=middle), members=members)


def decided(n: int, item: str = "", **more: object) -> Decided:
    members = frozenset(f"d:{number}" for number in range(n))
    return structs.replace(
        Decided(members=members, column="deliver", side=-1, encoder="use", middle=(127, 0), item=item), **more
    )


def proposed(found: Candidate, *before: Decided) -> list[int]:
    return [more for _, more in fresh([found], before)[0]]


def test_what_nobody_decided_is_proposed() -> None:
    assert proposed(candidate(0, 4)) == [0]


def test_a_rejected_theme_comes_back_when_it_has_half_as_many_again_and_five_more() -> None:
    assert proposed(candidate(0, 14), decided(10)) == []  # 1.4 times
    assert proposed(candidate(0, 15), decided(10)) == [5]
    assert proposed(candidate(0, 7), decided(4)) == []  # only three more
    assert fresh([candidate(0, 7)], [decided(4)])[1] == 1


def test_it_is_known_by_its_quotes_even_where_its_middle_moved() -> None:
    assert proposed(candidate(0, 10, (0, 127)), decided(10)) == []


def test_it_is_known_by_its_meaning_where_other_people_say_it() -> None:
    assert proposed(candidate(100, 103), decided(10)) == []
    assert proposed(candidate(100, 105), decided(10)) == [5]
    assert proposed(candidate(100, 103, (0, 127)), decided(10)) == [0]  # something else
    assert proposed(candidate(100, 103), decided(10, column="return")) == [0]  # at another step
    assert proposed(candidate(100, 103), decided(10, column="")) == []  # said in interviews, wherever that was
    assert proposed(candidate(100, 103), decided(10, side=1)) == [0]  # said gladly: another thing
    assert proposed(candidate(100, 103), decided(10, encoder="e5")) == [0]


def test_grown_after_it_became_an_insight_it_is_proposed_for_that_insight() -> None:
    ((one, more),) = fresh([candidate(0, 20)], [decided(10, item="i1")])[0]
    assert (one.found.likeliest, one.found.likeness, more) == ("i1", 1.0, 10)
