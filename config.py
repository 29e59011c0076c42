"""Settings, the only reader of the environment. All are optional; a wrong one stops the start."""

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, NoReturn, TypeVar

from app.settings.errors import N_, SettingError
from app.settings.keys import read_fallbacks, read_key
from app.settings.limit_store import MEMORY, read_limit_store
from app.settings.network import read_hosts, read_proxies
from app.settings.observability import (
    DEFAULT_SLOW_QUERY_MS,
    Place,
    read_log,
    read_metrics,
    read_slow_query,
)

__all__ = [
    "MEMORY",
    "SettingError",
    "Settings",
    "locale_language",
    "read_contact",
    "read_database",
    "read_instance",
    "read_language",
    "read_settings",
    "system_language",
]

ROOT = Path(__file__).resolve().parent
T = TypeVar("T")
RETENTION_DAYS = (30, 3650)
DEFAULT_RETENTION_DAYS: int | None = 730
MAX_BACKUP_DAYS = 3650
DIGITS = re.compile(r"[0-9]{1,4}")


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that an operator can set; see docs/settings.md for each."""

    instance: Path
    database: str | Path
    """A URL, or the file of the instance's own SQLite database."""
    secret_key: str
    secret_key_fallbacks: tuple[str, ...]
    hosts: tuple[str, ...]
    proxies: int
    language: Literal["ko", "en"] | None
    retention_days: int | None
    contact: str | None
    insecure_http: bool
    hsts_preload: bool
    limit_store: str = MEMORY
    """Where requests are counted: `memory://`, or the address of a Redis that all nodes share."""
    metrics: Place | None = None
    """Host and port at which Prometheus may ask; None: nowhere."""
    log: Literal["text", "json"] = "text"
    slow_query_ms: int = DEFAULT_SLOW_QUERY_MS
    """Statements that take longer are noted, in milliseconds; 0: none is."""
    backup_days: int | None = None
    """How many days backups are kept, as the privacy page says; None: the operator has not said."""


def read_settings(environ: Mapping[str, str] = os.environ) -> Settings:
    """Return the settings of an environment, and create the instance folder and its key.

    Raises SettingError for a value that cannot be used.
    """
    instance = read_instance(environ)
    database, hosts, store = (
        read_database(environ.get("DATABASE_URL", ""), instance),
        read_hosts(environ),
        read_limit_store(environ),
    )
    has_nodes = store != MEMORY or (bool(hosts) and str(database).startswith("postgresql"))
    return Settings(
        instance=instance,
        database=database,
        secret_key=read_key(environ, instance, has_nodes),
        secret_key_fallbacks=read_fallbacks(environ),
        hosts=hosts,
        proxies=read_proxies(environ),
        language=read_language(environ),
        retention_days=_read(
            environ, "ORIENTEER_RETENTION_DAYS", DEFAULT_RETENTION_DAYS, _retention
        ),
        contact=read_contact(environ),
        insecure_http=_read(environ, "ORIENTEER_INSECURE_HTTP", False, _flag),
        hsts_preload=_read(environ, "ORIENTEER_HSTS_PRELOAD", False, _flag),
        limit_store=store,
        metrics=read_metrics(environ),
        log=read_log(environ),
        slow_query_ms=read_slow_query(environ),
        backup_days=_read(environ, "ORIENTEER_BACKUP_DAYS", None, _backup_days),
    )


def read_language(environ: Mapping[str, str] = os.environ) -> Literal["ko", "en"] | None:
    """Return the language for readers who prefer none; None when not set."""
    return _read(environ, "ORIENTEER_LANGUAGE", None, _language)


def read_contact(environ: Mapping[str, str] = os.environ) -> str | None:
    """Return how to reach the operator: shown on pages, sent to sites whose links are checked."""
    return _read(environ, "ORIENTEER_CONTACT", None, _contact)


def system_language(environ: Mapping[str, str] = os.environ) -> Literal["ko", "en"]:
    """Return the language of commands: the setting, else the system's locale, else English."""
    return read_language(environ) or locale_language(environ)


def locale_language(environ: Mapping[str, str] = os.environ) -> Literal["ko", "en"]:
    """Return Korean for a Korean system, else English."""
    locale = next(
        (environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environ.get(name)), ""
    )
    return "ko" if locale.lower().startswith("ko") else "en"


def read_instance(environ: Mapping[str, str] = os.environ) -> Path:
    """Return the folder that holds all state, and create it when missing."""
    instance = Path(environ.get("ORIENTEER_INSTANCE") or ROOT / "instance").absolute()
    try:
        instance.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        fault = N_("names a folder that cannot be made (%(why)s)")
        raise SettingError(
            "ORIENTEER_INSTANCE",
            fault,
            N_("name a folder that this user may write to"),
            why=error.strerror,
        ) from error
    return instance


def _read(environ: Mapping[str, str], name: str, default: T, parse: Callable[[str, str], T]) -> T:
    value = environ.get(name, "").strip()
    return parse(name, value) if value else default


def _refuse(name: str, value: str, mend: str) -> NoReturn:
    raise SettingError(name, N_("cannot be %(value)s"), mend, value=repr(value))


def _language(name: str, value: str) -> Literal["ko", "en"]:
    if value == "ko":
        return "ko"
    return "en" if value == "en" else _refuse(name, value, N_("write ko or en, or leave it out"))


def _retention(name: str, value: str) -> int | None:
    low, high = RETENTION_DAYS
    if value == "never":
        return None
    if not DIGITS.fullmatch(value) or not low <= int(value) <= high:
        _refuse(name, value, N_("write a number of days from 30 to 3650, or never"))
    return int(value)


def _backup_days(name: str, value: str) -> int:
    if not DIGITS.fullmatch(value) or not 1 <= int(value) <= MAX_BACKUP_DAYS:
        _refuse(name, value, N_("write a number of days from 1 to 3650, or leave it out"))
    return int(value)


def _contact(name: str, value: str) -> str:
    if not value.isprintable():
        _refuse(name, value, N_("write it in UTF-8, in one line"))
    return value


def _flag(name: str, value: str) -> bool:
    if value not in ("0", "1"):
        _refuse(name, value, N_("write 1 for yes or 0 for no"))
    return value == "1"


def read_database(given: str, instance: Path) -> str | Path:
    """Return the database of a DATABASE_URL; for an empty one, the instance's own file."""
    url = given.strip()
    if not url:
        return instance / "orienteer.db"
    if not url.startswith(("sqlite:///", "postgresql://", "postgresql+psycopg://")):
        fault = N_("starts with %(scheme)s, which is not a database known here")
        raise SettingError(
            "DATABASE_URL",
            fault,
            N_("begin it with sqlite:/// or postgresql://"),
            scheme=repr(url.split(":")[0]),
        )
    if url.startswith("sqlite") and (
        url == "sqlite:///" or "?" in url or "memory" in url or "%" in url
    ):
        _refuse(
            "DATABASE_URL",
            url,
            N_("name a file after sqlite:///, in plain letters and without options"),
        )
    return (
        url.replace("postgresql://", "postgresql+psycopg://", 1)
        if url.startswith("postgresql://")
        else url
    )
