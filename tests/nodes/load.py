"""Answers a second on one PostgreSQL with its standby: the app's statements, sent by pgbench."""

import re
import subprocess
from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection, event, text

from app.storage.answers import Answer, encode
from app.storage.assessments import find_own_assessment, save_answers, start_assessment
from app.storage.engine import Engine, open_engine, reading, writing
from app.storage.owners import create_owner
from tests.nodes.postgresql import Cluster, program
from tests.support.visitor import SKILLS

OWNERS = 2_000
SECONDS = 10
CLIENTS = (1, 8, 16, 32)
NOW = 1_800_000_000
PARAMETER = re.compile(r"%\((\w+)\)s")
ANSWERS = encode({skill: Answer(2, 1) for skill in SKILLS})
KEPT = f"replace('{ANSWERS}', '2 ', '' || :level || ' ')"
VALUES = {
    "secret_hash_1": "sha256(:owner::text::bytea)",
    "owner_1": ":owner",
    "number_1": "1",
    "answers_1": ":answers",
    "answers": KEPT,
}
"""SQLAlchemy's name of each parameter and its value for pgbench."""


def kept_a_second(cluster: Cluster, tell: Callable[[str, float], None]) -> None:
    """Report saved answers a second for numbers of connections, and the bytes of log for each."""
    engine = open_engine(cluster.url().replace("postgresql", "postgresql+psycopg", 1))
    script = cluster.folder.parent / "keep.sql"
    script.write_text(
        f"\\set owner random(1, {OWNERS})\n\\set level random(0, 4)\n{_statements(engine)}"
    )
    _fill(engine)
    engine.dispose()
    cluster.ask("VACUUM ANALYZE")
    for clients in CLIENTS:
        cluster.ask("CHECKPOINT")
        before = _log(cluster)
        count, rate = _bench(cluster, str(script), clients)
        tell(
            f"PostgreSQL with a synchronous standby: saves a second by {clients} connections",
            rate,
        )
        tell("    bytes of log for each", (_log(cluster) - before) / count)


def _statements(engine: Engine) -> str:
    """Return the statements of one saved answer, recorded from the application."""
    said: list[str] = []

    def note(_db: Connection, _cursor: object, statement: str, *_rest: Any) -> None:
        # \gset makes the result available by the names of its columns.
        ends = " \\gset" if statement.startswith("SELECT") else ";"
        said.append(
            PARAMETER.sub(lambda found: VALUES[found[1]], " ".join(statement.split())) + ends
        )

    with writing(engine) as db:
        db.execute(text("DELETE FROM owner"))
        owner, secret = create_owner(db, NOW)
        number = start_assessment(db, owner.id, NOW)
    event.listen(engine, "before_cursor_execute", note)
    with reading(engine) as db:
        found = find_own_assessment(db, secret, number)
        assert found
        save_answers(db, found[1], {SKILLS[0]: Answer(1, 1)})
    event.remove(engine, "before_cursor_execute", note)
    return "\n".join(said)


def _fill(engine: Engine) -> None:
    """Insert owners with ids from 1, each with a device and an assessment."""
    values = {"now": NOW, "most": OWNERS, "answers": ANSWERS}
    with writing(engine) as db:
        db.execute(
            text(
                "INSERT INTO owner (id, last_number, begun_at, seen_at) "
                "SELECT id, 1, :now, :now FROM generate_series(1, :most) AS id"
            ),
            values,
        )
        devices = (
            "SELECT id, id, sha256(id::text::bytea), :now, :now "
            "FROM generate_series(1, :most) AS id"
        )
        db.execute(
            text(f"INSERT INTO device (owner, id, secret_hash, begun_at, seen_at) {devices}"),
            values,
        )
        assessments = "SELECT id, 1, :answers, :now FROM generate_series(1, :most) AS id"
        db.execute(
            text(f"INSERT INTO assessment (owner, number, answers, begun_at) {assessments}"), values
        )


def _bench(cluster: Cluster, script: str, clients: int) -> tuple[int, float]:
    """Return how many were saved, and how many in a second."""
    command = [
        program("pgbench"),
        "-n",
        "-M",
        "prepared",
        "-f",
        script,
        "-c",
        str(clients),
        "-j",
        "1",
        "-T",
        str(SECONDS),
        cluster.url(),
    ]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    count, rate = re.search(r"actually processed: (\d+)", said), re.search(r"tps = ([\d.]+)", said)
    assert count, said
    assert rate, said
    return int(count[1]), float(rate[1])


def _log(cluster: Cluster) -> int:
    return int(str(cluster.ask("SELECT pg_current_wal_lsn() - '0/0'::pg_lsn")[0][0]))
