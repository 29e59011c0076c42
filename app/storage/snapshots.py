"""The catalogues that results were frozen with, each once, under its digest: nobody's, and the same for everybody."""

from collections.abc import Iterable

from sqlalchemy import Connection, select

from app.catalogue.model import Catalogue
from app.catalogue.snapshot import digest, freeze, thaw
from app.storage.tables import catalogue
from app.storage.upsert import insert_or


def keep_snapshot(db: Connection, content: Catalogue) -> None:
    """Keep a catalogue under its digest, once for everybody."""
    if digest(content) not in known_digests(db, [digest(content)]):
        db.execute(
            insert_or(db, catalogue)
            .values(digest=digest(content), content=freeze(content))
            .on_conflict_do_nothing()
        )


def known_digests(db: Connection, wanted: Iterable[str]) -> set[str]:
    """Those of the digests under which a catalogue is kept here."""
    return set(db.scalars(select(catalogue.c.digest).where(catalogue.c.digest.in_(sorted(wanted)))))


def load_snapshot(db: Connection, of: str) -> Catalogue:
    """The catalogue that was frozen under this digest."""
    return thaw(
        db.execute(select(catalogue.c.content).where(catalogue.c.digest == of)).scalar_one()
    )
