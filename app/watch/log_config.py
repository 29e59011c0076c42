"""Log configuration: one handler on standard error, as text or as one JSON object a line, without anything that a person sent."""

import json
import logging
import logging.config
from datetime import UTC, datetime
from typing import Any, Final, Literal

from app.watch.unexpected import told

METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "OPTIONS"})
OTHER: Final = "other"
"""A method that no route takes: the client may have made it up."""

NOT_HTTP: Final = "Invalid request from"
"""How gunicorn begins a line about a request that is not valid HTTP. Such lines help nobody, and a client could fill a disk with them."""
WITHHELD: Final = (
    "gunicorn reports a fault. Its words are not logged, for they may hold what a request sent."
)
HARMLESS: Final = (
    "WORKER TIMEOUT",
    "Worker (pid:",
    "Reason:",
    "Shutting down",
    "Connection in use",
)
"""How gunicorn's messages about its own processes begin. All others may hold a client's address or a request line."""


class PrivacyFilter(logging.Filter):
    """Removes from records what may hold an address, a token or typed text.

    An exception keeps its types and places and loses its message, which may hold what was typed. Of gunicorn's own messages
    only those about its processes stay as they are. The filter belongs on handlers: a logger's filter does not see the
    records of the loggers below it.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Change the record in place. Only gunicorn's lines about requests that are not valid HTTP are dropped."""
        if record.name.startswith("gunicorn") and str(record.msg).startswith(NOT_HTTP):
            return False
        if record.name.startswith("gunicorn") and not str(record.msg).startswith(HARMLESS):
            record.msg, record.args = WITHHELD, ()
        if record.exc_info and record.exc_info[1]:
            record.places = told(record.exc_info[1]).splitlines()
        record.exc_info = record.exc_text = record.stack_info = None
        return True


class TextFormatter(logging.Formatter):
    """Time, level and message; below them the places of an exception."""

    def __init__(self) -> None:
        super().__init__("[%(asctime)s] %(levelname)s %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        """Return the record as one or more lines."""
        return "\n".join([super().format(record), *getattr(record, "places", [])])


class JsonFormatter(logging.Formatter):
    """One JSON object a line: time, level, the record's `event` or else its message, and its `fields`."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line without its end."""
        line = {
            "time": datetime.fromtimestamp(record.created, UTC)
            .isoformat(timespec="milliseconds")
            .replace("+00:00", "Z"),
            "level": record.levelname.lower(),
            "event": getattr(record, "event", None) or record.getMessage(),
            **getattr(record, "fields", {}),
        }
        if places := getattr(record, "places", None):
            line["error"] = places
        return json.dumps(line, ensure_ascii=False)


def configure_logging(style: Literal["text", "json"]) -> None:
    """Send everything from WARNING on, and the lines about requests, to standard error."""
    formatter = JsonFormatter if style == "json" else TextFormatter
    config: dict[str, Any] = {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"privacy": {"()": PrivacyFilter}},
        "formatters": {"lines": {"()": formatter}},
        "handlers": {
            "stderr": {
                "class": "logging.StreamHandler",
                "formatter": "lines",
                "filters": ["privacy"],
            }
        },
        "loggers": {
            "orienteer": {"level": "INFO"},
            "gunicorn.error": {"level": "WARNING", "handlers": ["stderr"], "propagate": False},
        },
        "root": {"handlers": ["stderr"], "level": "WARNING"},
    }
    logging.config.dictConfig(config)


def method_named(method: str) -> str:
    """The method, or "other" for one that no route takes."""
    return method if method in METHODS else OTHER
