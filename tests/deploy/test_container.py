"""The container file has no lint errors, and its commands work, here in a plain folder."""

import json
import os
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.deploy.places import DEPLOY, ROOT, program
from tests.support.ports import free_port
from tests.support.process_output import first_line

FILE = DEPLOY / "container" / "Containerfile"
Step = tuple[str, str]


def stages() -> list[list[Step]]:
    """Return the steps of each stage: instruction and arguments, with continued lines joined."""
    text = re.sub(r"^#.*\n", "", FILE.read_text(), flags=re.MULTILINE).replace("\\\n", " ")
    steps = [
        (line.split()[0], line.split(maxsplit=1)[1]) for line in text.splitlines() if line.strip()
    ]
    begins = [nth for nth, (what, _) in enumerate(steps) if what == "FROM"]
    return [steps[begin:end] for begin, end in zip(begins, [*begins[1:], len(steps)], strict=True)]


def one(what: str) -> str:
    (found,) = [given for name, given in stages()[-1] if name == what]
    return found


def copied(to: Path) -> None:
    """`COPY . .`: all but what .containerignore names."""
    ignored = (ROOT / ".containerignore").read_text().split()
    shutil.copytree(
        ROOT,
        to,
        ignore=shutil.ignore_patterns(*(each.removeprefix("**/") for each in ignored), ".*_cache"),
        dirs_exist_ok=True,
    )


def built(disk: Path) -> Path:
    """Carry out the first stage. Return its folder.

    pip may use its cache, and compiles nothing.
    """
    here, environment = disk, os.environ | {"PIP_NO_COMPILE": "1"}
    for what, given in stages()[0]:
        if what == "WORKDIR":
            here = disk / given.lstrip("/")
            here.mkdir(parents=True)
        elif what == "COPY" and given == ". .":
            copied(here)
        elif what == "COPY":
            source, to = given.split()
            (here / to).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / source, here / to)
        elif what == "RUN":
            subprocess.run(
                ["/bin/sh", "-c", given.replace("--no-cache-dir", "")],
                cwd=here,
                env=environment,
                check=True,
                capture_output=True,
            )
        else:
            assert what == "FROM"
    return here


def test_a_linter_finds_nothing() -> None:
    linted = subprocess.run(
        [program("hadolint"), FILE], capture_output=True, text=True, check=False
    )
    assert (linted.returncode, linted.stdout) == (0, "")


def test_what_is_installed_is_what_the_locks_say() -> None:
    installs = [
        given
        for stage in stages()
        for what, given in stage
        if what == "RUN" and " pip install" in given
    ]
    assert installs
    assert all("--require-hashes" in given or "--no-index" in given for given in installs)


def test_it_is_not_root_and_writes_only_to_its_volume() -> None:
    made = [given for what, given in stages()[-1] if what == "RUN"]
    assert f"--uid {one('USER')} orienteer" in made[0]
    assert one("VOLUME") == "/var/lib/orienteer"
    assert f"-o orienteer -g orienteer -m 0700 {one('VOLUME')}" in made[0]
    names = [what for what, _ in stages()[-1]]
    assert names.index("USER") > names.index("COPY"), "the code is not the server's own to change"
    assert one("STOPSIGNAL") == "SIGTERM"


@pytest.mark.verify
def test_its_steps_make_a_server_that_is_ready(tmp_path: Path) -> None:
    place = built(tmp_path)
    assert list((place / "app" / "web" / "__pycache__").glob("application.*.pyc")), (
        "who serves may not write what is compiled"
    )
    port, disk = free_port(), str(tmp_path)
    settings = dict(
        shlex.split(f"x={pair}")[0].removeprefix("x=").split("=", 1) for pair in one("ENV").split()
    )
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("ORIENTEER_", "PYTHON"))
    }
    environment |= settings | {"ORIENTEER_INSTANCE": f"{disk}{settings['ORIENTEER_INSTANCE']}"}
    (tmp_path / "var/lib/orienteer").mkdir(parents=True)
    command = [f"{disk}{json.loads(one('ENTRYPOINT'))[0]}", *json.loads(one("CMD"))]
    command = [{"0.0.0.0": "127.0.0.1", "8000": str(port)}.get(word, word) for word in command]  # noqa: S104 (not bound)
    health = json.loads(one("HEALTHCHECK").partition("CMD ")[2])
    health = [f"{disk}{health[0]}", *(word.replace(":8000/", f":{port}/") for word in health[1:])]
    assert one("EXPOSE") == "8000"
    with subprocess.Popen(
        command,
        cwd=place,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as server:
        try:
            assert str(port) in first_line(server)
            # Podman passes the machine's proxy settings on.
            proxied = os.environ | {"http_proxy": "http://127.0.0.1:9", "no_proxy": ""}
            assert (
                subprocess.run(health, env=proxied, check=False, capture_output=True).returncode
                == 0
            )
        finally:
            server.terminate()
    assert server.returncode == 0
    assert subprocess.run(health, check=False, capture_output=True).returncode != 0
