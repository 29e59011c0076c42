"""The keys that sign cookies: given, or the instance's own, made once. A key that can be guessed stops the start."""

import os
import re
import secrets
import stat
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from itertools import pairwise
from math import log2
from pathlib import Path
from typing import Final

from app.settings.faults import N_, SettingError

SHORTEST_KEY: Final = 32
FEWEST_BITS: Final = 90
"""What the spread of a key's characters must be worth: 32 random hexadecimal digits have about 117, and never under 90."""
PRINTABLE: Final = re.compile(r"[!-~]+")
REPEATED: Final = re.compile(r"(.+?)\1+.{0,8}")
KEPT_KEY: Final = re.compile(r"[A-Za-z0-9_-]{32,}")
DEFAULTS: Final = re.compile(
    "change.?me|change.?th|replace|secret|passw|default|example|insecure|develop|production|qwerty|your.?key|orienteer"
)
"""What stands in keys that nobody has drawn; a random key of 64 characters has one of them once in a million."""
OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO
RANDOM: Final = N_("use at least 32 random ones, or leave it out and one is made")


def read_fallbacks(environ: Mapping[str, str]) -> tuple[str, ...]:
    """SECRET_KEY_FALLBACKS: older keys, newest first, with commas or spaces between, that are still accepted."""
    given = re.split(r"[,\s]+", environ.get("SECRET_KEY_FALLBACKS", ""))
    return tuple(_strong("SECRET_KEY_FALLBACKS", key) for key in given if key)


def read_key(environ: Mapping[str, str], instance: Path, has_nodes: bool) -> str:
    """SECRET_KEY, or the instance's own, made once with mode 600.

    Where several nodes may serve the same people (`has_nodes`) it must be given: a key that each of them made is no other's.
    """
    key = environ.get("SECRET_KEY")
    if key is not None:
        return _strong("SECRET_KEY", key)
    if has_nodes:
        fault = N_(
            "is missing, and several nodes that share a database or a store need the same one"
        )
        raise SettingError(
            "SECRET_KEY", fault, N_("use 32 random characters or more, the same for each node")
        )
    return _own_key(instance)


def _strong(name: str, key: str) -> str:
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
    if _is_guessable(key):
        raise SettingError(
            name, N_("is no random key: it repeats itself, counts up, or has words in it"), RANDOM
        )
    return key


def _is_guessable(key: str) -> bool:
    """Whether a key was made up rather than drawn, as far as its characters tell."""
    counted = [number / len(key) for number in Counter(key).values()]
    bits = len(key) * -sum(share * log2(share) for share in counted)
    in_order = sum(abs(ord(one) - ord(other)) <= 1 for one, other in pairwise(key))
    return (
        bits < FEWEST_BITS
        or in_order > len(key) / 2
        or bool(REPEATED.fullmatch(key))
        or bool(DEFAULTS.search(key.lower()))
    )


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
        kept, mode = path.read_text(errors="replace").strip(), path.stat().st_mode
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
            "begin with chmod 600 on that file; if somebody may have read it, delete it and a new key is made"
        )
        raise SettingError("ORIENTEER_INSTANCE", fault, mend)
    if not KEPT_KEY.fullmatch(kept) or _is_guessable(kept):
        fault = N_("names a folder whose secret_key file is damaged")
        mend = N_(
            "delete that file and a new key is made; forms that are open must be loaded again"
        )
        raise SettingError("ORIENTEER_INSTANCE", fault, mend)
    return kept
