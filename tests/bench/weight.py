"""The bytes of a question page with all its assets on a first visit, gzipped."""

import gzip
import re
from collections.abc import Iterator
from tempfile import TemporaryDirectory

from app import create_app
from config import read_settings
from tests.bench.metric import Metric
from tests.support.visitor import AREAS, Visitor

ASSET = re.compile(r'(?:src|href)="(/static/[^"]+)"')
LIMIT = 27_000


def metrics() -> Iterator[Metric]:
    """Yield the weight of the heaviest page in either language."""
    with TemporaryDirectory(prefix="orienteer-bench-") as folder:
        app = create_app(read_settings({"ORIENTEER_INSTANCE": folder}))
        sizes = [size for language in ("ko", "en") for size in _sizes(Visitor(app, language))]
    yield Metric(
        "heaviest question page with all assets, first visit, gzipped: bytes", [max(sizes)], LIMIT
    )


def _sizes(visitor: Visitor) -> Iterator[int]:
    visitor.begin()
    for area in AREAS:
        page = visitor.open(f"/assessments/1/{area}").html
        texts = [
            page,
            *(visitor.open(address).html for address in sorted(set(ASSET.findall(page)))),
        ]
        yield sum(len(gzip.compress(text.encode(), mtime=0)) for text in texts)
