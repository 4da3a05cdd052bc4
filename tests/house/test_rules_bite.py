"""Each rule of the house is broken once on purpose, to see that its tool objects."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.house import ROOT

BIN = Path(sys.executable).parent


def run(*command: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the package and its rules that may be broken."""
    folder = tmp_path_factory.mktemp("house")
    shutil.copy(ROOT / "pyproject.toml", folder)
    shutil.copytree(ROOT / "tools", folder / "tools", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "src", folder / "src", ignore=shutil.ignore_patterns("__pycache__", "fonts", "*.npz"))
    return folder


@pytest.mark.parametrize(
    ("code", "snippet"),
    [
        ("TID251", '"""Doc."""\n\nfrom datetime import UTC, datetime\n\nx = datetime.now(UTC)\n'),
        ("TID251", '"""Doc."""\n\nimport os\n\nx = os.environ\n'),
        ("T201", '"""Doc."""\n\nprint("hello")\n'),
        ("D103", '"""Doc."""\n\n\ndef f() -> None:\n    return\n'),
        ("ERA001", '"""Doc."""\n\nx = 1\n# y = x + 1\n'),
        ("PLR0913", '"""Doc."""\n\n\ndef _f(a, b, c, d, e, f, g):\n    return a, b, c, d, e, f, g\n'),
        (
            "C901",
            '"""Doc."""\n\n\ndef _f(a):\n'
            + "".join(f"    if a == {i}:\n        a += 1\n" for i in range(11))
            + "    return a\n",
        ),
    ],
)
def test_ruff_objects(code: str, snippet: str, tmp_path: Path) -> None:
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "broken.py").write_text(snippet)
    result = run(str(BIN / "ruff"), "check", "--output-format", "concise", "--no-cache", ".", cwd=tmp_path)
    assert result.returncode == 1
    assert code in result.stdout


def test_mypy_objects_to_an_untyped_function(tmp_path: Path) -> None:
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "broken.py").write_text("def f(x):\n    return x\n")
    result = run(sys.executable, "-m", "mypy", "--cache-dir", str(tmp_path / "cache"), cwd=tmp_path)
    assert result.returncode == 1
    assert "no-untyped-def" in result.stdout


@pytest.mark.parametrize(
    ("contract", "module", "line"),
    [
        ("layers", "core/clock.py", "import footpath.maps"),
        ("face", "insights/service.py", "import footpath.events.lake"),
        ("kernels", "analytics/kernels/__init__.py", "import footpath.core.errors"),
        ("edge", "maps/model.py", "import click"),
        ("formats", "maps/formats/svg.py", "import footpath.maps.formats.yaml"),
    ],
)
def test_import_linter_objects(copy: Path, contract: str, module: str, line: str) -> None:
    path = copy / "src" / "footpath" / module
    text = path.read_text()
    path.write_text(f"{text}\n{line}\n")
    try:
        program = (
            f"import sys; sys.path[:0] = [{str(copy)!r}, {str(copy / 'src')!r}]\n"
            "from importlinter.cli import lint_imports\n"
            f"sys.exit(lint_imports(limit_to_contracts=({contract!r},), no_cache=True))"
        )
        result = run(sys.executable, "-c", program, cwd=copy)
    finally:
        path.write_text(text)
    assert result.returncode == 1, result.stdout + result.stderr
    assert "BROKEN" in result.stdout


def test_a_warning_fails_a_test(tmp_path: Path) -> None:
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    (tmp_path / "test_broken.py").write_text("import warnings\n\n\ndef test_it():\n    warnings.warn('careless')\n")
    result = run(sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "test_broken.py", cwd=tmp_path)
    assert result.returncode == 1
    assert "UserWarning: careless" in result.stdout


def test_stale_generated_docs_fail(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("<!-- [[[cog\nimport cog\ncog.outl('new')\n]]] -->\nold\n<!-- [[[end]]] -->\n")
    result = run(str(BIN / "cog"), "--check", str(page), cwd=tmp_path)
    assert result.returncode != 0
