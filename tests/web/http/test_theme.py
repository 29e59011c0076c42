"""The theme switch in the footer: the choice is saved, can be reset, and loses no typed text."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from app.web.theme import PAPER
from config import Settings
from tests.conftest import context_of
from tests.storage.refusal import lose
from tests.support.databases import in_each_language
from tests.support.page import Form, Page
from tests.support.visitor import CLEAR, Visitor
from tests.web.conftest import Walks

STYLE = Path(__file__).parents[3] / "app/web/static/style.css"
MakeApp = Callable[[Settings], Flask]
YEAR = 365 * 24 * 3600


def theme_of(page: Page) -> str | None:
    return next(found.get("data-theme") for tag, found in page.elements if tag == "html")


def form_of(page: Page) -> Form:
    """Return the form that the theme buttons submit: the page's own, or theirs."""
    return next(
        form
        for form in page.forms
        if any("/theme?to=" in button.get("formaction", "") for button in form.buttons)
    )


def choose(visitor: Visitor, page: Page, theme: str, **typed: str) -> Page:
    """Press a theme button with the page's form, and follow the redirect.

    A browser repeats the form after a 307. The test client does not.
    """
    form = form_of(page)
    button = next(each for each in form.buttons if f"to={theme}&" in each.get("formaction", ""))
    own = {button["name"]: button["value"]} if "name" in button else {}
    sent = form.values | typed | own
    answer = visitor.open(button["formaction"], "POST", follow=False, data=sent)
    assert answer.status == (307 if own else 303)
    to = answer.headers["Location"]
    return visitor.open(to, "POST", data=sent) if own else visitor.open(to)


def pressed(page: Page) -> list[str]:
    return [
        found["formaction"].partition("to=")[2].partition("&")[0]
        for _, found in page.elements
        if found.get("aria-pressed") == "true"
    ]


@pytest.mark.parametrize(
    "path",
    ["/", "/roles/ml_engineer", "/assessments?before=3", "/assessments", "/method", "/leave"],
)
def test_a_choice_holds_on_every_page_and_leads_back_to_where_it_was_made(
    reader: Visitor, path: str
) -> None:
    page = reader.open(path)
    assert (theme_of(page), pressed(page)) == (None, ["device"])
    dark = choose(reader, page, "dark")
    assert (dark.status, dark.path, theme_of(dark), pressed(dark)) == (
        200,
        path.partition("?")[0],
        "dark",
        ["dark"],
    )
    assert dark.response.request.args.to_dict() == page.response.request.args.to_dict()
    assert theme_of(reader.open("/privacy")) == "dark"
    light = choose(reader, dark, "light")
    assert (theme_of(light), pressed(light)) == ("light", ["light"])
    device = choose(reader, light, "device")
    assert (theme_of(device), pressed(device)) == (None, ["device"])
    assert reader.client.get_cookie("theme") is None


def test_the_choice_lives_a_year_out_of_reach_of_scripts_and_other_sites(app: Flask) -> None:
    for base_url, secure in (("http://localhost", False), ("https://localhost", True)):
        visitor = Visitor(app, base_url=base_url)
        visitor.open("/theme?to=dark", "POST")
        cookie = visitor.client.get_cookie("__Host-theme" if secure else "theme")
        assert cookie
        assert (
            cookie.value,
            cookie.max_age,
            cookie.same_site,
            cookie.http_only,
            cookie.secure,
        ) == ("dark", YEAR, "Lax", True, secure)


def test_a_choice_does_not_begin_a_session(visitor: Visitor) -> None:
    answer = visitor.open("/theme?to=dark&back=/roles", "POST")
    assert (answer.path, visitor.client.get_cookie("session")) == ("/roles", None)


@pytest.mark.parametrize("value", ["", "blue", "DARK", "dark;", "device "])
def test_a_theme_that_there_is_not_is_refused_and_never_shown(visitor: Visitor, value: str) -> None:
    assert (
        visitor.open("/theme", "POST", query_string={"to": value, "back": "/roles"}).status == 400
    )
    assert visitor.client.get_cookie("theme") is None
    visitor.client.set_cookie("theme", value)
    assert theme_of(visitor.open("/")) is None


