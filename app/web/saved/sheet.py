"""The page of the list, cut once: somebody's rows are put into what is the same for everybody."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from flask import render_template
from markupsafe import Markup

from app.storage.assessment_list import PAGE
from app.storage.listed import Listed
from app.web.context import context
from app.web.owner import has_owner
from app.web.saved.picture import history_html
from app.web.saved.rows import deleted_html, rows_html
from app.web.sheets import NUMBER, Look, Sheet, cut, filled, is_plain, look, mark

ROWS, DELETED, HISTORY = (mark(place) for place in range(1, 4))
OLDER, EARLIER, LATER = (NUMBER + each for each in range(1, 4))
NUMBERS: Final = tuple(str(each) for each in (OLDER, EARLIER, LATER))


@dataclass(frozen=True, slots=True)
class ListPage:
    """What stands on the page: a part that is empty, or None, leaves its words out too."""

    rows: bytes
    deleted: bytes
    history: bytes
    older: int | None
    """The number from which the next page goes on."""
    compared: tuple[int, int] | None
    """The two latest that are finished, the earlier one first."""
    is_older: bool = False
    """Whether this page goes on from a number."""


def list_page(
    owner_id: int, found: Sequence[Listed], deleted: Sequence[Listed], is_older: bool
) -> ListPage:
    """Of PAGE assessments and one that says there are more, or as many as the history goes back."""
    rows = found[:PAGE]
    latest = [each.number for each in rows if each.result is not None][:2]
    return ListPage(
        rows_html(owner_id, rows),
        deleted_html(owner_id, deleted) if deleted else b"",
        b"" if is_older else history_html(found),
        rows[-1].number if len(found) > PAGE else None,
        (latest[1], latest[0]) if len(latest) > 1 else None,
        is_older,
    )


def list_html(page: ListPage) -> str | bytes:
    """The page as HTML."""
    retention_days = context().settings.retention_days
    if not is_plain():
        return _made(page, retention_days)
    shape = bool(page.rows), bool(page.deleted), page.older is not None, page.compared is not None
    given: dict[str, bytes | str] = {ROWS: page.rows, DELETED: page.deleted, HISTORY: page.history}
    given |= {
        place: b"%d" % number
        for place, number in zip(NUMBERS, (page.older, *(page.compared or ())), strict=False)
        if number
    }
    return filled(_cut(look(), retention_days, has_owner(), *shape), given)


@cache
def _cut(
    _look: Look,
    retention_days: int | None,
    _has_owner: bool,
    rows: bool,
    deleted: bool,
    older: bool,
    compared: bool,
) -> Sheet:
    """What is the same on everybody's page of that look on which the same parts stand."""
    page = ListPage(
        ROWS.encode() if rows else b"",
        DELETED.encode() if deleted else b"",
        HISTORY.encode(),
        OLDER if older else None,
        (EARLIER, LATER) if compared else None,
    )
    return cut(lambda: _made(page, retention_days), ROWS, DELETED, HISTORY, *NUMBERS)


def _made(page: ListPage, retention_days: int | None) -> str:
    rows, deleted, history = (
        Markup(each.decode())  # noqa: S704 (templates') # nosec B704
        for each in (page.rows, page.deleted, page.history)
    )
    return render_template(
        "saved.html",
        page=page,
        rows=rows,
        deleted=deleted,
        history=history,
        retention_days=retention_days,
    )
