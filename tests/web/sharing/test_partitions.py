"""The application runs unchanged over tables partitioned by owner.

Most queries read one partition.
"""

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import pytest
from flask import Flask
from sqlalchemy import Connection, Engine, event
from werkzeug.middleware.http_proxy import ProxyMiddleware

from app import create_app
from app.storage.databases.migrate import differences, is_migrated
from app.storage.engine import open_engine, reading, writing
from config import read_settings
from tests.browser.server import serving
from tests.conftest import context_of
from tests.support.databases import Environ, NewInstance
from tests.support.visitor import CLEAR, FLAT, Visitor
from tests.web.data.own_data import bring, busy_person, downloaded
from tests.web.returning.return_codes import choose, enter, make_code, numbers, with_result
from tests.web.sharing.partitions import PARTED, PARTS, part
from tests.web.sharing.shares import address_of, made
from tests.web.statements import EXCEPTIONS, plainly

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

OWNERS = 12


@pytest.fixture(scope="module")
def partitioned(
    on_postgresql: NewInstance, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Environ]:
    """Yield an instance with earlier data whose tables have been partitioned since."""
    with on_postgresql(tmp_path_factory.mktemp("partitioned")) as environ:
        app = create_app(read_settings(environ))
        busy_person(Visitor(app))
        context_of(app).engine.dispose()
        engine = open_engine(read_settings(environ).database)
        with writing(engine) as db:
            part(db)
        assert is_migrated(engine)
        assert [each for each in differences(engine) if "_part_" not in str(each)] == [], (
            "but for the parts they are the tables of the code"
        )
        engine.dispose()
        yield environ


def main_job(visitor: Visitor) -> None:
    """Answer, read the result, follow the plan, share it, merge two devices, export, and erase."""
    assert visitor.result_of(CLEAR).data("data-closest") == ["mlops_engineer"]
    assert visitor.post("/assessments/1/target", role="mlops_engineer", stage="lead").status == 200
    step = visitor.open("/assessments/1/plan").data("data-step")[0]
    assert visitor.post(f"/assessments/1/plan/steps/{step}", do="done", note="mine").status == 200
    assert visitor.post("/assessments/1/plan", hours="9").status == 200
    shared = made(visitor, "ratings", "plan")
    assert [
        Visitor(visitor.app).open(address_of(shared) + path).status for path in ("", "/plan")
    ] == [200, 200]
    code, other = make_code(visitor), with_result(visitor, FLAT)
    choose(other, enter(other, code), "together")
    assert len(numbers(other)) == 2
    assert visitor.open("/assessments/1/compare/2").status == 200
    assert visitor.post("/assessments/2/delete").status == 200
    assert visitor.post("/assessments/2/restore").status == 200
    file = downloaded(visitor)
    assert [each["number"] for each in file["assessments"]] == [1, 2]
    gone = visitor.open("/data/erase")
    assert visitor.press(gone, gone.form("/data/erase")).status == 200
    assert Visitor(visitor.app).open("/assessments/1").status == 404
    again = Visitor(visitor.app)
    assert bring(again, file).status == 200
    assert [each["steps"] for each in downloaded(again)["assessments"]] == [
        each["steps"] for each in file["assessments"]
    ]


def in_front_of(url: str) -> Flask:
    """Return an application that forwards every request over HTTP to the server."""
    door = Flask("door")
    proxy, told = (
        ProxyMiddleware(door.wsgi_app, {}),
        {"target": url, "host": "localhost", "headers": {}, "remove_prefix": False},
    )

    def pass_on(environ: "WSGIEnvironment", start: "StartResponse") -> Iterable[bytes]:
        return proxy.proxy_to(told, environ["PATH_INFO"], "/")(environ, start)

    door.wsgi_app = pass_on  # type: ignore[method-assign]  # Flask's way
    return door


def test_the_main_job_is_done_over_http(
    partitioned: Environ, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """The server is the `orienteer serve` command in its own process."""
    with serving(tmp_path_factory.mktemp("server"), **partitioned) as server:
        door = in_front_of(server.url)
        main_job(Visitor(door))
        for _ in range(OWNERS):
            Visitor(door).begin()
        with reading(server.engine) as db:
            where = db.exec_driver_sql(
                "SELECT tableoid::regclass::text, count(*) FROM assessment GROUP BY 1"
            ).all()
    assert sum(count for _, count in where) >= OWNERS
    assert len(where) > 1, "owners are spread"


def test_each_query_touches_one_partition(partitioned: Environ) -> None:
    """Every statement is explained with the values that it was sent with.

    Statements that may do without an owner are left out.
    """
    app = create_app(read_settings(partitioned))
    engine = context_of(app).engine
    sent = dict[str, tuple[str, Any]]()

    def note(
        _: Connection, _cursor: object, statement: str, parameters: Any, *_rest: object
    ) -> None:
        if re.search(rf"\b({'|'.join(PARTED)})\b", statement) and not statement.startswith(
            ("EXPLAIN", "INSERT")
        ):
            sent[plainly(statement)] = (statement, parameters)

    event.listen(engine, "before_cursor_execute", note)
    main_job(Visitor(app))
    event.remove(engine, "before_cursor_execute", note)
    assert len(sent) > 20
    asked = {
        plain: each
        for plain, each in sent.items()
        if not any(re.fullmatch(known, plain) for known in EXCEPTIONS)
    }
    touched = {plain: parts(engine, *each) for plain, each in asked.items()}
    assert {
        plain: found
        for plain, found in touched.items()
        if any(len(each) > 1 for each in found.values())
    } == {}
    assert {table for found in touched.values() for table, each in found.items() if each} == set(
        PARTED
    )
    engine.dispose()


def parts(engine: Engine, statement: str, parameters: Any) -> dict[str, set[str]]:
    """Return the partitions of each table that a statement's query plan names."""
    with reading(engine) as db:
        plan = "\n".join(db.exec_driver_sql(f"EXPLAIN {statement}", parameters).scalars())
    return {table: set(re.findall(rf"\bon {table}_part_(\d)", plan)) for table in PARTED}


def test_a_query_that_names_no_owner_would_touch_them_all(partitioned: Environ) -> None:
    engine = open_engine(read_settings(partitioned).database)
    assert (
        len(parts(engine, "SELECT count(*) FROM assessment WHERE number = 1", None)["assessment"])
        == PARTS
    )
    engine.dispose()
