"""Tests of `app/web/reading/`."""
