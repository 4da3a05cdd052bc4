"""Markdown printed by the program itself, for the cog blocks of the docs."""

import importlib
import inspect
import pkgutil
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click
import msgspec
import yaml
from click.testing import CliRunner

import footpath
from footpath.cli.main import cli
from footpath.core import errors, settings

ROOT = Path(__file__).parents[1]
SOURCE = Path(footpath.__file__).parent
_LANGUAGES = {".html": "html", ".mjs": "js"}
_SDKS = {
    "Segment, browser": "segment-web",
    "Segment, Node": "segment-node",
    "Segment, Node, the SDK before": "segment-legacy-node",
    "RudderStack, browser": "rudderstack-web",
    "RudderStack, Node": "rudderstack-node",
    "PostHog, browser": "posthog-web",
    "PostHog, Node": "posthog-node",
    "Snowplow, browser": "snowplow-web",
    "Snowplow, Node": "snowplow-node",
    "Amplitude, browser": "amplitude-web",
    "Amplitude, Node": "amplitude-node",
    "Mixpanel, browser": "mixpanel-web",
    "Mixpanel, Node": "mixpanel-node",
    "Jitsu, browser": "jitsu-web",
    "Jitsu, Node": "jitsu-node",
}
REGISTRIES = {
    "Connectors": "footpath.events.connectors",
    "Protocols": "footpath.collector.protocols",
    "Hooks": "footpath.collector.hooks",
    "Pulls": "footpath.pulling.pulls",
    "Trackers": "footpath.tickets.trackers",
    "Formats": "footpath.maps.formats",
    "Lane types": "footpath.maps.lanes",
    "Lint rules": "footpath.maps.rules",
    "Detectors": "footpath.insights.detectors",
    "Analyses": "footpath.analytics.analyses",
    "Measures": "footpath.analytics.metrics.measures",
    "Identity presets": "footpath.events.presets",
}


def commands() -> Iterator[str]:
    """Print every command's help as the terminal shows it."""
    names = cli.list_commands(click.Context(cli))
    for name in names:
        result = CliRunner().invoke(cli, [name, "--help"], prog_name="footpath", terminal_width=100)
        yield f"### {name}\n\n```text\n{result.output.strip()}\n```\n"


def entries(package: str) -> list[type]:
    """Return the classes of a registry folder, ordered by name."""
    folder = importlib.import_module(package)
    modules = [importlib.import_module(f"{package}.{m.name}") for m in pkgutil.iter_modules(folder.__path__)]
    return [
        value
        for module in modules
        for value in vars(module).values()
        if isinstance(value, type)
        and value.__module__ == module.__name__
        and isinstance(getattr(value, "name", 0), str)
    ]


def registry(package: str) -> Iterator[str]:
    """Print a registry as a section an entry, from the class's docstring."""
    for entry in entries(package):
        yield f"### {entry.name}\n\n{_prose(entry)}\n"  # type: ignore[attr-defined]


def _prose(entry: type) -> str:
    return inspect.cleandoc(entry.__doc__ or "").split("\n\nAttributes:")[0].split("\n\nArgs:")[0]


def error_codes() -> Iterator[str]:
    """Print the errors a person can meet, by code."""
    for path in sorted(SOURCE.rglob("*.py")):
        if re.search(
            r"^class \w+\((Invalid|NotFound|Conflict|Transient|SignedOut|FootpathError)\)",
            path.read_text(),
            re.MULTILINE,
        ):
            importlib.import_module(".".join(("footpath", *path.relative_to(SOURCE).with_suffix("").parts)))
    for error in sorted(_all(errors.FootpathError), key=lambda e: e.code):
        yield f"### {error.code}\n\n{_prose(error)}\n"


def _all(error: type[errors.FootpathError]) -> Iterator[type[errors.FootpathError]]:
    if "code" in vars(error):
        yield error
    for child in error.__subclasses__():
        yield from _all(child)


def variables() -> Iterator[str]:
    """Print the settings with their defaults."""
    text = inspect.cleandoc(settings.Settings.__doc__ or "")
    meaning = dict(line.strip().split(": ", 1) for line in text.split("Attributes:")[1].strip().splitlines())
    for field in msgspec.structs.fields(settings.Settings):
        yield f"### FOOTPATH_{field.name.upper()}\n\n{meaning[field.name]}\n\nDefault: `{field.default}`\n"


