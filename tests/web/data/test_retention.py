"""Retention periods are shown on the lists and in the privacy policy, as configured."""

from collections.abc import Callable

import pytest
from flask import Flask

from config import Settings, read_settings
from tests.support.databases import Environ, in_each_language
from tests.support.visitor import Visitor

MakeApp = Callable[[Settings], Flask]


@in_each_language
@pytest.mark.parametrize(
    ("days", "expected"), [("30", "30"), ("3650", "3650"), ("", "730"), ("never", None)]
)
def test_the_retention_time_is_shown(
    make_app: MakeApp, environ: Environ, language: str, days: str, expected: str | None
) -> None:
    chosen = read_settings(environ | {"ORIENTEER_RETENTION_DAYS": days})
    visitor = Visitor(make_app(chosen), language)
    visitor.begin()
    words = {"en": "days", "ko": "일 동안 오지 않으면"}[language]
    for path in ("/assessments", "/privacy"):
        text = visitor.open(path).text
        assert (f"{expected} {words}" in text or f"{expected}{words}" in text) == (
            expected is not None
        ), path
        assert (
            expected is not None
            or {"en": "come back for", "ko": "오지 않으면"}[language] not in text
        )


def test_the_privacy_policy_says_whom_to_ask_and_leads_to_what_one_can_do(
    make_app: MakeApp, environ: Environ
) -> None:
    chosen = read_settings(environ | {"ORIENTEER_CONTACT": "ask@example.org"})
    page = Visitor(make_app(chosen)).open("/privacy")
    assert "ask@example.org" in page.text
    assert {"/data", "/data/erase"} <= set(page.links)
