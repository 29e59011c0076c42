"""What search engines see: which pages to index, their languages and their addresses."""

import pytest
from flask import Flask

from app.catalogue.text import LANGUAGES
from tests.support.page import Page
from tests.support.visitor import CATALOGUE, CLEAR, Visitor
from tests.web.http.test_language import faults

HERE = "http://localhost"
ROLES = tuple(f"/roles/{role}" for role in CATALOGUE.role)
FOUND = (
    "/",
    "/example",
    "/example/plan",
    "/roles",
    *ROLES,
    "/ai-work",
    "/method",
    "/privacy",
    "/accessibility",
)
NOT_FOUND = (
    "/assessments",
    "/leave",
    "/method/weights/ml_engineer",
    "/nothing",
    "/assessments/1",
    "/assessments/1/math",
)
SHORTEST, LONGEST = {"en": 50, "ko": 25}, {"en": 170, "ko": 130}
"""Characters of a description: enough to say something, and what a list of results shows of it."""


def meta(page: Page) -> dict[str, str]:
    """Return the page's meta elements by name."""
    return {
        found.get("name") or found["property"]: found["content"]
        for tag, found in page.elements
        if tag == "meta" and "charset" not in found
    }


def addresses(page: Page) -> dict[str, str]:
    """Return the page's addresses by language, and `canonical`."""
    links = [
        found
        for tag, found in page.elements
        if tag == "link" and found["rel"] in {"canonical", "alternate"}
    ]
    return {found.get("hreflang", found["rel"]): found["href"] for found in links}


@pytest.mark.parametrize("path", FOUND)
def test_a_page_for_everybody_says_what_it_is_and_where_it_stands_in_each_language(
    app: Flask, path: str
) -> None:
    told = {}
    for language in LANGUAGES:
        visitor = Visitor(app, language)
        page = visitor.open(path)
        meta_tags = told[language] = meta(page)
        assert SHORTEST[language] <= len(meta_tags["description"]) <= LONGEST[language]
        assert "robots" not in meta_tags
        assert meta_tags["og:description"] == meta_tags["description"]
        assert page.html.count(f"<title>{meta_tags['og:title']} · Orienteer</title>") == 1
        assert meta_tags["og:url"] == addresses(page)["canonical"]
        both = {each: f"{HERE}{path}?lang={each}" for each in LANGUAGES}
        assert addresses(page) == both | {"x-default": HERE + path, "canonical": HERE + path}
        for each, address in both.items():
            there = Visitor(app, language).open(address.removeprefix(HERE))
            assert (there.status, there.language, faults(there, each)) == (200, each, [])
            assert addresses(there) == both | {"x-default": HERE + path, "canonical": address}
    assert told["ko"]["description"] != told["en"]["description"]


def test_no_two_pages_describe_themselves_alike(visitor: Visitor) -> None:
    meta_tags = [meta(visitor.open(path)) for path in FOUND]
    assert (
        len({each["description"] for each in meta_tags})
        == len({each["og:title"] for each in meta_tags})
        == len(FOUND)
    )


def test_what_else_an_address_asks_is_no_page_of_its_own(visitor: Visitor) -> None:
    assert addresses(visitor.open("/roles?utm_source=x&lang=fr"))["canonical"] == f"{HERE}/roles"
    assert (
        addresses(visitor.open("/roles?utm_source=x&lang=ko"))["canonical"]
        == f"{HERE}/roles?lang=ko"
    )


def test_addresses_are_those_by_which_the_site_is_reached(app: Flask) -> None:
    page = Visitor(app, base_url="https://localhost:8443").open("/roles")
    assert set(addresses(page).values()) == {
        f"https://localhost:8443/roles{query}" for query in ("", "?lang=ko", "?lang=en")
    }


@pytest.mark.parametrize("path", NOT_FOUND)
def test_a_private_page_opened_by_another_visitor_is_noindex(app: Flask, path: str) -> None:
    """Without its owner's cookie a private page is a "not here" page."""
    Visitor(app).finish(CLEAR)
    page = Visitor(app).open(path)
    assert meta(page)["robots"] == "noindex"
    assert meta(page)["description"].startswith("A planning aid from your own ratings")
    assert addresses(page) == {}


def test_a_persons_own_pages_have_no_address_for_search_engines(visitor: Visitor) -> None:
    visitor.finish(CLEAR)
    for path in ("/assessments", "/assessments/1", "/assessments/1/plan", "/assessments/1/name"):
        assert addresses(visitor.open(path)) == {}


@pytest.mark.parametrize("role", CATALOGUE.roles, ids=lambda role: str(role.id))
def test_a_role_is_described_for_programs_by_what_its_page_shows(
    reader: Visitor, role: object
) -> None:
    page = reader.open(f"/roles/{role.id}")  # type: ignore[attr-defined]
    assert page.data("itemtype") == ["https://schema.org/Occupation"]
    described = page.data("itemprop")
    assert described[:2] == ["name", "description"]
    last = CATALOGUE.role[role.id].stages["lead"]  # type: ignore[attr-defined]
    assert described[2:] == ["skills"] * len(last.requirements)
