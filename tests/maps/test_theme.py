import pytest

from footpath.maps.render.theme import COLOURS, CURVES, Scheme, colour, contrast

PAIRS = [
    *(("ink", ground) for ground in ("bg", "panel", "accent-soft", "pain-soft", "warn-soft")),
    *(("ink-2", ground) for ground in ("bg", "panel", "accent-soft", "pain-soft", "warn-soft")),
    *((token, ground) for token in (*CURVES, "pain", "warn") for ground in ("bg", "panel")),
    ("accent", "accent-soft"),
    ("pain", "pain-soft"),
    ("warn", "warn-soft"),
]  # fmt: skip


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_text_can_be_read_on_its_ground(text: str, ground: str, scheme: Scheme) -> None:
    assert contrast(colour(text, scheme), colour(ground, scheme)) >= 4.5


def test_contrast_of_black_on_white_is_twenty_one() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)


def test_every_token_has_a_light_and_a_dark_colour() -> None:
    assert all(
        len(pair) == 2 and all(one.startswith("#") and len(one) == 7 for one in pair) for pair in COLOURS.values()
    )
