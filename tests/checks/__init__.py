"""The checks of `make check` beside the linters. Run one as `python -m tests.checks.NAME`."""
