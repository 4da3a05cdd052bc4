"""The script as it is built and served."""

import gzip
import http.client
from pathlib import Path

from tests.collector import node
from tests.collector.live import Live

BUILT = node.ROOT / "src" / "footpath" / "collector" / "tracker.js"
LARGEST = 5_000  # bytes, compressed
LONGEST = 300  # lines of a file


def test_it_is_small() -> None:
    assert len(gzip.compress(BUILT.read_bytes(), mtime=0)) <= LARGEST


def test_its_sources_are_short_files() -> None:
    sources = sorted((node.TRACKER / "src").glob("*.ts"))
    assert len(sources) > 1
    assert {path.name: lines for path in sources if (lines := path.read_text().count("\n")) > LONGEST} == {}


def test_it_is_what_its_sources_build(tmp_path: Path) -> None:
    node.run(["build.mjs", str(tmp_path / "t.js")], cwd=node.TRACKER)
    assert (tmp_path / "t.js").read_bytes() == BUILT.read_bytes(), "run `npm run build` in tracker/"


def test_its_types_are_right() -> None:
    node.run(["node_modules/typescript/bin/tsc", "--noEmit"], cwd=node.TRACKER)


def test_browsers_get_it_once_and_packed(web: Live) -> None:
    def ask(**headers: str) -> tuple[int, dict[str, str], bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", web.port, timeout=10)
        try:
            connection.request(
                "GET", "/t.js", headers={name.replace("_", "-"): value for name, value in headers.items()}
            )
            answer = connection.getresponse()
            return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
        finally:
            connection.close()

    status, headers, body = ask()
    assert (status, headers["content-type"], body) == (200, "text/javascript; charset=utf-8", BUILT.read_bytes())
    assert "max-age" in headers["cache-control"]
    assert "content-encoding" not in headers
    status, packed, body = ask(accept_encoding="gzip, br")
    assert (status, packed["content-encoding"], gzip.decompress(body)) == (200, "gzip", BUILT.read_bytes())
    status, again, body = ask(if_none_match=headers["etag"])
    assert (status, again["etag"], body) == (304, headers["etag"], b"")
    assert ask(if_none_match='"another"')[0] == 200
