"""The style guide: only in debug mode, with every colour, and with readable contrasts."""

from collections.abc import Callable

import pytest
from flask import Flask

from app.web.http.responses import STATIC
from app.web.styleguide.tokens import contrast, pairings, tokens
from config import Settings
from tests.support.visitor import Visitor

CSS = (STATIC / "style.css").read_text(encoding="utf-8")
MakeApp = Callable[[Settings], Flask]


@pytest.fixture
def developed(monkeypatch: pytest.MonkeyPatch, make_app: MakeApp, settings: Settings) -> Flask:
    """Return the application as `flask run --debug` runs it."""
    monkeypatch.setenv("FLASK_DEBUG", "1")
    return make_app(settings)


def test_the_style_page_is_not_there_in_production(visitor: Visitor) -> None:
    assert not visitor.app.debug
    assert visitor.open("/styleguide").status == 404


@pytest.mark.parametrize("language", ["en", "ko"])
def test_the_style_page_shows_every_colour_and_the_pieces_of_the_pages(
    developed: Flask, language: str
) -> None:
    page = Visitor(developed, language).open("/styleguide")
    assert (page.status, page.language) == (200, language)
    assert page.data("data-token") == list(tokens(CSS))
    pieces = (
        "question",
        "course",
        "steps",
        "curve history",
        "card timeline",
        "lane best",
        "meter",
        "way",
        "contours",
        "pill care",
    )
    classes = {found.get("class", "").strip() for _, found in page.elements}
    assert not [piece for piece in pieces if piece not in classes]
    assert page.data("aria-invalid") == ["true"]
    assert {"rise", "maybe"} <= classes, "a real change and noise"
    ids = page.data("id")
    assert len(ids) == len(set(ids)), sorted({each for each in ids if ids.count(each) > 1})


def test_it_can_be_seen_as_a_page_whose_form_came_back(developed: Flask) -> None:
    page = Visitor(developed).open("/styleguide?wrong=1")
    assert "#name" in page.links
    assert page.data("role").count("alert") == 1


def test_the_stylesheet_has_its_colours_where_they_are_looked_for() -> None:
    assert {"paper", "ink", "course", "sun-soft", "water"} < set(tokens(CSS))
    assert CSS.count("#") == 2 * len(tokens(CSS)) + CSS.partition("@media print")[2].count("#"), (
        "every colour is a token"
    )


@pytest.mark.parametrize(
    "pair", pairings(CSS), ids=lambda pair: f"{pair.ink.name} on {pair.ground.name}"
)
def test_what_stands_on_a_colour_can_be_read_in_both_themes(pair: object) -> None:
    assert min(pair.light, pair.dark) >= pair.least, (pair.light, pair.dark)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#ffffff", 21),
        ("#ffffff", "#ffffff", 1),
        ("#767676", "#ffffff", 4.54),
        ("#0a0a0a", "#000000", 1.06),
    ],
)
def test_contrast_is_that_of_wcag(one: str, other: str, ratio: float) -> None:
    """The examples are from WCAG's documents, and one is from the linear part of the curve."""
    assert contrast(one, other) == contrast(other, one) == pytest.approx(ratio, abs=0.005)
