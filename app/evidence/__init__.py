"""Where the coefficients come from and how good they are: rows whose role is known, fitted and judged. NumPy, and never the web.

Linear algebra runs in one thread here: several would fight over matrices this small (up to thirty times slower on two busy cores).
"""

import os

for setting in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(setting, "1")