ELSEWHERE = (
    "//evil.example/roles",
    "https://evil.example/roles",
    "/\\evil.example",
    "javascript:alert(1)",
    "/roles/../../evil",
)


@pytest.mark.parametrize("form", [{}, {"lang": "en"}])
@pytest.mark.parametrize(
    "back", [*ELSEWHERE, "//[", "/nothing", "roles", "", "/theme", "/theme?to=dark&back=/theme"]
)
def test_it_leads_to_no_other_place_than_a_page_of_ours(
    visitor: Visitor, back: str, form: dict[str, str]
) -> None:
    answer = visitor.open(
        "/theme", "POST", follow=False, query_string={"to": "dark", "back": back}, data=form
    )
    assert answer.status == (307 if form else 303)
    assert answer.headers["Location"] in ({"/"} if form else {"/", "/roles#theme"}), (
        "a form only to a page that takes one"
    )
    assert "evil" not in str(answer.headers)


def test_the_query_of_the_way_back_cannot_change_where_it_leads(visitor: Visitor) -> None:
    back = "/roles?_external=1&_scheme=ftp&endpoint=home.leave&_anchor=x&before=3"
    answer = visitor.open("/theme", "POST", follow=False, query_string={"to": "dark", "back": back})
    assert answer.headers["Location"] == "/roles?before=3#theme"


def test_clearing_the_device_forgets_it(reader: Visitor) -> None:
    reader.finish(CLEAR)
    choose(reader, reader.open("/"), "dark")
    leave = reader.open("/leave")
    left = reader.press(leave, leave.form("/leave"))
    assert reader.client.get_cookie("theme") is None
    assert "aria-pressed" not in left.html, "the last page asks for nothing to be kept again"


def test_it_needs_no_database(make_app: MakeApp, settings: Settings) -> None:
    visitor = Visitor(make_app(settings))
    visitor.begin()
    lose(context_of(visitor.app).engine)
    assert theme_of(choose(visitor, visitor.open("/roles"), "dark")) == "dark"


@pytest.mark.verify
@pytest.mark.parametrize("language", ["en", "ko"])
def test_every_page_but_the_last_has_the_switch_and_says_what_is_chosen(
    walks: Walks, language: str
) -> None:
    without = {
        state
        for state, page in walks[language].items()
        if page.response.mimetype == "text/html" and pressed(page) != ["device"]
    }
    assert without == {"left", "erased"}


@pytest.mark.parametrize("theme", [None, *PAPER])
def test_the_pages_colour_scheme_and_background_match_the_style_sheet(
    visitor: Visitor, theme: str | None
) -> None:
    if theme:
        visitor.client.set_cookie("theme", theme)
    metas = [found for tag, found in visitor.open("/").elements if tag == "meta"]
    assert [found["content"] for found in metas if found.get("name") == "color-scheme"] == [
        theme or "light dark"
    ]
    grounds = {
        found["content"]: found.get("media")
        for found in metas
        if found.get("name") == "theme-color"
    }
    if theme:
        assert grounds == {PAPER[theme]: None}
    else:
        assert grounds == {
            paper: f"(prefers-color-scheme: {each})" for each, paper in PAPER.items()
        }
    styled = re.search(r"--paper: light-dark\((#\w+), (#\w+)\)", STYLE.read_text())
    assert styled
    assert styled.groups() == tuple(PAPER.values())


@in_each_language
def test_the_privacy_page_names_every_cookie_that_there_is(app: Flask, language: str) -> None:
    visitor = Visitor(app, language)
    visitor.finish(CLEAR)
    visitor.open(f"/?lang={language}")
    choose(visitor, visitor.open("/"), "dark")
    held = {
        name
        for name in ("orienteer", "session", "lang", "theme")
        if visitor.client.get_cookie(name)
    }
    named = set(re.findall(r"<code>([\w-]+)</code>", visitor.open("/privacy").html))
    assert named == held == {"orienteer", "session", "lang", "theme"}
