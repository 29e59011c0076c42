"""The whole questionnaire, first page to result, here and at two others: the same 40 questions, driven by the pages' own forms.

At the others all questions stand on one page, and so they can here; area by area, as most people answer, is told beside it.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from http.client import HTTPConnection
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from tests.bench.metric import Metric
from tests.bench.peers.guest import Asked, Way, fill, press, side_by_side
from tests.bench.peers.sites import OTREE_KEY, otree, survey
from tests.bench.servers import Running, orienteer
from tests.visitor import AREAS

ROUNDS = 5
PEOPLE = 10
"""Questionnaires in each round, side by side."""
SURVEY_LIMIT, SURVEY_TARGET = 100 / 12, 100 / 15.9
OTREE_LIMIT, OTREE_TARGET = 100 / 8, 100 / 11.6


def metrics(rounds: int = ROUNDS) -> Iterator[Metric]:
    """Our time of the processor as a per cent of theirs."""
    with TemporaryDirectory(prefix="orienteer-bench-") as name, ExitStack() as stack:
        folders = [Path(name, each) for each in ("ours", "survey", "otree")]
        for folder in folders:
            folder.mkdir()
        ours = stack.enter_context(orienteer(folders[0]))
        django = stack.enter_context(survey(folders[1]))
        experiment = stack.enter_context(otree(folders[2]))
        link = _session(experiment, PEOPLE * (rounds + 1))
        ways: list[tuple[Running, Callable[[Random], Way]]] = [
            (ours, fill_ours_on_one_page),
            (django, fill_survey),
            (experiment, partial(fill_otree, link)),
            (ours, fill_ours),
        ]
        costs = [[_cost(*each) for each in ways] for _ in range(rounds + 1)][1:]
    for place, (peer, limit, target) in enumerate(
        [("django-survey-and-report", SURVEY_LIMIT, SURVEY_TARGET), ("oTree", OTREE_LIMIT, OTREE_TARGET)], 1
    ):
        yield Metric(f"whole questionnaire: processor, % of {peer}'s", [100 * each[0] / each[place] for each in costs], limit, target)
        yield Metric(f"the same, area by area: processor, % of {peer}'s", [100 * each[-1] / each[place] for each in costs])
    for place, site in enumerate(
        ["Orienteer (3 pages)", "django-survey-and-report (3 pages)", "oTree (2 pages)", "Orienteer, area by area (9 pages)"]
    ):
        yield Metric(f"whole questionnaire, {site}: processor, ms", [each[place] for each in costs])


def _cost(running: Running, way: Callable[[Random], Way]) -> float:
    """Milliseconds of the processor for one questionnaire."""
    before = running.tree.seconds()
    side_by_side(running.port, way, PEOPLE)
    return (running.tree.seconds() - before) / PEOPLE * 1000


def fill_ours(dice: Random) -> Way:
    home = yield Asked("/")
    page = yield press(home, home.form("/assessments"), {})
    for _ in AREAS:
        page = yield fill(page, page.form(page.path), dice, go="next")
    result = yield press(page, page.form("/review"), {})
    assert result.data("data-status")


def fill_ours_on_one_page(dice: Random) -> Way:
    """As the others have them."""
    home = yield Asked("/")
    review = yield press(home, home.form("/assessments"), {"go": "review"})
    result = yield fill(review, review.form("/review"), dice)
    assert result.data("data-status")


def fill_survey(dice: Random) -> Way:
    listed = yield Asked("/survey/")
    page = yield Asked(next(link for link in listed.links if link.rstrip("/").endswith("/survey/1")))
    done = yield fill(page, next(form for form in page.forms if form.attributes.get("method", "").lower() == "post"), dice)
    assert done.path.startswith("/survey/confirm/"), done.path


def fill_otree(link: str, dice: Random) -> Way:
    page = yield Asked(link)
    result = yield fill(page, page.forms[0], dice)
    assert "/Result/" in result.path, result.path


def _session(running: Running, participants: int) -> str:
    """The path by which so many people come to the questionnaire one after the other."""
    connection = HTTPConnection("127.0.0.1", running.port, timeout=60)
    body = json.dumps({"session_config_name": "questions", "num_participants": participants})
    connection.request("POST", "/api/sessions", body, {"otree-rest-key": OTREE_KEY, "Content-Type": "application/json"})
    answer = connection.getresponse()
    said = answer.read()
    connection.close()
    assert answer.status == 200, said
    return "/" + str(json.loads(said)["session_wide_url"]).split("/", 3)[3]
