"""Mozilla's Observatory would give every route all that an answer can reach, over https and behind a proxy that takes care of TLS."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import chain

import pytest
from flask import Flask
from werkzeug.routing import Rule

from config import Settings, read_settings
from tests.databases import Environ
from tests.page import Page
from tests.visitor import Visitor
from tests.web.observatory import Seen, is_fit_to_preload, points, score

MakeApp = Callable[[Settings], Flask]
HOST = "learn.example.org"
ASKED = {
    "area": "math",
    "skill": "calculus",
    "role": "ml_engineer",
    "step": "docker.1",
    "kind": "md",
    "filename": "style.css",
}
"""What stands for a part of an address; another name's part is `x`, which there is not."""
PROXY = {"X-Forwarded-Proto": "https", "X-Forwarded-Host": HOST, "X-Forwarded-For": "203.0.113.9"}
PERFECT = 145
PRELOADED, DIGEST = 5, 5


@pytest.fixture(params=["https", "behind a proxy"])
def newcomer(
    request: pytest.FixtureRequest, make_app: MakeApp, environ: Environ
) -> Callable[[], Visitor]:
    """Makes visitors who come by https: to the application itself, or to a proxy that speaks http with it."""
    told = environ | {"ORIENTEER_HOSTS": HOST, "ORIENTEER_HSTS_PRELOAD": "1"}
    if request.param == "https":
        app = make_app(read_settings(told))
        return lambda: Visitor(app, base_url=f"https://{HOST}")
    behind = make_app(read_settings(told | {"ORIENTEER_PROXIES": "1"}))

    def new() -> Visitor:
        visitor = Visitor(behind, base_url="http://127.0.0.1:8000")
        visitor.client.environ_base |= {
            f"HTTP_{name.upper().replace('-', '_')}": value for name, value in PROXY.items()
        }
        return visitor

    return new


def address(rule: Rule) -> str:
    """An address that the route takes."""
    parts = [
        "1" if converter == "int" else ASKED.get(str(name), "x") if name else text
        for converter, name, text in _trace(rule)
    ]
    return "".join(parts)


def _trace(rule: Rule) -> Iterator[tuple[str, str, str]]:
    """The pieces of a rule: a converter with a name, or plain text."""
    for is_dynamic, piece in rule._trace:
        if is_dynamic:
            yield type(rule._converters[piece]).__name__.replace("Number", "int"), piece, ""
        else:
            yield "", "", piece.lstrip("|")


def routes(app: Flask) -> list[tuple[str, str]]:
    """Every method and address of the URL map."""
    rules = app.url_map.iter_rules()
    return sorted(
        {
            (method, address(rule))
            for rule in rules
            for method in rule.methods or ()
            if method != "OPTIONS"
        }
    )


def ask(visitor: Visitor, method: str, path: str) -> Page:
    if method in {"GET", "HEAD"}:
        return visitor.open(path, method, follow=False)
    return visitor.open(path, method, follow=False, headers={"X-CSRFToken": visitor.token}, data={})


def seen(page: Page, jar: tuple[str, ...]) -> Seen:
    html = page.html if page.response.mimetype == "text/html" and page.html else None
    return Seen(
        page.headers,
        jar + tuple(page.headers.getlist("Set-Cookie")),
        html,
        f"https://{HOST}/",
        HOST,
    )


def settled(visitor: Visitor) -> tuple[str, ...]:
    """Somebody who has every cookie that there is; what set them."""
    begun = visitor.open("/assessments", "POST", follow=False, data={"csrf_token": visitor.token})
    pages = [
        begun,
        visitor.open("/?lang=ko"),
        visitor.open("/theme?to=dark&back=/", "POST", follow=False),
    ]
    return tuple(chain.from_iterable(page.headers.getlist("Set-Cookie") for page in pages))


def test_every_route_reaches_all_that_an_answer_can(newcomer: Callable[[], Visitor]) -> None:
    """145 where the browsers' list has the domain, and five less until it has; five less too where an answer is no page with a script."""
    asked = routes(newcomer().app)
    reached: dict[str, tuple[int, int]] = {}
    for method, path in asked:
        visitor = newcomer()
        found = seen(ask(visitor, method, path), settled(visitor))
        best = PERFECT if found.html and "<script" in found.html else PERFECT - DIGEST
        reached[f"{method} {path}"] = (
            best - score(replace(found, preloaded=True)),
            best - PRELOADED - score(found),
        )
        assert is_fit_to_preload(found), path
    assert {route: missed for route, missed in reached.items() if missed != (0, 0)} == {}
    assert len(reached) > 40


