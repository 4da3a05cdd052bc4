"""Spark Connect: a server of its own, spoken to from a process that has no Spark of its own in it."""

import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from footpath.analytics import ask, build_journeys
from tests.analytics.examples import shop, told
from tests.analytics.test_spark import needs_spark

pytestmark = [pytest.mark.deep, needs_spark]
SERVER = "org.apache.spark.sql.connect.service.SparkConnectServer"
QUESTION = {"steps": ["Home", "Order"], "who": "did Cart", "by": "device"}
CLIENT = f"""
import json, sys
from footpath.analytics import ask, build_journeys, connect
from footpath.core.errors import Invalid
from footpath.events import Lake
from tests.analytics.examples import told

lake = Lake.open(sys.argv[2])
shares = []
with connect(sys.argv[1], progress=shares.append) as spark:
    journeys = build_journeys(lake)
    answer = told(ask("funnel", journeys, run=spark, **{QUESTION!r}))
    def refuse(bucket):
        raise Invalid("no", hint="yes")
    try:
        spark(refuse, journeys.buckets)
    except Invalid as problem:
        refused = [problem.message, problem.hint]
    lake.forget_derived()
    events = spark.build_journeys(lake).n_events
print(json.dumps([repr(answer), refused, max(shares), events]))
"""


@pytest.fixture
def server(tmp_path: Path) -> Iterator[str]:
    from pyspark.find_spark_home import _find_spark_home

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    properties = {
        "spark.connect.grpc.binding.port": port,
        "spark.connect.grpc.binding.address": "127.0.0.1",
        "spark.ui.enabled": "false",
        "spark.executorEnv.PYSPARK_PYTHON": sys.executable,
    }
    given = [word for name, value in properties.items() for word in ("--conf", f"{name}={value}")]
    words = ["env", f"PYSPARK_PYTHON={sys.executable}", f"{_find_spark_home()}/bin/spark-submit", "--class", SERVER]
    words += ["--master", "local[2]", "--driver-java-options", "-XX:TieredStopAtLevel=1", *given, "spark-internal"]
    with (tmp_path / "log").open("w") as log:
        process = subprocess.Popen(words, stdout=log, stderr=log, cwd=tmp_path)
    try:
        _wait_for(port, process)
        yield f"sc://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(30)


def _wait_for(port: int, process: "subprocess.Popen[bytes]") -> None:
    for _ in range(600):
        with closing(socket.socket()) as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        assert process.poll() is None
        time.sleep(0.3)
    raise TimeoutError("the server did not start")


def test_a_server_builds_and_answers_as_this_process_does(server: str, tmp_path: Path) -> None:
    lake = shop(tmp_path)
    journeys = build_journeys(lake)
    words = [sys.executable, "-c", CLIENT, server, str(lake.folder)]
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run(words, capture_output=True, text=True, check=False, cwd=root)
    assert done.returncode == 0, done.stderr
    answer, refused, share, events = json.loads(done.stdout.splitlines()[-1])
    assert answer == repr(told(ask("funnel", journeys, **QUESTION)))
    assert (refused, share, events) == (["no", "yes"], 1.0, journeys.n_events)
