"""The keys that sign cookies: given, or generated once for the instance."""

import os
import re
import secrets
import stat
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final

from app.settings.errors import N_, SettingError

SHORTEST_KEY: Final = 32
PRINTABLE: Final = re.compile(r"[!-~]+")
GENERATED_KEY: Final = re.compile(r"[A-Za-z0-9_-]{32,}")
PLACEHOLDERS: Final = (
    "changeme",
    "change-me",
    "change_me",
    "change-this",
    "change_this",
    "secret-key",
    "secret_key",
    "secretkey",
    "insecure",
    "password",
)
"""Words of keys that are copied from examples; a random key has none of them."""
OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO
RANDOM: Final = N_("use at least 32 random ones, or leave it out and one is made")


def read_fallbacks(environ: Mapping[str, str]) -> tuple[str, ...]:
    """Return the older keys of SECRET_KEY_FALLBACKS that are still accepted, newest first."""
    given = re.split(r"[,\s]+", environ.get("SECRET_KEY_FALLBACKS", ""))
    return tuple(_checked("SECRET_KEY_FALLBACKS", key) for key in given if key)


def read_key(environ: Mapping[str, str], instance: Path, has_nodes: bool) -> str:
    """Return SECRET_KEY, or the instance's own key, generated once with mode 600.

    When several nodes may serve the same people (`has_nodes`) it must be given, because each node
    would generate another.
    """
    key = environ.get("SECRET_KEY")
    if key is not None:
        return _checked("SECRET_KEY", key)
    if has_nodes:
        fault = N_(
            "is missing, and several nodes that share a database or a store need the same one"
        )
        raise SettingError(
            "SECRET_KEY", fault, N_("use 32 random characters or more, the same for each node")
        )
    return _own_key(instance)


def _checked(name: str, key: str) -> str:
    if len(key) < SHORTEST_KEY:
        raise SettingError(
            name, N_("has %(length)s characters, too few to keep a secret"), RANDOM, length=len(key)
        )
    if not PRINTABLE.fullmatch(key):
        raise SettingError(
            name,
            N_("has characters that a key cannot have"),
            N_("use letters, digits and signs of ASCII, without spaces"),
        )
    if _is_placeholder(key):
        raise SettingError(name, N_("is a placeholder, not a random key"), RANDOM)
    return key


def _is_placeholder(key: str) -> bool:
    return any(word in key.lower() for word in PLACEHOLDERS)


def _own_key(instance: Path) -> str:
    path, draft = instance / "secret_key", instance / f".secret_key.{os.getpid()}"
    try:
        if not path.exists():
            with os.fdopen(
                os.open(draft, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "w"
            ) as file:
                file.write(secrets.token_urlsafe(48))
                file.flush()
                os.fsync(file.fileno())
            with suppress(FileExistsError):  # another process was first: its key is the one
                os.link(draft, path)
            draft.unlink()
        key, mode = path.read_text(errors="replace").strip(), path.stat().st_mode
    except OSError as error:
        fault = N_("names a folder in which nothing can be written (%(why)s)")
        raise SettingError(
            "ORIENTEER_INSTANCE",
            fault,
            N_("name a folder that this user may write to"),
            why=error.strerror,
        ) from error
    if mode & OTHERS:
        fault = N_("names a folder whose secret_key file other users of this machine may read")
        mend = N_(
            "begin with chmod 600 on that file; if somebody may have read it, "
            "delete it and a new key is made"
        )
        raise SettingError("ORIENTEER_INSTANCE", fault, mend)
    if not GENERATED_KEY.fullmatch(key) or _is_placeholder(key):
        fault = N_("names a folder whose secret_key file is damaged")
        mend = N_(
            "delete that file and a new key is made; forms that are open must be loaded again"
        )
        raise SettingError("ORIENTEER_INSTANCE", fault, mend)
    return key
