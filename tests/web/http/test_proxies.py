"""Proxy headers: as many proxies are trusted as configured, and only allowed hosts."""

from collections.abc import Callable

import pytest
from flask import Flask, request
from werkzeug.test import EnvironBuilder, run_wsgi_app

from config import Settings, read_settings
from tests.support.databases import Environ
from tests.support.visitor import Visitor

MakeApp = Callable[[Settings], Flask]
HOST, EVIL = "learn.example.org", "evil.example"


@pytest.fixture
def seen(make_app: MakeApp, environ: Environ) -> Callable[[int, dict[str, str]], dict[str, str]]:
    """Return how a request looks to the pages behind so many proxies."""

    def look(proxies: int, told: dict[str, str]) -> dict[str, str]:
        told_by_operator = {
            "ORIENTEER_HOSTS": HOST,
            "ORIENTEER_PROXIES": str(proxies),
            "ORIENTEER_INSECURE_HTTP": "1",
        }
        app = make_app(read_settings(environ | told_by_operator))
        app.add_url_rule(
            "/seen",
            "seen",
            lambda: {
                "from": request.remote_addr,
                "by": request.scheme,
                "at": request.host,
                "under": request.script_root,
            },
        )
        visitor = Visitor(app)
        found = visitor.open("/seen", headers=told, environ_base={"REMOTE_ADDR": "10.9.9.9"})
        return dict(found.response.get_json() or {"status": found.status})

    return look


ALL = {"X-Forwarded-For": "203.0.113.7", "X-Forwarded-Proto": "https", "X-Forwarded-Host": HOST}
ITSELF = {"from": "10.9.9.9", "by": "http", "at": "localhost", "under": ""}


def test_without_a_proxy_forwarded_headers_are_ignored(
    seen: Callable[[int, dict[str, str]], dict[str, str]],
) -> None:
    assert seen(0, ALL) == ITSELF


@pytest.mark.parametrize(
    "name",
    [
        "Forwarded",
        "X-Real-IP",
        "X-Forwarded-Port",
        "X-Forwarded-Prefix",
        "X-Original-URL",
        "X-Rewrite-URL",
        "X-HTTP-Method-Override",
    ],
)
def test_headers_that_no_proxy_sets_are_ignored(
    seen: Callable[[int, dict[str, str]], dict[str, str]], name: str
) -> None:
    value = "for=203.0.113.7;proto=https;host=evil.example" if name == "Forwarded" else "/evil"
    assert seen(1, {name: value}) == ITSELF


def test_with_one_proxy_the_last_forwarded_value_counts(
    seen: Callable[[int, dict[str, str]], dict[str, str]],
) -> None:
    """Values before the proxy's own come from outside."""
    assert seen(1, ALL) == {"from": "203.0.113.7", "by": "https", "at": HOST, "under": ""}
    forged = {
        name: f"{claim}, {ALL[name]}"
        for name, claim in zip(ALL, ("1.2.3.4", "http", EVIL), strict=True)
    }
    assert seen(1, forged) == {"from": "203.0.113.7", "by": "https", "at": HOST, "under": ""}


def test_two_are_believed_twice_and_no_more(
    seen: Callable[[int, dict[str, str]], dict[str, str]],
) -> None:
    two = {name: f"{value}, {value}" for name, value in ALL.items()} | {
        "X-Forwarded-For": "1.2.3.4, 203.0.113.7, 10.0.0.2"
    }
    assert seen(2, two)["from"] == "203.0.113.7"
    assert seen(2, ALL) == ITSELF, "one of them has set nothing"


def test_a_host_that_a_proxy_passes_on_must_be_ours_too(
    seen: Callable[[int, dict[str, str]], dict[str, str]],
) -> None:
    assert seen(1, ALL | {"X-Forwarded-Host": EVIL}) == {"status": 400}


@pytest.fixture
def behind_proxy(make_app: MakeApp, environ: Environ) -> Visitor:
    """Return somebody who visits a site over https through one proxy."""
    return Visitor(
        make_app(read_settings(environ | {"ORIENTEER_HOSTS": HOST, "ORIENTEER_PROXIES": "1"}))
    )


