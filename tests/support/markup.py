"""Errors in a page's HTML: what a parser repairs, wrong nesting, and broken references."""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from itertools import pairwise
from xml.etree.ElementTree import Element

from tinyhtml5.parser import HTMLParser

SPACE = "{http://www.w3.org/1999/xhtml}"
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
PHRASES = (
    "p",
    "span",
    "b",
    "i",
    "em",
    "strong",
    "small",
    "button",
    "label",
    "legend",
    "summary",
    "dt",
    "pre",
    "code",
    *HEADINGS,
)
"""Elements that hold phrasing content only."""
GROUPS = (
    "article",
    "aside",
    "details",
    "div",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "header",
    "main",
    "nav",
    "section",
)
BLOCKS = frozenset(
    (
        *GROUPS,
        "address",
        "blockquote",
        "dialog",
        "dl",
        "hr",
        "li",
        "ol",
        "p",
        "pre",
        "table",
        "ul",
        *HEADINGS,
    )
)
MAY_HOLD_HEADINGS = frozenset(("legend", "summary"))
PRESSED = frozenset(("a", "button", "input", "select", "textarea", "summary", "label"))
ALONE = frozenset(("a", "button"))
"""Interactive elements that contain no other."""
FILLED_IN = frozenset(("input", "select", "textarea"))
NOT_FILLED_IN = frozenset(("hidden", "submit", "button"))
TO_IDS = (
    "for",
    "form",
    "list",
    "headers",
    "aria-labelledby",
    "aria-describedby",
    "aria-controls",
    "aria-owns",
    "aria-details",
)

Way = tuple[Element, tuple[str, ...]]
"""An element, and the names of its ancestors, outermost first."""


def faults(html: str) -> list[str]:
    """Return all errors of a page in words."""
    parser = HTMLParser()
    root = parser.parse(html)
    wrong = [f"{place}: {what} {values or ''}" for place, what, values in parser.errors]
    elements = list(_elements(root, ()))
    checks: tuple[Callable[[list[Way]], Iterator[str]], ...] = (
        _nesting,
        _references,
        _labels,
        _values,
        _headings,
    )
    return wrong + [fault for check in checks for fault in check(elements)]


def name(element: Element) -> str:
    """Return an element's name, which is empty outside HTML, such as for parts of an SVG."""
    return (
        element.tag.removeprefix(SPACE)
        if isinstance(element.tag, str) and element.tag.startswith(SPACE)
        else ""
    )


def _elements(element: Element, within: tuple[str, ...]) -> Iterator[Way]:
    yield element, within
    for child in element:
        yield from _elements(child, (*within, name(element)))


def _nesting(elements: list[Way]) -> Iterator[str]:
    for element, within in elements:
        here = name(element)
        holder = next((each for each in reversed(within) if each != "a"), "")
        if (
            here in BLOCKS
            and holder in PHRASES
            and not (here in HEADINGS and holder in MAY_HOLD_HEADINGS)
        ):
            yield f"{here} in {holder}"
        if here in PRESSED and ALONE.intersection(within):
            yield f"{here} in {'a' if 'a' in within else 'button'}"
        if here == "label" and "label" in within:
            yield "label in label"
        if here == "form" and "form" in within:
            yield "form in form"
        if here == "li" and (not within or within[-1] not in {"ul", "ol", "menu"}):
            yield f"li in {within[-1:]}"
        if here in {"ul", "ol"} and (other := {name(child) for child in element} - {"li"}):
            yield f"{other} in {here}"


def _references(elements: list[Way]) -> Iterator[str]:
    ids = Counter(element.attrib["id"] for element, _ in elements if "id" in element.attrib)
    kinds = {
        element.attrib["id"]: name(element) for element, _ in elements if "id" in element.attrib
    }
    yield from (f"id {id!r} {times} times" for id, times in ids.items() if times > 1)
    yield from (f"id {id!r}" for id in ids if not id or len(id.split()) != 1)
    for element, _ in elements:
        for attribute in TO_IDS:
            for id in element.attrib.get(attribute, "").split():
                if id not in ids:
                    yield f"{attribute} leads to {id!r}, which is not there"
                elif attribute == "form" and kinds[id] != "form":
                    yield f"form leads to {kinds[id]}"
                elif attribute == "for" and kinds[id] not in {
                    *FILLED_IN,
                    "button",
                    "meter",
                    "output",
                    "progress",
                }:
                    yield f"for leads to {kinds[id]}"
        href = element.attrib.get("href", "")
        if href.startswith("#") and href[1:] not in ids:
            yield f"href leads to {href!r}, which is not there"


def _labels(elements: list[Way]) -> Iterator[str]:
    named = {element.attrib.get("for") for element, _ in elements if name(element) == "label"}
    for element, within in elements:
        if name(element) not in FILLED_IN or element.attrib.get("type") in NOT_FILLED_IN:
            continue
        if not (
            "label" in within
            or element.attrib.get("id") in named
            or element.attrib.get("aria-label", "").strip()
        ):
            yield f"{name(element)} {element.attrib.get('name')!r} without a label"


def _values(elements: list[Way]) -> Iterator[str]:
    for element, _ in elements:
        kind, value = element.attrib.get("type"), element.attrib.get("value", "")
        if name(element) == "input":
            if kind == "hidden" and element.attrib.get("autocomplete") in {"on", "off"}:
                yield f"hidden {element.attrib.get('name')!r} says autocomplete"
            if kind == "number" and value and not value.lstrip("-").isdecimal():
                yield f"number {value!r}"
            if kind == "date" and value and not _is_day(value):
                yield f"date {value!r}"
            if kind != "hidden" and "\n" in value:
                yield f"line end in {value!r}"
        if (
            name(element) in {"input", "button"}
            and "required" in element.attrib
            and kind in {"hidden", "submit", "button"}
        ):
            yield f"required {kind}"
        yield from (
            f"empty {attribute}"
            for attribute in ("href", "src", "for", "lang")
            if element.attrib.get(attribute) == ""
        )


def _is_day(value: str) -> bool:
    try:
        return str(date.fromisoformat(value)) == value
    except ValueError:
        return False


def _headings(elements: list[Way]) -> Iterator[str]:
    levels = [int(name(element)[1]) for element, _ in elements if name(element) in HEADINGS]
    if levels.count(1) != 1:
        yield f"h1 {levels.count(1)} times"
    yield from (
        f"h{after} after h{before}" for before, after in pairwise(levels) if after > before + 1
    )
    mains = sum(name(element) == "main" for element, _ in elements)
    if mains != 1:
        yield f"main {mains} times"
