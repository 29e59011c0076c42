"""Tests of `app/web/returning/`."""
