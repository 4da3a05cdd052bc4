from pathlib import Path

from click.testing import CliRunner, Result

from footpath.accounts import People, Sessions
from footpath.cli.main import cli
from footpath.core.database import Database

PASSWORD = "correct horse battery"


def run(folder: Path, *words: str) -> Result:
    return CliRunner().invoke(cli, ["user", *words, "--data", str(folder)])


def test_people_are_added_listed_given_passwords_and_disabled(tmp_path: Path) -> None:
    assert run(tmp_path, "add", "ann@example.org", "--name", "Ann", "--password", PASSWORD).exit_code == 0
    assert run(tmp_path, "add", "bob@example.org", "--password", PASSWORD).output == "bob@example.org can sign in.\n"
    database = Database.open(tmp_path)
    people, sessions = People(database), Sessions(database)
    assert (people.find("ann@example.org").admin, people.find("bob@example.org").admin) == (True, False)
    link = run(tmp_path, "password", "bob@example.org", "--link").output.strip()
    people.reset(link.rsplit("/", 1)[1], "another password")
    sessions.sign_in("bob@example.org", "another password")
    assert run(tmp_path, "password", "bob@example.org", "--password", "a third password").exit_code == 0
    sessions.sign_in("bob@example.org", "a third password")
    run(tmp_path, "disable", "bob@example.org")
    listed = run(tmp_path, "list").output
    assert "looks after the server" in listed
    assert "disabled" in listed
    assert run(tmp_path, "add", "ann@example.org", "--password", PASSWORD).exit_code == 1
    database.close()
