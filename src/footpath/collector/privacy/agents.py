"""User agents: which browser, system and kind of device they name; they themselves are not kept."""

from functools import lru_cache

_LONGEST = 512  # a longer one is no browser's, and would only cost time


@lru_cache(maxsize=8192)
def parsed(agent: str) -> tuple[str, str]:
    """Return browser and system, without versions below the first number; "" for what is not known."""
    import ua_parser

    found = ua_parser.parse(agent[:_LONGEST])
    browser, system = found.user_agent, found.os
    return (
        f"{browser.family} {browser.major}" if browser and browser.major else browser.family if browser else "",
        system.family if system else "",
    )


@lru_cache(maxsize=8192)
def _members(agent: str) -> str:
    import msgspec

    browser, system = parsed(agent)
    named = {"browser": browser, "os": system}
    return msgspec.json.encode({name: value for name, value in named.items() if value}).decode()[1:-1]


def with_agent(properties: str | None, agent: object) -> str | None:
    """Return properties, a JSON object as text, with the browser and system of a user agent."""
    members = members_of(agent)
    if not members or (properties and ('"browser":' in properties or '"os":' in properties)):
        return properties
    return f"{{{members}}}" if properties in (None, "{}") else f"{properties[:-1]},{members}}}"


def members_of(agent: object) -> str:
    """Return the browser and system of a user agent as members of a JSON object; "" for what is none."""
    return _members(agent[:_LONGEST]) if type(agent) is str and agent else ""
