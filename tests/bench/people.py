"""A realistic database: most people have one to three assessments, a few have two hundred."""

import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import chain, islice

from sqlalchemy import Connection, Engine, Table, insert

from app.catalogue.load import load_catalogue
from app.catalogue.model import LEVELS, STAGES, Catalogue
from app.catalogue.snapshot import digest
from app.scoring.result import score
from app.scoring.result_json import result_to_json
from app.storage.answers import Answer, encode
from app.storage.databases.migrate import migrate
from app.storage.engine import writing
from app.storage.owners import ID_BITS, secret_hash
from app.storage.plans import Terms, encode_terms
from app.storage.snapshots import save_snapshot
from app.storage.tables import assessment, device, owner, plan

SEED = 7
MOST = 200
"""Assessments of one owner."""
STEEPNESS = 1.1
"""Exponent of the power law: 7 in 10 owners have up to two assessments, 1 in 300 has the most."""
ANSWER_SETS = 4_000
"""Different sets of answers, more than the server caches."""
SKIPPED = 0.1
LITTLE = (0, 0, 0, 1, 1, 2)
"""The levels of somebody with much to learn."""
OPEN = 3
"""The newest assessment of every third owner is not finished."""
DEADLINE_WEEKS = (20, 60)
BATCH = 5_000
DAY = 24 * 3600
TABLES = (owner, device, assessment, plan)
Row = dict[str, object]


@dataclass(slots=True)
class Person:
    """An owner of the filled database, and their browser's session once they have opened a page."""

    secret: str
    assessments: int
    """Number of their assessments, and of the newest one."""
    is_open: bool
    """Whether the newest is not finished."""
    session: str = ""
    token: str = ""

    @property
    def finished(self) -> int:
        """The number of the newest finished assessment."""
        return self.assessments - self.is_open

    @property
    def cookie(self) -> str:
        return f"orienteer={self.secret}; {self.session}".removesuffix("; ")


def power_law(assessments: int) -> list[int]:
    """Return how many assessments each owner has, for this total."""
    chance, counts = random.Random(SEED), []
    while (left := assessments - sum(counts)) > 0:
        counts.append(min(MOST, left, int(chance.paretovariate(STEEPNESS))))
    return counts


def person(number: int, counts: Sequence[int], is_open: bool | None = None) -> Person:
    """Return the owner of a number from 0 on. The counts repeat."""
    place = number % len(counts)
    return Person(
        f"secret-{number:036}", counts[place], place % OPEN == 0 if is_open is None else is_open
    )


def fill(
    engine: Engine,
    counts: Sequence[int],
    times: int = 1,
    is_open: bool | None = None,
    with_plans: bool = False,
) -> None:
    """Fill a new database with owners who have these numbers of assessments, `times` over.

    Rows are inserted in the order of their keys, which is much faster. `with_plans`: people know
    little, aim at any stage of any role, and have a plan with a deadline for each finished
    assessment.
    """
    migrate(engine)
    numbers = sorted(range(len(counts) * times), key=_id)
    rows = (_rows(number, person(number, counts, is_open), with_plans) for number in numbers)
    with writing(engine) as db:
        save_snapshot(db, _content())
    while some := list(islice(rows, BATCH)):
        with writing(engine) as db:
            if engine.dialect.name == "sqlite":
                db.exec_driver_sql("PRAGMA cache_size=-1000000")
            for table, each in zip(TABLES, zip(*some, strict=True), strict=True):
                _insert(db, table, list(chain.from_iterable(each)))
    if engine.dialect.name != "sqlite":
        with engine.execution_options(isolation_level="AUTOCOMMIT").connect() as db:
            db.exec_driver_sql("VACUUM ANALYZE")
    engine.dispose()


def _id(number: int) -> int:
    """Return an owner's id, as random as a real one."""
    return random.Random(number).getrandbits(ID_BITS)


def _insert(db: Connection, table: Table, rows: list[Row]) -> None:
    if not rows:
        return
    if db.dialect.name == "sqlite":
        db.execute(insert(table), rows)
        return
    names = list(rows[0])
    with (
        db.connection.cursor() as cursor,
        cursor.copy(f"COPY {table.name} ({', '.join(names)}) FROM STDIN") as copy,
    ):  # type: ignore[attr-defined]
        for row in rows:
            copy.write_row([row[name] for name in names])


def _rows(number: int, found: Person, with_plans: bool) -> tuple[list[Row], ...]:
    """Return the rows of one owner for each of TABLES."""
    chance, now, id = random.Random(-1 - number), int(time.time()), _id(number)
    begun = now - chance.randint(1, 500) * DAY
    seen = {"begun_at": begun, "seen_at": now}
    browser = {
        "owner": id,
        "id": chance.getrandbits(ID_BITS),
        "secret_hash": secret_hash(found.secret),
        **seen,
    }
    assessments = [
        _assessment(chance, id, each, begun, found, with_plans)
        for each in range(1, found.assessments + 1)
    ]
    plans = [_plan(chance, id, each) for each in range(1, found.finished + 1)] if with_plans else []
    return [{"id": id, "last_number": found.assessments, **seen}], [browser], assessments, plans


def _assessment(
    chance: random.Random, id: int, number: int, begun: int, found: Person, with_plans: bool
) -> Row:
    answers, result = chance.choice(_answer_sets(LITTLE if with_plans else LEVELS))
    row: Row = {"owner": id, "number": number, "answers": answers, "begun_at": begun + number}
    role, stage = (
        (chance.choice(_content().roles).id, chance.choice(STAGES)) if with_plans else (None, None)
    )
    row |= {"target_role": role, "target_stage": stage}
    if number > found.finished:
        return row | dict.fromkeys(("finished_at", "catalogue", "result"))
    return row | {"finished_at": begun + number + 600, "catalogue": _digest(), "result": result}


def _plan(chance: random.Random, id: int, number: int) -> Row:
    deadline = datetime.now(UTC).date() + timedelta(weeks=chance.randint(*DEADLINE_WEEKS))
    return {"owner": id, "number": number, "terms": encode_terms(Terms(deadline=deadline))}


@cache
def _content() -> Catalogue:
    return load_catalogue()


@cache
def _digest() -> str:
    return digest(_content())


@cache
def _answer_sets(levels: Sequence[int]) -> tuple[tuple[str, str], ...]:
    return tuple(islice(_answered(random.Random(SEED), levels), ANSWER_SETS))


def _answered(chance: random.Random, levels: Sequence[int]) -> Iterator[tuple[str, str]]:
    """Yield answers and their result as they are stored."""
    content = _content()
    while True:
        ratings = {
            id: None if chance.random() < SKIPPED else chance.choice(levels) for id in content.skill
        }
        answers = encode({id: Answer(level, 1) for id, level in ratings.items()})
        yield answers, result_to_json(score(content, ratings))
