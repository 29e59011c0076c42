"""The static files: their addresses, which change when they do, and what a browser checks them by."""

import hashlib
import os
from base64 import b64encode
from functools import cache
from pathlib import Path
from typing import Final

from flask import request, url_for

STATIC = Path(__file__).with_name("static")
NAMES: Final = frozenset(os.listdir(STATIC))
"""Of all files, as they are at the start. Any other name is no file's, or another way to write one."""
VERSION_DIGITS = 6
"""Of base 64: 36 bits."""


def static_url(name: str) -> str:
    """The address of a static file, with its digest: it changes when the file does."""
    return url_for("static", filename=name, v=version(name))


@cache
def integrity(name: str) -> str:
    """What a browser compares a script with before it runs it: an old one under a new address, or a changed one, is not run."""
    return f"sha256-{_digest(name)}"


def is_this_version() -> bool:
    """Whether the request's address is that of the file as it is here: one of another version is not to be kept as this one."""
    name = (request.view_args or {}).get("filename", "")
    return name in NAMES and request.args.get("v") == version(name)


@cache
def version(name: str) -> str:
    """A part of a static file's digest, for its address."""
    return _digest(name)[:VERSION_DIGITS]


def _digest(name: str) -> str:
    return b64encode(hashlib.sha256((STATIC / name).read_bytes()).digest()).decode()
