"""The example of settings names only existing settings, with valid values."""

import re
import secrets
from pathlib import Path

from config import read_settings
from tests.deploy.places import DEPLOY, ROOT

LINE = re.compile(r"#?([A-Z_]+)=(.*)")
DESCRIBED = (ROOT / "docs" / "settings.md").read_text()


def lines() -> list[tuple[str, str]]:
    found = [
        LINE.fullmatch(line) for line in (DEPLOY / "orienteer.env.example").read_text().splitlines()
    ]
    return [(each[1], each[2]) for each in found if each]


def test_each_is_described() -> None:
    assert len(lines()) > 8
    assert [name for name, _ in lines() if f"`{name}`" not in DESCRIBED] == []


def test_each_value_can_be_used(tmp_path: Path) -> None:
    for name, value in lines():
        given = {name: value or secrets.token_urlsafe(48)}
        read_settings(
            {"ORIENTEER_INSTANCE": str(tmp_path), "SECRET_KEY": secrets.token_urlsafe(48)} | given
        )
