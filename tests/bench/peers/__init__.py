"""The whole questionnaire on one page beside two peers, filled in by the pages' own forms."""

from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack
from functools import partial
from http.cookies import SimpleCookie
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from urllib.parse import urljoin, urlsplit

from tests.bench.client import Client, Request, Response, random_answers, submit
from tests.bench.metric import Metric
from tests.bench.peers.sites import otree, otree_session, survey
from tests.bench.servers import Running, orienteer
from tests.support.page import Page

ROUNDS = 5
PEOPLE = 10
"""Questionnaires in each round."""
REDIRECTS = {301, 302, 303, 307, 308}
CHANCE = Random(40)
"""One generator for all, so that nobody answers as another did."""
Steps = Generator[Request, Page, None]
"""What somebody opens or sends next, given the last page."""


def metrics(rounds: int = ROUNDS) -> Iterator[Metric]:
    """Yield Orienteer's CPU over each peer's, then everybody's. The first round is dropped."""
    with TemporaryDirectory(prefix="orienteer-bench-") as name, ExitStack() as stack:
        folders = [Path(name, each) for each in ("orienteer", "survey", "otree")]
        for folder in folders:
            folder.mkdir()
        ours, django, experiment = (
            stack.enter_context(site(folder))
            for site, folder in zip((orienteer, survey, otree), folders, strict=True)
        )
        link = otree_session(experiment.client, PEOPLE * (rounds + 1))
        ways = [
            (ours, fill_orienteer),
            (django, fill_survey),
            (experiment, partial(fill_otree, link)),
        ]
        costs = [[_cost(*each) for each in ways] for _ in range(rounds + 1)][1:]
    for place, peer, limit in ((1, "django-survey-and-report", 1 / 4), (2, "oTree", 1 / 2)):
        yield Metric(
            f"whole questionnaire: CPU ÷ {peer}'s", [each[0] / each[place] for each in costs], limit
        )
    for place, site in enumerate(("Orienteer", "django-survey-and-report", "oTree")):
        yield Metric(f"whole questionnaire, {site}: CPU, ms", [each[place] for each in costs])


def _cost(running: Running, steps: Callable[[], Steps]) -> float:
    """Return milliseconds of CPU for one questionnaire.

    People take each step in turn, because a server that waits while this process parses a page
    spends more on the next request.
    """
    before = running.tree.seconds()
    cookies: list[dict[str, str]] = [{} for _ in range(PEOPLE)]
    everybody = [steps() for _ in range(PEOPLE)]
    requests = [next(each) for each in everybody]
    while requests:
        responses = [
            _open(running.client, request, own)
            for request, own in zip(requests, cookies, strict=True)
        ]
        requests = [
            more
            for each, response in zip(everybody, responses, strict=True)
            if (more := _step(each, response.page()))
        ]
    return (running.tree.seconds() - before) / PEOPLE * 1000


def _step(steps: Steps, page: Page) -> Request | None:
    try:
        return steps.send(page)
    except StopIteration:
        return None


def _open(client: Client, request: Request, cookies: dict[str, str]) -> Response:
    """Send with cookies, store new ones and follow redirects, as a browser does."""
    while True:
        headers = {
            **request.headers,
            "Accept-Language": "en",
            "Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()),
        }
        response = client.exchange(Request(request.path, request.method, request.body, headers))
        for line in response.headers.get_all("Set-Cookie") or []:
            cookies |= {name: morsel.value for name, morsel in SimpleCookie(line).items()}
        if response.status not in REDIRECTS:
            assert response.status == 200, (
                f"{request.path}: {response.status} {response.body[:300].decode(errors='replace')}"
            )
            return response
        where = urlsplit(urljoin(request.path, response.headers["Location"]))
        request = Request(where._replace(scheme="", netloc="").geturl())


def fill_orienteer() -> Steps:
    home = yield Request("/")
    review = yield submit(home, home.form("/assessments"), {"go": "review"})
    form = review.form("/review")
    result = yield submit(review, form, random_answers(form, CHANCE))
    assert result.data("data-status")


def fill_survey() -> Steps:
    surveys = yield Request("/survey/")
    page = yield Request(
        next(link for link in surveys.links if link.rstrip("/").endswith("/survey/1"))
    )
    form = next(form for form in page.forms if form.attributes.get("method", "").lower() == "post")
    done = yield submit(page, form, random_answers(form, CHANCE))
    assert done.path.startswith("/survey/confirm/"), done.path


def fill_otree(link: str) -> Steps:
    page = yield Request(link)
    result = yield submit(page, page.forms[0], random_answers(page.forms[0], CHANCE))
    assert "/Result/" in result.path, result.path
