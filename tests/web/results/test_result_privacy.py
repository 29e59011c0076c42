"""Two people with equal results: each page shows its owner's data and nothing of the other's."""

import re

import pytest
from flask import Flask

from tests.support.page import Page
from tests.support.visitor import CLEAR, FEW, FLAT, MASTER, Levels, Visitor

SECRETS = re.compile(r'name="(?:csrf_token|assessment)" value="([^"]+)"')
NAME = "<b>Only mine</b> & more"
SHOWN = "&lt;b&gt;Only mine&lt;/b&gt; &amp; more"


def learner(app: Flask, *results: Levels, language: str = "en") -> Visitor:
    """Return somebody with these results."""
    visitor = Visitor(app, language)
    for levels in results:
        visitor.finish(levels)
    return visitor


def with_target(app: Flask, levels: Levels, role: str, language: str = "en") -> Visitor:
    """Return somebody with one result and this target."""
    visitor = learner(app, levels, language=language)
    visitor.post("/assessments/1/target", role=role, stage="senior")
    return visitor


def comparable(page: Page) -> str:
    """Return the page without what is secret and differs each time."""
    return SECRETS.sub("", page.html)


@pytest.fixture
def two(app: Flask) -> tuple[Visitor, Visitor]:
    """One person with a name, a step done and a code, and one with only an equal result."""
    first, second = learner(app, FLAT, FEW, MASTER, CLEAR), learner(app, CLEAR)
    first.post("/assessments/4/name", name=NAME)
    first.post("/assessments/4/plan/steps/docker.3", do="done", note="Only a note")
    first.post("/return/code")
    for each in (first, second):
        each.open("/assessments/1")  # messages that are shown once have been shown
    return first, second


def test_each_of_two_with_equal_results_gets_their_own_and_nothing_of_the_other(
    two: tuple[Visitor, Visitor],
) -> None:
    mine, theirs = two[0].open("/assessments/4"), two[1].open("/assessments/1")
    assert findings(mine) == findings(theirs)
    known = set(SECRETS.findall(mine.html))
    assert len(known) == 2
    assert not [value for value in known if value in theirs.html]
    only_mine = (
        SHOWN,
        "/assessments/4/",
        "Since then you have done 1 step",
        "/assessments/4/compare",
    )
    assert [text in mine.html for text in only_mine] == [True] * len(only_mine)
    for text in (*only_mine, "Only mine", "Only a note", "Since then", "/compare"):
        assert text not in theirs.html
    assert ("/assessments/1/target" in mine.html, "/assessments/1/target" in theirs.html) == (
        False,
        True,
    )
    code = 'action="/return/code"'
    assert (code in mine.html, code in theirs.html) == (False, True)


def findings(page: Page) -> str:
    """Return the middle of a result's page, which is the same for all who have it."""
    found = re.search(r"(?s)<figure.*<h2>What this cannot know", page.html)
    assert found
    return re.sub(r"/assessments/\d+", "", SECRETS.sub("", found[0]))


def test_others_who_look_at_theirs_change_nobodys_result(app: Flask) -> None:
    mine = with_target(app, CLEAR, "mlops_engineer")
    first = comparable(mine.open("/assessments/1"))
    seen = {first}
    for levels, role, language in (
        (FLAT, "mlops_engineer", "en"),
        (CLEAR, "dl_engineer", "en"),
        (CLEAR, "mlops_engineer", "ko"),
        ({**CLEAR, "python": 3}, "mlops_engineer", "en"),
    ):
        other = comparable(with_target(app, levels, role, language).open("/assessments/1"))
        assert other not in seen
        seen.add(other)
        assert comparable(mine.open("/assessments/1")) == first


def test_a_target_that_is_changed_is_seen_at_once(visitor: Visitor) -> None:
    visitor.finish(CLEAR)
    for role in ("dl_engineer", "mlops_engineer", "dl_engineer"):
        page = visitor.post("/assessments/1/target", role=role, stage="senior")
        assert f'data-sum="{role}"' in page.html


def test_a_page_opened_twice_is_the_same(two: tuple[Visitor, Visitor]) -> None:
    first, again = (comparable(two[0].open("/assessments/4")) for _ in range(2))
    assert first == again


def test_lists_of_two_people_say_what_is_theirs(app: Flask) -> None:
    """The others differ from the first in the target only, or in the answers only."""
    mine = with_target(app, CLEAR, "mlops_engineer")
    mine.post("/assessments/1/name", name=NAME)
    first = mine.open("/assessments")
    assert SHOWN in first.html
    for levels, role in ((CLEAR, "dl_engineer"), (FLAT, "mlops_engineer")):
        theirs = with_target(app, levels, role).open("/assessments")
        assert "Only mine" not in theirs.html
        assert card(theirs) != card(first)
        assert comparable(mine.open("/assessments")) == comparable(first)


def card(page: Page) -> str:
    """Return what the list says of its one result."""
    found = re.search(r"<p>([^<]* ready[^<]*)</p>", page.html)
    assert found
    return found[1]


def test_results_that_differ_in_one_answer_have_their_own_figures(app: Flask) -> None:
    pages = [
        learner(app, CLEAR | {"cpp": level}).open("/assessments/1").html for level in (0, 1, None)
    ]
    assert [re.findall(r"(\d+) of 40 answered", page) for page in pages] == [["39"], ["39"], ["38"]]
    assert len({SECRETS.sub("", page) for page in pages}) == 3
