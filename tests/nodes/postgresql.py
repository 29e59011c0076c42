"""PostgreSQL clusters that survive a kill: a primary, a synchronous standby, and its promotion."""

import os
import pwd
import signal
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg

from tests.nodes.process import Process, account, packaged, until
from tests.support.ports import free_port

COMMON = {
    "listen_addresses": "'127.0.0.1'",
    "unix_socket_directories": "''",
    "shared_buffers": "'32MB'",
    "max_connections": "60",
    "timezone": "'UTC'",
    "wal_sender_timeout": "'2s'",
    "wal_receiver_timeout": "'2s'",
    "synchronous_commit": "on",
}
DATABASE = "orienteer"


class Cluster:
    """One PostgreSQL: its folder, its port, and what can be done to it."""

    def __init__(self, folder: Path, settings: dict[str, str]) -> None:
        self.folder, self.port, self.settings = folder, free_port(), settings
        self.process = Process(
            [program("postgres"), "-D", str(folder)], folder.with_suffix(".log"), user=account()
        )

    @property
    def host(self) -> str:
        """Host and port, as in a URL with several hosts."""
        return f"127.0.0.1:{self.port}"

    def url(self, database: str = DATABASE) -> str:
        return f"postgresql://postgres@{self.host}/{database}"

    def configure(self, **settings: str) -> None:
        """Write its settings with these replaced. They apply from the next start or reload on."""
        self.settings |= settings
        lines = [
            f"{name} = {value}\n"
            for name, value in {**COMMON, **self.settings, "port": str(self.port)}.items()
        ]
        (self.folder / "postgresql.auto.conf").write_text("".join(lines))

    def start(self) -> None:
        self.process.start()
        until(self.is_ready, f"PostgreSQL in {self.folder}")

    def stop(self) -> None:
        """Stop it as an operator does: connections are closed and all is written to the disk."""
        self.process.stop(signal.SIGINT)

    def kill(self) -> None:
        """Kill it as if its machine had died: nobody is told."""
        self.process.kill()
        with suppress(FileNotFoundError):
            (self.folder / "postmaster.pid").unlink()

    @contextmanager
    def frozen(self) -> Iterator[None]:
        """Stop its processes with SIGSTOP.

        They stay, and only the kernel answers on their connections.
        """
        assert self.process.running
        first = self.process.running.pid
        # Stop it first, so that it starts no others.
        os.kill(first, signal.SIGSTOP)
        stopped = [first, *children(first)]
        try:
            for each in stopped:
                with suppress(ProcessLookupError):
                    os.kill(each, signal.SIGSTOP)
            yield
        finally:
            for each in stopped:
                with suppress(ProcessLookupError):
                    os.kill(each, signal.SIGCONT)

    def is_ready(self) -> bool:
        assert self.process.running, "it is not running"
        assert self.process.running.poll() is None, self.process.said()
        try:
            self.ask("SELECT 1", "postgres")
        except psycopg.OperationalError:
            return False
        return True

    def promote(self) -> None:
        """Promote a standby to primary, by the one command of a fail-over."""
        run("pg_ctl", "promote", "-w", "-D", str(self.folder))

    def ask(self, query: str, database: str = DATABASE) -> list[tuple[object, ...]]:
        """Return the result of one statement of the test."""
        with psycopg.connect(self.url(database), autocommit=True, connect_timeout=2) as db:
            found = db.execute(query.encode())
            return found.fetchall() if found.description else []


def children(parent: int) -> list[int]:
    """Return its child processes."""
    return [
        int(pid)
        for task in Path(f"/proc/{parent}/task").iterdir()
        for pid in (task / "children").read_text().split()
    ]


def program(name: str) -> str:
    """Return a program of the packaged PostgreSQL, readable for the user who runs it."""
    package = packaged()
    return str(package.POSTGRES_VERSIONS[package.TARGET_POSTGRES_VERSION] / name)


def run(name: str, *arguments: str) -> None:
    """Run one of its programs to the end, as the user who may."""
    user = account()
    if user:
        _let_in(Path(program(name)))
    who = {"user": user, "group": pwd.getpwnam(user).pw_gid, "extra_groups": []} if user else {}
    command: Sequence[str] = [program(name), *arguments]
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        cwd="/",
        check=False,
        env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"},
        **who,
    )  # type: ignore[call-overload]  # who runs it is said or not
    assert done.returncode == 0, f"{name}: {done.stdout}{done.stderr}"


def _let_in(path: Path) -> None:
    """Let other users enter the folders above the packaged programs, as the package itself does."""
    packaged().ensure_prefix_permissions(path)
    if not os.access(path, os.X_OK) or not path.stat().st_mode & 0o001:
        packaged().ensure_folder_permissions(path.parent.parent, 0o055)


@contextmanager
def primary(folder: Path, log_folder: Path | None = None, **settings: str) -> Iterator[Cluster]:
    """Run a new PostgreSQL with an empty database. It syncs its commits unless `fsync` is off.

    Its write-ahead log is in its own folder when one is named.
    """
    made = Cluster(folder / "primary", settings)
    apart = ["--waldir", str(log_folder)] if log_folder else []
    run(
        "initdb",
        "-D",
        str(made.folder),
        "-U",
        "postgres",
        "-A",
        "trust",
        "-E",
        "UTF8",
        "--locale",
        "C.UTF-8",
        "--no-sync",
        *apart,
    )
    made.configure()
    made.start()
    try:
        made.ask(f"CREATE DATABASE {DATABASE}", "postgres")
        yield made
    except BaseException:
        print(made.process.said())
        raise
    finally:
        made.stop()


@contextmanager
def standby(of: Cluster) -> Iterator[Cluster]:
    """Run a synchronous standby: every commit waits until it is on this one's disk."""
    made = Cluster(of.folder.with_name("standby"), dict(of.settings))
    run(
        "pg_basebackup",
        "-D",
        str(made.folder),
        "-h",
        "127.0.0.1",
        "-p",
        str(of.port),
        "-U",
        "postgres",
        "-c",
        "fast",
        "-R",
        "-N",
    )
    follows = f"'host=127.0.0.1 port={of.port} user=postgres application_name=standby'"
    made.configure(primary_conninfo=follows, recovery_min_apply_delay="0", hot_standby="on")
    made.start()
    try:
        of.configure(synchronous_standby_names="'standby'")
        of.ask("SELECT pg_reload_conf()")
        until(
            lambda: ("sync",) in of.ask("SELECT sync_state FROM pg_stat_replication"),
            "the standby to be waited for",
        )
        yield made
    except BaseException:
        print(made.process.said())
        raise
    finally:
        made.stop()
