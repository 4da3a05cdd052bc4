"""The SDKs people have, unmodified, against a collector on loopback; docs/how-to/collect.md shows the same lines."""

import json
import logging
import re
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.collector.live import Live, living

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "how-to" / "collect.md"
# What each SDK's snippet in the docs sends: distribution to import, event, and the person as the lake has them.
SENT = {
    "segment": ("segment.analytics", "user_id"),
    "rudderstack": ("rudderstack.analytics", "user_id"),
    "posthog": ("posthog", "user_id"),
    "amplitude": ("amplitude", "user_id"),
    "mixpanel": ("mixpanel", "user_id"),
    "snowplow": ("snowplow_tracker", "user_id"),
    "http": ("urllib.request", "user_id"),
}


@pytest.fixture
def live(tmp_path: Path) -> Iterator[Live]:
    with living(tmp_path / "s") as found:
        yield found


def snippet(name: str) -> str:
    """Return the code of an SDK from the docs."""
    found = re.search(rf"<!-- {name} -->\n```python\n(.*?)```", PAGE.read_text(), re.DOTALL)
    assert found, f"{PAGE} has no snippet for {name}"
    return found.group(1)


@pytest.mark.parametrize("name", sorted(SENT))
@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning", "ignore::SyntaxWarning")
def test_the_snippet_of_the_docs_sends_an_event(name: str, live: Live, monkeypatch: pytest.MonkeyPatch) -> None:
    module, _ = SENT[name]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        pytest.importorskip(module)
        code = snippet(name).replace("http://127.0.0.1:8080", live.url).replace("WRITE_KEY", live.key)
        code = code.replace("127.0.0.1", "127.0.0.1").replace("port=8080", f"port={live.port}")
        exec(compile(code, f"{PAGE}:{name}", "exec"), {"__name__": "snippet"})  # noqa: S102 - our own documentation
    logging.getLogger().setLevel(logging.WARNING)
    (row,) = live.wait_for("events", "name, user_id, value, properties", 1)
    who, what, value, properties = row[1], row[0], row[2], json.loads(row[3])
    assert (what, who) == ("Order Completed", "customer-42")
    assert value == 79.0 or properties.get("revenue") == 79.0


def test_segment_sdk_sends_every_call(live: Live) -> None:
    segment = pytest.importorskip("segment.analytics")
    errors: list[Any] = []
    client = segment.client.Client(
        live.key, host=live.url, gzip=True, on_error=lambda problem, _: errors.append(problem), upload_interval=0.05
    )
    client.identify("u", {"plan": "pro", "email": "a@b.example"})
    client.track("u", "Bought", {"revenue": 3})
    client.page("u", "Shop", "Lamps", {"path": "/lamps"})
    client.screen("u", "App", "Lamps")
    client.group("u", "acme", {"size": 3})
    client.alias("a", "u")
    client.shutdown()
    assert errors == []
    assert [row[0] for row in live.wait_for("events", "type", 3)] == ["page", "screen", "track"]
    assert len(live.wait_for("traits", "user_id", 3)) == 3


def test_posthog_sdk_sends_persons_and_groups_and_asks_for_flags(live: Live) -> None:
    posthog = pytest.importorskip("posthog")
    errors: list[Any] = []
    client = posthog.Posthog(live.key, host=live.url, gzip=True, on_error=lambda problem, _: errors.append(problem))
    client.set(distinct_id="u", properties={"plan": "pro"})
    client.alias("a", "u")
    client.group_identify("company", "acme", {"size": 3})
    client.capture("Bought", distinct_id="u", properties={"revenue": 3}, groups={"company": "acme"})
    assert client.get_all_flags("u") == {}
    client.shutdown()
    assert errors == []
    assert live.wait_for("events", "name, user_id, account_id, value", 1) == [("Bought", "u", "acme", 3.0)]
    assert len(live.wait_for("traits", "traits", 3)) == 3
