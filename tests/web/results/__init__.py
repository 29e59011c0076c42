"""Tests of `app/web/results/`."""
