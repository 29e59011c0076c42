"""Every page in every state has one title, headings in order, and links that work."""

import re
from collections import Counter
from itertools import pairwise
from urllib.parse import urljoin, urlsplit

import pytest
from flask import Flask

from tests.support.page import Page
from tests.support.visitor import Visitor
from tests.web.conftest import Walks
from tests.web.walk import walk

TITLE = re.compile(r"<title>([^<]+) · Orienteer</title>")
WRONG_START = {"en": "Error: ", "ko": "오류: "}
POINTING = ("aria-describedby", "aria-labelledby", "for", "form")
SUMMARY = 2
"""The heading of what is wrong with a form, which stands before all else."""
FIELDS = {"input", "select", "textarea"}


def headings(page: Page) -> list[int]:
    return [int(tag[1]) for tag, _ in page.elements if re.fullmatch("h[1-6]", tag)]


def faults(page: Page) -> list[str]:
    """Return what is wrong with a page's structure."""
    found, levels, ids = [], headings(page), Counter(page.data("id"))
    if not TITLE.search(page.html):
        found.append("no title")
    if "data-focus" in page.html and levels[0] == SUMMARY:
        levels = levels[1:]
    if levels.count(1) != 1 or levels[0] != 1:
        found.append(f"headings {levels}")
    found += [
        f"h{after} after h{before}" for before, after in pairwise(levels) if after > before + 1
    ]
    found += [f"id {id} {number} times" for id, number in ids.items() if number > 1]
    for _, element in page.elements:
        found += [
            f"{name}={id}"
            for name in POINTING
            for id in element.get(name, "").split()
            if id not in ids
        ]
    named = set(page.data("for"))
    found += [
        f"{tag} {each.get('name')} without a label"
        for tag, each in page.elements
        if tag in FIELDS
        and each.get("id")
        and each.get("type") != "hidden"
        and each["id"] not in named
        and "aria-label" not in each
    ]
    return found + [
        f"#{anchor}"
        for link in page.links
        if (anchor := link.partition("#")[2]) and link.startswith("#") and anchor not in ids
    ]


@pytest.mark.parametrize("language", ["en", "ko"])
def test_every_page_in_every_state_has_a_title_headings_in_order_and_what_it_points_to(
    walks: Walks, language: str
) -> None:
    found = {state: faults(page) for state, page in walks[language].items()}
    assert {state: wrong for state, wrong in found.items() if wrong} == {}


@pytest.mark.parametrize("language", ["en", "ko"])
def test_a_page_with_a_field_that_is_wrong_says_so_in_its_title(
    walks: Walks, language: str
) -> None:
    wrong = {state: page for state, page in walks[language].items() if "aria-invalid" in page.html}
    assert {
        "terms that cannot be",
        "a note that is too long",
        "a note changed elsewhere",
    } <= wrong.keys()
    assert [
        state
        for state, page in wrong.items()
        if not TITLE.findall(page.html)[0].startswith(WRONG_START[language])
    ] == []


def test_every_link_and_form_of_every_page_leads_to_something(app: Flask) -> None:
    """Each is followed where it was found, before the next page is opened."""
    visitor, routes, asked, dead = (
        Visitor(app),
        app.url_map.bind("localhost"),
        set[str](),
        dict[str, str](),
    )
    for state, page in walk(visitor):
        for link in page.links:
            address = urljoin(page.path, link).partition("#")[0]
            if (
                link.startswith("#")
                or urlsplit(address).netloc
                or "lang=" in address
                or address in asked
            ):
                continue
            asked.add(address)
            with visitor.client.get(address, follow_redirects=True) as answer:
                if answer.status_code != 200:
                    dead[address] = state
        for form in page.forms:
            method = form.attributes.get("method", "get").upper()
            if form.action and not routes.test(urlsplit(form.action).path, method):
                dead[form.action] = state
    assert dead == {}
    assert {f"/assessments/1/plan{end}" for end in ("", "/week", ".ics", ".md", ".csv")} <= asked
    assert sum("/plan/steps/" in address for address in asked) > 20


@pytest.mark.parametrize(
    "html",
    [
        "<h3>x</h3>",
        "<h1>x</h1>",
        '<p id="main"></p>',
        '<input id="x">',
        '<label for="nobody">x</label>',
        '<input id="y" aria-label="y" aria-describedby="gone">',
        '<a href="#gone">x</a>',
    ],
)
def test_the_rules_find_what_they_are_for(visitor: Visitor, html: str) -> None:
    page = visitor.open("/privacy")
    assert faults(page) == []
    page.elements = [each for each in page.elements if each[0] != "h2"]
    page.feed(html)
    assert faults(page)
