"""A PostgreSQL server of the tests' own, on a socket in a folder of its own."""

import getpass
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def running() -> Iterator[str]:
    """Yield the address of a server's database `postgres`; skip where its programs are not here."""
    if not shutil.which("initdb") or not shutil.which("pg_ctl"):
        pytest.skip("PostgreSQL's server programs (initdb, pg_ctl) are not here")
    pytest.importorskip("pg8000", reason="pg8000, the driver for PostgreSQL, is not here")
    user = "postgres" if os.geteuid() == 0 else getpass.getuser()  # it refuses to run as root
    folder = Path(tempfile.mkdtemp(prefix="fp-pg-"))
    try:
        shutil.chown(folder, user)
    except LookupError:
        pytest.skip("PostgreSQL does not run as root, and there is no user `postgres`")
    home = folder / "data"

    def run(*command: str) -> None:
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, user=user, cwd=folder, timeout=60)

    options = f"-c listen_addresses='' -c unix_socket_directories={folder} -c fsync=off"
    try:
        run("initdb", "-D", str(home), "-U", "test", "-A", "trust", "--no-sync", "-E", "UTF8")
        run("pg_ctl", "-D", str(home), "-w", "-l", str(folder / "log"), "-o", options, "start")
        try:
            yield f"postgresql+pg8000://test@/postgres?unix_sock={folder}/.s.PGSQL.5432"
        finally:
            run("pg_ctl", "-D", str(home), "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
