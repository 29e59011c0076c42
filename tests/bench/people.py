"""A database filled as it is in life: most people hold one to three assessments, some two hundred. All rows are valid."""

import random
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice

from sqlalchemy import Connection, Engine, Table, insert

from app.catalogue.load import load_catalogue
from app.catalogue.model import Catalogue
from app.catalogue.snapshot import digest
from app.scoring.result import score
from app.scoring.saved import result_to_json
from app.storage.engine import writing
from app.storage.migrate import migrate
from app.storage.owners import ID_BITS, secret_hash
from app.storage.ratings import Answer, encode
from app.storage.snapshots import keep_snapshot
from app.storage.tables import assessment, device, owner

SEED = 7
MOST = 200
"""Assessments of one owner."""
STEEPNESS = 1.1
"""Of the power law: seven in ten owners have up to two assessments, about one in 300 has the most."""
KINDS = 2_000
"""How many different sets of answers there are."""
SKIPPED = 0.1
OPEN = 3
"""Every third owner's newest assessment is not finished."""
AT_ONCE = 5_000
DAY = 24 * 3600
Row = dict[str, object]


@dataclass(frozen=True, slots=True)
class Somebody:
    """An owner: the secret that their browser holds, how many assessments they have, whether the newest one is open, and their session."""

    secret: str
    count: int
    is_open: bool
    session: str = ""
    """As a cookie; whose it is does not matter."""

    @property
    def cookie(self) -> str:
        """What their browser sends along."""
        return f"orienteer={self.secret}; {self.session}".removesuffix("; ")


def spread(assessments: int) -> list[int]:
    """How many each owner has, so many in all."""
    chance, counts = random.Random(SEED), []
    while (left := assessments - sum(counts)) > 0:
        counts.append(min(MOST, left, int(chance.paretovariate(STEEPNESS))))
    return counts


def somebody(number: int, counts: Sequence[int], is_open: bool | None = None) -> Somebody:
    """The owner of that number, from 0 on; the counts come again and again."""
    place = number % len(counts)
    return Somebody(f"secret-{number:036}", counts[place], place % OPEN == 0 if is_open is None else is_open)


def fill(engine: Engine, counts: Sequence[int], times: int = 1, is_open: bool | None = None, in_order: bool = False) -> None:
    """Make owners with so many assessments each, all of it so many times; in a new database.

    They come by chance, as in life, or `in_order` of their ids, which is much faster where there are many.
    """
    migrate(engine)
    numbers: Iterable[int] = range(len(counts) * times)
    people = (_rows(number, somebody(number, counts, is_open)) for number in (sorted(numbers, key=_id) if in_order else numbers))
    with writing(engine) as db:
        keep_snapshot(db, _content())
    while some := list(islice(people, AT_ONCE)):
        with writing(engine) as db:
            if engine.dialect.name == "sqlite":
                db.exec_driver_sql("PRAGMA cache_size=-1000000")
            for table, rows in zip((owner, device, assessment), zip(*some, strict=True), strict=True):
                _put(db, table, [row for each in rows for row in each])
    if engine.dialect.name != "sqlite":
        with engine.execution_options(isolation_level="AUTOCOMMIT").connect() as db:
            db.exec_driver_sql("VACUUM ANALYZE")
    engine.dispose()


def _id(number: int) -> int:
    """An owner's id, as random as a real one."""
    return random.Random(number).getrandbits(ID_BITS)


def _put(db: Connection, table: Table, rows: list[Row]) -> None:
    if db.dialect.name == "sqlite":
        db.execute(insert(table), rows)
        return
    names = list(rows[0])
    with db.connection.cursor() as cursor, cursor.copy(f"COPY {table.name} ({', '.join(names)}) FROM STDIN") as copy:  # type: ignore[attr-defined]
        for row in rows:
            copy.write_row([row[name] for name in names])


def _rows(number: int, found: Somebody) -> tuple[list[Row], list[Row], list[Row]]:
    """The rows of one owner, by table."""
    chance, now, id = random.Random(-1 - number), int(time.time()), _id(number)
    begun = now - chance.randint(1, 500) * DAY
    seen = {"begun_at": begun, "seen_at": now}
    browser = {"owner": id, "id": chance.getrandbits(ID_BITS), "secret_hash": secret_hash(found.secret), **seen}
    kept = [_assessment(chance, id, each, begun, found) for each in range(1, found.count + 1)]
    return [{"id": id, "last_number": found.count, **seen}], [browser], kept


def _assessment(chance: random.Random, id: int, number: int, begun: int, found: Somebody) -> Row:
    answers, result = chance.choice(_kinds())
    row: Row = {"owner": id, "number": number, "answers": answers, "begun_at": begun + number}
    if number == found.count and found.is_open:
        return row | dict.fromkeys(("finished_at", "catalogue", "result"))
    return row | {"finished_at": begun + number + 600, "catalogue": _digest(), "result": result}


@cache
def _content() -> Catalogue:
    return load_catalogue()


@cache
def _digest() -> str:
    return digest(_content())


@cache
def _kinds() -> tuple[tuple[str, str], ...]:
    return tuple(islice(_answered(random.Random(SEED)), KINDS))


def _answered(chance: random.Random) -> Iterator[tuple[str, str]]:
    """Answers and their result, as they are stored."""
    content = _content()
    while True:
        levels = {id: None if chance.random() < SKIPPED else chance.randint(0, 4) for id in content.skill}
        answers = encode({id: Answer(level, 1) for id, level in levels.items()})
        yield answers, result_to_json(score(content, levels))
