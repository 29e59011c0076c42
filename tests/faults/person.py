"""A person who answers, by single answers and by whole pages, and notes every response."""

import re
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field

from app.storage.answers import Answer, Answers
from app.web.questionnaire.forms import (
    form_value,
    format_versions,
    level_of,
    loaded_version,
    parse_versions,
)
from tests.faults.accounts import Account, Page, part_of
from tests.faults.client import Client, NoAnswer, Reply
from tests.support.visitor import AREAS, choice

TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
BASES = re.compile(r'name="bases" value="([^"]*)"')
CHECKED = re.compile(r'name="([a-z_0-9]+)" value="([^"]+)" checked')
NUMBER = re.compile(r"/assessments/(\d+)/")
OK, SEE_OTHER, OUT_OF_DATE, CONFLICT, UNAVAILABLE = 200, 303, 400, 409, 503
UNDECIDED = "It is not known whether"
"""The beginning of a page that says that the outcome of a commit is not known."""
PAUSE = 0.02
"""Seconds until the next try when no response came: much less than the page's script waits."""
REST = 0.2
"""The same when the server has refused a save for now."""


class Stopped(Exception):
    """The drill is over, or this person has met a fault."""


@dataclass
class Watch:
    """What one writer has met: the longest time without an acknowledgement, and faults."""

    outage: float = 0
    faults: list[str] = field(default_factory=list)
    renewed: int = 0
    """How often a page was out of date and came back with what makes it new."""
    _last: float = field(default_factory=time.monotonic)

    def note(self) -> None:
        """Note that something was acknowledged now, or that the writer stops."""
        now = time.monotonic()
        self.outage, self._last = max(self.outage, now - self._last), now


@dataclass
class Person:
    """A browser with its own assessment. Every method retries until it gets a response.

    Raises Stopped when the drill is over.
    """

    client: Client
    stop: threading.Event
    watch: Watch
    number: int = 1
    csrf: str = ""

    def begin(self) -> Account:
        """Create an owner with an assessment.

        When the response is lost, the new owner stays empty and another one is created.
        """
        self.client.cookies.clear()
        while True:
            self._read_token("/")
            with suppress(NoAnswer):
                came = self.client.post("/assessments", {"csrf_token": self.csrf})
                if came.status == SEE_OTHER and (found := NUMBER.search(came.headers["location"])):
                    self.number = int(found[1])
                    break
                if (
                    not self._takes_new_token(came, _token(came.text))
                    and came.status != OUT_OF_DATE
                ):
                    self._is_unavailable("POST /assessments", came)
            self._pause()
        self._read_token(self.path(next(iter(AREAS))))
        self.watch.note()
        return Account(self.client.secret)

    def put(self, account: Account, skill: str, answer: Answer) -> None:
        """Save one answer, and repeat it until there is a response."""
        page, sent = {skill: answer}, {"level": answer.level, "revision": answer.revision}
        account.send(page)
        while True:
            try:
                came = self.client.put(self.path(f"ratings/{skill}"), sent, self.csrf)
            except NoAnswer:
                account.miss(page)
            else:
                # 409: an earlier try was saved.
                stored = {name: came.json.get(name) for name in sent}
                if came.status in (OK, CONFLICT) and stored == sent:
                    account.acknowledge(page)
                    return self.watch.note()
                _note_refusal(account, page, came)
                if not self._takes_new_token(came, came.json.get("token")):
                    self._is_unavailable(f"PUT {skill} {sent}", came)
                    self._pause(REST)
            self._pause()

    def post(self, account: Account, area: str, levels: dict[str, int | None]) -> None:
        """Save a whole page in one form.

        When no response comes the page is opened again, and all or nothing of the form is there.
        """
        before = self.open(area)
        chosen = {skill: choice(level) for skill, level in levels.items()}
        page = {
            skill: Answer(
                level_of(chosen[skill]), (before[skill].revision if skill in before else 0) + 1
            )
            for skill in chosen
            if chosen[skill] != form_value(before.get(skill))
        }
        held = format_versions((skill, loaded_version(before.get(skill))) for skill in chosen)
        account.send(page)
        account.pages.append(page)
        while True:
            try:
                came = self.client.post(
                    self.path(area), {"csrf_token": self.csrf, "go": "next", "bases": held} | chosen
                )
            except NoAnswer:
                account.miss(page)
                return self._look(account, area, page)
            if came.status == SEE_OTHER:
                account.acknowledge(page)
                return self.watch.note()
            _note_refusal(account, page, came)
            if not self._takes_new_token(came, _token(came.text)):
                self._is_unavailable(f"POST {area}", came)
            if not chosen.items() <= dict(CHECKED.findall(came.text)).items():
                self.watch.faults.append(f"a refused form of {area} came back without its choices")
            self._pause(REST)

    def open(self, area: str) -> Answers:
        """Return the stored answers that an area's page shows."""
        text = self._until_answered(self.path(area)).text
        held = parse_versions("".join(BASES.findall(text)))
        return {
            skill: Answer(level_of(version.value), version.revision)
            for skill, version in held.items()
            if version.value
        }

    def path(self, rest: str) -> str:
        return f"/assessments/{self.number}/{rest}"

    def _look(self, account: Account, area: str, page: Page) -> None:
        stored = self.open(area)
        if part_of(page, stored):
            self.watch.faults.append(f"half of {area} is kept: {stored}")
        if any(stored.get(skill) != answer for skill, answer in page.items()):
            account.pages.remove(page)

    def _read_token(self, path: str) -> None:
        self.csrf = _token(self._until_answered(path).text)

    def _takes_new_token(self, came: Reply, new: str | None) -> bool:
        """Return whether only the page was out of date, and take its new token."""
        if came.status != OUT_OF_DATE or not new:
            return False
        self.csrf, self.watch.renewed = new, self.watch.renewed + 1
        return True

    def _until_answered(self, path: str) -> Reply:
        while True:
            with suppress(NoAnswer):
                came = self.client.get(path)
                if came.status == OK:
                    return came
                self._is_unavailable(f"GET {path}", came)
            self._pause()

    def _pause(self, seconds: float = PAUSE) -> None:
        if self.stop.wait(seconds):
            raise Stopped

    def _is_unavailable(self, what: str, came: Reply) -> None:
        """Raise for any other response."""
        if came.status != UNAVAILABLE:
            self.watch.faults.append(f"{what}: {came.status} {came.text[:200]}")
            raise Stopped


def _note_refusal(account: Account, page: Page, came: Reply) -> None:
    """Return whether it says that the save failed or that its outcome is not known."""
    (account.miss if UNDECIDED in came.text else account.refuse)(page)


def _token(text: str) -> str:
    found = TOKEN.search(text)
    return found[1] if found else ""
