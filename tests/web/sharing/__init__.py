"""Tests of `app/web/sharing/`."""
