"""What `make check` proves beside the linters: each module is one habit, run as `python -m tests.checks.NAME`."""
