"""A person at a server whose disk takes no writes.

Each save is refused and shown again, and pages work.
"""

import threading

from app.storage.answers import Answer
from app.web.questionnaire.forms import LoadedVersion, format_versions
from tests.faults.accounts import Account
from tests.faults.client import Client, Reply
from tests.faults.outcome import Outcome
from tests.faults.person import CHECKED, Person, Watch
from tests.support.visitor import AREAS, choice

PAGES = (
    "/",
    "/assessments",
    "/assessments/1",
    "/assessments/1/plan",
    "/assessments/2/math",
    "/assessments/2/review",
    "/roles",
    "/healthz",
)
OPENED_EVERY = 20
LATE = 1_000
"""A revision above all stored ones, so that only the disk can be the reason of a refusal."""
OK, SEE_OTHER, UNAVAILABLE = 200, 303, 503


class Onlooker:
    """Create the person while all is well, with a finished and an unfinished assessment."""

    def __init__(self, url: str) -> None:
        self.watch, self.levels = Watch(), 0
        self._person = Person(Client(url), threading.Event(), self.watch)
        finished = self._person.begin()
        for area, skills in AREAS.items():
            self._person.post(finished, area, dict.fromkeys(skills, 3))
        self._post("/assessments/1/review")
        # Equal answers fit every role alike, and a plan needs a target.
        self._post("/assessments/1/target", role="ml_engineer", stage="senior")
        self._post("/assessments")
        self._person.number, self.account = 2, Account(self._person.client.secret)

    def is_refused(self, times: int, outcome: Outcome) -> None:
        """Try saves, half of them single answers and half whole pages. All must be refused.

        Open pages.
        """
        # The server may have closed its connection.
        self._person.client.close()
        saves, pages = 0, 0
        for number in range(times):
            area = tuple(AREAS)[number % len(AREAS)]
            saves += (
                self._one_is_refused(area, number % 5)
                if number % 2
                else self._page_is_refused(area, number % 5)
            )
            if number % OPENED_EVERY == 0:
                pages += self._reads_all()
        outcome.least("saves that were refused, with everything shown again", saves, times)
        outcome.least(
            "times that every page was read meanwhile", pages, len(range(0, times, OPENED_EVERY))
        )

    def is_kept(self) -> None:
        """Send the same form once more."""
        self.levels += 1
        for area, skills in AREAS.items():
            self._person.post(self.account, area, dict.fromkeys(skills, self.levels))

    def _one_is_refused(self, area: str, level: int) -> bool:
        answer, skill = Answer(level, LATE), AREAS[area][0]
        self.account.send({skill: answer})
        self.account.refuse({skill: answer})
        sent = {"level": answer.level, "revision": answer.revision}
        came = self._person.client.put(f"/assessments/2/ratings/{skill}", sent, self._person.csrf)
        return _is_refusal(came) and "level" not in came.json and bool(came.json.get("error"))

    def _page_is_refused(self, area: str, level: int) -> bool:
        page = {skill: Answer(level, LATE) for skill in AREAS[area]}
        self.account.send(page)
        self.account.refuse(page)
        chosen = dict.fromkeys(page, choice(level))
        came = self._post(
            f"/assessments/2/{area}",
            bases=format_versions((skill, LoadedVersion("", LATE - 1)) for skill in page),
            **chosen,
        )
        return _is_refusal(came) and dict(CHECKED.findall(came.text)) == chosen

    def _reads_all(self) -> bool:
        return all(self._person.client.get(path).status == OK for path in PAGES)

    def _post(self, path: str, **fields: str) -> Reply:
        return self._person.client.post(path, {"csrf_token": self._person.csrf, **fields})


def _is_refusal(came: Reply) -> bool:
    return came.status == UNAVAILABLE and "retry-after" in came.headers
