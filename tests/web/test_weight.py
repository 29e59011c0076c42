"""A first question page with all its assets fits into ten packets, one round trip."""

import gzip
import re

import pytest
from flask import Flask

from app.catalogue.text import LANGUAGES, Language
from tests.support.visitor import AREAS, Visitor

MOST = 14_600
"""Compressed bytes of a page with all its assets: ten packets of 1,460.

A server sends so many before it waits for the first acknowledgement.
"""
MOST_STYLE = 6 * 1024
MOST_SCRIPT = 4 * 1024
ASSET = re.compile(r'(?:src|href)="(/static/[^"]+)"')


def weight(text: str) -> int:
    return len(gzip.compress(text.encode(), mtime=0))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_question_page_with_all_that_it_loads_is_light(app: Flask, language: Language) -> None:
    visitor = Visitor(app, language)
    visitor.begin()
    for area in AREAS:
        page = visitor.open(f"/assessments/1/{area}").html
        assets = {
            address: weight(visitor.open(address).html) for address in set(ASSET.findall(page))
        }
        kinds = {address.split("?")[0].rsplit(".")[-1]: size for address, size in assets.items()}
        assert kinds.keys() == {"css", "js", "svg"}
        assert kinds["css"] <= MOST_STYLE
        assert kinds["js"] <= MOST_SCRIPT
        assert weight(page) + sum(kinds.values()) <= MOST, f"{area}: {weight(page)} and {kinds}"
