"""PostgreSQL's engine: short time limits, poolers such as PgBouncer, and failover.

Connections are in autocommit mode, which saves a page two round trips. Under READ COMMITTED each
statement would see its own snapshot as well. `writing` and `consistent_reading` begin transactions.
"""

import select
from typing import Any, Final

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import DBAPIError, DisconnectionError

AUTOCOMMIT: Final = "AUTOCOMMIT"
WRITE_ISOLATION: Final = "READ COMMITTED"
POOL_SECONDS: Final = 2
"""How long a request waits for a free connection."""
LIMITS: Final = {
    "lock_timeout": "2s",
    "statement_timeout": "10s",
    "idle_in_transaction_session_timeout": "30s",
}
"""`idle_in_transaction_session_timeout` frees what a crashed node has locked."""
SET_LIMITS_LOCALLY: Final = "SELECT " + ", ".join(
    f"set_config('{name}', '{value}', true)" for name, value in LIMITS.items()
)
CONNECT_DEFAULTS: Final = {
    "connect_timeout": "2",  # seconds for each host of the URL
    "application_name": "orienteer",
    "keepalives_idle": "5",  # seconds of silence before a probe, then three, two seconds apart
    "keepalives_interval": "2",
    "keepalives_count": "3",
    "tcp_user_timeout": "5000",  # milliseconds until what was sent must be acknowledged
}
"""Detects a host that has vanished; a URL may override each."""
MIGRATION_LOCK: Final = 0x0719_2B5E
"""The advisory lock of the node that migrates."""
READ_ONLY: Final = "25006"


def open_postgresql(url: URL, connections: int) -> Engine:
    """Return an engine for one worker, with at most so many connections.

    The URL's own options override CONNECT_DEFAULTS; libpq handles its hosts and
    `target_session_attrs`.
    """
    options = {name: value for name, value in CONNECT_DEFAULTS.items() if name not in url.query}
    engine = create_engine(
        url,
        connect_args=options,
        hide_parameters=True,
        isolation_level=AUTOCOMMIT,
        max_overflow=0,
        pool_size=connections,
        pool_timeout=POOL_SECONDS,
        pool_use_lifo=True,
        use_native_hstore=False,
    )
    event.listen(engine, "do_connect", _connect)
    event.listen(engine, "connect", _set_up_session)
    event.listen(engine, "checkout", _refuse_dead)
    event.listen(engine, "begin", _set_limits)
    event.listen(engine, "handle_error", _disconnect_from_standby)
    return engine


def lock_migrations(connection: Connection) -> None:
    """Wait until no other node migrates, and lift this transaction's time limits.

    The connection must be closed afterwards, because its response time-out is gone for good. The
    lock time-out stays for tables: everybody else would queue behind a migration that waits.
    """
    driver: Any = connection.connection.dbapi_connection
    driver.response_timeout = None
    connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
    connection.exec_driver_sql("SET LOCAL idle_in_transaction_session_timeout = 0")
    connection.exec_driver_sql("SET LOCAL lock_timeout = 0")
    connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({MIGRATION_LOCK})")
    connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{LIMITS['lock_timeout']}'")


def is_behind_pooler(db: Connection) -> bool:
    """Return whether a pooler such as PgBouncer stands between this client and the server.

    Statements then have time limits only in a transaction that sets them.
    """
    return bool(db.connection.info.get("behind_pooler"))


def is_read_only(error: Exception) -> bool:
    """Return whether the server refused a change because it is read-only.

    The connection is closed then as well, but the outcome is known: nothing was saved.
    """
    return isinstance(error, DBAPIError) and _state(error.orig) == READ_ONLY


def _connect(_dialect: object, _record: object, places: Any, options: Any) -> Any:
    # Importing psycopg here keeps it out of every start on SQLite.
    from app.storage.databases.postgresql_connection import TimeoutConnection

    return TimeoutConnection.connect(*places, **options)


def _set_up_session(driver: Any, record: Any) -> None:
    """Set limits for the session; through a pooler nothing that outlives a transaction is set.

    A pooler reports another process number than the server. PgBouncer before 1.21 (Debian 12 has
    1.18) does not support prepared statements, so they are off there; elsewhere they save a fifth
    of the cost of saving an answer.
    """
    driver.autocommit = True
    own = driver.execute("SELECT pg_backend_pid()").fetchone()[0]
    record.info["behind_pooler"] = driver.info.backend_pid != own
    if record.info["behind_pooler"]:
        driver.prepare_threshold = None
    else:
        driver.execute("; ".join(f"SET {name} = '{value}'" for name, value in LIMITS.items()))


def _refuse_dead(driver: Any, _record: object, _fairy: object) -> None:
    """Replace a connection that the server has closed, without the round trip of a ping.

    Messages that the server sent unasked, such as a changed setting, are read here.
    """
    waiting = select.poll()
    waiting.register(driver.pgconn.socket, select.POLLIN)
    if waiting.poll(0):
        try:
            driver.pgconn.consume_input()
        except driver.OperationalError as error:
            raise DisconnectionError from error
        if waiting.poll(0):  # the end of the stream is still readable after its last message
            raise DisconnectionError


def _set_limits(connection: Connection) -> None:
    """Set the limits of a transaction that writes through a pooler."""
    if connection.get_execution_options().get("writes") and is_behind_pooler(connection):
        connection.exec_driver_sql(SET_LIMITS_LOCALLY)


def _disconnect_from_standby(error: ExceptionContext) -> None:
    """Close all connections to a server that became a standby; new ones look for the primary."""
    if _state(error.original_exception) == READ_ONLY:
        error.is_disconnect = True


def _state(error: BaseException | None) -> str | None:
    """Return PostgreSQL's code for an error."""
    return getattr(error, "sqlstate", None)
