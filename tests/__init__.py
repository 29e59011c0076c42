"""What a user relies on, said as facts; the folders are those of `app/`."""

import app.evidence  # noqa: F401 (before NumPy, whose threads would fight over small matrices in tests, too)
