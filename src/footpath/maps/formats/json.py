"""Maps as JSON, for programs."""

import msgspec

from footpath.core.errors import Invalid
from footpath.maps.format import Format, Options
from footpath.maps.model import Map
from footpath.maps.wire import from_plain, to_plain


class Json(Format):
    """The whole map as JSON, for programs; loses nothing."""

    name = "json"
    title = "JSON"
    extensions = (".map.json", ".json")
    readable = True

    def write(self, model: Map, options: Options) -> bytes:
        """Return the map as indented JSON in UTF-8; locale and theme have no effect, every language is in it."""
        del options
        return msgspec.json.format(msgspec.json.encode(to_plain(model)), indent=2) + b"\n"

    def read(self, data: bytes, *, name: str) -> Map:
        """Return the map in `data`; raises Invalid naming the field that is wrong."""
        try:
            plain = msgspec.json.decode(data)
        except msgspec.DecodeError as problem:
            raise Invalid(f"{name} is not JSON: {problem}.", hint="Mend the file, or read its .map.yaml.") from problem
        return from_plain(plain, name=name)
