"""Connecting to a cluster by its address."""

import re
import shutil
import socket
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from footpath.analytics.spark.running import Spark
from footpath.analytics.spark.watching import Progress
from footpath.core.errors import Invalid, Transient

_KNOWN = re.compile(r"local(\[[\d*, ]+\])?|local-cluster\[ *\d+ *, *\d+ *, *\d+ *\]|yarn|(spark|k8s|sc)://\S+")
_PORTS = {"spark": 7077, "sc": 15002}
_PATIENCE_S = 5
_USUAL = {"spark.ui.showConsoleProgress": "false", "spark.driver.maxResultSize": "0"}
_THERE = {"spark.log.level": "ERROR"}  # what Spark warns of on the way are failures that it mends itself
# Java only hands things on, the work is done in Python: the quick compiler alone halves the time Java takes to start.
_JAVA = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
_LOGGING = Path(__file__).with_name("log4j2.properties")
_HERE = {
    "spark.ui.enabled": "false",
    "spark.driver.extraJavaOptions": f'{_JAVA} "-Dlog4j2.configurationFile={_LOGGING.as_uri()}"',
    "spark.executor.extraJavaOptions": _JAVA,
}


def connect(url: str, *, progress: Progress | None = None, properties: Mapping[str, str] | None = None) -> Spark:
    """Connect to a Spark cluster.

    >>> with connect("spark://cluster:7077") as spark:  # doctest: +SKIP
    ...     ask("funnel", journeys, run=spark, steps=["Home", "Order"])

    Args:
        url: local-cluster[2,1,1024] (2 processes of 1 core and 1024 MB on this machine), spark://HOST:7077, yarn,
            k8s://https://HOST, or sc://HOST:15002 for Spark Connect and Databricks.
        progress: called with the share done, 0…1, as tasks end.
        properties: further properties of Spark, as "spark.executor.memory"; not for sc://.

    Raises:
        Invalid: Spark or Java is missing, the address is none, or another session is open in this process.
        Transient: nothing answers there.
    """
    if not _KNOWN.fullmatch(url):
        raise Invalid(
            f"{url!r} is no address of a Spark cluster.",
            hint='Give "local-cluster[2,1,1024]", spark://HOST:7077, yarn, k8s://https://HOST or sc://HOST:15002.',
        )
    try:
        from pyspark.sql import SparkSession
    except ImportError:
        raise Invalid("Spark is not installed.", hint='Run: pip install "footpath[spark]"') from None
    _refuse_second(SparkSession)
    _reach(url)
    session = _remote(SparkSession, url) if url.startswith("sc://") else _classic(SparkSession, url, properties or {})
    return Spark(session, progress=progress, stopped=_sweeper(session) if url.startswith("local-cluster") else None)


def _sweeper(session: Any) -> Callable[[], None]:
    """Return what deletes the folder in which the processes of a cluster on this machine kept their output."""
    from pyspark.find_spark_home import _find_spark_home

    folder = Path(_find_spark_home()) / "work" / str(session.sparkContext.applicationId)
    return lambda: shutil.rmtree(folder, ignore_errors=True)


def _refuse_second(kind: Any) -> None:
    if kind.getActiveSession() is not None:
        raise Invalid(
            "A Spark session is open in this process already.", hint="Use it: Spark(session), or stop it first."
        )


def _reach(url: str) -> None:
    """Raise Transient when none of the machines in an address answers: Spark itself would try for minutes."""
    kind, _, rest = url.partition("://")
    if kind not in _PORTS:
        return
    hosts = re.split("[/;]", rest)[0].split(",")
    problems = [problem for problem in (_unreached(host, _PORTS[kind]) for host in hosts) if problem]
    if len(problems) == len(hosts):
        raise Transient(
            f"No Spark answers at {url}: {problems[0]}.",
            hint="Start the cluster, or correct its name and port in the address.",
        )


def _unreached(host: str, usual_port: int) -> str:
    name, _, port = host.rpartition(":") if re.search(r":\d+$", host) else (host, "", str(usual_port))
    try:
        with socket.create_connection((name.strip("[]"), int(port)), timeout=_PATIENCE_S):
            return ""
    except OSError as problem:
        return problem.strerror or str(problem)


def _remote(kind: Any, url: str) -> Any:
    from pyspark.errors import PySparkException

    try:
        session = kind.builder.remote(url).getOrCreate()
        session.range(1).count()
    except PySparkException as problem:
        raise Transient(
            f"Spark Connect at {url} refused: {str(problem).strip().splitlines()[0]}",
            hint="Check the token and the version of the server.",
        ) from problem
    return session


def _classic(kind: Any, url: str, properties: Mapping[str, str]) -> Any:
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    here = url.startswith("local")
    builder = kind.builder.master(url).appName("footpath")
    for name, value in {**_USUAL, **(_HERE if here else _THERE), **properties}.items():
        builder = builder.config(name, value)
    try:
        session = builder.getOrCreate()
    except (PySparkException, Py4JError, OSError) as problem:
        raise _not_started(url, str(problem)) from problem
    context = session.sparkContext
    if here and context.pythonExec == "python3":
        # Executors on this machine run what runs here, not the first python3 in the path.
        context.pythonExec = sys.executable
    return session


def _not_started(url: str, words: str) -> Exception:
    if "JAVA_GATEWAY_EXITED" in words:
        return Invalid(
            "Spark could not start Java.",
            hint="Install Java 17 or newer, and point JAVA_HOME at it if it is not in the path.",
        )
    return Transient(
        f"Spark did not start at {url}: {words.strip().splitlines()[0]}",
        hint="Check the address and what the cluster's log says.",
    )
