"""A whole shop, from its exports to the map's file and back."""

from pathlib import Path

import pytest

import footpath as fp
from footpath.demo import generate


@pytest.fixture(scope="module")
def exports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("shop")
    generate(folder, persons=700, seed=11)
    return folder / "exports"


def test_the_same_exports_give_the_same_bytes_and_a_map_without_errors(exports: Path, tmp_path: Path) -> None:
    files = []
    for name in ("one", "two"):
        document = fp.read(exports).map(template="ecommerce", personas=2)
        files.append(document.save(tmp_path / f"{name}.map.yaml").read_bytes())
    assert files[0] == files[1]
    reread = fp.MapDocument.open(tmp_path / "one.map.yaml")
    assert reread.model == document.model
    assert [problem for problem in document.lint() if problem.severity == "error"] == []
    ways = {path.key for path in reread.model.paths}
    assert [persona.typical in ways for persona in reread.model.personas] == [True, True]
