"""The documents name only existing commands, options, make targets, settings, files and units."""

import re
from pathlib import Path
from typing import Final

import click
import pytest

from app.cli.language import set_language
from app.cli.program import Program
from tests.book.network import ROOT

PAGES: Final = sorted([*ROOT.glob("docs/*.md"), *ROOT.glob("*.md")])
CODE: Final = re.compile(r"```[^\n]*\n.*?```|`[^`\n]+`", re.DOTALL)
COMMAND: Final = re.compile(r"(?:^|`|\.venv/bin/)orienteer ([a-z][^`\n#|]*)", re.MULTILINE)
OPTION: Final = re.compile(r"(?<![\w-])--[a-z][a-z-]+")
TARGET: Final = re.compile(r"(?:^|[`\s])make ((?:-C \S+ )?)([a-z][a-z-]*)\b", re.MULTILINE)
SETTING: Final = re.compile(r"\b(?:ORIENTEER_[A-Z_]+|DATABASE_URL|SECRET_KEY(?:_FALLBACKS)?)\b")
FILE: Final = re.compile(r"\b(?:deploy|docs|tests|locks|migrations)/[\w@./-]*\w")
UNIT: Final = re.compile(r"\borienteer[\w@-]*\.(?:service|timer)\b")
LINK: Final = re.compile(r"\]\((?!https?:|#)([^)#\s]+)")

each_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))


def code(page: Path) -> str:
    """Return the code on a page, with continued lines joined."""
    return "\n".join(CODE.findall(page.read_text(encoding="utf-8"))).replace("\\\n", " ")


def command_of(words: list[str]) -> tuple[click.Command | None, list[str]]:
    """Return the command that these words call, and the remaining words."""
    found: click.Command | None = Program(set_language("en"))
    while isinstance(found, click.Group) and words and re.fullmatch("[a-z]+", words[0]):
        found, words = found.get_command(click.Context(found), words[0]), words[1:]
    return found, words


@each_page
def test_every_command_and_option_is_one(page: Path) -> None:
    for called in COMMAND.findall(code(page)):
        command, rest = command_of(called.split())
        assert command, f"orienteer {called}"
        assert not isinstance(command, click.Group), f"orienteer {called}"
        known = {name for parameter in command.params for name in parameter.opts} | {"--help"}
        assert set(OPTION.findall(" ".join(rest))) <= known, f"orienteer {called}"


@each_page
def test_every_target_of_make_is_one(page: Path) -> None:
    makefile = (ROOT / "Makefile").read_text()
    targets = set(re.findall(r"^([a-z][\w-]*):", makefile, re.MULTILINE))
    assert {target for _, target in TARGET.findall(code(page))} <= targets


@each_page
def test_every_setting_is_read(page: Path) -> None:
    readers = [
        ROOT / "config.py",
        *(ROOT / "app/settings").glob("*.py"),
        *(ROOT / "tests").rglob("*.py"),
    ]
    read = "".join(reader.read_text(encoding="utf-8") for reader in readers)
    assert {name for name in SETTING.findall(code(page)) if f'"{name}"' not in read} == set()


@each_page
def test_every_file_is_there(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    named = set(FILE.findall(code(page)))
    assert {
        name for name in named if not (ROOT / name).exists() and not list(ROOT.glob(f"{name}*"))
    } == set()
    assert {name for name in LINK.findall(text) if not (page.parent / name).exists()} == set()


@each_page
def test_every_unit_is_one_of_ours(page: Path) -> None:
    named = {
        re.sub(r"@\w+\.", "@.", name) for name in UNIT.findall(page.read_text(encoding="utf-8"))
    }
    assert {name for name in named if not (ROOT / "deploy/systemd" / name).is_file()} == set()


def test_every_setting_is_described_in_both_languages() -> None:
    readers = [ROOT / "config.py", *(ROOT / "app/settings").glob("*.py")]
    read = {
        name
        for reader in readers
        for name in re.findall(rf'"({SETTING.pattern})"', reader.read_text(encoding="utf-8"))
    }
    assert len(read) > 10
    for page in ("docs/settings.md", "docs/settings.ko.md"):
        assert read - set(SETTING.findall((ROOT / page).read_text(encoding="utf-8"))) == set()
    named = set(
        SETTING.findall((ROOT / "deploy/orienteer.env.example").read_text(encoding="utf-8"))
    )
    assert named <= read
