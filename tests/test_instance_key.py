"""The instance folder and its own key: made once, private, and errors that name the folder."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from config import SettingError
from tests.test_config import LONG, read


def test_the_instances_own_key_is_made_once_and_only_its_owner_can_read_it(tmp_path: Path) -> None:
    first = read(tmp_path).secret_key
    assert len(first) >= 32
    assert read(tmp_path).secret_key == first
    assert read(tmp_path / "other").secret_key != first
    path = tmp_path / "instance" / "secret_key"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [each.name for each in path.parent.iterdir()] == ["secret_key"], "no draft is left"


def test_a_given_key_makes_no_file(tmp_path: Path) -> None:
    read(tmp_path, SECRET_KEY=LONG)
    assert list((tmp_path / "instance").iterdir()) == []


def test_starts_at_the_same_time_share_one_key(tmp_path: Path) -> None:
    environ = os.environ | {"ORIENTEER_INSTANCE": str(tmp_path / "instance")}
    said = "from config import read_settings; print(read_settings().secret_key)"
    starts = [
        subprocess.Popen(
            [sys.executable, "-c", said], env=environ, stdout=subprocess.PIPE, text=True
        )
        for _ in range(4)
    ]
    keys = {start.communicate()[0].strip() for start in starts}
    assert keys == {read(tmp_path).secret_key}


def test_an_instance_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "instance").write_text("a file stands here")
    with pytest.raises(
        SettingError,
        match=r"^ORIENTEER_INSTANCE names a folder that cannot be made "
        r"\(File exists\): name a folder",
    ):
        read(tmp_path)


def test_an_instance_in_which_nothing_can_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "instance" / "secret_key").mkdir(parents=True)
    with pytest.raises(
        SettingError,
        match=r"^ORIENTEER_INSTANCE names a folder in which nothing can be written "
        r"\(Is a directory\)",
    ):
        read(tmp_path)
