"""One fresh machine and one reader for all chapters.

Each chapter continues where the last ended.
"""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.book.network import network
from tests.book.page import chapters
from tests.book.reader import Reader
from tests.book.room import fresh_machine

DEBIAN = Path("/etc/debian_version")
PROGRAMS = (
    "git",
    "python3",
    "make",
    "curl",
    "openssl",
    "nginx",
    "pg_createcluster",
    "pgbouncer",
    "redis-server",
    "dbus-daemon",
    "ip",
)
FOLDERS = "/usr/sbin:/usr/bin:/sbin:/bin"


@pytest.fixture(scope="session")
def debian() -> None:
    """Debian 12 and root, with the programs that the guide installs. Other systems are skipped."""
    if not DEBIAN.is_file() or not DEBIAN.read_text().startswith("12") or os.geteuid():
        pytest.skip("docs/operate.md is followed by root on Debian 12, which this is not")
    missing = [name for name in PROGRAMS if not shutil.which(name, path=FOLDERS)]
    assert missing == [], "These come with: sh tests/install.sh"


@pytest.fixture(scope="session")
def elsewhere(debian: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the machine gets from its network."""
    return network(tmp_path_factory.mktemp("elsewhere") / "network")


@pytest.fixture(scope="session")
def reader(elsewhere: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    """A reader of the guide, at a machine on which nothing has been done."""
    with fresh_machine(tmp_path_factory.mktemp("machine") / "room", elsewhere) as room:
        # Debian's package does so when it is installed.
        room.says("pg_createcluster 15 main")
        yield Reader(room, chapters())
