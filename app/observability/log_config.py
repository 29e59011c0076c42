"""Log configuration: one handler on standard error, without anything that a person sent."""

import json
import logging
import logging.config
from datetime import UTC, datetime
from traceback import extract_tb
from typing import Any, Final, Literal

METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "OPTIONS"})
OTHER: Final = "other"
"""A method that no route takes: the client may have made it up."""

NOT_HTTP: Final = "Invalid request from"
"""How gunicorn begins a line about a request that is not valid HTTP. Such lines help nobody, and a
client could fill a disk with them."""
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
"""How gunicorn's messages about its own processes begin. All others may hold a client's address or
a request line."""


def places(error: BaseException) -> str:
    """Return the types and source lines of an error and of its causes, the last first.

    Their messages are left out, because they may hold what was typed: a database names the row that
    it refuses, with every value.
    """
    lines: list[str] = []
    seen: BaseException | None = error
    while seen:
        lines.append(f"{type(seen).__module__}.{type(seen).__qualname__}")
        lines += [
            f"  {place.filename}:{place.lineno} in {place.name}: {place.line}"
            for place in extract_tb(seen.__traceback__)
        ]
        seen = seen.__cause__ or seen.__context__
    return "\n".join(lines)


def remove_exception_message(record: logging.LogRecord) -> None:
    """Replace the traceback of a record by its places, which every formatter prints."""
    if record.exc_info and record.exc_info[1]:
        record.exc_text = places(record.exc_info[1])
    record.exc_info = record.stack_info = None


class PrivacyFilter(logging.Filter):
    """Removes from records what may hold an address, a token or typed text.

    Of gunicorn's own messages only those about its processes stay as they are. The filter belongs
    on handlers: a logger's filter does not see the records of the loggers below it.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Change the record in place; drop gunicorn's lines about invalid HTTP."""
        is_gunicorn = record.name.startswith("gunicorn")
        if is_gunicorn and str(record.msg).startswith(NOT_HTTP):
            return False
        if is_gunicorn and not str(record.msg).startswith(HARMLESS):
            record.msg, record.args = WITHHELD, ()
        remove_exception_message(record)
        return True


class JsonFormatter(logging.Formatter):
    """One JSON object a line: time, level, `event` or else the message, and `fields`."""

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
        if record.exc_text:
            line["error"] = record.exc_text.splitlines()
        return json.dumps(line, ensure_ascii=False)


def configure_logging(style: Literal["text", "json"]) -> None:
    """Send everything from WARNING on, and the lines about requests, to standard error."""
    text = {"format": "[%(asctime)s] %(levelname)s %(message)s"}
    config: dict[str, Any] = {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"privacy": {"()": PrivacyFilter}},
        "formatters": {"lines": {"()": JsonFormatter} if style == "json" else text},
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