def roles() -> Iterator[str]:
    """Print every route that people use in the browser, with the least that it needs."""
    from footpath.api.team import HANDLERS, scope_of

    yield "| route | needs | scope of a key | does |\n|---|---|---|---|"
    rows = [
        (path, method, opt["needs"], scope_of(opt), inspect.getdoc(handler.fn) or "")
        for handler, opt in HANDLERS
        for path in handler.paths
        for method in getattr(handler, "http_methods", {"WS"})
    ]
    for path, method, needs, scope, told in sorted(rows):
        plain = re.sub(r"{(\w+):\w+}", r"{\1}", path)
        yield f"| `{method} {plain}` | {needs} | {scope} | {told.splitlines()[0]} |"


def key_scopes() -> Iterator[str]:
    """Print what keys of programs may be allowed to do."""
    from footpath.accounts import SCOPES

    yield "| scope | lets a program |\n|---|---|"
    for name, does in SCOPES.items():
        yield f"| `{name}` | {does} |"


def item_kinds() -> Iterator[str]:
    """Print the kinds of items of the library with what they have."""
    yield "| kind | is | statuses | scores | follows from |\n|---|---|---|---|---|"
    for kind in entries("footpath.library.kinds"):
        told = (kind.__doc__ or "").splitlines()[0]
        lists = (", ".join(names) for names in (kind.statuses, kind.scores, kind.follows))  # type: ignore[attr-defined]
        yield f"| {kind.name} | {told} | {' | '.join(lists)} |"  # type: ignore[attr-defined]


def board_kinds() -> Iterator[str]:
    """Print the kinds of boards with what may stand on them."""
    yield "| board | shows | takes |\n|---|---|---|"
    for kind in entries("footpath.library.boards"):
        told = (kind.__doc__ or "").splitlines()[0]
        yield f"| {kind.name} | {told} | {', '.join(kind.takes)} |"  # type: ignore[attr-defined]


def python() -> Iterator[str]:
    """Print the library's face: every public name with its signature and docstring."""
    for name in footpath.__all__:
        value = getattr(footpath, name)
        if callable(value):
            yield _described(f"footpath.{name}", value)
        if isinstance(value, type):
            for method, function in inspect.getmembers(value, callable):
                if not method.startswith("_") and method in vars(value):
                    yield _described(f"{name}.{method}", function)


def program(path: str) -> str:
    """Print a file of the repository as a block of code."""
    text = (ROOT / path).read_text().strip()
    return f"\n```{_LANGUAGES[Path(path).suffix]}\n{text}\n```\n\n"


def sdks() -> Iterator[str]:
    """Print the programs that use SDKs of Node and browsers, a section an SDK, with the version that is tested."""
    versions = msgspec.json.decode((ROOT / "tests/sdks/package.json").read_bytes())["devDependencies"]
    for title, name in _SDKS.items():
        path = f"tests/sdks/{name}.mjs"
        package = re.findall(r'from "((?:@[^/"]+/)?[^/"]+)', (ROOT / path).read_text())[0]
        yield f"### {title}\n\n`{package}` {versions[package]}\n{program(path)}".rstrip() + "\n"


def scopes() -> Iterator[str]:
    """Print what an API key can be allowed to do."""
    from footpath.api import SCOPES

    yield "| scope | what it lets one do |\n|---|---|"
    for name, words in SCOPES.items():
        yield f"| `{name}` | {words} |"


def routes() -> Iterator[str]:
    """Print every route of the API: scope, what it does, parameters and fields."""
    import tempfile

    from footpath.api.assembling import framework
    from footpath.api.guarding import SCOPE

    with tempfile.TemporaryDirectory() as folder:
        app = framework(Path(folder) / "store")
        schema = app.openapi_schema.to_schema()
    scopes_of = {
        (route.path, method): handler.opt.get(SCOPE, "")
        for route in app.routes
        for handler in route.route_handlers
        for method in handler.http_methods
    }
    for path, methods in sorted(schema["paths"].items()):
        for method, found in methods.items():
            scope = scopes_of[path, method.upper()]
            yield f"### {method.upper()} {path}\n\n{found['description']}\n\nScope: `{scope}`\n"
            yield from _parameters(found)
            yield from _fields(found, schema["components"]["schemas"])


