from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from footpath.collector.protocol import Request
from footpath.collector.protocols.footpath import Footpath
from footpath.collector.visitors import client_address, forget_yesterday
from footpath.core import clock

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
BODY = b'{"key":"k","events":[{"name":"a","anonymous_id":"$daily"},{"name":"b","anonymous_id":"$daily","user_id":"u"}]}'


def ids(protocol: Footpath, address: str = "203.0.113.7", agent: str = "Firefox", **more: bool) -> list[str | None]:
    headers = {"user-agent": agent}
    reading = protocol.read(
        Request(method="POST", path="/v1/batch", body=BODY, headers=headers, address=address, **more)
    )
    assert reading.problems == []
    return [row.anonymous_id for row in reading.events]


def test_a_visitor_is_the_same_for_a_day_and_what_tells_them_is_gone_the_day_after(tmp_path: Path) -> None:
    one, other = Footpath(), Footpath()
    one.settle(tmp_path)
    other.settle(tmp_path)  # a second collector on the store
    with clock.freeze(NOON):
        (today, named) = ids(one)
        assert named is None, "tied to somebody who shares an address"
        assert today == ids(other)[0] == ids(one)[0]
        assert today is not None
        assert len(today) == 32
        assert "203" not in today
        assert len({today, ids(one, "203.0.113.8")[0], ids(one, agent="Chrome")[0]}) == 3
        assert ids(one, again=True) == [None, None], "a letter does not know where it came from"
    (first,) = tmp_path.rglob("*.key")
    with clock.freeze(NOON + timedelta(days=1)):
        assert ids(one)[0] != today
        forget_yesterday(tmp_path)
    (second,) = tmp_path.rglob("*.key")
    assert first != second
    assert second.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("peer", "forwarded", "address"),
    [
        (("9.9.9.9", 1), "198.51.100.1", "9.9.9.9"),
        (("127.0.0.1", 1), "6.6.6.6, 198.51.100.1", "198.51.100.1"),
        (("10.0.0.2", 1), "", "10.0.0.2"),
        (None, "198.51.100.1", ""),
    ],
)
def test_a_forwarded_address_counts_from_a_proxy_of_ones_own_network_alone(
    peer: tuple[str, int] | None, forwarded: str, address: str
) -> None:
    assert client_address(peer, forwarded) == address
