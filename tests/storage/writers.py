"""Clients that send answers to a real server and record what it acknowledged."""

import json
import random
import re
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.cookiejar import CookieJar
from types import MappingProxyType
from urllib.error import URLError
from urllib.request import HTTPCookieProcessor, Request, build_opener

from tests.support.visitor import AREAS, SKILLS

TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
SECONDS = 20
FIRST_AREA = next(iter(AREAS))


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """An answer that the server acknowledged, with the monotonic time of the response."""

    skill: str
    level: int
    revision: int
    at: float


@dataclass
class Writer:
    """One client: its secret, and every answer that was acknowledged."""

    url: str
    seed: int
    acknowledged: list[Acknowledged] = field(default_factory=list)
    failed: int = 0

    def __post_init__(self) -> None:
        self.jar = CookieJar()
        self.opener = build_opener(HTTPCookieProcessor(self.jar))
        token = self._token("/")
        self._send("/assessments", f"csrf_token={token}".encode())
        self.token = self._token(f"/assessments/1/{FIRST_AREA}")

    @property
    def secret(self) -> str:
        return next(cookie.value or "" for cookie in self.jar if cookie.name == "orienteer")

    def write(self, stop: threading.Event) -> None:
        """Send answers until stopped. Failed requests are counted and not repeated."""
        chance, revisions = random.Random(self.seed), dict.fromkeys(SKILLS, 0)
        while not stop.is_set():
            skill, level = chance.choice(SKILLS), chance.randrange(5)
            revisions[skill] += 1
            body = json.dumps({"level": level, "revision": revisions[skill]}).encode()
            headers = {"Content-Type": "application/json", "X-CSRFToken": self.token}
            try:
                self._send(f"/assessments/1/ratings/{skill}", body, "PUT", headers)
            except (URLError, OSError):
                self.failed += 1
            else:
                self.acknowledged.append(
                    Acknowledged(skill, level, revisions[skill], time.monotonic())
                )

    def _send(
        self,
        path: str,
        body: bytes,
        method: str = "POST",
        headers: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        request = Request(self.url + path, body, dict(headers), method=method)
        self.opener.open(request, timeout=SECONDS).close()

    def _token(self, path: str) -> str:
        with self.opener.open(self.url + path, timeout=SECONDS) as page:
            found = TOKEN.search(page.read().decode())
        assert found
        return found[1]


@contextmanager
def writing_at(url: str, people: int = 3) -> Iterator[list[Writer]]:
    """Run so many writers until the block ends."""
    writers = [Writer(url, seed) for seed in range(people)]
    stop = threading.Event()
    threads = [threading.Thread(target=each.write, args=(stop,)) for each in writers]
    for thread in threads:
        thread.start()
    try:
        yield writers
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def until(writers: list[Writer], count: int) -> None:
    """Wait until each writer has had so many more answers acknowledged."""
    goal, end = [len(each.acknowledged) + count for each in writers], time.monotonic() + 60
    while any(len(each.acknowledged) < wanted for each, wanted in zip(writers, goal, strict=True)):
        assert time.monotonic() < end, [each.failed for each in writers]
        time.sleep(0.01)
