"""The SDKs of Node, unmodified, against a collector on loopback; the docs show the programs that run here."""

import json
import subprocess
from collections.abc import Iterator

import pytest

from tests.collector import node
from tests.collector.live import living
from tests.collector.sdks import Sending, programs

PROGRAMS = {path.stem.removesuffix("-node"): path for path in programs("node")}


@pytest.fixture(scope="module")
def sending(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sending]:
    """Run every program at once, and wait for all to end well."""
    program = node.need(node.SDKS)
    store = tmp_path_factory.mktemp("node") / "s"
    with living(store) as live:
        sending = Sending(live, store)
        running = {}
        # All keys first: a collector looks for new ones only every now and then.
        filled = {name: sending.filled(path.read_text(), name) for name, path in PROGRAMS.items()}
        for name, code in filled.items():
            running[name] = subprocess.Popen(
                [program, "--input-type=module", "-"], cwd=node.SDKS, text=True,
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            )  # fmt: skip
            assert running[name].stdin is not None
            running[name].stdin.write(code)
            running[name].stdin.close()
            running[name].stdin = None
        said = {name: (process.communicate(timeout=90)[0], process.returncode) for name, process in running.items()}
        assert {name: text for name, (text, code) in said.items() if code} == {}
        yield sending


@pytest.mark.xdist_group("node")
@pytest.mark.parametrize("name", sorted(PROGRAMS))
def test_an_order_arrives(name: str, sending: Sending) -> None:
    (row,) = sending.events(name, 1)
    assert (row["type"], row["name"], row["user_id"]) == ("track", "Order Completed", "customer-42")
    assert row["channel"] == ("web" if name == "jitsu" else "server")  # Jitsu's says the same of itself everywhere
    assert row["value"] == 79.0 or json.loads(row["properties"])["revenue"] == 79
