"""When a link was last opened: noted by the hour, and not for prefetching."""

from collections.abc import Callable

import pytest

from app.web import shared_result
from tests.conftest import context_of
from tests.support.page import Page
from tests.support.visitor import Visitor
from tests.web.sharing.shares import link
from tests.web.statements import statements

OPENED = "last opened on"
AHEAD = (
    {"Sec-Purpose": "prefetch"},
    {"Sec-Purpose": "prefetch;prerender"},
    {"Purpose": "prefetch"},
    {"X-Moz": "prefetch"},
)
LOOKS: tuple[Callable[[Visitor, str], Page], ...] = (
    lambda visitor, path: visitor.open(path, "HEAD"),
    *(
        lambda visitor, path, headers=headers: visitor.open(path, headers=headers)
        for headers in AHEAD
    ),  # type: ignore[misc]
)


@pytest.mark.parametrize("look", LOOKS)
def test_a_prefetch_is_not_an_opening(
    visitor: Visitor, sharer: Visitor, look: Callable[[Visitor, str], Page]
) -> None:
    path = link(sharer)
    assert look(visitor, path).status == 200
    assert "not opened yet" in sharer.open("/assessments/1/share").text
    visitor.open(path)
    assert OPENED in sharer.open("/assessments/1/share").text


def test_an_opening_is_noted_once_an_hour(
    visitor: Visitor, sharer: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, engine = link(sharer, "plan"), context_of(visitor.app).engine
    hour = shared_result.now() // 3600 * 3600 + 7200
    noted = []
    for later in (0, 1, 3599, 3600, 3601, 2 * 3600):
        monkeypatch.setattr(shared_result, "now", lambda later=later: hour + later)
        with statements(engine) as asked:
            assert visitor.open(path).status == 200
        noted.append(sum(each.startswith("UPDATE share SET opened_at") for each in asked))
        assert len(asked) == 3 + noted[-1], (
            "the link with its assessment, and its plan's terms and progress"
        )
    assert noted == [1, 0, 0, 1, 0, 1]
