"""What the pages about return codes show."""

from dataclasses import dataclass

from app.storage.codes import code_made_at
from app.storage.devices import count_devices
from app.storage.engine import Connection
from app.storage.merging import Held, held
from app.storage.owners import Owner


@dataclass(frozen=True, slots=True)
class Sides:
    """What a code opens, and what the browser in which it was typed opens already."""

    theirs: Held
    ours: Held
    code_made_at: int | None
    """When the return code of what this browser opens already was made; None where it has none."""
    other_devices: int
    """How many other browsers open that too."""


def both_sides(db: Connection, mine: Owner, into: int) -> Sides:
    others = count_devices(db, mine.id) - 1
    return Sides(held(db, into), held(db, mine.id), code_made_at(db, mine.id), max(others, 0))
