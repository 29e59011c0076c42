"""What a fresh machine would get from the network: the code to clone, and the locked packages."""

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

GIT: Final = "/usr/bin/git"
ROOT: Final = Path(__file__).resolve().parents[2]
WHEELS: Final = ROOT / ".venv" / "wheels"
"""Reused, so that packages are downloaded once for each change of the lock."""
PYTHON: Final = "/usr/bin/python3"
"""Debian's own Python, which needs other packages than a newer one."""
AS: Final = (
    "-c",
    "user.name=Test",
    "-c",
    "user.email=test@localhost",
    "-c",
    "init.defaultBranch=main",
)


def network(folder: Path) -> Path:
    """Return a folder with `orienteer`, a repository of the files under test, and `wheels`.

    CalledProcessError: a package that cannot be downloaded.
    """
    folder.mkdir()
    listed = subprocess.run(
        [GIT, "ls-files", "-z", "-co", "--exclude-standard"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        check=True,
    )
    for name in filter(None, listed.stdout.decode().split("\0")):
        if (ROOT / name).is_file():
            (folder / "orienteer" / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / "orienteer" / name)
    git(folder, "init", "-q")
    commit(folder, "What is under test")
    download = [
        sys.executable,
        "-m",
        "pip",
        "--python",
        PYTHON,
        "download",
        "-q",
        "--require-hashes",
        "--no-deps",
        "--only-binary",
        ":all:",
    ]
    subprocess.run([*download, "-r", "locks/nodes.txt", "-d", str(WHEELS)], cwd=ROOT, check=True)
    shutil.copytree(WHEELS, folder / "wheels")
    return folder


def commit(folder: Path, why: str) -> None:
    """Commit everything in the folder as the newest version."""
    git(folder, "add", "-A")
    git(folder, *AS, "commit", "-q", "--allow-empty", "-m", why)


def git(folder: Path, *command: str) -> None:
    subprocess.run([GIT, *command], cwd=folder / "orienteer", check=True)
