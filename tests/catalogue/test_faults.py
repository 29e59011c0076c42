"""Unreadable files and stray files are named, and all faults are reported at once."""

from pathlib import Path

import pytest

from app.catalogue.load import load_catalogue
from tests.catalogue.content import change, copy_content
from tests.catalogue.faults import (
    DOCKER,
    MANIFEST,
    ML,
    PYTHON,
    RESOURCES,
    all_named,
    faults,
    is_named,
)
from tests.catalogue.test_key_and_text_faults import KEY_AND_TEXT_FAULTS
from tests.catalogue.test_value_faults import VALUE_FAULTS


def test_a_stage_that_requires_nothing_is_is_named(tmp_path: Path) -> None:
    folder = copy_content(tmp_path)
    text = (folder / ML).read_text(encoding="utf-8")
    assert text.index("[[senior]]") < text.index("[[lead]]"), (
        "the lead's requirements no longer end the file"
    )
    (folder / ML).write_text("lead = []\n" + text.partition("[[lead]]")[0], encoding="utf-8")
    assert is_named(
        faults(folder),
        ML,
        "lead",
        "requires nothing, so that no readiness can be told: add an item",
    )


UNREADABLE = {
    "missing": (None, "the file is missing: add it, or take its id out of manifest.toml"),
    "not UTF-8": ('name.ko = "도커"'.encode("euc-kr"), "the file is not UTF-8: save it as UTF-8"),
    "bad TOML": (b'name.ko = "no end', "the file is not valid TOML: "),
    "key twice": (b'a = "1"\na = "2"', "the file is not valid TOML: "),
}


@pytest.mark.parametrize("file", [MANIFEST, DOCKER, ML, RESOURCES])
@pytest.mark.parametrize("name", UNREADABLE)
def test_a_file_that_cannot_be_read_is_is_named(tmp_path: Path, file: str, name: str) -> None:
    folder, (data, message) = copy_content(tmp_path), UNREADABLE[name]
    (folder / file).unlink() if data is None else (folder / file).write_bytes(data)
    assert is_named(faults(folder), file, file, message)


def test_an_editor_sees_all_faults_of_all_files_at_once(tmp_path: Path) -> None:
    folder = copy_content(tmp_path)
    (folder / "skills/r.toml").unlink()
    (folder / "roles/dl_engineer.toml").write_bytes(b"\xff")
    missing_language = KEY_AND_TEXT_FAULTS["missing language"]
    unknown_key = KEY_AND_TEXT_FAULTS["unknown key"]
    for case in (
        unknown_key,
        missing_language,
        VALUE_FAULTS["weight without source"],
        VALUE_FAULTS["no months"],
        KEY_AND_TEXT_FAULTS["unknown key of the scale"],
    ):
        change(folder, *case[:3])
    found = faults(folder)
    assert {f.file for f in found} == {
        "skills/r.toml",
        "roles/dl_engineer.toml",
        DOCKER,
        ML,
        PYTHON,
        MANIFEST,
    }
    assert all_named(found, [unknown_key, missing_language])


def test_a_file_that_the_manifest_does_not_name_is_a_fault(tmp_path: Path) -> None:
    folder = copy_content(tmp_path)
    for kind, known in (("skills", "sql"), ("resources", "sql"), ("roles", "ml_engineer")):
        (folder / kind / "stray.toml").write_bytes((folder / kind / f"{known}.toml").read_bytes())
    assert [(f.file, f.key) for f in faults(folder)] == [
        ("skills/stray.toml", "stray"),
        ("resources/stray.toml", "stray"),
        ("roles/stray.toml", "stray"),
    ]


def test_a_file_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    folder = copy_content(tmp_path)
    path = folder / "skills/sql.toml"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert load_catalogue(folder).skill


def test_a_file_that_cannot_be_read_is_one_fault(tmp_path: Path) -> None:
    folder = copy_content(tmp_path)
    (folder / "skills/sql.toml").write_text('name.ko = "SQL', encoding="utf-8")
    assert [f.file for f in faults(folder)] == ["skills/sql.toml"]
