"""The first page, cut once for each of the ways on that it offers: somebody's numbers are put into what is the same for everybody."""

from functools import lru_cache
from typing import Final

from flask import render_template, request

from app.catalogue.model import Catalogue
from app.storage.assessment_list import Latest
from app.web.context import catalogue
from app.web.example import example
from app.web.lanes import lanes
from app.web.owner import has_owner
from app.web.sheets import NUMBER, Look, Sheet, cut, filled, is_plain, look

FINISHED, SEVERAL = NUMBER + 1, NUMBER + 2
"""Stand for the number of a finished assessment beside a newer one, and for a count of more than one."""
MARKS: Final = tuple(str(each) for each in (NUMBER, FINISHED, SEVERAL))
MOST: Final = 128
"""Of these pages, of 8 KB each: a site under several names has some for each, for they say their own address."""
Address = tuple[str, str, str]


def home_html(latest: Latest | None) -> str | bytes:
    """The page as HTML."""
    if not is_plain():
        return _made(latest)
    sheet = _cut(
        catalogue(),
        look(),
        (request.scheme, request.host, request.root_path),
        has_owner(),
        latest and _like(latest),
    )
    values = (latest.number, latest.finished or 0, latest.done) if latest else ()
    return filled(sheet, {mark: b"%d" % value for mark, value in zip(MARKS, values, strict=False)})


@lru_cache(MOST)
def _cut(
    _catalogue: Catalogue, _look: Look, _address: Address, _has_owner: bool, latest: Latest | None
) -> Sheet:
    """What is the same for everybody of that look who stands where they do."""
    return cut(lambda: _made(latest), *MARKS)


def _like(latest: Latest) -> Latest:
    """The same with marks for what is one person's."""
    finished = FINISHED if latest.is_open else NUMBER
    return Latest(
        NUMBER,
        latest.finished and finished,
        latest.is_followed,
        latest.done if latest.done <= 1 else SEVERAL,
    )


def _made(latest: Latest | None) -> str:
    found = example()
    return render_template(
        "home.html",
        catalogue=catalogue(),
        example=found,
        lanes=lanes(found.catalogue, found.result),
        latest=latest,
    )
