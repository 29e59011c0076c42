"""Violations of WCAG 2.2 AA that axe finds on a page, at widths and in themes.

A theme changes only colours, so all other rules run once for each width. Colours take nine tenths
of axe's time, and most words look alike: words of one kind have the same colour, size, weight and
surroundings. The colour rules look at every word first, if asked to, and then at one word of each
new kind.
"""

from collections.abc import Sequence
from typing import Final

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

WIDTHS: Final = (360, 768, 1440)
THEMES: Final = ("light", "dark")
OPTIONS: Final = {"preload": False, "reporter": "no-passes"}
COLOURS: Final = OPTIONS | {"runOnly": ["color-contrast", "link-in-text-block"]}
ALL_RULES: Final = OPTIONS | {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    "rules": {"target-size": {"enabled": True}},
}
ONLY_MARKED: Final = """() => axe.configure({ rules: [
  { id: "color-contrast", selector: "[data-kind]" },
  { id: "link-in-text-block", selector: "a[href][data-kind]" }] })"""
MARK: Final = """everyWord => {
  document.querySelectorAll("[data-kind]").forEach((each) => delete each.dataset.kind);
  const places = new Map();
  const place = (element) => {
    if (!element) return "";
    if (!places.has(element)) {
      const { backgroundColor, backgroundImage, color, opacity, position }
        = getComputedStyle(element);
      const own = [backgroundColor, backgroundImage, color, opacity, position];
      places.set(element, [place(element.parentElement), ...own].join());
    }
    return places.get(element);
  };
  window.seen ??= new Set();
  const now = new Set();
  for (const element of document.body.querySelectorAll("*")) {
    const texts = [...element.childNodes].filter((each) => each.nodeType === Node.TEXT_NODE);
    const words = texts.filter((each) => each.data.trim());
    const speaks = words.length || element.matches("input, select, textarea");
    if (!speaks || !element.checkVisibility()) continue;
    const { fill, fontSize, fontWeight, textDecorationLine, textShadow }
      = getComputedStyle(element);
    const own = [fill, fontSize, fontWeight, textDecorationLine, textShadow];
    const kind = [place(element), element.tagName, ...own].join();
    if (everyWord || !(now.has(kind) || window.seen.has(kind))) element.dataset.kind = "";
    now.add(kind);
  }
  // Only elements that are not positioned have the same background at every width.
  now.forEach((kind) => /absolute|fixed|sticky/.test(kind) || window.seen.add(kind));
  return document.querySelectorAll("[data-kind]").length;
}"""
FIND: Final = """async options => {
  const reasons = (node) => node.any.map((check) => check.message);
  return (await axe.run(options)).violations.flatMap((rule) =>
    rule.nodes.map((node) => `${rule.id}: ${node.html.slice(0, 200)} ${reasons(node)}`));
}"""


def violations(
    page: Page,
    every_word: bool = True,
    widths: Sequence[int] = WIDTHS,
    themes: Sequence[str] = THEMES,
) -> dict[str, list[str]]:
    """Return the violations by theme and width.

    Opens all details and leaves the window at the last width.
    """
    page.locator("details").evaluate_all("all => all.forEach((each) => { each.open = true; })")
    page.evaluate(AXE_SCRIPT)
    page.evaluate(ONLY_MARKED)
    found: dict[str, list[str]] = {}
    for width in widths:
        resize(page, width)
        for theme in themes:
            rules = COLOURS if theme == "dark" else ALL_RULES
            page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
            marked = page.evaluate(MARK, every_word and not found)
            found[f"{theme}, {width}"] = (
                page.evaluate(FIND, rules) if marked or rules is ALL_RULES else []
            )
    return {where: faults for where, faults in found.items() if faults}


def resize(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 844})
