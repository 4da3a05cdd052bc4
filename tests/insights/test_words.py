import pytest

from footpath.insights import words


@pytest.mark.parametrize("name", ["add to cart", "Added to Cart", "cart_add", "AddToCart", "cart-added", "ADD TO CART"])
def test_spellings_of_one_thing_are_the_same(name: str) -> None:
    assert words.same_thing(name) == ("add", "cart")


@pytest.mark.parametrize(
    ("one", "other"),
    [("Payment failed", "Payment"), ("login", "logout"), ("Step 1", "Step 2"), ("Order shipped", "Order delivered")],
)
def test_different_things_stay_different(one: str, other: str) -> None:
    assert words.same_thing(one) != words.same_thing(other)


def test_words_of_four_languages_for_one_thing_agree() -> None:
    assert {words.same_thing(name) for name in ("Basket", "koszyk", "grozs", "購物車")} == {("cart",)}


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("payment_done", "Payment done"),
        ("CHANGE DIAGN", "Change diagn"),
        ("X-Ray", "X-Ray"),
        ("MRI SCAN", "MRI scan"),
        ("product1", "Product 1"),
        ("Insert Fine Notification", "Insert fine notification"),
        ("8", "Activity 8"),
        ("checkoutStarted", "Checkout started"),
        ("結帳", "結帳"),
        ("Q7store", "Store (Q7)"),
    ],
)
def test_titles_are_for_people(name: str, title: str) -> None:
    assert words.human(name) == title


@pytest.mark.parametrize(
    ("page", "title"),
    [("/", "Home page"), ("/product/*", "Product page"), ("/blog/geekery/ssl-latency.html", "Ssl latency page")],
)
def test_pages_are_called_by_their_last_part(page: str, title: str) -> None:
    assert words.page_title(page) == title


@pytest.mark.parametrize(
    ("name", "family"),
    [
        ("payment_done", "pay"),
        ("check ticket", "check"),
        ("Ticket opened", "help"),
        ("Request For Payment REJECTED by SUPERVISOR", "decide"),
        ("Order Completed", "order"),
        ("delivery_choice", "delivery"),
        ("Piegāde", "delivery"),
        ("訂單", "order"),
        ("qwertz", ""),
    ],
)
def test_a_name_belongs_to_the_family_it_means(name: str, family: str) -> None:
    assert words.family(name) == family


def test_a_bad_end_is_no_goal() -> None:
    assert words.goal_strength("payment_done") == 1
    assert words.goal_strength("Payment failed") == 0
    assert words.bad_end("Order cancelled")


def test_machinery_is_recognised_by_its_whole_name() -> None:
    assert words.technical("session_start")
    assert words.technical("path_end")
    assert not words.technical("Start session with adviser")


def test_keys_of_equal_titles_are_numbered() -> None:
    assert words.unique_slugs(["Pay", "pay", "Dostawa paczki"]) == ["pay", "pay-2", "dostawa-paczki"]
