"""A real Spark of several processes: every analysis gives what it gives without, and failures say what to do."""

import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from footpath.analytics import Bucket, Journeys, Spark, ask, build_journeys, connect
from footpath.analytics.building import bases
from footpath.analytics.spark import tasks
from footpath.analytics.spark.failures import plain
from footpath.core.errors import Invalid, Transient
from footpath.events import Lake
from tests.analytics.examples import QUESTIONS, fill, journeys_of, shop, told
from tests.events.lakes import new_lake

pytestmark = pytest.mark.slow
CLUSTER = "local-cluster[2,1,1024]"
JAVA = 17


def why_not() -> str:
    """Why Spark cannot run here; empty when it can."""
    try:
        import pyspark  # noqa: F401 - whether it is there
    except ImportError:
        return "Spark is not installed: pip install 'footpath[spark]'"
    java = shutil.which("java")
    if java is None:
        return f"there is no Java: install version {JAVA} or newer (docs/how-to/spark.md)"
    told = subprocess.run([java, "-version"], capture_output=True, text=True, check=False).stderr
    version = told.partition('"')[2].partition(".")[0]
    return "" if version.isdigit() and int(version) >= JAVA else f"Java is {version or 'unknown'}, not {JAVA} or newer"


needs_spark = pytest.mark.skipif(bool(why_not()), reason=why_not())


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Lake:
    return shop(tmp_path_factory.mktemp("shop"))


@pytest.fixture(scope="module")
def journeys(lake: Lake) -> Journeys:
    return journeys_of(lake)


@pytest.fixture(scope="module")
def spark() -> Iterator[Spark]:
    properties = {"spark.task.maxFailures": "2", "spark.sql.shuffle.partitions": "4"}
    with connect(CLUSTER, properties=properties) as cluster:
        yield cluster


@needs_spark
@pytest.mark.parametrize(("name", "fields"), [one for one in QUESTIONS if str(one.id).endswith("-1")])
def test_every_analysis_has_the_same_answer_on_a_cluster(
    spark: Spark, journeys: Journeys, name: str, fields: dict[str, Any]
) -> None:
    expected = told(ask(name, journeys, **fields))  # first, so that executors find kernels compiled
    assert told(ask(name, journeys, run=spark, **fields)) == expected


def test_kernels_are_kept_where_an_executor_may_write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from numba.core import config

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(config, "CACHE_DIR", "")
    tasks.keep_kernels()
    assert config.CACHE_DIR == ""
    monkeypatch.setattr("footpath.analytics.spark.tasks.access", lambda *_: False)
    tasks.keep_kernels()
    assert str(tmp_path / "footpath-kernels") == config.CACHE_DIR


@needs_spark
def test_a_cluster_builds_the_same_files(spark: Spark, tmp_path: Path) -> None:
    lake = fill(new_lake(tmp_path))
    with patch.object(bases, "PER_BUCKET", 400):
        build_journeys(lake)
        here = files_of(lake)
        lake.forget_derived()
        journeys = spark.build_journeys(lake)
    assert len(journeys.buckets) >= 3
    assert files_of(lake) == here


def files_of(lake: Lake) -> dict[str, bytes]:
    (only,) = (path for path in (lake.folder / "derived" / "journeys").iterdir() if path.is_dir())
    return {str(path.relative_to(only)): path.read_bytes() for path in sorted(only.rglob("*")) if path.is_file()}


@needs_spark
def test_what_the_work_refuses_reaches_the_user_as_it_is(spark: Spark, journeys: Journeys) -> None:
    def refuse(bucket: Bucket) -> None:
        raise Invalid(f"field: {len(bucket.persons) > 0}", hint="Mend it.")

    with pytest.raises(Invalid) as caught:
        spark(refuse, journeys.buckets)
    assert (caught.value.message, caught.value.hint) == ("field: True", "Mend it.")


