"""Where rate limits are counted: in this process, or in a Redis that all nodes share."""

import re
from collections.abc import Mapping
from importlib.util import find_spec
from urllib.parse import urlsplit

from app.settings.errors import N_, SettingError
from app.settings.network import LAST_PORT

NAME = "ORIENTEER_LIMIT_STORE"
MEMORY = "memory://"
DATABASE = re.compile(r"(/[0-9]{0,4})?")


def read_limit_store(environ: Mapping[str, str]) -> str:
    """Return `memory://`, or `redis://…` or `rediss://…` with password and database if needed."""
    value = environ.get(NAME, "").strip()
    if not value or value == MEMORY:
        return MEMORY
    if not _is_redis(value):  # it is not said again: it may hold a password
        mend = N_(
            "write memory:// or redis://HOST:PORT/NUMBER, with rediss:// where it is encrypted"
        )
        raise SettingError(NAME, N_("is not the address of a store that is known here"), mend)
    if find_spec("redis") is None:
        raise SettingError(
            NAME,
            N_("names a Redis, for which a library is missing"),
            N_("write memory:// or run make nodes"),
        )
    return value


def _is_redis(value: str) -> bool:
    try:
        parts = urlsplit(value)
        port = parts.port
    except ValueError:
        return False
    where = bool(parts.hostname) and (port is None or 0 < port <= LAST_PORT)
    return (
        parts.scheme in ("redis", "rediss")
        and value.isprintable()
        and where
        and bool(DATABASE.fullmatch(parts.path))
        and not parts.query
    )
