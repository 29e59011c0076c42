"""PostgreSQL's engine: made for threads that ask shortly, for a pooler in between, and for a server that dies and is replaced.

A statement is a transaction by itself, as under READ COMMITTED each sees its own moment anyway: that saves two journeys a page, and two an
answer. What must see one moment asks for it: `one_moment`.
"""

import select
from typing import Any, Final

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import DBAPIError, DisconnectionError

POOL_SECONDS: Final = 2
"""How long a request waits for a connection that another has."""
LIMITS: Final = {
    "lock_timeout": "2s",
    "statement_timeout": "10s",
    "idle_in_transaction_session_timeout": "30s",
}
"""After which the server gives up waiting for a lock, working on a statement, and holding what a node that has died has locked."""
CONNECTING: Final = {
    "connect_timeout": "2",  # seconds for each host of the URL
    "application_name": "orienteer",
    "keepalives_idle": "5",  # seconds of silence until a host is asked whether it lives, every two seconds, three times
    "keepalives_interval": "2",
    "keepalives_count": "3",
    "tcp_user_timeout": "5000",  # milliseconds until what was sent must have arrived
}
"""How a host that has gone without a word is noticed; a URL may say otherwise."""
MIGRATING: Final = 0x0719_2B5E
"""The lock that one of several nodes that start together has while it migrates."""
READ_ONLY: Final = "25006"
BEGIN: Final = "BEGIN"
BEGIN_WITH_LIMITS: Final = "; ".join(
    [BEGIN, *(f"SET LOCAL {name} = '{value}'" for name, value in LIMITS.items())]
)


class BeginFailed(Exception):
    """The database did not begin a transaction."""


def open_postgresql(url: URL, connections: int) -> Engine:
    """An engine for one worker, with at most so many connections.

    What a URL sets of CONNECTING holds; what it says of hosts and `target_session_attrs` is libpq's own.
    """
    options = {name: value for name, value in CONNECTING.items() if name not in url.query}
    engine = create_engine(
        url,
        connect_args=options,
        hide_parameters=True,
        isolation_level="AUTOCOMMIT",
        max_overflow=0,
        pool_size=connections,
        pool_timeout=POOL_SECONDS,
        pool_use_lifo=True,
        use_native_hstore=False,
    )
    event.listen(engine, "do_connect", _connect)
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "checkout", _refuse_dead)
    event.listen(engine, "begin", _begin)
    event.listen(engine, "handle_error", _leave_read_only)
    return engine


def hold_migrations(connection: Connection) -> None:
    """Wait until no other node migrates, and let this transaction take as long as it needs; a lock on a table it waits for as all do.

    A table that somebody holds must not be waited for long: everybody else would wait behind the one who waits.
    """
    driver: Any = connection.connection.dbapi_connection
    driver.patience = None
    connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
    connection.exec_driver_sql("SET LOCAL idle_in_transaction_session_timeout = 0")
    connection.exec_driver_sql("SET LOCAL lock_timeout = 0")
    connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({MIGRATING})")
    connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{LIMITS['lock_timeout']}'")


def _connect(_dialect: object, _record: object, places: Any, options: Any) -> Any:
    from app.storage.patience import Patient

    return Patient.connect(*places, **options)


def _prepare(driver: Any, record: Any) -> None:
    """Limits for the whole session; or, through a pooler, none that outlasts a transaction, and no statement that it would have to know.

    A pooler gives its client another process number than the server has. Statements prepared on the server save a fifth of what keeping an
    answer costs, but PgBouncer before 1.21 (Debian 12 has 1.18) hands the next transaction to a server that does not know them.
    """
    driver.autocommit = True
    own = driver.execute("SELECT pg_backend_pid()").fetchone()[0]
    record.info["pooled"] = driver.info.backend_pid != own
    if record.info["pooled"]:
        driver.prepare_threshold = None
    else:
        driver.execute("; ".join(f"SET {name} = '{value}'" for name, value in LIMITS.items()))


def _refuse_dead(driver: Any, _record: object, _fairy: object) -> None:
    """A connection whose other end has gone is replaced before it is used. This asks only this machine; a ping would ask the server.

    What the server has said unasked, such as a setting that changed, is read here; it may also have said goodbye.
    """
    waiting = select.poll()
    waiting.register(driver.pgconn.socket, select.POLLIN)
    if waiting.poll(0):
        try:
            driver.pgconn.consume_input()
        except driver.OperationalError as error:
            raise DisconnectionError from error
        if waiting.poll(0):  # its goodbye has been read, and behind it is the end
            raise DisconnectionError


def _begin(connection: Connection) -> None:
    """BEGIN for a transaction that writes; through a pooler with its limits, in the same message."""
    driver: Any = connection.connection.dbapi_connection
    if not connection.get_execution_options().get("writes") or not driver.autocommit:
        return
    command = BEGIN_WITH_LIMITS if connection.connection.info.get("pooled") else BEGIN
    try:
        done = driver.ask(command)
    except driver.Error as error:
        connection.invalidate(error)
        raise BeginFailed from error
    if done.error_message:
        connection.invalidate()
        raise BeginFailed(done.error_message.decode(errors="replace"))


def _leave_read_only(error: ExceptionContext) -> None:
    """A server that has become a standby: the connections to it are given up, so that the next one looks for the primary."""
    if _state(error.original_exception) == READ_ONLY:
        error.is_disconnect = True


def is_read_only(error: Exception) -> bool:
    """Whether a server has refused a change because it takes none: then the connection is given up too, but nothing is undecided."""
    return isinstance(error, DBAPIError) and _state(error.orig) == READ_ONLY


def has_no_limits(db: Connection) -> bool:
    """Whether a pooler stands in between, so that a statement has limits only in a transaction that sets them."""
    return bool(db.connection.info.get("pooled"))


def _state(error: BaseException | None) -> str | None:
    """What PostgreSQL calls an error."""
    return getattr(error, "sqlstate", None)
