"""Counts the files of `app/` in which a function runs when a page is first opened in a process.

`python -m tests.checks.page_files` prints the files of each page. Content, scoring and planning do
not count: they are what the project exists for.
"""

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from types import FrameType
from typing import Final

from app import create_app
from config import Settings, read_settings
from tests.support.visitor import AREAS, Visitor

ROOT: Final = Path(__file__).parents[2]
APP: Final = ROOT / "app"
NOT_COUNTED: Final = ("catalogue/", "scoring/", "planning/")
COOKIE: Final = "orienteer"
PAGES: Final[Mapping[str, str]] = {
    "questions": f"/assessments/2/{next(iter(AREAS))}",
    "result": "/assessments/1",
    "plan": "/assessments/1/plan",
    "list": "/assessments",
}


def files_of_pages() -> dict[str, list[str]]:
    """Return the files that each page's first GET runs functions of, as paths under `app/`."""
    with TemporaryDirectory() as instance:
        visitor = Visitor(create_app(_settings(instance)))
        visitor.finish()
        visitor.begin()
        cookie = visitor.client.get_cookie(COOKIE)
        assert cookie
        return {name: _in_new_process(instance, cookie.value, path) for name, path in PAGES.items()}


def _settings(instance: str) -> Settings:
    return read_settings({"ORIENTEER_INSTANCE": instance})


def _in_new_process(instance: str, secret: str, path: str) -> list[str]:
    command = [sys.executable, "-m", "tests.checks.page_files", instance, secret, path]
    return subprocess.run(
        command, cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout.split()


def _files(instance: str, secret: str, path: str) -> list[str]:
    visitor = Visitor(create_app(_settings(instance)))
    visitor.client.set_cookie(COOKIE, secret)
    seen = set[str]()

    def note(frame: FrameType, event: str, _argument: object) -> None:
        if event == "call" and frame.f_code.co_name != "<module>":
            seen.add(frame.f_code.co_filename)

    sys.setprofile(note)
    try:
        page = visitor.open(path, follow=False)
    finally:
        sys.setprofile(None)
    assert page.status == 200, path
    files = sorted(
        str(Path(each).relative_to(APP))
        for each in seen
        if Path(each).is_relative_to(APP) and each.endswith(".py")
    )
    return [each for each in files if not each.startswith(NOT_COUNTED)]


def main() -> None:
    if sys.argv[1:]:
        print(*_files(*sys.argv[1:]), sep="\n")
        return
    for name, files in files_of_pages().items():
        print(f"{name}: {len(files)}", *(f"    {each}" for each in files), sep="\n")


if __name__ == "__main__":
    main()