@needs_spark
def test_a_defect_in_the_work_is_told_in_its_own_words(spark: Spark, journeys: Journeys) -> None:
    with pytest.raises(RuntimeError, match=r"^ZeroDivisionError: .* \(on an executor\)$"):
        spark(lambda bucket: bucket.n_journeys // 0, journeys.buckets[:1])


@needs_spark
def test_work_of_an_executor_that_is_lost_is_done_by_another(spark: Spark, journeys: Journeys, tmp_path: Path) -> None:
    mark = tmp_path / "died"

    def frail(bucket: Bucket) -> int:
        import os
        import signal
        import time

        try:
            mark.touch(exist_ok=False)
        except FileExistsError:
            return bucket.n_journeys
        executor = Path(f"/proc/{os.getppid()}/stat").read_text().rpartition(")")[2].split()[1]
        os.kill(int(executor), signal.SIGKILL)
        time.sleep(5)
        return -1

    assert spark(frail, journeys.buckets) == [bucket.n_journeys for bucket in journeys.buckets]
    assert mark.exists()


@needs_spark
def test_buckets_too_large_to_send_are_answered_where_they_are(
    spark: Spark, journeys: Journeys, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("footpath.analytics.spark.running.MOST_BYTES", 2_000)
    found = spark(lambda bucket: bucket.n_events, journeys.dense().buckets)
    assert found == [bucket.n_events for bucket in journeys.buckets]


@needs_spark
def test_progress_grows_and_a_second_session_is_refused(spark: Spark, journeys: Journeys) -> None:
    shares: list[float] = []

    def slow(bucket: Bucket) -> None:
        import time

        time.sleep(0.4)

    Spark(spark.session, progress=shares.append)(slow, journeys.buckets)
    assert shares == sorted(shares)
    assert 0 < max(shares) <= 1
    with pytest.raises(Invalid, match="open in this process already"):
        connect("local[1]")


@pytest.mark.parametrize("url", ["", "spark", "cluster:7077", "http://cluster", "local-cluster[2]", "mesos://x:1"])
def test_what_is_no_address_is_refused_with_examples(url: str) -> None:
    with pytest.raises(Invalid, match=r"is no address of a Spark cluster\. Give \"local-cluster"):
        connect(url)


@needs_spark
@pytest.mark.parametrize("kind", ["spark", "sc"])
def test_an_address_where_nothing_answers_is_told_at_once(kind: str) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with (
        patch("footpath.analytics.spark.session._refuse_second"),
        pytest.raises(Transient, match=rf"No Spark answers at {kind}://127.0.0.1:{port}: Connection refused"),
    ):
        connect(f"{kind}://127.0.0.1:{port}")


def test_without_spark_it_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyspark.sql", None)
    with pytest.raises(Invalid, match=r"Spark is not installed\. Run: pip install \"footpath\[spark\]\""):
        connect("local[1]")


def test_without_java_it_says_which_one_to_install() -> None:
    pytest.importorskip("pyspark", reason="Spark is not installed: pip install 'footpath[spark]'")
    program = "from footpath.analytics import connect; connect('local[1]')"
    words = ["env", "JAVA_HOME=/nowhere", sys.executable, "-c", program]
    told = subprocess.run(words, capture_output=True, text=True, check=False).stderr
    assert "Invalid: Spark could not start Java. Install Java 17 or newer" in told


LOST = """An error occurred while calling o71.collectAsArrowToPython.
: org.apache.spark.SparkException: Job aborted due to stage failure: Task 0 in stage 3.0 failed 4 times, \
most recent failure: Lost task 0.3 in stage 3.0 (TID 9) (10.0.0.7 executor 1): ExecutorLostFailure (executor 1 exited \
caused by one of the running tasks) Reason: Container killed by YARN for exceeding memory limits.
Driver stacktrace:
\tat org.apache.spark.scheduler.DAGScheduler.abortStage(DAGScheduler.scala:2856)"""
MISSING = """An exception was thrown from the Python worker. Please see the stack trace below.
Traceback (most recent call last):
  File "/opt/spark/python/pyspark/worker.py", line 1225, in main
    func, profiler, deserializer, serializer = read_udfs(pickleSer, infile, eval_type)
ModuleNotFoundError: No module named 'footpath'

JVM stacktrace:
\tat org.apache.spark.api.python.BasePythonRunner"""


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        (LOST, Transient, "could not finish the work: ExecutorLostFailure (executor 1 exited caused by one of"),
        (MISSING, Invalid, "lack a part: No module named 'footpath'. Install \"footpath[spark]=="),
        (
            MISSING.replace("ModuleNotFoundError: No", "PySparkRuntimeError: [PYTHON_VERSION_MISMATCH] No"),
            Invalid,
            "PYSPARK_PYTHON",
        ),
        ("Cannot run program\n at java", Transient, "could not finish the work: Cannot run program Try again"),
        ("", Transient, "no reason given"),
    ],
)
def test_what_spark_says_is_cut_to_what_a_person_can_act_on(text: str, kind: type[Exception], words: str) -> None:
    found = plain(text)
    assert type(found) is kind
    assert words in str(found)
    assert "scala" not in str(found)
