"""Static files: addresses that change with the content, and hashes for subresource integrity."""

import hashlib
import os
from base64 import b64encode
from functools import cache
from pathlib import Path
from typing import Final

from flask import request, url_for

STATIC: Final = Path(__file__).parent.parent / "static"
NAMES: Final = frozenset(os.listdir(STATIC))
"""All files at the start. Only these are hashed, so that no request can name a file elsewhere."""
VERSION_DIGITS: Final = 6
"""Digits of base 64, 36 bits in all."""


def static_url(name: str) -> str:
    """Return a file's address with its version, which changes with the content."""
    return url_for("static", filename=name, v=version(name))


@cache
def integrity(name: str) -> str:
    """Return the value of a script's `integrity` attribute: browsers run no other content."""
    return f"sha256-{_digest(name)}"


@cache
def version(name: str) -> str:
    """Return the part of a file's hash that stands in its address."""
    return _digest(name)[:VERSION_DIGITS]


def is_current_version() -> bool:
    """Tell whether the request asks for a file by its current version."""
    name = (request.view_args or {}).get("filename", "")
    return name in NAMES and request.args.get("v") == version(name)


def _digest(name: str) -> str:
    return b64encode(hashlib.sha256((STATIC / name).read_bytes()).digest()).decode()
