"""The keys that sign cookies: given, or the instance's own, made once."""

import os
import re
import secrets
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from config.faults import N_, SettingError

SHORTEST_KEY = 32
PRINTABLE = re.compile(r"[!-~]+")
KEPT_KEY = re.compile(r"[A-Za-z0-9_-]{32,}")


def read_fallbacks(environ: Mapping[str, str]) -> tuple[str, ...]:
    """SECRET_KEY_FALLBACKS: older keys, with commas or spaces between, that are still accepted."""
    return tuple(_long_enough("SECRET_KEY_FALLBACKS", key) for key in re.split(r"[,\s]+", environ.get("SECRET_KEY_FALLBACKS", "")) if key)


def _long_enough(name: str, key: str) -> str:
    if not PRINTABLE.fullmatch(key) and len(key) >= SHORTEST_KEY:
        raise SettingError(name, N_("has characters that a key cannot have"), N_("use letters, digits and signs of ASCII, without spaces"))
    if len(key) < SHORTEST_KEY:
        fault = N_("has %(length)s characters, too few to keep a secret")
        raise SettingError(name, fault, N_("use at least 32 random ones, or leave it out and one is made"), length=len(key))
    return key


def read_key(environ: Mapping[str, str], instance: Path) -> str:
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
