"""The bytes of a question page on a first visit, compressed, and of a finished assessment on the disk."""

import gzip
import re
from collections.abc import Iterator
from tempfile import TemporaryDirectory

from app import create_app
from config import read_settings
from tests.bench.metric import Metric
from tests.bench.streams import weights
from tests.visitor import AREAS, Visitor

ASSET = re.compile(r'(?:src|href)="(/static/[^"]+)"')
LIMIT = 14_600.0
"""Ten packets of 1,460 bytes, which a server sends before it waits for the first answer."""
STYLE_LIMIT, SCRIPT_LIMIT = 6 * 1024.0, 4 * 1024.0


def metrics() -> Iterator[Metric]:
    with TemporaryDirectory(prefix="orienteer-bench-") as folder:
        app = create_app(read_settings({"ORIENTEER_INSTANCE": folder}))
        found = {language: list(_pages(Visitor(app, language))) for language in ("ko", "en")}
    every = [sizes for pages in found.values() for sizes in pages]
    heaviest = max(sum(sizes.values()) for sizes in every)
    yield Metric("heaviest question page with all its assets, first visit, compressed: bytes", [heaviest], LIMIT)
    yield Metric("the same, the page alone", [max(sizes["page"] for sizes in every)])
    yield Metric("the same, style", [max(sizes["css"] for sizes in every)], STYLE_LIMIT)
    yield Metric("the same, script", [max(sizes["js"] for sizes in every)], SCRIPT_LIMIT)
    yield from weights()


def _pages(visitor: Visitor) -> Iterator[dict[str, int]]:
    """The bytes of each question page and of what it loads, by ending."""
    visitor.begin()
    for area in AREAS:
        page = visitor.open(f"/assessments/1/{area}").html
        sizes = {"page": _packed(page)}
        for address in set(ASSET.findall(page)):
            ending = address.split("?")[0].rsplit(".")[-1]
            sizes[ending] = sizes.get(ending, 0) + _packed(visitor.open(address).html)
        yield sizes


def _packed(text: str) -> int:
    return len(gzip.compress(text.encode(), mtime=0))
