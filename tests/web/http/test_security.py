"""Headers and hosts: what every response has, and what none has."""

from collections.abc import Callable

import pytest
from flask import Flask

from app.catalogue.reading import load_reading
from config import Settings, read_settings
from tests.support.databases import Environ
from tests.support.page import Page
from tests.support.visitor import CATALOGUE, Visitor
from tests.web.conftest import Walks
from tests.web.http.test_cookies import cookies
from tests.web.test_strangers import ASKED

MakeApp = Callable[[Settings], Flask]

OUTSIDE = {resource.url for resource in CATALOGUE.resources} | {
    source.url for source in load_reading().work.others
}  # where plans and the page on AI work lead to, telling nothing of who comes
POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
    "require-trusted-types-for": "'script'",
    "trusted-types": "'none'",
}
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
TELLING = ("Server", "X-Powered-By", "Access-Control-Allow-Origin")


def faults(page: Page) -> list[str]:
    """Return the missing and the unexpected headers of a response."""
    policy = dict(
        part.strip().split(" ", 1)
        for part in page.headers.get("Content-Security-Policy", "").split(";")
        if part.strip()
    )
    found = [
        f"policy of {name}: {policy.get(name)}"
        for name in POLICY | policy
        if policy.get(name) != POLICY.get(name)
    ]
    found += [
        f"policy with {word}"
        for word in ("unsafe", "*", "http", "data:")
        if word in page.headers.get("Content-Security-Policy", "")
    ]
    wanted = (
        HEADERS
        | {"Cache-Control": "no-store"}
        | ({"Referrer-Policy": "no-referrer"} if page.path.startswith("/shared/") else {})
    )
    found += [
        f"{name}: {page.headers.get(name)}"
        for name, value in wanted.items()
        if page.headers.get(name) != value
    ]
    found += [f"{name} is there" for name in TELLING if name in page.headers]
    if not {"cookie", "accept-language"} <= {
        each.strip().lower() for each in page.headers.get("Vary", "").split(",")
    }:
        found.append(f"Vary: {page.headers.get('Vary')}")
    return found


@pytest.mark.parametrize("language", ["en", "ko"])
def test_every_page_in_every_state_carries_the_headers(walks: Walks, language: str) -> None:
    found = {state: faults(page) for state, page in walks[language].items()}
    assert {state: wrong for state, wrong in found.items() if wrong} == {}


@pytest.mark.parametrize("language", ["en", "ko"])
def test_no_page_needs_more_than_its_policy_allows(walks: Walks, language: str) -> None:
    """No page has an inline script or style, an event attribute, or an external resource."""
    for state, page in walks[language].items():
        for tag, found in page.elements:
            assert not [name for name in found if name == "style" or name.startswith("on")], state
            assert tag not in {"style", "iframe", "object", "embed", "base"}, state
            assert tag != "script" or found.get("src", "").startswith("/static/"), state
            reached = [
                found[name] for name in ("src", "href", "action", "formaction") if name in found
            ]
            leaves = {
                each
                for each in reached
                if each.startswith("//") or not each.startswith(("/", "#", "http://localhost/"))
            }
            assert not leaves or (leaves <= OUTSIDE and found.get("rel") == "noreferrer"), (
                state,
                leaves,
            )


@pytest.mark.parametrize(
    "method", ["GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "BREW"]
)
def test_every_route_carries_the_headers_whatever_is_asked(app: Flask, method: str) -> None:
    visitor = Visitor(app)
    paths = {path for _, path, _ in ASKED} | {
        "/",
        "/assessments",
        "/leave",
        "/roles",
        "/roles/x",
        "/healthz",
        "/readyz",
        "/no",
    }
    for path in sorted(paths):
        page = visitor.open(path, method, follow=False)
        assert faults(page) == [], path
        assert page.status < 500, path
        assert method in {"GET", "HEAD", "OPTIONS"} or page.status in {400, 404, 405}, path


@pytest.mark.parametrize(
    "path", ["/", "/assessments", "/assessments/1", "/healthz", "/static/style.css"]
)
def test_trace_is_refused(visitor: Visitor, path: str) -> None:
    page = visitor.open(path, "TRACE", headers={"X-Secret": "do not echo"})
    assert page.status == 405
    assert "TRACE" not in page.headers["Allow"]
    assert "do not echo" not in page.html


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "evil.example:80",
        "",
        "a b",
        "\xff",
        "localhost@evil",
        "[::1",
    ],
)
def test_an_untrusted_host_is_refused_and_not_repeated(visitor: Visitor, host: str) -> None:
    page = visitor.open("/", headers={"Host": host})
    assert page.status == 400
    assert "evil" not in page.html + str(page.headers)


@pytest.mark.parametrize(
    "base", ["http://localhost", "http://localhost:8000", "http://127.0.0.1:8000"]
)
def test_this_machine_is_served_without_encryption_and_without_a_warning(
    app: Flask, base: str
) -> None:
    page = Visitor(app, base_url=base).begin()
    assert page.status == 200
    assert "banner" not in page.data("class")


def test_plain_http_elsewhere_is_refused_unless_the_operator_allows_it_and_then_says_so(
    make_app: MakeApp, environ: Environ
) -> None:
    environ |= {"ORIENTEER_HOSTS": "learn.example.org"}
    here = "http://learn.example.org"
    refused = Visitor(make_app(read_settings(environ)), base_url=here)
    assert {path: refused.open(path).status for path in ("/", "/assessments", "/roles")} == {
        "/": 403,
        "/assessments": 403,
        "/roles": 403,
    }
    assert refused.open("/healthz").status == 200
    assert refused.client.get_cookie("orienteer") is None
    assert (
        Visitor(make_app(read_settings(environ)), base_url="https://learn.example.org")
        .begin()
        .status
        == 200
    )
    warned = Visitor(
        make_app(read_settings(environ | {"ORIENTEER_INSECURE_HTTP": "1"})), base_url=here
    ).begin()
    assert (warned.status, "banner" in warned.data("class")) == (200, True)


def test_behind_a_proxy_the_visitors_own_address_counts(
    make_app: MakeApp, environ: Environ
) -> None:
    environ |= {"ORIENTEER_HOSTS": "learn.example.org"}
    told = {
        "X-Forwarded-Proto": "https",
        "X-Forwarded-Host": "learn.example.org",
        "X-Forwarded-For": "10.1.1.1",
    }
    behind = Visitor(make_app(read_settings(environ | {"ORIENTEER_PROXIES": "1"}))).open(
        "/", headers=told
    )
    assert "__Host-session" in cookies(behind)
    alone = Visitor(make_app(read_settings(environ))).open("/", headers=told)
    assert "session" in cookies(alone), "nobody is believed who does not stand in front"