def _parameters(route: dict[str, Any]) -> Iterator[str]:
    for one in route.get("parameters", ()):
        words = one.get("description") or one["schema"].get("description", "")
        default = f" Default: `{one['schema']['default']}`." if "default" in one["schema"] else ""
        yield f"- `{one['name']}`{' (needed)' if one.get('required') else ''}: {words}{default}".rstrip(": ")
    if route.get("parameters"):
        yield ""


def _fields(route: dict[str, Any], schemas: dict[str, Any]) -> Iterator[str]:
    for content in route.get("requestBody", {}).get("content", {}).values():
        schema = schemas[content["schema"]["$ref"].rpartition("/")[2]]
        needed = schema.get("required", ())
        yield "Body, a JSON object:\n"
        for name in schema["properties"]:
            yield f"- `{name}`{' (needed)' if name in needed else ''}"
        yield ""


def face(module: str) -> Iterator[str]:
    """Print the face of a slice: its functions, then its structs."""
    slice_ = importlib.import_module(module)
    named = [(name, getattr(slice_, name)) for name in slice_.__all__]
    for name, value in sorted(named, key=lambda one: (isinstance(one[1], type), one[0])):
        short = f"{module.removeprefix('footpath.')}.{name}"
        if isinstance(value, type):
            yield f"### {short}\n\n```text\n{inspect.cleandoc(value.__doc__ or '')}\n```\n"
        else:
            yield _described(short, value)


def presets() -> Iterator[str]:
    """Print the presets of identity rules: what each is like, and its rules where they differ from having none."""
    from footpath.events import Rules

    for entry in entries("footpath.events.presets"):
        differs = {
            field.name: getattr(entry.rules, field.name)  # type: ignore[attr-defined]
            for field in msgspec.structs.fields(Rules)
            if field.name != "preset" and getattr(entry.rules, field.name) != getattr(Rules(), field.name)  # type: ignore[attr-defined]
        }
        text = yaml.safe_dump(msgspec.to_builtins(differs), sort_keys=False, width=100, default_flow_style=None).strip()
        rules = text if differs else "# nothing: whatever hangs together is one person"
        yield f"### {entry.name}\n\n{_prose(entry)}\n\n```yaml\n{rules}\n```\n"  # type: ignore[attr-defined]


def _described(name: str, value: Callable[..., object]) -> str:
    text = inspect.cleandoc(value.__doc__ or "")
    return f"### {name}\n\n```text\n{name.removeprefix('footpath.')}{inspect.signature(value)}\n\n{text}\n```\n"


_RAISED = re.compile(r"^class \w+\((Invalid|NotFound|Conflict|Transient|SignedOut|FootpathError)\)", re.MULTILINE)


def benchmarks() -> Iterator[str]:
    """Print the measurements beside the peers as a table an area."""
    from benchmarks.measure import kept
    from benchmarks.plots import pictures

    rows = sorted(kept(), key=lambda row: (row.area, row.work, row.size, row.peer))
    for area in dict.fromkeys(row.area for row in rows):
        yield f"## {area.capitalize()}\n\n{_BENCHMARK_HEAD}"
        for row in rows:
            if row.area == area:
                asked = f" (asked: {row.least:g})" if row.least else ""
                same = "yes" if row.agree else "**no**"
                yield (
                    f"| {row.work} | {row.size:,} | {row.peer} | {row.ours_s:g} s | {row.peer_s:g} s "
                    f"| **{row.ratio:g}**{asked} | {same} | {row.ours_rss_mb or '–'} | {row.note or '–'} |"
                )
        yield ""
    drawn = sorted(pictures(rows).items())
    if drawn:
        yield "## How cost grows\n"
    for name, picture in drawn:
        yield f"![{picture.title}](pictures/{name}.svg)\n"
    if rows:
        times = sorted(row.at for row in rows)
        yield f"Machine: {', '.join(sorted({row.machine for row in rows}))}; {times[0]} to {times[-1]}."


_BENCHMARK_HEAD = (
    "| work | events | beside | Footpath | peer | times as long | same answer | MB | form |\n"
    "|---|---:|---|---:|---:|---:|---|---:|---|"
)


def write(lines: Iterator[str]) -> str:
    """Join what a cog block prints."""
    return "\n".join(lines)
