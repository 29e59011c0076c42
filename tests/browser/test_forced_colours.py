"""With forced colours of the reader's system, charts and marks can still be read."""

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Visit
from tests.browser.states import STATES
from tests.support.databases import where_it_cannot_matter

pytestmark = [where_it_cannot_matter, pytest.mark.verify]

LEAST = 3.0
"""WCAG 1.4.11: the contrast of what is needed to understand a chart with what is beside it."""
CONTRASTS = """selector => {
  const light = (colour) => {
    const parts = colour.match(/[\\d.]+/g).slice(0, 3).map((part) => part / 255);
    const linear = (part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
    const [r, g, b] = parts.map(linear);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const paper = document.createElement("div");
  paper.style.backgroundColor = "Canvas";
  document.body.append(paper);
  const ground = light(getComputedStyle(paper).backgroundColor);
  paper.remove();
  return [...document.querySelectorAll(selector)].map((each) => {
    const { fill, stroke, backgroundColor } = getComputedStyle(each);
    const isLine = fill === "none" || each.matches("path, line, polyline");
    const drawn = each.closest("svg") ? (isLine ? stroke : fill) : backgroundColor;
    const [low, high] = [ground, light(drawn)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  });
}"""
SEEN = {
    "result, clear": [".meter .met", ".lane .tip", ".here", ".pip", ".way"],
    "plan, behind": [
        ".ready .met",
        ".timeline .span",
        ".timeline .late",
        ".timeline .today",
        ".curve .line",
        ".control *",
    ],
    "questions, kept": [":checked + .mark", ".now .c"],
}


def force(page: Page, scheme: str, theme: str) -> None:
    page.emulate_media(forced_colors="active", color_scheme="dark" if scheme == "dark" else "light")
    page.evaluate("theme => { document.documentElement.dataset.theme = theme; }", theme)


@pytest.mark.parametrize("state", SEEN)
def test_what_is_drawn_is_seen_in_forced_colours_whatever_theme_was_chosen(
    visit: Visit, state: str
) -> None:
    person = visit()
    STATES[state](person)
    for scheme in ("light", "dark"):
        for theme in ("light", "dark"):
            force(person.page, scheme, theme)
            found = {
                selector: person.page.evaluate(CONTRASTS, selector) for selector in SEEN[state]
            }
            assert all(found.values()), f"{found}: what is no longer there needs no test"
            assert {
                selector: low for selector, all_ in found.items() if (low := min(all_)) < LEAST
            } == {}, (scheme, theme)


def test_a_chosen_answer_and_the_focus_stand_out_in_forced_colours(visit: Visit) -> None:
    person = visit()
    STATES["questions, kept"](person)
    force(person.page, "dark", "light")
    chosen, other = (
        person.page.locator(f".option:has({each})").first
        for each in (":checked", "input:not(:checked)")
    )
    borders = [
        each.evaluate("each => getComputedStyle(each).borderColor") for each in (chosen, other)
    ]
    assert borders[0] != borders[1]
    person.radio("python", 3).focus()
    person.page.keyboard.press("ArrowDown")
    focused = person.page.locator(".option:has(:focus)")
    style = focused.evaluate(
        "each => [getComputedStyle(each).outlineStyle, getComputedStyle(each).outlineWidth]"
    )
    assert style == ["solid", "3px"], "also where the answer is chosen"
