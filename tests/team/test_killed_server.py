"""A real server, real sockets, `kill -9`: what was told to be saved is there when it comes back."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import httpx
import pytest
import websockets
from pycrdt import Decoder, Doc, Text
from pycrdt import Map as Shared

from footpath.collaboration import wire
from tests.team.rooms_of import PASSWORD, team_in

# FOOTPATH_CLIENTS=50 FOOTPATH_EDITS=400 FOOTPATH_SERVER_KILLS=20 makes an evening of it.
CLIENTS = int(os.environ.get("FOOTPATH_CLIENTS", "4"))  # noqa: TID251 - a test's own dial
EDITS = int(os.environ.get("FOOTPATH_EDITS", "30"))  # noqa: TID251 - a test's own dial
KILLS = int(os.environ.get("FOOTPATH_SERVER_KILLS", "1"))  # noqa: TID251 - a test's own dial


def start(folder: Path, port: int) -> subprocess.Popen[bytes]:
    program = "from footpath.cli.main import main; main()"
    where = ["--data", str(folder / "data"), "--store", str(folder / "store"), "--port", str(port)]
    process = subprocess.Popen(
        [sys.executable, "-c", program, "serve", "--only", "api", *where], stderr=subprocess.DEVNULL
    )
    until = time.monotonic() + 60
    while True:
        try:
            httpx.get(f"http://127.0.0.1:{port}/api/v1/setup")
        except httpx.TransportError:
            assert time.monotonic() < until, "the server does not start"
            time.sleep(0.05)
        else:
            return process


class Client:
    """A browser that draws, and comes back whenever the line breaks."""

    def __init__(self, number: int, address: str, cookie: str) -> None:
        self.number = number
        self.doc: Doc[Any] = Doc(client_id=number + 1)
        self.cards = self.doc.get("cards", type=Shared)
        self.drawn: list[str] = []
        self.saved = 0
        self.told, self.came = asyncio.Event(), asyncio.Event()
        self._address = address
        self._cookie = cookie
        self._socket: Any = None
        self._quiet = False
        self._watching = self.doc.observe(lambda event: self._changed(event.update))

    def _changed(self, update: bytes) -> None:
        if not self._quiet and self._socket is not None:
            self._sending = asyncio.ensure_future(self._send(wire.sync(wire.UPDATE, update)))

    async def _send(self, data: bytes) -> None:
        try:
            if self._socket is not None:
                await self._socket.send(data)
        except websockets.ConnectionClosed:
            pass  # what it did not send goes with the next connection

    async def stay(self) -> None:
        while True:
            try:
                async with websockets.connect(
                    self._address, additional_headers={"cookie": self._cookie}, max_size=2**25
                ) as self._socket:
                    await self._socket.send(wire.sync(wire.STEP1, self.doc.get_state()))
                    async for data in self._socket:
                        await self._take(data)
            except (OSError, websockets.WebSocketException):
                await asyncio.sleep(0.05)

    async def _take(self, data: bytes) -> None:
        if data[0] == wire.SAVED:
            decoder = Decoder(Decoder(data[1:]).read_message() or b"")
            clocks = {decoder.read_var_uint(): decoder.read_var_uint() for _ in range(decoder.read_var_uint())}
            self.saved = max(self.saved, clocks.get(self.number + 1, 0))
            self.told.set()
        elif data[0] == wire.SYNC and data[1] == wire.STEP1:
            await self._send(wire.sync(wire.STEP2, self.doc.get_update(wire.read(data).payload)))
        elif data[0] == wire.SYNC:
            self._quiet = True
            self.doc.apply_update(wire.read(data).payload)
            self._quiet = False
            self.came.set()

    async def sees(self, wanted: set[str]) -> None:
        """Wait until all of them have come."""
        while not wanted <= set(self.cards.keys()):
            self.came.clear()
            await self.came.wait()

    async def draw(self) -> None:
        for number in range(EDITS):
            key = f"c{self.number}-{number}"
            self.cards[key] = Shared({"text": Text(key), "lane": "l", "at": "a"})
            self.drawn.append(key)
            await asyncio.sleep(0.01)


async def play(folder: Path, port: int, document: str, cookie: str) -> list[Client]:
    clients = [Client(number, f"ws://127.0.0.1:{port}/ws/maps/{document}", cookie) for number in range(CLIENTS)]
    staying = [asyncio.create_task(client.stay()) for client in clients]
    try:
        drawing = [asyncio.create_task(client.draw()) for client in clients]
        for _ in range(KILLS):
            await asyncio.sleep(0.2)
            PROCESS[0].send_signal(signal.SIGKILL)
            PROCESS[0].wait()
            PROCESS[0] = await asyncio.to_thread(start, folder, port)
        await asyncio.gather(*drawing)
        wanted = {key for client in clients for key in client.drawn}
        async with asyncio.timeout(240):
            await asyncio.gather(*(client.sees(wanted) for client in clients))
            for client in clients:  # one more each: what is told to be saved now includes all of theirs
                client.told.clear()
                client.cards[f"last{client.number}"] = Shared({"lane": "l"})
                await client.told.wait()
    finally:
        for task in staying:
            task.cancel()
        await asyncio.gather(*staying, return_exceptions=True)
    return clients


PROCESS: list[subprocess.Popen[bytes]] = []


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs SIGKILL")
def test_a_server_killed_while_people_draw_loses_nothing(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    PROCESS[:] = [start(tmp_path, port)]
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}/api/v1", timeout=60) as ann:
            body = {"email": "ann@example.org", "name": "Ann", "password": PASSWORD, "workspace": "Lamps"}
            me = ann.post("/setup", json=body).json()
            headers = {"x-csrf-token": me["csrf"]}
            place = f"/workspaces/{me['workspaces'][0]['id']}/maps"
            whole = {"key": "m", "title": "M", "columns": [{"key": "a", "title": "A"}], "format": "footpath-map/1"}
            whole["lanes"] = [{"key": "l", "type": "text", "title": "L"}]
            document = ann.post(place, json={"map": whole}, headers=headers).json()["id"]
            cookie = f"footpath_session={ann.cookies['footpath_session']}"
        clients = asyncio.run(play(tmp_path, port, document, cookie))
        PROCESS[0].send_signal(signal.SIGKILL)
        PROCESS[0].wait()
        team = team_in(tmp_path / "data")
        doc: Doc[Any] = Doc()
        doc.apply_update(team.documents.content(document))
        team.close()
        drawn = {key for client in clients for key in (*client.drawn, f"last{client.number}")}
        assert set(doc.get("cards", type=Shared).keys()) == drawn
    finally:
        PROCESS[0].kill()
        PROCESS[0].wait()
