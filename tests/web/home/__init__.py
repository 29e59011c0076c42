"""Tests of `app/web/home/`."""
