"""Hosts, proxies and ports."""

import re
from collections.abc import Mapping
from typing import Final

from app.settings.errors import N_, SettingError

LOOPBACK_NAMES: Final = ("localhost", "127.0.0.1")
"""Names by which the pages can always be reached."""
LAST_PORT: Final = 65535
LABEL: Final = r"[a-z0-9]([a-z0-9-]*[a-z0-9])?"
HOST: Final = re.compile(rf"\.?{LABEL}(\.{LABEL})*")


def read_hosts(environ: Mapping[str, str]) -> tuple[str, ...]:
    """Return the names of ORIENTEER_HOSTS; one that begins with a dot includes all below it."""
    hosts = tuple(filter(None, re.split(r"[,\s]+", environ.get("ORIENTEER_HOSTS", "").lower())))
    for host in hosts:
        if not HOST.fullmatch(host):
            raise SettingError(
                "ORIENTEER_HOSTS",
                N_("cannot be %(value)s"),
                N_("write host names with commas between, such as learn.example.org"),
                value=repr(host),
            )
    return hosts


def read_proxies(environ: Mapping[str, str]) -> int:
    """Return how many proxies stand in front, 0 to 10, from ORIENTEER_PROXIES."""
    value = environ.get("ORIENTEER_PROXIES", "").strip() or "0"
    if not re.fullmatch("10|[0-9]", value):
        raise SettingError(
            "ORIENTEER_PROXIES",
            N_("cannot be %(value)s"),
            N_("write how many proxies stand in front, 0 to 10"),
            value=repr(value),
        )
    return int(value)
