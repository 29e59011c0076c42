"""All statements of pages and commands, on both databases, filter by owner and use an index."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import Connection, Engine, event, text

from app import create_app
from app.cli.program import COMMANDS, Program
from app.storage.cleanup import DAY_SECONDS
from app.storage.engine import writing
from app.storage.tables import metadata
from config import read_settings
from tests.abuse.scene import owner_of_everything
from tests.cli.run import ENGLISH
from tests.conftest import context_of
from tests.storage.backups import find_programs
from tests.support.databases import KINDS, NewInstance
from tests.support.postgresql import new_database
from tests.support.visitor import Visitor
from tests.web.conftest import Walked
from tests.web.returning.visits import backdate_visit
from tests.web.statements import EXCEPTIONS, nameless, statements

WITH_DATABASE = {
    "purge": ("purge",),
    "backup": ("backup", "{folder}/b"),
    "restore": ("restore", "{folder}/b", "--replace"),
    "move": ("move", "--to", "{other}"),
}
"""Command → how it is run here, in this order."""
WITHOUT_DATABASE = {"score", "plan", "catalogue", "evaluate", "profiles", "links"}
SERVING = {"serve"}
"""It migrates, cleans up as `purge` does, and then answers as the walk is answered."""
COPIES = ("backup", "restore", "move")
"""Commands that copy everything, and may also send the statements below."""
COPYING = {
    r"SELECT [^()]* FROM \w+( ORDER BY [^()]*)?": "rows are copied and verified",
    r"SELECT count\(\*\) AS count_1 FROM owner": "whether anybody is there who would be replaced",
    r"INSERT INTO \w+ \([^()]*\) SELECT .* FROM \w+": "a migration makes a table anew",
    r"UPDATE \w+ SET [^()]*(\(SELECT .*\))?": "a migration fills a new column",
    r"DELETE FROM \w+ WHERE \([^()]*\) IN \(SELECT [^()]* FROM \w+ LIMIT \?( OFFSET \?)?\)": (
        "what is replaced is deleted in batches"
    ),
}
Sent = dict[str, dict[str, list[str]]]
"""Kind of database → command → the statements that it sends."""


@pytest.fixture(scope="session")
def commanded(
    request: pytest.FixtureRequest, postgresql_url: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Sent]:
    """Return the statements of each command, run on data of each kind."""
    found, folder = Sent(), tmp_path_factory.mktemp("commands")
    with new_database(postgresql_url) as empty, pytest.MonkeyPatch.context() as patch:
        find_programs(patch)
        others = {"sqlite": empty, "postgresql": f"sqlite:///{folder}/moved.db"}
        for kind in KINDS:
            found[kind] = _commanded(
                request.getfixturevalue(f"on_{kind}"), folder / kind, others[kind]
            )
        yield found


def _commanded(new_instance: NewInstance, folder: Path, other: str) -> dict[str, list[str]]:
    found = {}
    with new_instance(folder) as environ:
        app = create_app(read_settings(environ))
        backdate_visit(
            owner_of_everything(app), 500 * DAY_SECONDS
        )  # so that the purge finds a browser whose cookie is over
        lately = Visitor(app)
        lately.begin()
        backdate_visit(lately, 10 * DAY_SECONDS)  # and the clock is borne out
        context_of(app).engine.dispose()
        for name, arguments in WITH_DATABASE.items():
            with statements(Engine) as sent, left_open():
                told = CliRunner().invoke(
                    Program(ENGLISH),
                    [each.format(folder=folder, other=other) for each in arguments],
                    env=environ,
                )
            assert told.exit_code == 0, (name, told.output)
            found[name] = sent
    return found


def all_sent(walked: dict[str, Walked], commanded: Sent, kind: str) -> list[str]:
    """Return the statements of the pages and of every command that copies nothing."""
    return walked[kind].sent + [
        each for name, sent in commanded[kind].items() if name not in COPIES for each in sent
    ]


@contextmanager
def left_open() -> Iterator[None]:
    """Close, after the block, what a command leaves open until its process ends."""
    engines = set[Engine]()

    def note(connection: Connection) -> None:
        engines.add(connection.engine)

    event.listen(Engine, "engine_connect", note)
    yield
    event.remove(Engine, "engine_connect", note)
    for each in engines:
        each.dispose()


@pytest.mark.parametrize("kind", KINDS)
def test_every_statement_on_peoples_tables_names_its_owner(
    walked: dict[str, Walked], commanded: Sent, kind: str
) -> None:
    """Covers the walk through all pages, and every command."""
    assert any("SET seen_at" in each for each in walked[kind].sent), (
        "somebody came back after a day"
    )
    assert len(set(walked[kind].sent)) > 40
    assert nameless(all_sent(walked, commanded, kind)) == set()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", COPIES)
def test_what_copies_everything_reads_whole_tables_and_nothing_else_across_owners(
    commanded: Sent, name: str, kind: str
) -> None:
    unknown = {
        each
        for each in nameless(commanded[kind][name])
        if not any(re.fullmatch(known, each) for known in COPYING)
    }
    assert unknown == set()


@pytest.mark.parametrize("kind", KINDS)
def test_no_other_table_is_touched_than_this_test_knows(
    walked: dict[str, Walked], kind: str
) -> None:
    tables = {
        table
        for each in walked[kind].sent
        for table in re.findall(r"\b(?:FROM|INTO|(?<!DO )(?<!FOR )UPDATE|JOIN) (\w+)", each)
    }
    assert (
        tables
        == set(metadata.tables)
        == {"owner", "device", "assessment", "catalogue", "plan", "progress", "share"}
    )


@pytest.mark.parametrize("kind", KINDS)
def test_every_exception_is_a_statement_that_is_sent(
    walked: dict[str, Walked], commanded: Sent, kind: str
) -> None:
    """An exception for a statement that is no longer sent must go."""
    sent = set(all_sent(walked, commanded, kind))
    assert {
        known for known in EXCEPTIONS if not any(re.fullmatch(known, each) for each in sent)
    } == set()


def test_every_command_is_run_here_or_knows_no_database() -> None:
    """A missing command has not been considered. Add how it is run."""
    assert set(COMMANDS) == WITH_DATABASE.keys() | WITHOUT_DATABASE | SERVING


def explained(db: Connection, statement: str) -> list[str]:
    """Return the database's query plan for a statement, line by line."""
    if db.dialect.name == "sqlite":
        return [
            step.detail
            for step in db.exec_driver_sql(
                f"EXPLAIN QUERY PLAN {statement}", (0,) * statement.count("?")
            )
        ]
    places = count(1)
    asked = re.sub(r"\?", lambda _: f"${next(places)}", statement)
    return list(db.exec_driver_sql(f"EXPLAIN (GENERIC_PLAN) {asked}").scalars())


@pytest.mark.parametrize("kind", KINDS)
def test_every_statement_finds_its_rows_by_an_index(
    request: pytest.FixtureRequest, walked: dict[str, Walked], commanded: Sent, kind: str
) -> None:
    """Every statement uses an index.

    PostgreSQL scans a table only where it has no other way. Scans of subqueries are allowed,
    because their own lines say how those find their rows.
    """
    app, without = request.getfixturevalue(f"{kind}_app"), set[str]()
    sent = [
        each
        for each in all_sent(walked, commanded, kind)
        if not each.startswith("INSERT") or "SELECT" in each
    ]
    sent = [
        each
        for each in sent
        if "alembic_version" not in each
        and "pg_catalog" not in each
        and "sqlite_master" not in each
    ]
    with writing(context_of(app).engine) as db:  # EXPLAIN only says what it would do
        if kind == "postgresql":
            db.execute(text("SET LOCAL enable_seqscan = off"))
        for statement in sorted(set(sent)):
            if any(
                re.search(r"Seq Scan|^SCAN (?!CONSTANT ROW|anon_\d+$)", line)
                for line in explained(db, statement)
            ):
                without.add(statement)
    assert without == set()
