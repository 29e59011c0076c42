"""Learners who answer questions at random times.

Locust runs it with the people of `PEOPLE_FILE`.
"""

import json
import os
from itertools import count, cycle
from pathlib import Path
from random import choice, expovariate

from gevent import sleep
from geventhttpclient.client import HTTPClientPool
from locust import FastHttpUser, task

PEOPLE = json.loads(Path(os.environ["PEOPLE_FILE"]).read_text(encoding="utf-8"))
"""For each person: headers, paths of question pages and answers, and the first free revision."""
RATE = float(os.environ["RATE"])
"""Requests a second of everybody together."""
SAVES, PAGES = int(os.environ["SAVES"]), int(os.environ["PAGES"])
CONNECTIONS = 64
TURNS = cycle(PEOPLE)


class Learner(FastHttpUser):
    """One person. Connections are shared, as behind a proxy."""

    client_pool = HTTPClientPool(concurrency=CONNECTIONS)

    def wait_time(self) -> float:
        """Return an exponential time, so that requests arrive as a Poisson process."""
        return expovariate(RATE / len(PEOPLE))

    def on_start(self) -> None:
        """Start at a random time."""
        self.person = next(TURNS)
        self.revisions = count(self.person["revision"])
        sleep(self.wait_time())

    @task(SAVES)
    def save(self) -> None:
        """Save one answer as the page's script does."""
        revision = next(self.revisions)
        body = {"level": revision % 5, "revision": revision}
        self.client.put(
            choice(self.person["answers"]), json=body, headers=self.person["headers"], name="save"
        )

    @task(PAGES)
    def page(self) -> None:
        """Open a question page."""
        self.client.get(choice(self.person["pages"]), headers=self.person["headers"], name="page")
