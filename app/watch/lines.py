"""The log as one JSON object a line: when, how grave, what, and its fields. Where anybody's words could stand in one, it is left out."""

import json
import logging
from datetime import UTC, datetime
from typing import Any, Final

METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "OPTIONS"})
OTHER: Final = "other"
"""A method that no route takes: whoever asks could have made it up."""

CONFIG: Final[dict[str, Any]] = {
    "formatters": {"lines": {"()": "app.watch.lines.Lines"}},
    "handlers": {"lines": {"class": "logging.StreamHandler", "formatter": "lines", "stream": "ext://sys.stderr"}},
    "loggers": {"_granian": {"propagate": True}, "orienteer": {"level": "INFO"}},
    "root": {"handlers": ["lines"], "level": "WARNING"},
}
"""For logging.config.dictConfig, as the server hands it on to each of its processes."""


class Lines(logging.Formatter):
    """One object a line. A record's `event` and `fields` stand in it, else its message; of an exception, its kind and not its words."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, without its end."""
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "level": record.levelname.lower(),
            "event": getattr(record, "event", None) or record.getMessage(),
            **getattr(record, "fields", {}),
        }
        if record.exc_info and record.exc_info[0]:
            line["error"] = [f"{record.exc_info[0].__module__}.{record.exc_info[0].__qualname__}"]
        return json.dumps(line, ensure_ascii=False)


def method_named(method: str) -> str:
    """The method, or "other" for one that no route takes."""
    return method if method in METHODS else OTHER
