"""Score, gaps and reasons of one person as a part of what a result page costs that is not remembered, both in this process."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from werkzeug.test import EnvironBuilder, run_wsgi_app

from app import create_app
from app.catalogue.load import load_catalogue
from app.catalogue.model import STAGES
from app.scoring.gaps import gaps
from app.scoring.reasons import reasons
from app.scoring.result import score
from app.storage.engine import open_engine
from app.web.results import sheet
from config import read_settings
from tests.bench.metric import Metric
from tests.bench.people import fill, somebody
from tests.visitor import CLEAR

ROUNDS = 5
TIMES = 100
LIMIT, TARGET = 10.0, 5.0


def metrics(rounds: int = ROUNDS) -> Iterator[Metric]:
    content = load_catalogue()
    with TemporaryDirectory(prefix="orienteer-bench-") as folder:
        fill(open_engine(Path(folder, "orienteer.db")), [2], is_open=False)
        app = create_app(read_settings({"ORIENTEER_INSTANCE": folder}))
        environ = EnvironBuilder("/assessments/1", headers={"Cookie": somebody(0, [2], is_open=False).cookie}).get_environ()

        def request() -> None:
            sheet._main.cache_clear()  # one that is remembered reckons nothing
            parts, status, _ = run_wsgi_app(app.wsgi_app, environ.copy())
            assert status.startswith("200")
            assert len(b"".join(parts)) > 10_000

        def reckon() -> None:
            role = score(content, CLEAR).order[0].role
            gaps(content, CLEAR, role, STAGES[0])
            reasons(content, CLEAR, role)

        found = [(_cost(reckon), _cost(request)) for _ in range(rounds + 1)][1:]
    name = "score, gaps and reasons: % of a result request that is not remembered, processor"
    yield Metric(name, [100 * a / b for a, b in found], LIMIT, TARGET)
    yield Metric("score, gaps and reasons: µs", [a * 1e6 for a, _ in found])


def _cost(do: Callable[[], None]) -> float:
    start = time.process_time()
    for _ in range(TIMES):
        do()
    return (time.process_time() - start) / TIMES
