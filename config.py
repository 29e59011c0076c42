"""Settings: the only reader of the environment. Every setting is optional; a wrong value stops the start."""

import os
import re
import secrets
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, NoReturn, TypeVar

ROOT = Path(__file__).resolve().parent
T = TypeVar("T")
SHORTEST_KEY = 32
RETENTION_DAYS = (30, 3650)
DEFAULT_RETENTION_DAYS: int | None = 730
LABEL = r"[a-z0-9]([a-z0-9-]*[a-z0-9])?"
HOST = re.compile(rf"\.?{LABEL}(\.{LABEL})*")
PRINTABLE = re.compile(r"[!-~]+")
KEPT_KEY = re.compile(r"[A-Za-z0-9_-]{32,}")
DIGITS = re.compile(r"[0-9]{1,4}")


class SettingError(Exception):
    """A setting cannot be used: its name, what is wrong with it, and the mend (sentences in English with values)."""

    def __init__(self, name: str, fault: str, mend: str, **values: object) -> None:
        super().__init__(f"{name} {fault % values}: {mend % values}")
        self.name, self.fault, self.mend, self.values = name, fault, mend, values


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that an operator can set; see README.md for each."""

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


def N_(sentence: str) -> str:  # noqa: N802 (the field's name for "translate this later")
    return sentence


def read_settings(environ: Mapping[str, str] = os.environ) -> Settings:
    """The settings of an environment; makes the instance folder and its key when missing. SettingError: a value that cannot be used."""
    instance = read_instance(environ)
    return Settings(
        instance=instance,
        database=_database(environ, instance),
        secret_key=_key(environ, instance),
        secret_key_fallbacks=_fallbacks(environ),
        hosts=_hosts(environ),
        proxies=_read(environ, "ORIENTEER_PROXIES", 0, _proxies),
        language=read_language(environ),
        retention_days=_read(environ, "ORIENTEER_RETENTION_DAYS", DEFAULT_RETENTION_DAYS, _retention),
        contact=read_contact(environ),
        insecure_http=_read(environ, "ORIENTEER_INSECURE_HTTP", False, _flag),
    )


def read_language(environ: Mapping[str, str] = os.environ) -> Literal["ko", "en"] | None:
    """The language that an operator prescribes where a reader prefers none; None when not set."""
    return _read(environ, "ORIENTEER_LANGUAGE", None, _language)


def read_contact(environ: Mapping[str, str] = os.environ) -> str | None:
    """How to reach who runs this: shown on pages, and told to sites whose addresses are checked; None when not set."""
    return _read(environ, "ORIENTEER_CONTACT", None, _contact)


def system_language(environ: Mapping[str, str] = os.environ) -> Literal["ko", "en"]:
    """The language of commands: the setting, else the system's locale, else English."""
    return read_language(environ) or locale_language(environ)


def locale_language(environ: Mapping[str, str] = os.environ) -> Literal["ko", "en"]:
    """Korean where the system speaks it, else English."""
    locale = next((environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environ.get(name)), "")
    return "ko" if locale.lower().startswith("ko") else "en"


def read_instance(environ: Mapping[str, str] = os.environ) -> Path:
    """The folder that holds all state, made when it is missing."""
    instance = Path(environ.get("ORIENTEER_INSTANCE") or ROOT / "instance").absolute()
    try:
        instance.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        fault = N_("names a folder that cannot be made (%(why)s)")
        raise SettingError("ORIENTEER_INSTANCE", fault, N_("name a folder that this user may write to"), why=error.strerror) from error
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


def _proxies(name: str, value: str) -> int:
    if not re.fullmatch("10|[0-9]", value):
        _refuse(name, value, N_("write how many proxies stand in front, 0 to 10"))
    return int(value)


def _retention(name: str, value: str) -> int | None:
    low, high = RETENTION_DAYS
    if value == "never":
        return None
    if not DIGITS.fullmatch(value) or not low <= int(value) <= high:
        _refuse(name, value, N_("write a number of days from 30 to 3650, or never"))
    return int(value)


def _contact(name: str, value: str) -> str:
    if not value.isprintable():
        _refuse(name, value, N_("write it in UTF-8, in one line"))
    return value


def _flag(name: str, value: str) -> bool:
    if value not in ("0", "1"):
        _refuse(name, value, N_("write 1 for yes or 0 for no"))
    return value == "1"


def _hosts(environ: Mapping[str, str]) -> tuple[str, ...]:
    hosts = tuple(filter(None, re.split(r"[,\s]+", environ.get("ORIENTEER_HOSTS", "").lower())))
    for host in hosts:
        if not HOST.fullmatch(host):
            _refuse("ORIENTEER_HOSTS", host, N_("write host names with commas between, such as learn.example.org"))
    return hosts


def _database(environ: Mapping[str, str], instance: Path) -> str | Path:
    url = environ.get("DATABASE_URL", "").strip()
    if not url:
        return instance / "orienteer.db"
    if not url.startswith(("sqlite:///", "postgresql://", "postgresql+psycopg://")):
        fault = N_("starts with %(scheme)s, which is not a database known here")
        raise SettingError("DATABASE_URL", fault, N_("begin it with sqlite:/// or postgresql://"), scheme=repr(url.split(":")[0]))
    if url.startswith("sqlite") and (url == "sqlite:///" or "?" in url or "memory" in url or "%" in url):
        _refuse("DATABASE_URL", url, N_("name a file after sqlite:///, in plain letters and without options"))
    return url.replace("postgresql://", "postgresql+psycopg://", 1) if url.startswith("postgresql://") else url


def _fallbacks(environ: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(_long_enough("SECRET_KEY_FALLBACKS", key) for key in re.split(r"[,\s]+", environ.get("SECRET_KEY_FALLBACKS", "")) if key)


def _long_enough(name: str, key: str) -> str:
    if not PRINTABLE.fullmatch(key) and len(key) >= SHORTEST_KEY:
        raise SettingError(name, N_("has characters that a key cannot have"), N_("use letters, digits and signs of ASCII, without spaces"))
    if len(key) < SHORTEST_KEY:
        fault = N_("has %(length)s characters, too few to keep a secret")
        raise SettingError(name, fault, N_("use at least 32 random ones, or leave it out and one is made"), length=len(key))
    return key


def _key(environ: Mapping[str, str], instance: Path) -> str:
    """SECRET_KEY, or the instance's own, made once with mode 600."""
    key = environ.get("SECRET_KEY")
    if key is not None:
        return _long_enough("SECRET_KEY", key)
    path, draft = instance / "secret_key", instance / f".secret_key.{os.getpid()}"
    try:
        if not path.exists():
            with os.fdopen(os.open(draft, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "w") as file:
                file.write(secrets.token_urlsafe(48))
                file.flush()
                os.fsync(file.fileno())
            with suppress(FileExistsError):  # another process was first: its key is the one
                os.link(draft, path)
            draft.unlink()
        kept = path.read_text(errors="replace").strip()
    except OSError as error:
        fault = N_("names a folder in which nothing can be written (%(why)s)")
        raise SettingError("ORIENTEER_INSTANCE", fault, N_("name a folder that this user may write to"), why=error.strerror) from error
    if not KEPT_KEY.fullmatch(kept):
        fault = N_("names a folder whose secret_key file is damaged")
        mend = N_("delete that file and a new key is made; forms that are open must be loaded again")
        raise SettingError("ORIENTEER_INSTANCE", fault, mend)
    return kept
