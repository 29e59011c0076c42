"""Tests of `app/web/plan/`."""
