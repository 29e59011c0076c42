"""A copy of our content with changes."""

import shutil
from pathlib import Path

from app.catalogue.load import CONTENT


def copy_content(to: Path) -> Path:
    """Copy our content into a test's own folder."""
    shutil.copytree(CONTENT, to / "content")
    return to / "content"


def change(folder: Path, file: str, old: str, new: str) -> None:
    """Replace the first occurrence of `old`, which must be there."""
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{file} no longer says {old!r}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
