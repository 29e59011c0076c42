"""The states of "My data": exported, imported, refused, erased."""

from collections.abc import Iterator

from tests.exports.own_data_files import changed, whole
from tests.support.page import Page
from tests.support.visitor import Visitor
from tests.web.data.own_data import bring
from tests.web.walk_forms import NASTY

Walk = Iterator[tuple[str, Page]]


def own_data(visitor: Visitor) -> Walk:
    yield "my data", visitor.open("/data")
    for kind in ("json", "csv"):
        visitor.open(f"/data/export.{kind}")
    yield "a file taken in", bring(visitor, whole().encode())
    yield "the same file again", bring(visitor, whole().encode())
    yield (
        "a file of other questions",
        bring(
            visitor,
            changed("assessments.0.catalogue", "0" * 64).replace(b"mlops_engineer", b"wizard"),
        ),
    )
    yield "no file", bring(visitor, b"")
    yield "another file", bring(visitor, b"another")
    yield "a file with everything", bring(visitor, changed("assessments.0.hours_a_week", NASTY))
    yield (
        "a file with everything in a key",
        bring(visitor, changed(f"assessments.0.answers.{NASTY.replace('.', '')}", 1)),
    )
    yield "before erasing", visitor.open("/data/erase")


def erased(visitor: Visitor) -> Walk:
    """Erase the data of somebody who has imported a file."""
    bring(visitor, whole().encode())
    page = visitor.open("/data/erase")
    yield "erased", visitor.press(page, page.form("/data/erase"))
