from pathlib import Path

import pytest

from footpath.api.team.pages import Pages
from footpath.core.errors import NotFound
from tests.team.browsing import serving


@pytest.fixture
def pages(tmp_path: Path) -> Pages:
    (tmp_path / "assets").mkdir()
    (tmp_path / "index.html").write_text("<!doctype html>the page")
    (tmp_path / "assets" / "app-1a2b.js").write_text("let x = 1")
    (tmp_path / "assets" / "app-1a2b.js.br").write_bytes(b"packed")
    return Pages(tmp_path)


def test_files_with_a_hash_in_their_name_are_kept_for_ever_and_sent_packed(pages: Pages) -> None:
    plain = pages.answer("/assets/app-1a2b.js", "gzip")
    assert plain.content == b"let x = 1"
    assert plain.headers["cache-control"] == "public, max-age=31536000, immutable"
    packed = pages.answer("/assets/app-1a2b.js", "gzip, br")
    assert (packed.content, packed.headers["content-encoding"]) == (b"packed", "br")


def test_an_address_of_the_product_shows_its_page_and_a_missing_file_does_not(pages: Pages) -> None:
    page = pages.answer("/maps/abc", "")
    assert (page.content, page.media_type) == (b"<!doctype html>the page", "text/html; charset=utf-8")
    assert page.headers["cache-control"] == "no-cache"
    for gone in ("/assets/app-old.js", "/api/v1/nothing", "/../pyproject.toml/../api/x"):
        if gone.startswith("/.."):
            assert pages.answer(gone, "").content == page.content  # names are looked up, never opened
        else:
            with pytest.raises(NotFound):
                pages.answer(gone, "")


def test_pages_come_with_a_policy_that_runs_no_script_of_others(tmp_path: Path) -> None:
    with serving(tmp_path) as server:
        answer = server.client.get("/maps/abc")
        assert answer.status_code == 200
        policy = answer.headers["content-security-policy"]
        assert "script-src 'self';" in policy
        assert "frame-ancestors 'none'" in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert server.client.get("/embed/abc").headers["content-security-policy"].endswith("frame-ancestors *")
        assert "set-cookie" not in answer.headers
        assert server.client.get("/api/v1/setup").headers["cache-control"] == "no-store"
