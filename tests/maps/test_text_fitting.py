import pytest
from hypothesis import given
from hypothesis import strategies as st

from footpath.maps.render.text import clean, longest, width, wrap


def test_width_grows_with_size_and_weight() -> None:
    assert width("Payment", 20) == pytest.approx(2 * width("Payment", 10))
    assert width("Payment", 10, 700) > width("Payment", 10, 400)


def test_figures_are_tabular_so_that_numbers_line_up() -> None:
    assert width("11111", 12) == pytest.approx(width("28904", 12))
    assert width("11111", 12, 600) == pytest.approx(width("28904", 12, 600))


def test_a_chinese_letter_is_one_em_wide() -> None:
    assert width("漢字", 12) == pytest.approx(24)


def test_polish_latvian_greek_and_cyrillic_letters_are_in_the_font() -> None:
    assert width("ąćęłńóśźż", 100) != pytest.approx(9 * 68)
    assert width("āčēģīķļņšūž", 100) != pytest.approx(11 * 68)


def test_words_stay_whole_where_they_fit() -> None:
    assert wrap("one two three", width("one two", 12) + 1, 12) == ("one two", "three")


def test_a_word_longer_than_the_line_is_parted_evenly() -> None:
    parts = wrap("Konstantynopolitańczykowianeczka", 120, 12.5)
    assert "".join(parts) == "Konstantynopolitańczykowianeczka"
    assert min(len(part) for part in parts) > 6


def test_an_address_is_parted_after_its_slashes_first() -> None:
    assert wrap("example.org/shop/product", 90, 12.5)[0].endswith("/")


def test_closing_punctuation_never_starts_a_chinese_line_and_opening_never_ends_one() -> None:
    text = "「終於有人，把燈放在（真實的）房間裡展示。」他說：「好！」"
    for room in range(64, 200, 7):
        lines = wrap(text, room, 12.5)
        assert all(line[0] not in "，。」）：！" for line in lines)
        assert all(line[-1] not in "「（" for line in lines)
        assert "".join(lines) == text


def test_a_separator_stays_with_the_word_before_it() -> None:
    assert all(not line.startswith("·") for line in wrap("ticket 4410 · 14 Oct", 70, 11))


def test_a_text_cut_to_lines_ends_in_an_ellipsis_and_uses_its_last_line() -> None:
    rows = wrap("dołek: Kraftfahrzeughaftpflichtversicherung", 230, 11.5, 600, lines=1)
    assert len(rows) == 1
    assert rows[0].startswith("dołek: Kraftfahrzeug")
    assert rows[0].endswith("…")


def test_control_and_override_characters_are_dropped() -> None:
    assert clean("a\x00b\u202ec\n d") == "abc d"


@given(st.text(max_size=80), st.floats(20, 300))
def test_no_line_is_wider_than_its_room_and_no_letter_is_lost(text: str, room: float) -> None:
    rows = wrap(text, room, 12.5)
    assert "".join(rows).replace(" ", "") == clean(text).replace(" ", "")
    widest = max((width(char, 12.5) for char in clean(text)), default=0)
    assert all(width(row, 12.5) <= max(room, 3 * widest) + 0.01 for row in rows)


@given(st.text(max_size=40))
def test_the_longest_piece_fits_its_own_width(text: str) -> None:
    room = longest(clean(text), 12.5) + 0.01
    assert all(width(row, 12.5) <= room for row in wrap(text, room, 12.5))
