"""What a server of the tests' own says first: its address, once it answers there."""

import select
import subprocess
from typing import Final

START_SECONDS: Final = 60


def first_line(process: "subprocess.Popen[str]", seconds: float = START_SECONDS) -> str:
    """The first line of its output; nothing when it has died, or says none in so many seconds: it is killed then."""
    assert process.stdout
    if select.select([process.stdout], [], [], seconds)[0]:
        return process.stdout.readline()
    process.kill()
    return ""
