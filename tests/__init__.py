"""Tests of what users and operators rely on. The folders are those of `app/`."""

import app.evaluation  # noqa: F401 (before NumPy, whose threads would fight over small matrices in tests, too)
