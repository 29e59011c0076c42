"""HTTPS: headers, cookies and redirects, served directly or behind a proxy."""

from collections.abc import Callable
from contextlib import suppress

import pytest
from flask import Flask
from werkzeug.routing import Rule

from app.settings.response_headers import HEADERS
from config import Settings, read_settings
from tests.support.databases import Environ
from tests.support.page import Page
from tests.support.visitor import Visitor

MakeApp = Callable[[Settings], Flask]
HOST = "learn.example.org"
PARTS = {
    "area": "math",
    "skill": "calculus",
    "role": "ml_engineer",
    "step": "docker.1",
    "filename": "style.css",
}
"""What stands for a variable part of an address; any other is 1."""
PROXY = {"X-Forwarded-Proto": "https", "X-Forwarded-Host": HOST, "X-Forwarded-For": "203.0.113.9"}
HSTS = "max-age=63072000; includeSubDomains; preload"
"""Two years. The list of browsers that preload a domain takes it from one year on."""
ALWAYS = {
    name: value
    for name, value in HEADERS.items()
    if name not in {"Cache-Control", "Vary", "Referrer-Policy"}
} | {"Strict-Transport-Security": HSTS}


@pytest.fixture(params=["straight", "behind a proxy"])
def newcomer(
    request: pytest.FixtureRequest, make_app: MakeApp, environ: Environ
) -> Callable[[], Visitor]:
    """Return a maker of visitors over https, directly or behind a proxy that forwards http."""
    given = environ | {"ORIENTEER_HOSTS": HOST, "ORIENTEER_HSTS_PRELOAD": "1"}
    if request.param == "straight":
        app = make_app(read_settings(given))
        return lambda: Visitor(app, base_url=f"https://{HOST}")
    behind = make_app(read_settings(given | {"ORIENTEER_PROXIES": "1"}))

    def new() -> Visitor:
        visitor = Visitor(behind, base_url="http://127.0.0.1:8000")
        visitor.client.environ_base |= {
            f"HTTP_{name.upper().replace('-', '_')}": value for name, value in PROXY.items()
        }
        return visitor

    return new


def address(rule: Rule) -> str:
    """Return an address that the route takes."""
    values = {name: PARTS.get(name, "1") for name in rule.arguments}
    for kind in ("json", "md", "svg", "1"):
        with suppress(ValueError):  # not one of the kinds that the route names
            if built := rule.build(values | ({"kind": kind} if "kind" in values else {})):
                return built[1]
    raise AssertionError(rule)


def ask(visitor: Visitor, method: str, path: str) -> Page:
    if method in {"GET", "HEAD"}:
        return visitor.open(path, method, follow=False)
    return visitor.open(path, method, follow=False, headers={"X-CSRFToken": visitor.token}, data={})


def faults(page: Page) -> list[str]:
    """Return what is missing in a response's headers."""
    referrer = "no-referrer" if page.path.startswith("/shared/") else "same-origin"
    promised = ALWAYS | {"Referrer-Policy": referrer}
    found = [
        f"{name}: {page.headers.get(name)}"
        for name in promised
        if page.headers.get(name) != promised[name]
    ]
    for cookie in page.headers.getlist("Set-Cookie"):
        attributes = {part.strip() for part in cookie.split(";")}
        if (
            not cookie.startswith("__Host-")
            or not {"Secure", "HttpOnly", "SameSite=Lax"} <= attributes
        ):
            found.append(cookie)
    scripts = [attributes for tag, attributes in page.elements if tag == "script"]
    return found + [f"script {each}" for each in scripts if not each.get("integrity")]


def test_every_route_carries_what_is_promised(newcomer: Callable[[], Visitor]) -> None:
    app = newcomer().app
    asked = {
        (method, address(rule))
        for rule in app.url_map.iter_rules()
        for method in rule.methods or ()
    }
    found = {
        f"{method} {path}": faults(ask(newcomer(), method, path)) for method, path in sorted(asked)
    }
    assert {route: missing for route, missing in found.items() if missing} == {}
    assert len(found) > 40


def test_every_cookie_is_bound_to_this_site(newcomer: Callable[[], Visitor]) -> None:
    visitor = newcomer()
    pages = [
        visitor.open("/assessments", "POST", follow=False, data={"csrf_token": visitor.token}),
        visitor.open("/?lang=ko"),
        visitor.open("/theme?to=dark&back=/", "POST", follow=False),
    ]
    assert [faults(page) for page in pages] == [[], [], []]
    names = {
        cookie.partition("=")[0] for page in pages for cookie in page.headers.getlist("Set-Cookie")
    }
    assert names == {f"__Host-{name}" for name in ("session", "orienteer", "lang", "theme")}


def test_who_comes_by_http_is_sent_on_to_the_same_page_by_https(
    make_app: MakeApp, environ: Environ
) -> None:
    told = environ | {"ORIENTEER_HOSTS": HOST, "ORIENTEER_PROXIES": "1"}
    visitor = Visitor(make_app(read_settings(told)), base_url="http://127.0.0.1:8000")
    plain = {"X-Forwarded-Proto": "http", "X-Forwarded-Host": HOST}
    sent_on = visitor.open("/roles?lang=ko&x=%2F%2Fevil.example", follow=False, headers=plain)
    assert (sent_on.status, sent_on.headers["Location"]) == (
        308,
        f"https://{HOST}/roles?lang=ko&x=//evil.example",
    )
    assert sent_on.headers.getlist("Set-Cookie") == []
    assert visitor.open("/assessments", "POST", follow=False, headers=plain).status == 403
    assert (
        visitor.open("/", follow=False, headers=plain | {"X-Forwarded-Host": f"{HOST}:8080"}).status
        == 403
    ), "nobody knows its port for https"
    assert (
        visitor.open("/", follow=False, headers=plain | {"X-Forwarded-Host": "evil.example"}).status
        == 400
    )
