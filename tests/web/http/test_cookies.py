"""Cookies: which are set, and how they are bound to the site, to https and to time."""

import pytest
from flask import Flask

from tests.support.page import Page
from tests.support.visitor import CLEAR, Visitor

HTTPS = "https://localhost"


def cookies(page: Page) -> dict[str, set[str]]:
    """Return each cookie that a response sets, with its attributes."""
    parts = [
        [part.strip() for part in each.split(";")] for each in page.headers.getlist("Set-Cookie")
    ]
    return {
        each[0].partition("=")[0]: {
            part for part in each[1:] if not part.startswith(("Expires", "Max-Age"))
        }
        for each in parts
    }


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/roles",
        "/ai-work",
        "/method",
        "/privacy",
        "/accessibility",
        "/assessments",
        "/healthz",
        "/nothing",
    ],
)
def test_landing_sets_no_cookie_but_the_session(visitor: Visitor, path: str) -> None:
    assert cookies(visitor.open(path)).keys() <= {"session"}


BOUND = {"HttpOnly", "Path=/", "SameSite=Lax"}


def test_over_http_on_this_machine_cookies_are_bound_to_site_and_script(visitor: Visitor) -> None:
    begun = visitor.open("/assessments", "POST", follow=False, data={"csrf_token": visitor.token})
    assert cookies(begun) == {"orienteer": BOUND, "session": BOUND}
    assert cookies(visitor.open("/?lang=ko"))["lang"] == BOUND
    assert "Strict-Transport-Security" not in begun.headers


def test_over_https_they_are_secure_and_cannot_be_set_from_elsewhere(app: Flask) -> None:
    visitor = Visitor(app, base_url=HTTPS)
    begun = visitor.open("/assessments", "POST", follow=False, data={"csrf_token": visitor.token})
    assert cookies(begun) == {
        "__Host-orienteer": BOUND | {"Secure"},
        "__Host-session": BOUND | {"Secure"},
    }
    chosen = cookies(visitor.open("/?lang=ko")) | cookies(
        visitor.open("/theme?to=dark&back=/", "POST", follow=False)
    )
    assert {name: chosen[name] for name in chosen if name != "__Host-session"} == dict.fromkeys(
        ("__Host-lang", "__Host-theme"), BOUND | {"Secure"}
    )
    assert begun.headers["Strict-Transport-Security"].startswith("max-age=63072000")
    left = visitor.post("/leave")
    assert cookies(left)["__Host-orienteer"] >= {"Secure", "Path=/"}
    assert visitor.open("/assessments/1").status == 404


def test_a_plain_cookie_is_no_key_over_https(app: Flask) -> None:
    """Otherwise a page over http could set one."""
    visitor = Visitor(app, base_url=HTTPS)
    visitor.finish(CLEAR)
    cookie = visitor.client.get_cookie("__Host-orienteer")
    assert cookie
    other = Visitor(app, base_url=HTTPS)
    other.client.set_cookie("orienteer", cookie.value)
    assert other.open("/assessments/1").status == 404


def test_the_secret_cookie_lives_as_long_as_browsers_allow(visitor: Visitor) -> None:
    begun = visitor.open("/assessments", "POST", follow=False, data={"csrf_token": visitor.token})
    assert "Max-Age=34560000" in next(
        each for each in begun.headers.getlist("Set-Cookie") if each.startswith("orienteer=")
    )
