"""Taking a file in: read, settled, and kept in one transaction."""

from threading import Lock
from typing import Final

from app.documents.own_data.reading import read_file
from app.storage.importing import take_in
from app.storage.owners import begin_owner
from app.web.context import now, reads, writes
from app.web.data.outcome import outcome
from app.web.data.settling import known_here, settle
from app.web.limits import imports
from app.web.owner import current_owner

_one_at_a_time = Lock()
WAIT_SECONDS: Final = 2
"""How long a file waits for its turn: a whole class brings theirs at once, and each takes a fraction of a second."""


class ImportBusy(Exception):
    """Another file is being taken in just now: one at a time, for reading one takes many times its size of memory."""


def keep_file(content: bytes) -> tuple[str, str | None]:
    """Import a file, and return what came of it in sentences and the secret of an owner who is new.

    FileFault, ImportBusy, RateLimitExceeded or StorageUnavailable: nothing is saved.
    """
    if not _one_at_a_time.acquire(timeout=WAIT_SECONDS):
        raise ImportBusy
    try:
        given = read_file(content)
        with imports, reads() as db:
            known = known_here(db, given)
        settled = [settle(each, known) for each in given]
        used = {id(each.catalogue): each.catalogue for each in settled if each.catalogue}
        with writes() as db:
            found = current_owner()
            owner, secret = (found, None) if found else begin_owner(db, now())
            taken = take_in(db, owner.id, [each.kept for each in settled], used.values(), now())
        return outcome(settled, taken.numbers), secret
    finally:
        _one_at_a_time.release()
