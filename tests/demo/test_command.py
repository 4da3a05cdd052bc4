"""`footpath demo-data` says where everything is."""

from pathlib import Path

from click.testing import CliRunner

from footpath.cli.main import cli
from footpath.core.errors import Conflict


def test_demo_data_names_the_exports_the_answers_and_what_to_do_next(tmp_path: Path) -> None:
    ran = CliRunner().invoke(cli, ["demo-data", str(tmp_path), "--persons", "150", "--seed", "5"])
    assert ran.exit_code == 0, ran.output
    assert str(tmp_path / "exports") in ran.output
    assert str(tmp_path / "answers" / "planted-truths.json") in ran.output
    assert (tmp_path / "exports" / "shop" / "orders.csv").is_file()


def test_demo_data_leaves_a_filled_folder_alone(tmp_path: Path) -> None:
    (tmp_path / "exports").mkdir()
    ran = CliRunner().invoke(cli, ["demo-data", str(tmp_path), "--persons", "150"])
    assert isinstance(ran.exception, Conflict)
