"""Tests of `app/web/saved/`."""
