"""One PostgreSQL and one PgBouncer for all tests that neither stop nor change them."""

from collections.abc import Iterator
from itertools import count

import pytest

from app.storage.databases.migrate import migrate
from app.storage.engine import open_engine
from tests.nodes.line import Line
from tests.nodes.pgbouncer import pgbouncer
from tests.nodes.postgresql import Cluster, primary
from tests.nodes.process import shared_folder

NAMES = count(1)


def driven(url: str) -> str:
    """The URL as config.py passes it on."""
    return url.replace("postgresql://", "postgresql+psycopg://", 1)


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """A PostgreSQL with a database at the newest migration."""
    with shared_folder() as folder, primary(folder, fsync="off") as found:
        engine = open_engine(driven(found.url()))
        migrate(engine)
        engine.dispose()
        yield found


@pytest.fixture(scope="session")
def pooled(cluster: Cluster) -> Iterator[str]:
    """The URL of a PgBouncer in front of it."""
    with shared_folder() as folder, pgbouncer(folder, cluster) as pooler:
        yield pooler.url


@pytest.fixture(params=[True, False], ids=["lost on the way there", "lost on the way back"])
def line(cluster: Cluster, request: pytest.FixtureRequest) -> Iterator[Line]:
    found = Line(cluster.port, request.param)
    yield found
    found.listening.close()
