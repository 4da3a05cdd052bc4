"""Logs as JSON, an object a line; only fields named here get in, so that no personal data does."""

import logging
from datetime import UTC, datetime

import msgspec

_FIELDS = ("request_id", "protocol", "status", "reason", "file", "bytes")


class JsonLines(logging.Formatter):
    """Formats a record as one JSON object: at, level, logger, message, and the fields known to be harmless."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        content: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        content |= {name: getattr(record, name) for name in _FIELDS if hasattr(record, name)}
        if record.exc_info and record.exc_info[0]:
            content["error"] = record.exc_info[0].__name__
        return msgspec.json.encode(content).decode()


def log_as_json() -> None:
    """Send all logs to standard error as JSON lines."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines())
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
