"""A whole school behind one address starts in the same minute, through nginx as the guide says."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from app.storage.engine import open_engine, reading
from app.storage.tables import assessment
from tests.faults.client import Client
from tests.faults.person import TOKEN
from tests.nodes.conftest import driven
from tests.nodes.postgresql import Cluster
from tests.nodes.site import Noted, Site, whole
from tests.support.visitor import AREAS, choice

pytestmark = pytest.mark.verify
LEARNERS = 600
AT_ONCE = 60
SKILLS = next(iter(AREAS.values()))


@pytest.fixture(scope="module")
def school() -> Iterator[tuple[Cluster, Site]]:
    with whole() as found:
        yield found


def test_every_learner_of_a_school_starts_and_answers(school: tuple[Cluster, Site]) -> None:
    cluster, site = school
    noted = Noted()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(_start_and_answer, [noted.client(site.url) for _ in range(LEARNERS)]))
    print(f"{dict(noted.statuses)}, p95 {noted.slowest(0.95):.2f} s")
    assert set(noted.statuses) <= {200, 303}
    engine = open_engine(driven(cluster.url()))
    with reading(engine) as db:
        answered = select(func.count()).where(assessment.c.answers.contains(SKILLS[0]))
        assert db.scalar(answered) == LEARNERS
    engine.dispose()


def _start_and_answer(browser: Client) -> None:
    """Start from the home page and send the first page of questions, without the script."""
    start = browser.post("/assessments", {"csrf_token": _token(browser.get("/").text)})
    questions = browser.get(start.headers["location"])
    answers = {skill: choice(2) for skill in SKILLS}
    form = {"csrf_token": _token(questions.text), "go": "next", **answers}
    browser.post(start.headers["location"], form)
    browser.close()


def _token(page: str) -> str:
    found = TOKEN.search(page)
    assert found, page[:400]
    return found[1]
