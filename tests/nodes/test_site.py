"""Two nodes behind nginx, with PgBouncer in between, are one site for people."""

import re
from collections.abc import Iterator

import pytest

from app.storage.return_codes import new_code
from tests.nodes.far import far_visitor
from tests.nodes.pgbouncer import pgbouncer
from tests.nodes.postgresql import Cluster
from tests.nodes.process import shared_folder
from tests.nodes.site import Site, site
from tests.support.visitor import AREAS, CLEAR, SKILLS, choice
from tests.web.http.valkey import valkey
from tests.web.returning.return_codes import enter, make_code
from tests.web.sharing.shares import made

pytestmark = pytest.mark.verify

SHARED = re.compile(r">https://127\.0\.0\.1(/shared/[\w-]{43})<")
WRONG_CODES = 20
"""Wrong codes that may be entered in a minute from one network."""


@pytest.fixture(scope="module")
def front(cluster: Cluster) -> Iterator[Site]:
    """Two nodes with one key, one database and one limit store."""
    with (
        shared_folder() as folder,
        valkey() as store,
        pgbouncer(folder, cluster) as pooler,
        site(folder, pooler.url, ORIENTEER_LIMIT_STORE=store) as found,
    ):
        yield found


@pytest.fixture(params=["en", "ko"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_the_main_job_is_done_with_every_request_at_the_other_node(
    front: Site, language: str
) -> None:
    before = front.proxy.served()
    visitor = far_visitor(front.url, language)
    review = visitor.answer(CLEAR)
    result = visitor.press(review, review.form("/review"))
    assert (result.status, result.path, result.language) == (200, "/assessments/1", language)
    served = {
        node.port: front.proxy.served()[node.port] - before[node.port] for node in front.nodes
    }
    assert min(served.values()) >= len(AREAS), served


def test_an_answer_saved_by_one_node_is_shown_by_the_other(front: Site) -> None:
    visitor = far_visitor(front.url)
    visitor.begin()
    # One node's token; both accept it.
    token = visitor.token
    for number, skill in enumerate(SKILLS):
        kept = visitor.put(skill, {"level": number % 5, "revision": 1}, token=token)
        assert kept.status == 200
    shown = {
        skill: value
        for area in AREAS
        for skill, value in visitor.open(f"/assessments/1/{area}").chosen.items()
    }
    assert shown == {skill: choice(number % 5) for number, skill in enumerate(SKILLS)}


def test_a_link_and_a_return_code_made_at_one_node_open_at_the_other(front: Site) -> None:
    visitor = far_visitor(front.url)
    visitor.finish(CLEAR)
    found = SHARED.search(made(visitor).html)
    assert found, "the page shows no address"
    code = make_code(visitor)
    for _ in front.nodes:
        assert far_visitor(front.url).open(found[1]).status == 200
        assert far_visitor(front.url).open("/assessments/1").status == 404
        there = far_visitor(front.url)
        assert enter(there, code).path == "/assessments"
        assert there.open("/assessments/1").text == visitor.open("/assessments/1").text


def test_wrong_codes_are_counted_by_both_nodes_together(front: Site) -> None:
    visitor = far_visitor(front.url)
    statuses = [enter(visitor, new_code()).status for _ in range(WRONG_CODES + 4)]
    assert statuses == [400] * WRONG_CODES + [429] * 4, statuses
