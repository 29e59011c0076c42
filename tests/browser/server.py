"""A real server: the command that `make run` runs, as a process with its own instance."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine

from app.storage.answers import Answers
from app.storage.assessment_list import list_assessments
from app.storage.assessments import Assessment
from app.storage.engine import open_engine, reading
from app.storage.owners import find_owner
from config import read_settings
from tests.support.databases import NewInstance
from tests.support.ports import free_port
from tests.support.process_output import START_SECONDS, first_line

COMMAND = Path(sys.executable).with_name("orienteer")
OURS = ("ORIENTEER_", "DATABASE_URL", "SECRET_KEY")
STOP_SECONDS = 20


@dataclass(frozen=True, slots=True)
class Server:
    """A running server: its address, its database, its standard error and its first process."""

    url: str
    engine: Engine
    errors: Path
    process: "subprocess.Popen[str] | None" = None

    def assessments(self, secret: str) -> list[Assessment]:
        """Return the stored assessments of the owner with that secret, newest first."""
        with reading(self.engine) as db:
            found = find_owner(db, secret)
            return list_assessments(db, found.id) if found else []

    def answers(self, secret: str) -> Answers:
        """Return the answers of the owner's newest assessment, by skill."""
        return self.assessments(secret)[0].answers

    def levels(self, secret: str) -> dict[str, int | None]:
        """Return skill → stored level in the newest assessment. None is a skip."""
        return {skill: answer.level for skill, answer in self.answers(secret).items()}


@contextmanager
def serving(
    instance: Path, *options: str, is_measured: bool = True, **settings: str
) -> Iterator[Server]:
    """Run a server with these options and settings."""
    others = OURS if is_measured else (*OURS, "COVERAGE_")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(others)}
    settings = {"ORIENTEER_INSTANCE": str(instance), **settings}
    environment |= {"LC_ALL": "C.UTF-8", **settings}
    port = free_port()
    instance.mkdir(parents=True, exist_ok=True)
    with (instance / "errors").open("w") as errors:
        command = [str(COMMAND), "serve", "--port", str(port), *options]
        process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=errors, env=environment, text=True
        )
    try:
        assert str(port) in first_line(process, START_SECONDS), (instance / "errors").read_text()
        engine = open_engine(read_settings(settings).database)
        yield Server(f"http://127.0.0.1:{port}", engine, instance / "errors", process)
        engine.dispose()
    finally:
        process.terminate()
        process.wait(STOP_SECONDS)
        if process.stdout:
            process.stdout.close()


@contextmanager
def served(new_instance: NewInstance, folder: Path, **settings: str) -> Iterator[Server]:
    """Run a server of a new instance with its own database, for people with a browser.

    Coverage of its lines comes from other tests.
    """
    with (
        new_instance(folder) as environ,
        serving(folder, is_measured=False, **environ, **settings) as found,
    ):
        yield found
