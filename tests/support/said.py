"""The first line of a test server's output: its address, once it answers."""

import select
import subprocess
from typing import Final

START_SECONDS: Final = 60


def first_line(process: "subprocess.Popen[str]", seconds: float = START_SECONDS) -> str:
    """Return the first line of its output. Kill it when there is none in so many seconds."""
    assert process.stdout
    if select.select([process.stdout], [], [], seconds)[0]:
        return process.stdout.readline()
    process.kill()
    return ""
