"""The pictures of a comparison: two maps, areas against their noise, and moved dots."""

import re

from app.scoring.change import area_changes
from tests.support.visitor import CATALOGUE, CLEAR, FLAT, Visitor
from tests.web.results.test_compare import LEARNED, compared, name


def test_both_assessments_are_drawn_as_maps(reader: Visitor) -> None:
    page = compared(reader, CLEAR, FLAT)
    maps = page.html.split('<svg class="map"')[1:]
    assert len(maps) == 2
    assert "land-3" in maps[0].partition("</svg>")[0]
    assert "land-3" not in maps[1].partition("</svg>")[0], "FLAT has no level above 2"


def test_a_dot_outside_its_grey_bar_is_a_change_beyond_noise(reader: Visitor) -> None:
    page = compared(reader, CLEAR, LEARNED)
    bars = re.findall(r'<rect x="([\d.]+)%" y="6" width="([\d.]+)%"', page.html)
    dots = re.findall(r'<circle class="here" cx="([\d.]+)%"', page.html)
    means = area_changes(CATALOGUE, CLEAR, LEARNED)
    for (start, width), dot, change in zip(bars, dots, means.values(), strict=True):
        is_inside = float(start) <= float(dot) <= float(start) + float(width)
        assert change.mean
        assert is_inside == (change.mean.verdict == "within_noise")


def test_what_moved_furthest_stands_before_all_that_changed(reader: Visitor) -> None:
    page = compared(reader, LEARNED, {**LEARNED, "calculus": 3, "docker": 2})
    shown = page.html.partition("<details")[0] + page.html.rpartition("<details")[0]
    assert name(reader, "calculus") in shown
    assert name(reader, "docker") not in page.html.rpartition("<details")[0]
    assert name(reader, "docker") in page.html
