"""The catalogues that results were frozen with, by digest. They are not personal data."""

from collections.abc import Iterable

from sqlalchemy import Connection, select

from app.catalogue.model import Catalogue
from app.catalogue.snapshot import digest, freeze, thaw
from app.storage.tables import catalogue, insert_or


def save_snapshot(db: Connection, content: Catalogue) -> None:
    """Save a catalogue under its digest, unless it is there."""
    if digest(content) not in known_digests(db, [digest(content)]):
        db.execute(
            insert_or(db, catalogue)
            .values(digest=digest(content), content=freeze(content))
            .on_conflict_do_nothing()
        )


def known_digests(db: Connection, wanted: Iterable[str]) -> set[str]:
    """Return those of the digests under which a catalogue is saved."""
    return set(db.scalars(select(catalogue.c.digest).where(catalogue.c.digest.in_(sorted(wanted)))))


def all_digests(db: Connection) -> list[str]:
    """Return the digests of all saved catalogues."""
    return list(db.scalars(select(catalogue.c.digest).order_by(catalogue.c.digest)))


def load_snapshot(db: Connection, of: str) -> Catalogue:
    """Return the catalogue with this digest."""
    query = select(catalogue.c.content).where(catalogue.c.digest == of)
    return thaw(db.execute(query).scalar_one())
