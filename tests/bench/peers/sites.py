"""The peers' servers. Each package has its own environment, which is reused, and a new site."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from app.catalogue.load import load_catalogue
from app.cli.server import THREADS
from config import read_instance
from tests.bench.client import Client, Request
from tests.bench.servers import Running, serve
from tests.support.ports import free_port

HERE = Path(__file__).parent
SURVEY, OTREE = HERE / "survey_site", HERE / "otree_site"
OTREE_KEY = "a key of the benchmark alone"


def installed(site: Path) -> Path:
    """Return the programs' folder of an environment. It is created again when its lock changes."""
    folder = read_instance() / "bench" / site.name
    lock = site / "requirements.txt"
    stamp, wanted = folder / "lock", hashlib.sha256(lock.read_bytes()).hexdigest()
    if not stamp.exists() or stamp.read_text() != wanted:
        subprocess.run([sys.executable, "-m", "venv", "--clear", folder], check=True)
        command = [
            folder / "bin" / "python",
            "-m",
            "pip",
            "--disable-pip-version-check",
            "-q",
            "install",
            "--require-hashes",
            "--no-deps",
        ]
        subprocess.run([*command, "-r", lock], check=True, stdout=sys.stderr)
        stamp.write_text(wanted)
    return folder / "bin"


def write_questions(path: Path) -> None:
    """Write our 40 questions with their five answers in English."""
    found = [
        {
            "id": skill.id,
            "area": area,
            "name": skill.name["en"],
            "meaning": skill.meaning["en"],
            "options": [anchor["en"] for anchor in skill.anchors],
        }
        for area, skills in load_catalogue().skills_by_area.items()
        for skill in skills
    ]
    path.write_text(json.dumps(found), encoding="utf-8")


@contextmanager
def survey(folder: Path) -> Iterator[Running]:
    """Run django-survey-and-report behind the same server and threads as Orienteer."""
    programs = installed(SURVEY)
    shutil.copytree(SURVEY, folder / SURVEY.name)
    write_questions(folder / "questions.json")
    environ = _environ(
        programs, DJANGO_SETTINGS_MODULE="survey_site.settings", PYTHONPATH=str(folder)
    )
    _done([programs / "python", "-m", "survey_site.make"], folder, environ)
    port = free_port()
    command = [
        str(programs / "gunicorn"),
        "django.core.wsgi:get_wsgi_application()",
        "--bind",
        f"127.0.0.1:{port}",
    ]
    options = [
        "--workers",
        "1",
        "--worker-class",
        "gthread",
        "--threads",
        str(THREADS),
        "--log-level",
        "error",
    ]
    with serve([*command, *options], port, environ, folder, "/survey/") as running:
        yield running


@contextmanager
def otree(folder: Path) -> Iterator[Running]:
    """Run oTree behind its own production server, which stores SQLite in memory."""
    programs = installed(OTREE)
    shutil.copytree(OTREE, folder, dirs_exist_ok=True)
    for each in ("_static", "_templates"):
        (folder / each).mkdir()
    write_questions(folder / "questions.json")
    environ = _environ(
        programs,
        OTREE_PRODUCTION="1",
        OTREE_AUTH_LEVEL="STUDY",
        OTREE_ADMIN_PASSWORD=OTREE_KEY,
        OTREE_REST_KEY=OTREE_KEY,
        PYTHONPATH="",
    )
    _done([programs / "otree", "resetdb", "--noinput"], folder, environ)
    port = free_port()
    with serve(
        [str(programs / "otree"), "prodserver", f"127.0.0.1:{port}"], port, environ, folder
    ) as running:
        yield running


def otree_session(client: Client, participants: int) -> str:
    """Create a session and return the path at which that many people start the questionnaire."""
    body = json.dumps(
        {"session_config_name": "questions", "num_participants": participants}
    ).encode()
    headers = {"otree-rest-key": OTREE_KEY, "Content-Type": "application/json"}
    response = client.send(Request("/api/sessions", "POST", body, headers))
    return urlsplit(json.loads(response.body)["session_wide_url"]).path


def _done(command: Sequence[str | Path], folder: Path, environ: dict[str, str]) -> None:
    """Run a program to its end. Its output is shown only when it fails."""
    done = subprocess.run(command, cwd=folder, env=environ, capture_output=True, text=True)
    assert done.returncode == 0, f"{command}: {done.stderr[-2000:]}"


def _environ(programs: Path, **settings: str) -> dict[str, str]:
    """Return this environment without Orienteer's settings, with the peer's programs first."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("ORIENTEER_", "DATABASE_URL", "SECRET_KEY"))
    }
    return kept | {"PATH": f"{programs}{os.pathsep}{kept.get('PATH', '')}"} | settings
