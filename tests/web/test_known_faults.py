"""Known vulnerabilities of Flask, Werkzeug, Jinja and their applications do not occur here."""

import re
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.exceptions import HTTPException

from tests.support.visitor import CLEAR, Visitor

WEB = Path(__file__).parents[2] / "app" / "web"
TEMPLATES = sorted((WEB / "templates").rglob("*.html"))
NOT_ESCAPED = re.compile(r"\|\s*safe\b|\bxmlattr\b|autoescape\s+false|\|\s*tojson")


def test_a_personal_page_is_not_cached_and_varies_by_cookie(visitor: Visitor) -> None:
    """CVE-2023-30861, CVE-2026-27205: a proxy gave one person's session to another."""
    visitor.finish(CLEAR)
    for path in (
        "/",
        "/assessments",
        "/assessments/1",
        "/assessments/1/plan",
        "/assessments/1/plan.csv",
        "/roles",
    ):
        page = visitor.open(path)
        assert page.headers["Cache-Control"] == "no-store", path
        assert "Cookie" in page.headers["Vary"], path


@pytest.mark.parametrize("over", [1, 1000])
def test_a_body_over_64_kib_is_too_large(visitor: Visitor, over: int) -> None:
    page = visitor.open(
        "/assessments",
        "POST",
        data=b"x" * (64 * 1024 + over),
        content_type="application/x-www-form-urlencoded",
    )
    assert page.status == 413


def test_a_form_of_1500_parts_is_too_large(visitor: Visitor) -> None:
    """CVE-2023-25577, CVE-2023-46136, CVE-2024-49767."""
    parts = {f"p{n}": "x" for n in range(1500)} | {"csrf_token": visitor.token}
    assert (
        visitor.open("/assessments", "POST", data=parts, content_type="multipart/form-data").status
        == 413
    )


def test_a_cookie_without_a_name_shadows_none(app: Flask) -> None:
    """CVE-2023-23934: `=__Host-x=y` from a subdomain was read as `__Host-x`."""
    victim, other = Visitor(app), Visitor(app)
    victim.finish(CLEAR)
    secret = victim.client.get_cookie("orienteer")
    assert secret
    for cookie in (
        f"=orienteer={secret.value}",
        f"==orienteer={secret.value}",
        f" =orienteer={secret.value}",
    ):
        assert other.open("/assessments/1", headers={"Cookie": cookie}).status == 404


def test_nothing_typed_goes_into_a_page_unescaped() -> None:
    """No template disables escaping or uses `xmlattr`, as in CVE-2024-22195."""
    found = {path.name: NOT_ESCAPED.findall(path.read_text(encoding="utf-8")) for path in TEMPLATES}
    assert {name: each for name, each in found.items() if each} == {}
    assert len(TEMPLATES) > 30


TYPED = "\"'><script>alert(1)</script>{{7*7}}${7*7}<img src=x onerror=alert(1)>"


def test_typed_markup_is_shown_again_as_text(visitor: Visitor) -> None:
    visitor.finish(CLEAR)
    visitor.post("/assessments/1/name", name=TYPED)
    page = visitor.open("/assessments")
    assert "alert(1)" in page.text
    assert "{{7*7}}" in page.text
    assert [found["src"] for tag, found in page.elements if tag == "script"] == [
        visitor.open("/").data("src")[0]
    ]
    assert not [name for _, found in page.elements for name in found if name.startswith("on")]


@pytest.mark.parametrize(
    "path",
    [
        "/styleguide",
        "/console",
        "/?__debugger__=yes&cmd=resource&f=debugger.js",
        "/.git/config",
        "/instance/secret_key",
    ],
)
def test_debug_is_off_and_files_outside_static_are_not_served(
    app: Flask, visitor: Visitor, path: str
) -> None:
    assert not app.debug
    page = visitor.open(path)
    assert page.status == 404 or path.startswith("/?")
    assert "debugger" not in page.html.replace("__debugger__", "").replace("debugger.js", "")


def test_every_redirect_stays_on_this_site(visitor: Visitor) -> None:
    """Whatever an address or a form says, a redirect goes to a local path."""
    visitor.finish(CLEAR)
    elsewhere = "//evil.example/"
    told = dict.fromkeys(
        ("next", "back", "to", "url", "from", "with", "lang", "return", "redirect"), elsewhere
    )
    routes = visitor.app.url_map.bind("localhost")
    for rule in visitor.app.url_map.iter_rules():
        path = re.sub(r"<[^>]*number>|<int:[^>]*>", "1", rule.rule)
        path = re.sub(r"<[^>]*>", "math", path)
        for method in sorted((rule.methods or set()) - {"OPTIONS", "HEAD"}):
            sent = {"data": told | {"csrf_token": visitor.token}} if method == "POST" else {}
            page = visitor.open(path, method, follow=False, query_string=told, **sent)
            target = page.headers.get("Location", "/")
            assert re.match(r"/(?![/\\])", target), (rule.endpoint, target)
            assert "evil" not in target.partition("?")[0], (rule.endpoint, target)
            try:
                routes.match(target.partition("?")[0].partition("#")[0])
            except HTTPException as error:
                raise AssertionError(
                    f"{rule.endpoint} leads to {target}, which there is not"
                ) from error


@pytest.mark.parametrize("kind", ["csv", "md", "ics"])
def test_a_download_has_a_fixed_name_and_is_no_page(visitor: Visitor, kind: str) -> None:
    visitor.finish(CLEAR)
    visitor.post("/assessments/1/name", name='"; filename=evil.html; x="')
    page = visitor.open(f"/assessments/1/plan.{kind}?filename=evil.html&name=evil")
    assert re.fullmatch(
        rf"attachment; filename=orienteer-[a-z_]+-[a-z]+\.{kind}",
        page.headers["Content-Disposition"],
    )
    assert page.response.mimetype != "text/html"
    assert "evil" not in str(page.headers)
