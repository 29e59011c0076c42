"""Tests of `app/web/data/`."""
