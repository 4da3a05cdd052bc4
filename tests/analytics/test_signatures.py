import pyarrow as pa
import pytest

from footpath.analytics import assign
from footpath.core.errors import Invalid

SIGNATURES = pa.table(
    {
        "source": ["web", "web", "shop", "web"],
        "type": ["page", "track", "order", "page"],
        "channel": ["web", None, "store", "app"],
        "name": ["Viewed", "Clicked", "Ordered", "Viewed"],
        "page": ["/cart", None, None, "/product/*"],
        "events": [1, 2, 3, 4],
    }
)


def test_each_signature_gets_the_first_touchpoint_that_fits() -> None:
    touchpoints = [{"name": ("Viewed",), "page": ("/cart", "/basket")}, {"name": ["Viewed"]}, {"source": ("shop",)}]
    found = assign(SIGNATURES, touchpoints)
    assert (found.tolist(), str(found.dtype)) == ([1, 0, 3, 2], "uint16")


def test_an_empty_word_allows_what_is_unknown() -> None:
    assert assign(SIGNATURES, [{"channel": ("", "store")}]).tolist() == [0, 1, 1, 0]


def test_a_matcher_without_conditions_fits_nothing() -> None:
    assert assign(SIGNATURES, [{}]).tolist() == [0, 0, 0, 0]
    assert assign(SIGNATURES, []).tolist() == [0, 0, 0, 0]


def test_a_column_that_signatures_lack_is_named() -> None:
    with pytest.raises(Invalid, match="colour"):
        assign(SIGNATURES, [{"colour": ("red",)}])
