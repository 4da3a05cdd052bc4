"""A server that ends has closed what it opened before it goes, also where it could not begin."""

import asyncio
import gc
import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from footpath.api.serving import together
from footpath.collector import run
from tests.team.rooms_of import team_in


@pytest.fixture
def dials() -> Iterator[None]:
    """Put back what a server turns for its whole process."""
    threshold, interval = gc.get_threshold(), sys.getswitchinterval()
    yield
    gc.set_threshold(*threshold)
    sys.setswitchinterval(interval)


def test_that_all_has_ended_is_told_once_it_has(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    happened: list[str] = []
    team = team_in(tmp_path / "data")
    close = team.close
    monkeypatch.setattr(team, "close", lambda: (close(), happened.append("closed")))

    async def lives() -> None:
        told: asyncio.Queue[Any] = asyncio.Queue()
        for kind in ("startup", "shutdown"):
            await told.put({"type": f"lifespan.{kind}"})

        async def send(message: Any) -> None:
            happened.append(message["type"])

        app = together(tmp_path / "store", None, team=team)
        await app({"type": "lifespan", "app": app, "state": {}}, told.get, send)  # type: ignore[arg-type, misc]

    asyncio.run(lives())
    assert happened == ["lifespan.startup.complete", "closed", "lifespan.shutdown.complete"]


@pytest.mark.usefixtures("dials")
def test_where_the_port_is_taken_nothing_stays_frozen_in_memory() -> None:
    async def app(scope: Any, receive: Any, send: Any) -> None:
        for kind in ("startup", "shutdown"):
            await receive()
            await send({"type": f"lifespan.{kind}.complete"})

    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(SystemExit):
        run(app, host="127.0.0.1", port=taken.getsockname()[1])
    assert gc.get_freeze_count() == 0
