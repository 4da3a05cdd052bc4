"""`footpath analyse --plot` speaks the language asked for, and English when none is."""

from pathlib import Path

from click.testing import CliRunner
from tests.analytics.examples import shop

from footpath.cli.main import cli


def test_a_picture_is_in_the_language_asked_for_and_figures_stay_as_programs_read_them(tmp_path: Path) -> None:
    lake = shop(tmp_path)
    asked = ["analyse", "funnel", "--store", str(lake.folder), "--step", "Home", "--step", "Order", "--csv"]
    printed = {}
    for locale in ("en", "pl"):
        picture = tmp_path / f"{locale}.svg"
        answer = CliRunner().invoke(cli, [*asked, "--locale", locale, "--plot", str(picture)])
        assert answer.exit_code == 0, answer.output
        printed[locale] = answer.stdout
    assert "Funnel of 2 steps" in (tmp_path / "en.svg").read_text()
    assert "Lejek, liczba kroków: 2" in (tmp_path / "pl.svg").read_text()
    assert printed["pl"] == printed["en"]
    assert printed["en"].startswith("step,name,count")
