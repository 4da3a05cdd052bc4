"""Markdown printed by the program itself, for the cog blocks of the docs."""

import importlib
import inspect
import pkgutil
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import click
import msgspec
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
    "Formats": "footpath.maps.formats",
    "Lane types": "footpath.maps.lanes",
    "Lint rules": "footpath.maps.rules",
    "Detectors": "footpath.insights.detectors",
    "Analyses": "footpath.analytics.analyses",
    "Measures": "footpath.analytics.metrics.measures",
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
        if isinstance(value, type) and value.__module__ == module.__name__ and hasattr(value, "name")
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
            r"^class \w+\((Invalid|NotFound|Conflict|Transient|FootpathError)\)", path.read_text(), re.MULTILINE
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


def _described(name: str, value: Callable[..., object]) -> str:
    text = inspect.cleandoc(value.__doc__ or "")
    return f"### {name}\n\n```text\n{name.removeprefix('footpath.')}{inspect.signature(value)}\n\n{text}\n```\n"


_RAISED = re.compile(r"^class \w+\((Invalid|NotFound|Conflict|Transient|FootpathError)\)", re.MULTILINE)


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
