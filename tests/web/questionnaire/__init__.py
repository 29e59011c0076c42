"""Tests of `app/web/questionnaire/`."""
