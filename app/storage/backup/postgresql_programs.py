"""Finding and running PostgreSQL's programs, pg_dump and pg_restore."""

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

from app.storage.backup.errors import ProgramFailed, ProgramMissing

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
"""The connection options that every version of these programs knows.

The driver's newer library has others, which an older program refuses.
"""
HUNDREDTHS = 10_000
"""A server's version number divided by this is its major version."""


def server_version(db: Connection) -> int:
    """Return the server's major version, such as 15."""
    return (
        int(db.exec_driver_sql("SELECT current_setting('server_version_num')").scalar_one())
        // HUNDREDTHS
    )


def find_program(name: str, at_least: int = 0) -> str:
    """Return the path of the oldest program whose major version is at least that.

    It is looked for on PATH and in Debian's folders. Raises ProgramMissing.
    """
    fitting = {version: place for version, place in _find_all(name) if version >= at_least}
    if not fitting:
        raise ProgramMissing(name=name, version=at_least)
    return fitting[min(fitting)]


def newest_program(name: str) -> str:
    """Return the path of the newest program, which reads older archives. Raises ProgramMissing."""
    there = _find_all(name)
    if not there:
        raise ProgramMissing(name=name, version="")
    return max(there)[1]


def address_of(db: Connection) -> tuple[str, dict[str, str]]:
    """Return the connection's address for these programs, and an environment with its password."""
    known = cast(Any, db.connection.dbapi_connection).info
    chosen: dict[str, Any] = {
        name: value for name, value in conninfo_to_dict(known.dsn).items() if name in OPTIONS
    }
    return make_conninfo(**chosen), {
        **os.environ,
        "PGPASSWORD": known.password,
    } if known.password else dict(os.environ)


def run(command: list[str], environment: dict[str, str] | None = None) -> None:
    """Run a program. Raises ProgramFailed with its last line."""
    done = subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, capture_output=True)  # noqa: S603 (a program of the database) # nosec B603
    if done.returncode:
        raise ProgramFailed(why=_last_line(done.stderr))


@contextmanager
def output_of(command: list[str]) -> Iterator[IO[bytes]]:
    """Give a program's output as it is printed. Raises ProgramFailed when the block ends."""
    with TemporaryFile() as errors:
        with subprocess.Popen(  # noqa: S603 (a program of the database) # nosec B603
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=errors
        ) as running:
            assert running.stdout  # noqa: S101 (for the types: it was asked for) # nosec B101
            yield running.stdout
        if running.returncode:
            errors.seek(0)
            raise ProgramFailed(why=_last_line(errors.read()))


def _find_all(name: str) -> list[tuple[int, str]]:
    """Return each program of that name with its major version."""
    on_path = shutil.which(name)
    places = [*map(str, DEBIAN.glob(f"*/bin/{name}")), *([on_path] if on_path else [])]
    return [(_version(place), place) for place in places]


def _version(program: str) -> int:
    done = subprocess.run([program, "--version"], capture_output=True, text=True)  # noqa: S603 (a program of the database) # nosec B603
    match = re.search(r"\) (\d+)", done.stdout)
    return int(match[1]) if match else 0


def _last_line(output: bytes) -> str:
    lines = output.decode(errors="replace").strip().splitlines()
    return lines[-1] if lines else ""