def test_the_first_page_reaches_145_for_somebody_new(newcomer: Callable[[], Visitor]) -> None:
    found = seen(newcomer().open("/"), ())
    assert (score(replace(found, preloaded=True)), score(found)) == (PERFECT, PERFECT - PRELOADED)
    assert all(given >= 0 for given in points(found).values())


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


WEAKER: list[tuple[str, str | None, str, int]] = [
    ("Content-Security-Policy", None, "content-security-policy", -25),
    (
        "Content-Security-Policy",
        "default-src 'self'; frame-ancestors 'none'",
        "content-security-policy",
        5,
    ),
    (
        "Content-Security-Policy",
        "default-src 'none'; script-src 'self' 'unsafe-inline'",
        "content-security-policy",
        -20,
    ),
    ("Content-Security-Policy", "script-src 'self'", "content-security-policy", -20),
    (
        "Content-Security-Policy",
        "default-src 'none'; script-src 'unsafe-eval'",
        "content-security-policy",
        -10,
    ),
    (
        "Content-Security-Policy",
        "default-src 'none'; style-src 'unsafe-inline'",
        "content-security-policy",
        0,
    ),
    (
        "Content-Security-Policy",
        "default-src 'none'; img-src http://a.example",
        "content-security-policy",
        -10,
    ),
    (
        "Content-Security-Policy",
        "default-src 'none'; connect-src http://a.example",
        "content-security-policy",
        -20,
    ),
    ("Content-Security-Policy", "default-src 'none'", "x-frame-options", 0),
    ("Cross-Origin-Resource-Policy", None, "cross-origin-resource-policy", 0),
    ("Cross-Origin-Resource-Policy", "everybody", "cross-origin-resource-policy", -5),
    ("Referrer-Policy", None, "referrer-policy", 0),
    ("Referrer-Policy", "unsafe-url", "referrer-policy", -5),
    ("Strict-Transport-Security", None, "strict-transport-security", -20),
    ("Strict-Transport-Security", "max-age=86400", "strict-transport-security", -10),
    ("X-Content-Type-Options", None, "x-content-type-options", -5),
    ("Access-Control-Allow-Origin", "https://evil.example", "cross-origin-resource-sharing", 0),
]


@pytest.mark.parametrize(("name", "value", "test", "expected"), WEAKER)
def test_a_weaker_header_loses_what_the_published_table_says(
    visitor: Visitor, name: str, value: str | None, test: str, expected: int
) -> None:
    """Our computation of the score is one that can fall."""
    headers = {key: found for key, found in visitor.open("/").headers.items() if key != name} | (
        {name: value} if value else {}
    )
    assert points(Seen(headers, html=""))[test] == expected


@pytest.mark.parametrize(
    ("cookie", "expected"),
    [
        ("session=x; Secure; HttpOnly; SameSite=Lax", 5),
        ("session=x; Secure; HttpOnly", 0),
        ("session=x; HttpOnly; SameSite=Lax", -40),
        ("session=x; Secure; SameSite=Lax", -30),
        ("theme=x; SameSite=Lax", -20),
        ("theme=x; Secure; SameSite=Everywhere", -20),
        ("csrf=x; Secure", -20),
    ],
)
def test_a_weaker_cookie_does_too(cookie: str, expected: int) -> None:
    assert points(Seen({}, (cookie,)))["cookies"] == expected


def test_scripts_from_elsewhere_and_no_way_from_http_cost_too() -> None:
    assert [
        points(Seen({}, html=f"<script src='{source}'></script>"))["subresource-integrity"]
        for source in ("//e", "https://e", "/e")
    ] == [-50, -5, 0]
    assert [
        points(Seen({}, http_leads_to=there))["redirection"]
        for there in ("http://learn.example.org/", "https://other.example/")
    ] == [
        -20,
        -5,
    ]
