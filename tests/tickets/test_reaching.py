"""Only public addresses are asked, unless whoever runs the server names others."""

import socket
from pathlib import Path
from typing import Any

import pytest

from footpath.core.errors import FootpathError, Invalid
from footpath.tickets import NewConnection, reach_of
from footpath.tickets.addressing import kept_address
from tests.pulling.services import serving
from tests.team.rooms_of import owner_of, team_in

PRIVATE = (
    "127.0.0.1", "10.1.2.3", "192.168.0.1", "172.16.0.9", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",  # noqa: S104
    "::1", "::", "fd00::1", "fe80::1%lo", "::ffff:10.0.0.1", "64:ff9b::a00:1", "2002:a00:1::1", "ff02::1",
)  # fmt: skip


def looked_up(*ips: str) -> Any:
    return lambda *_, **__: [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, 443)) for ip in ips]


@pytest.mark.parametrize("ip", PRIVATE)
def test_a_name_that_means_a_private_address_is_not_asked(ip: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", looked_up("140.82.121.3", ip))
    with pytest.raises(Invalid, match="is in a private network") as refused:
        reach_of().addresses("tracker.example", 443)
    assert "FOOTPATH_TICKET_HOSTS" in refused.value.hint
    assert reach_of("a.example, Tracker.Example:443").addresses("tracker.example", 443) == ["140.82.121.3", ip]


def test_public_addresses_are_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", looked_up("140.82.121.3", "2606:50c0:8000::153"))
    assert reach_of().addresses("github.com", 443) == ["140.82.121.3", "2606:50c0:8000::153"]


@pytest.mark.parametrize(
    "address",
    [
        "https://10.0.0.1", "https://[::1]/", "http://github.com", "https://me:word@github.com", "https://github.com?a=1",
        "https://github.com#a", "github.com", "ftp://github.com", "https://", "https://github.com:0", "https://[x",
        f"https://{'a' * 300}.example",
    ],
)  # fmt: skip
def test_an_address_that_will_not_do_is_refused(address: str) -> None:
    with pytest.raises(Invalid, match=r"^address: ") as refused:
        kept_address(address, reach_of())
    assert refused.value.hint


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        (" https://GitHub.com/ ", "https://github.com"),
        ("https://corp.example:443/jira/", "https://corp.example/jira"),
        ("https://corp.example:8443", "https://corp.example:8443"),
        ("https://[2606:50c0:8000::153]", "https://[2606:50c0:8000::153]"),
    ],
)
def test_an_address_is_kept_in_one_form(address: str, kept: str) -> None:
    assert kept_address(address, reach_of()) == kept


def test_a_tracker_in_a_private_network_is_refused_with_the_token_unsent(tmp_path: Path) -> None:
    with serving(lambda _: {}) as service:
        team = team_in(tmp_path / "data")
        ann, shop = owner_of(team)
        given: dict[str, Any] = {"name": "Ours", "kind": "github", "token": "t"}
        with pytest.raises(FootpathError):
            team.connections.add(ann, shop, NewConnection(address=service.url.replace("http", "https"), **given))
        named = service.url.replace("http://127.0.0.1", "https://localhost")
        connection = team.connections.add(ann, shop, NewConnection(address=named, **given))
        tested = team.connections.test(ann, shop, connection.id)
        team.close()
    assert tested.problem == "address: localhost is in a private network."
    assert service.count == 0
