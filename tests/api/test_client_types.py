"""The types of the pages' client know every address of the API, and no other (`python tools/typed_client.py`)."""

import re
from pathlib import Path

from footpath.api.assembling import framework
from tests.team.rooms_of import team_in

TYPES = Path(__file__).parents[2] / "ui" / "src" / "lib" / "api" / "schema.d.ts"
METHODS = ("get", "put", "post", "delete", "patch")


def test_the_client_knows_every_address_and_method(tmp_path: Path) -> None:
    team = team_in(tmp_path / "data")
    try:
        described = framework(tmp_path / "store", team=team).openapi_schema.to_schema()["paths"]
    finally:
        team.close()
    served = {(path, method) for path, one in described.items() for method in METHODS if method in one}
    listed = TYPES.read_text().split("export interface paths {", 1)[1].split("\nexport ", 1)[0]
    known = {
        (path, method)
        for path, body in re.findall(r'^    "(/[^"]*)": \{\n(.*?)^    \};', listed, re.MULTILINE | re.DOTALL)
        for method in re.findall(r"^        (\w+): operations\[", body, re.MULTILINE)
    }
    assert len(served) > 100
    assert known == served
