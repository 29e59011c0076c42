"""Every page in every state is valid HTML, as far as a parser and a few rules can tell."""

import pytest

from tests.support.markup import faults
from tests.web.conftest import Walks

PAGE = (
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>t</title></head>'
    "<body><main><h1>h</h1>{}</main></body></html>"
)


@pytest.mark.parametrize("language", ["en", "ko"])
def test_every_page_in_every_state_is_valid(walks: Walks, language: str) -> None:
    pages = {
        state: page.html
        for state, page in walks[language].items()
        if page.response.mimetype == "text/html"
    }
    wrong = {state: found for state, html in pages.items() if (found := faults(html))}
    assert wrong == {}
    assert len(pages) > 80


RIGHT = [
    '<ul><li><a href="#x">to x</a></li></ul><p id="x">x</p>',
    (
        '<label for="n">n</label><input type="text" id="n" value="many">'
        '<label>d <input type="date" value="2027-03-01"></label>'
    ),
    "<details><summary><h2>more</h2></summary><p>text</p></details>",
    (
        '<form id="f"></form><button form="f" aria-label="go">→</button>'
        '<svg viewBox="0 0 1 1"><path d="M0 0"/></svg>'
    ),
]
WRONG = [
    "<p>not <b>closed</p>",
    "<div>",
    "</section>",
    "<p>a<div>b</div></p>",
    "<span><ul><li>a</li></ul></span>",
    '<p id="x"></p><p id="x"></p>',
    '<a href="#nowhere">a</a>',
    '<label for="nowhere">a</label>',
    '<p aria-describedby="nowhere">a</p>',
    '<button form="nowhere">a</button>',
    '<p id="x"></p><label for="x">a</label>',
    '<input type="text" name="n">',
    '<input type="hidden" name="n" autocomplete="off">',
    '<label>n <input type="number" value="many"></label>',
    '<label>d <input type="date" value="tomorrow"></label>',
    '<a href="/"><button>b</button></a>',
    "<button>a <a href='/'>b</a></button>",
    "<h3>too deep</h3>",
    "<h1>another</h1>",
    "<li>alone</li>",
    "<ul><p>a</p></ul>",
    "<table><p>a</p></table>",
    '<p class="a" class="b">a</p>',
    "a \x07 b",
    "&#7;",
    "a & b &nothing; c",
    "<img src=''>",
]


@pytest.mark.parametrize("html", RIGHT)
def test_what_is_right_has_no_fault(html: str) -> None:
    assert faults(PAGE.format(html)) == []


@pytest.mark.parametrize("html", WRONG)
def test_what_is_wrong_has_one(html: str) -> None:
    assert faults(PAGE.format(html))
