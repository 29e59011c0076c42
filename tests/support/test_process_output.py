"""A server that prints nothing does not block the tests."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.browser import server
from tests.support.process_output import first_line

SILENT = "#!/bin/sh\nexec sleep 60\n"


def test_waiting_for_the_first_line_has_a_time_out() -> None:
    speaks = "import time; time.sleep(0.3); print('here', flush=True); time.sleep(60)"
    for code, seconds, line in (
        (speaks, 30, "here\n"),
        ("import time; time.sleep(60)", 0.3, ""),
        ("", 30, ""),
    ):
        with subprocess.Popen(
            [sys.executable, "-c", code], stdout=subprocess.PIPE, text=True
        ) as process:
            assert first_line(process, seconds) == line
            process.kill()


def test_a_server_that_never_prints_its_address_fails_the_test(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    silent = tmp_path / "silent"
    silent.write_text(SILENT)
    silent.chmod(0o700)
    monkeypatch.setattr(server, "COMMAND", silent)
    monkeypatch.setattr(server, "START_SECONDS", 0.3)
    begun = time.monotonic()
    with pytest.raises(AssertionError), server.serving(tmp_path / "instance"):
        pass
    assert time.monotonic() - begun < 10