JUNK = [
    "https, evil",
    "javascript",
    "http://x",
    "",
    " ",
    ",",
    "https evil",
    "file",
    "ws",
    "wss",
    "//evil.example",
    "https://evil.example/",
    "\xff",
]


@pytest.mark.parametrize("scheme", JUNK)
def test_a_scheme_that_is_none_counts_as_http_and_leads_nowhere_else(
    behind_proxy: Visitor, scheme: str
) -> None:
    told = {"X-Forwarded-Proto": scheme, "X-Forwarded-Host": HOST}
    page = behind_proxy.open("/roles?lang=ko", follow=False, headers=told)
    assert (page.status, page.headers["Location"]) == (308, f"https://{HOST}/roles?lang=ko")
    assert "Strict-Transport-Security" not in page.headers
    assert behind_proxy.open("/assessments", "POST", follow=False, headers=told).status in {
        400,
        403,
    }
    assert behind_proxy.open("/healthz", headers=told).status == 200


@pytest.mark.parametrize("scheme", ["https", "HTTPS", "http, https", "javascript, https"])
def test_https_is_https_in_capitals_too_and_only_the_proxys_own_word_counts(
    behind_proxy: Visitor, scheme: str
) -> None:
    page = behind_proxy.open("/", headers={"X-Forwarded-Proto": scheme, "X-Forwarded-Host": HOST})
    assert page.status == 200
    assert "Strict-Transport-Security" in page.headers


@pytest.mark.parametrize("proxies", [0, 1])
@pytest.mark.parametrize("path", ["/", "/assessments/1", "/nowhere", "/static/style.css"])
def test_a_request_without_a_host_is_refused(
    make_app: MakeApp, environ: Environ, proxies: int, path: str
) -> None:
    """Otherwise the server's own address replaces it, which counts as this machine."""
    app = make_app(
        read_settings(environ | {"ORIENTEER_HOSTS": HOST, "ORIENTEER_PROXIES": str(proxies)})
    )
    statuses = {}
    for each in (path, "/healthz", "/readyz"):
        for method in ("GET", "POST"):
            asked = EnvironBuilder(each, method=method).get_environ()
            del asked["HTTP_HOST"]
            asked["SERVER_NAME"] = "127.0.0.1"
            statuses[method, each] = run_wsgi_app(app.wsgi_app, asked)[1].split()[0]
    assert (statuses["GET", path], statuses["POST", path]) == ("400", "400")
    assert (statuses["GET", "/healthz"], statuses["GET", "/readyz"]) == ("200", "200")


@pytest.mark.parametrize("setting", [HOST, "Learn.EXAMPLE.org", ".Example.ORG"])
@pytest.mark.parametrize("named", [HOST, "LEARN.example.org", "Learn.Example.Org:8443"])
def test_a_name_is_ours_in_capitals_too(
    make_app: MakeApp, environ: Environ, setting: str, named: str
) -> None:
    visitor = Visitor(
        make_app(read_settings(environ | {"ORIENTEER_HOSTS": setting})), base_url=f"https://{HOST}"
    )
    page = visitor.open("/", headers={"Host": named})
    assert page.status == 200
    assert "LEARN" not in page.html


@pytest.mark.parametrize(
    "named",
    [
        "",
        " ",
        f"{HOST}.",
        f"{HOST}:",
        f"{HOST}:0",
        f"{HOST}:99999",
        f"{HOST}:a",
        f"{HOST}:80:8443",
        f"x@{HOST}",
    ],
)
@pytest.mark.parametrize("name", ["Host", "X-Forwarded-Host"])
def test_a_name_with_a_bad_port_or_a_dot_behind_it_is_not_ours(
    behind_proxy: Visitor, name: str, named: str
) -> None:
    page = behind_proxy.open(
        "/", follow=False, headers={"Host": EVIL, "X-Forwarded-Proto": "https", name: named}
    )
    assert page.status == 400
    assert "Location" not in page.headers
