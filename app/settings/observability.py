"""Metrics, the format of the log, and which SQL statements count as slow."""

import re
from collections.abc import Mapping
from importlib.util import find_spec
from typing import Literal

from app.settings.errors import N_, SettingError
from app.settings.network import LAST_PORT

Place = tuple[str, int]
PLACE = re.compile(r"([A-Za-z0-9.-]+):([0-9]{1,5})")
DEFAULT_SLOW_QUERY_MS = 200
SLOWEST_MS = 60_000
MILLISECONDS = re.compile(r"[0-9]{1,5}")


def read_metrics(environ: Mapping[str, str]) -> Place | None:
    """Return host and port of ORIENTEER_METRICS, where Prometheus may ask; None when not set."""
    name, value = "ORIENTEER_METRICS", environ.get("ORIENTEER_METRICS", "").strip()
    if not value:
        return None
    match = PLACE.fullmatch(value)
    if not match or not 0 < int(match[2]) <= LAST_PORT:
        raise _refusal(
            name,
            value,
            N_("write HOST:PORT, such as 127.0.0.1:9101, and another port than the pages have"),
        )
    if find_spec("prometheus_client") is None:
        raise SettingError(
            name,
            N_("is set, but its library is missing"),
            N_("begin with make nodes, or leave it out"),
        )
    return match[1], int(match[2])


def read_log(environ: Mapping[str, str]) -> Literal["text", "json"]:
    """Return ORIENTEER_LOG: lines for people, or a JSON object a line."""
    value = environ.get("ORIENTEER_LOG", "").strip() or "text"
    if value == "text":
        return "text"
    if value == "json":
        return "json"
    raise _refusal("ORIENTEER_LOG", value, N_("write text or json, or leave it out"))


def read_slow_query(environ: Mapping[str, str]) -> int:
    """Return ORIENTEER_SLOW_QUERY_MS, 0 to 60,000 milliseconds."""
    value = environ.get("ORIENTEER_SLOW_QUERY_MS", "").strip() or str(DEFAULT_SLOW_QUERY_MS)
    if not MILLISECONDS.fullmatch(value) or int(value) > SLOWEST_MS:
        raise _refusal(
            "ORIENTEER_SLOW_QUERY_MS",
            value,
            N_("write a number of milliseconds from 0 (off) to 60000"),
        )
    return int(value)


def _refusal(name: str, value: str, mend: str) -> SettingError:
    return SettingError(name, N_("cannot be %(value)s"), mend, value=repr(value))
