"""Write the types of the pages' client anew from the API's own description: `python tools/typed_client.py`.

Node's npx fetches openapi-typescript, which nothing else needs. Run it after a route or what it takes or gives changed.
"""

import subprocess
import tempfile
from pathlib import Path

import msgspec

from footpath.api import Team
from footpath.api.assembling import framework
from footpath.core import settings

UI = Path(__file__).parents[1] / "ui"
TARGET = UI / "src" / "lib" / "api" / "schema.d.ts"
MAKER = ("npx", "--yes", "openapi-typescript@7")


def main() -> None:
    """Describe the API with everything a team has, and turn that into types."""
    with tempfile.TemporaryDirectory() as folder:
        team = Team(settings.Settings(data=Path(folder) / "data", store=Path(folder) / "store"), url="http://localhost")
        try:
            described = framework(Path(folder) / "store", team=team).openapi_schema.to_schema()
        finally:
            team.close()
        source = Path(folder) / "openapi.json"
        source.write_bytes(msgspec.json.encode(described))
        subprocess.run([*MAKER, str(source), "-o", str(TARGET), "--default-non-nullable=false"], cwd=UI, check=True)


if __name__ == "__main__":
    main()
