"""A process that ends with the one that started it, even when that one was killed."""

import ctypes
import os
import signal
from typing import Final

DEATH_SIGNAL: Final = 1
"""PR_SET_PDEATHSIG, on Linux."""


def end_with(parent: int) -> None:
    """Have this process told to stop, as by SIGTERM, once `parent`, whose child it is, has ended; where the system can do so."""
    if hasattr(library := ctypes.CDLL(None), "prctl"):
        library.prctl(DEATH_SIGNAL, signal.SIGTERM)
    if os.getppid() != parent:  # it ended before this could be asked for
        os.kill(os.getpid(), signal.SIGTERM)
