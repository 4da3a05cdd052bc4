"""The API as an ASGI application: its routes, keys, errors and description."""

from pathlib import Path

from litestar import Litestar, Router
from litestar.datastructures import State
from litestar.di import Provide
from litestar.exceptions import HTTPException
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.openapi.spec import Components, SecurityScheme
from litestar.types import ASGIApp
from msgspec import Struct

from footpath.api import problems
from footpath.api.guarding import OPEN, SCOPE, guard, provide_by
from footpath.api.keys import ApiKeys
from footpath.api.routes import operations, people, plan, privacy, sources
from footpath.api.team import Team, finisher, routers
from footpath.api.wrapping import wrapped
from footpath.core.errors import FootpathError
from footpath.core.version import VERSION
from footpath.events import Lake

ROOT = "/api/v1"
SCHEMA = "/api/schema"
_LARGEST = 1_000_000
_ABOUT = (
    "People, privacy, sources and operations of a Footpath store. Make a key with `footpath api-key add`, and send it "
    "as `Authorization: Bearer KEY`. Errors are RFC 9457 documents that name field and hint. Lists come in pieces: "
    "give `next` of one as `after` of the following."
)


def application(store: Path, *, spools: Path | None = None, team: Team | None = None) -> ASGIApp:
    """Return the ASGI application of a store's API.

    Args:
        store: folder of the store; made when missing.
        spools: folder of the spools; None = inside the store.
        team: the people who draw maps in the browser; None = programs with a key only.
    """
    return wrapped(framework(store, spools=spools, team=team))


def framework(store: Path, *, spools: Path | None = None, team: Team | None = None) -> Litestar:
    """Return the framework's application inside `application`, for its routes and its description."""
    folder = Lake.open(store, create=True).folder
    handlers = [*operations.HANDLERS, *people.HANDLERS, *plan.HANDLERS, *privacy.HANDLERS, *sources.HANDLERS]
    given = {"lake": Provide(_provide_lake, sync_to_thread=True), "by": Provide(provide_by)}
    routes = Router(ROOT, route_handlers=handlers, dependencies=given, guards=[guard])
    app = Litestar(
        [routes, *(routers(team, ROOT) if team else ())],
        before_send=[finisher(team, ROOT)] if team else [],
        exception_handlers={
            FootpathError: problems.of_footpath,
            HTTPException: problems.of_framework,
            Exception: problems.of_program,
        },
        logging_config=None,
        openapi_config=_described(),
        request_max_body_size=_LARGEST,
        state=State({"store": folder, "spools": spools, "keys": ApiKeys(folder), "team": team}),
    )
    _close_bodies(app)
    return app


def _close_bodies(app: Litestar) -> None:
    """Say in the description that bodies have no other fields; the framework leaves it out."""
    modules = (operations, people, plan, privacy, sources)
    kinds = [kind for module in modules for kind in vars(module).values() if isinstance(kind, type)]
    strict = {
        kind.__name__ for kind in kinds if issubclass(kind, Struct) and kind.__struct_config__.forbid_unknown_fields
    }
    for schema in (app.openapi_schema.components.schemas or {}).values():
        if schema.title in strict:
            schema.additional_properties = False


def _described() -> OpenAPIConfig:
    key = SecurityScheme(type="http", scheme="bearer", description="An API key with the scope of the route.")
    session = SecurityScheme(
        type="apiKey", name="footpath_session", security_scheme_in="cookie", description="A session."
    )
    csrf = SecurityScheme(type="apiKey", name="x-csrf-token", security_scheme_in="header", description="As /me tells.")
    return OpenAPIConfig(
        title="Footpath",
        version=VERSION,
        description=_ABOUT,
        # Anybody may read it: it says nothing about anybody.
        openapi_router=Router(SCHEMA, route_handlers=[], include_in_schema=False, opt={SCOPE: OPEN}),
        render_plugins=[JsonRenderPlugin(path="/openapi.json")],
        components=Components(security_schemes={"key": key, "session": session, "csrf": csrf}),
        security=[{"key": []}],
        use_handler_docstrings=True,
    )


def _provide_lake(state: State) -> Lake:
    lake: Lake = Lake.open(state.store)
    return lake
