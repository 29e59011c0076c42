"""The page on AI work names its other sources, and its picture of pay shows pay.toml's figures."""

import html
import re
from dataclasses import replace

import pytest
from flask import Flask

from app.catalogue.reading import OtherSource, load_reading
from app.catalogue.text import LANGUAGES, Language
from app.web.charts.pay_chart import TICK_DOLLARS, PayChart, pay_chart
from tests.support.visitor import CATALOGUE, Visitor

READING = load_reading()
CHART = pay_chart(CATALOGUE, READING.pay)
SOURCE = re.compile(r'<p class="source">(.*?)</p>')
RECT = re.compile(r'<rect class="(?:span|met)" x="([\d.]+)%" width="([\d.]+)%"')
MEDIAN = re.compile(r'<line class="median" x1="([\d.]+)%"')


def day(source: OtherSource, language: Language) -> str:
    """Return a source's date as the pages write it."""
    date = source.date
    if language == "ko":
        return f"{date.year}년 {date.month}월 {date.day}일"
    return f"{date.day} {date:%B} {date.year}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_other_source_is_named_with_its_text_date_and_address(
    sqlite_app: Flask, language: Language
) -> None:
    page = Visitor(sqlite_app, language).open("/ai-work")
    found = [html.unescape(part) for part in SOURCE.findall(page.html)]
    assert len(found) == len(READING.work.others)
    for source in READING.work.others:
        (part,) = [each for each in found if f'href="{source.url}"' in each]
        for words in (source.text, source.title, source.publisher):
            assert words[language] in part
        assert day(source, language) in part


def test_there_are_other_sources_on_demand_roles_and_pay() -> None:
    assert {source.topic for source in READING.work.others} == {"demand", "roles", "pay"}


def test_the_picture_has_the_pay_of_all_experience_in_and_outside_the_united_states() -> None:
    shown = [bar.cell for row in CHART.rows for bar in row.bars]
    assert [row.role for row in CHART.rows] == [
        role.id for role in CATALOGUE.roles if role.id in {cell.role for cell in shown}
    ]
    assert {(cell.role, cell.scope) for cell in shown} == {
        (cell.role, cell.scope)
        for cell in READING.pay.cells
        if cell.experience == "all" and cell.scope in {"US", "non-US"}
    }
    assert all(bar.cell in READING.pay.cells for row in CHART.rows for bar in row.bars)
    for row in CHART.rows:
        scopes = [bar.cell.scope for bar in row.bars]
        assert scopes in (["US"], ["non-US"], ["US", "non-US"])


def test_places_are_in_proportion_to_the_figures_and_within_the_picture() -> None:
    end = CHART.ticks[-1][0] * 1000
    for bar in (bar for row in CHART.rows for bar in row.bars):
        places = (bar.x, bar.median, bar.x + bar.width)
        assert 0 < places[0] < places[1] < places[2] <= 100
        for place, dollars in zip(
            places, (bar.cell.p25, bar.cell.median, bar.cell.p75), strict=True
        ):
            assert place * end / 100 == pytest.approx(dollars, abs=end / 5_000)


def test_the_axis_begins_at_nothing_and_ends_behind_the_highest_figure() -> None:
    highest = max(bar.cell.p75 for row in CHART.rows for bar in row.bars)
    assert CHART.ticks[0] == (0, 0)
    assert CHART.ticks[-1][1] == 100
    assert highest <= CHART.ticks[-1][0] * 1000 < highest + TICK_DOLLARS
    steps = {
        after[0] - before[0] for before, after in zip(CHART.ticks, CHART.ticks[1:], strict=False)
    }
    assert steps == {TICK_DOLLARS // 1000}


def test_without_pay_there_is_no_picture() -> None:
    assert pay_chart(CATALOGUE, replace(READING.pay, cells=())) == PayChart((), ())


def test_the_page_draws_each_bar_and_says_its_median_and_number_of_salaries(
    reader: Visitor,
) -> None:
    page = reader.open("/ai-work")
    bars = [bar for row in CHART.rows for bar in row.bars]
    assert [(float(x), float(width)) for x, width in RECT.findall(page.html)] == [
        (bar.x, bar.width) for bar in bars
    ]
    assert [float(x) for x in MEDIAN.findall(page.html)] == [bar.median for bar in bars]
    for bar in bars:
        assert f"{bar.cell.median:,}" in page.text
        assert f"{bar.cell.n:,}" in page.text
    assert READING.pay.source[reader.language] in page.text  # type: ignore[index]
