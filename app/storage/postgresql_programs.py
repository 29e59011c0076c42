"""PostgreSQL's own programs, pg_dump and pg_restore: where they are, and what they say."""

import os
import re
import shutil
import subprocess  # nosec B404 (programs of the database, found in the system's places, called without a shell)
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any, cast

from psycopg.conninfo import conninfo_to_dict, make_conninfo
from sqlalchemy import Connection

from app.storage.refusals import ProgramFailed, ProgramMissing

DEBIAN = Path("/usr/lib/postgresql")
OPTIONS = {
    "host",
    "hostaddr",
    "port",
    "dbname",
    "user",
    "passfile",
    "connect_timeout",
    "target_session_attrs",
}
OPTIONS |= {"sslmode", "sslrootcert", "sslcert", "sslkey", "sslcrl"}
"""Of a connection, what each version of these programs knows: the driver brings a newer library, whose own options stop an older one."""
HUNDREDTHS = 10_000
"""What a server's version number is divided by to give its major version."""


def server_version(db: Connection) -> int:
    """The server's major version, such as 15."""
    return (
        int(db.exec_driver_sql("SELECT current_setting('server_version_num')").scalar_one())
        // HUNDREDTHS
    )


def find_program(name: str, at_least: int = 0) -> str:
    """The path of a program, on PATH or where Debian keeps it: the nearest whose major version is `at_least` that.

    Raises ProgramMissing.
    """
    fitting = {version: place for version, place in _there(name) if version >= at_least}
    if not fitting:
        raise ProgramMissing(name=name, version=at_least)
    return fitting[min(fitting)]


def newest_program(name: str) -> str:
    """The path of the newest there is, which reads what all older ones wrote. Raises ProgramMissing."""
    there = _there(name)
    if not there:
        raise ProgramMissing(name=name, version="")
    return max(there)[1]


def address_of(db: Connection) -> tuple[str, dict[str, str]]:
    """The connected database as these programs take it, and an environment with its password, which no list of processes shows."""
    known = cast(Any, db.connection.dbapi_connection).info
    chosen: dict[str, Any] = {
        name: value for name, value in conninfo_to_dict(known.dsn).items() if name in OPTIONS
    }
    return make_conninfo(**chosen), {
        **os.environ,
        "PGPASSWORD": known.password,
    } if known.password else dict(os.environ)


def run(command: list[str], environment: dict[str, str] | None = None) -> None:
    """Run a program to its end. Raises ProgramFailed with what it said last."""
    done = subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, capture_output=True)  # noqa: S603 (a program of the database) # nosec B603
    if done.returncode:
        raise ProgramFailed(why=_last_line(done.stderr))


@contextmanager
def output_of(command: list[str]) -> Iterator[IO[bytes]]:
    """What a program prints, as it prints it. Raises ProgramFailed at the end of the block if it gave up."""
    with TemporaryFile() as told:
        with subprocess.Popen(  # noqa: S603 (a program of the database) # nosec B603
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=told
        ) as running:
            assert running.stdout  # noqa: S101 (for the types: it was asked for) # nosec B101
            yield running.stdout
        if running.returncode:
            told.seek(0)
            raise ProgramFailed(why=_last_line(told.read()))


def _there(name: str) -> list[tuple[int, str]]:
    """Each program of that name, with its major version."""
    on_path = shutil.which(name)
    places = [*map(str, DEBIAN.glob(f"*/bin/{name}")), *([on_path] if on_path else [])]
    return [(_version(place), place) for place in places]


def _version(program: str) -> int:
    said = subprocess.run([program, "--version"], capture_output=True, text=True).stdout  # noqa: S603 (a program of the database) # nosec B603
    found = re.search(r"\) (\d+)", said)
    return int(found[1]) if found else 0


def _last_line(said: bytes) -> str:
    lines = said.decode(errors="replace").strip().splitlines()
    return lines[-1] if lines else ""
