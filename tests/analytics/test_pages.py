from pathlib import Path

import duckdb
import pytest

from footpath.analytics import pages
from footpath.analytics.pages import MANY, PageRules
from footpath.core.errors import Invalid

NO_RULES = PageRules()


def templated(paths: dict[str, int] | list[str], rules: PageRules = NO_RULES) -> dict[str, str]:
    counts = paths if isinstance(paths, dict) else dict.fromkeys(paths, 1)
    with duckdb.connect() as con:
        con.execute("CREATE TABLE p (page VARCHAR, events BIGINT)")
        con.executemany("INSERT INTO p VALUES (?, ?)", list(counts.items()))
        found = pages.templates(con, "SELECT * FROM p", rules)
    return dict(zip(found["page"].to_pylist(), found["template"].to_pylist(), strict=True))


@pytest.mark.parametrize(
    ("page", "template"),
    [
        ("/product/123", "/product/*"),
        ("/product/123/reviews", "/product/*/reviews"),
        ("/order/550e8400-e29b-41d4-a716-446655440000/pay", "/order/*/pay"),
        ("/commit/9f8e7d6c5b4a", "/commit/*"),
        ("/2026-03-01/news", "/*/news"),
        ("/img/photo-12345.jpg", "/img/*.jpg"),
        ("/t/aB3dE5fG7hI9jK1lM3", "/t/*"),
        ("/cart", "/cart"),
        ("/cart/", "/cart"),
        ("//cart", "/cart"),
        ("/", "/"),
        ("/v2/help", "/v2/help"),
        ("/sale-2026", "/sale-2026"),
        ("/it's/here", "/it's/here"),
        ("Home screen 123", "Home screen 123"),
        ("/koszyk/płatność", "/koszyk/płatność"),
        ("/" + "a/" * 500, "/" + "/".join("a" * pages.DEEPEST)),
    ],
)
def test_parts_made_by_machines_become_a_star(page: str, template: str) -> None:
    assert templated([page]) == {page: template}


def test_many_names_in_one_place_become_a_star_and_few_stay() -> None:
    many = [f"/product/{_word(number)}" for number in range(MANY + 1)]
    few = [f"/help/{_word(number)}" for number in range(MANY)]
    found = templated(many + few)
    assert {found[page] for page in many} == {"/product/*"}
    assert [found[page] for page in few] == few


def test_a_page_that_many_visit_keeps_its_name_beside_a_thousand_others() -> None:
    products = {f"/{_word(number)}": 1 for number in range(1000)}
    found = templated({**products, "/cart": 200, "/cart/address": 150})
    assert (found["/cart"], found["/cart/address"]) == ("/cart", "/cart/address")
    assert {found[page] for page in products} == {"/*"}


def test_what_lies_below_a_star_is_one_place() -> None:
    found = templated([f"/{_word(number)}/reviews" for number in range(MANY + 1)])
    assert set(found.values()) == {"/*/reviews"}


def test_templates_of_your_own_go_first_in_their_order() -> None:
    rules = PageRules(yours=("/product/sale", "/product/*", "/docs/**"))
    found = templated(["/product/sale", "/product/blue", "/docs/a/b", "/docs", "/product/a/b"], rules)
    assert found == {
        "/product/sale": "/product/sale",
        "/product/blue": "/product/*",
        "/docs/a/b": "/docs/**",
        "/docs": "/docs",
        "/product/a/b": "/product/a/b",
    }


def test_the_review_file_keeps_what_a_person_wrote(tmp_path: Path) -> None:
    assert pages.read_rules(tmp_path) == PageRules()
    (tmp_path / "pages.yaml").write_text("yours:\n- /produkt/*\nfound: []\n")
    pages.note(tmp_path, ["/cart", "/order/*", "/produkt/*", "/it's/*"])
    assert pages.read_rules(tmp_path) == PageRules(yours=("/produkt/*",), found=("/it's/*", "/order/*"))
    assert (tmp_path / "pages.yaml").read_text().startswith("# Page paths are grouped")


@pytest.mark.parametrize("text", ["yours: 5", "mine: []", "yours: [", "- a"])
def test_a_review_file_that_cannot_be_read_says_how_it_should_be(tmp_path: Path, text: str) -> None:
    (tmp_path / "pages.yaml").write_text(text)
    with pytest.raises(Invalid, match=r"pages\.yaml"):
        pages.read_rules(tmp_path)


def test_an_emptied_review_file_is_as_good_as_none(tmp_path: Path) -> None:
    (tmp_path / "pages.yaml").write_text("")
    assert pages.read_rules(tmp_path) == PageRules()


def _word(number: int) -> str:
    return "".join(chr(ord("a") + int(digit)) for digit in f"{number:04}")
