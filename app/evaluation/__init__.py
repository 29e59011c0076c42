"""Fits role profiles to rows whose role is known, and evaluates them. Used by commands only.

Linear algebra runs in one thread here. Several threads would compete for matrices this small (up
to thirty times slower on two busy cores).
"""

import os

for setting in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(setting, "1")
