"""A disk that takes no writes: no false acknowledgement, pages still work, and it recovers."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from tests.faults.accounts import find, lies, moment
from tests.faults.failing import failing
from tests.faults.looking import answers_in, copy_files, damage, database
from tests.faults.node import Node
from tests.faults.onlooker import Onlooker
from tests.faults.outcome import Outcome
from tests.faults.small import SmallDisk, small_disk
from tests.faults.writers import Writers, writing_people

SMALL, LARGE = 4 * 1024, 16 * 1024
"""Kilobytes of the disk that fills up, and of the same disk once there is room."""


def disk_full(folder: Path, saves: int = 600) -> Outcome:
    """Fill a disk of 4 MB and try `saves` saves, half single answers and half whole pages."""
    outcome = Outcome()
    with small_disk(folder / "instance", SMALL) as disk, _served(disk) as node:
        onlooker = Onlooker(node.url)
        with writing_people(node.url) as writers:
            writers.wait_until(lambda: any(account.refused for account in writers.accounts))
            disk.fill()
            onlooker.is_refused(saves, outcome)
            disk.remount(f"size={LARGE}k")
            writers.wait_for_more()
            onlooker.is_kept()
        _look(disk, node, folder / "copy", writers, onlooker, outcome)
    return outcome


def disk_read_only(folder: Path, saves: int = 600) -> Outcome:
    """Make the disk read-only under a server and back, then start the server on a read-only one.

    Under the running server strace answers every write with EROFS, because no system remounts a
    disk read-only while it is being written to.
    """
    outcome = Outcome()
    with small_disk(folder / "instance", LARGE) as disk, _served(disk) as node:
        onlooker = Onlooker(node.url)
        with writing_people(node.url) as writers:
            writers.wait_for_more(saves)
            with failing(node, "EROFS"):
                onlooker.is_refused(saves // 2, outcome)
            writers.wait_for_more()
            onlooker.is_kept()
        node.kill()
        disk.remount("ro")
        node.start()
        onlooker.is_refused(saves // 2, outcome)
        disk.remount("rw")
        onlooker.is_kept()
        _look(disk, node, folder / "copy", writers, onlooker, outcome)
    return outcome


@contextmanager
def _served(disk: SmallDisk) -> Iterator[Node]:
    """Run a server whose instance is on the disk."""
    node = Node(disk.path, before=disk.before)
    node.start()
    try:
        yield node
    finally:
        node.stop()


def _look(
    disk: SmallDisk, node: Node, copy: Path, writers: Writers, onlooker: Onlooker, outcome: Outcome
) -> None:
    writers.tell(outcome)
    accounts = [*writers.accounts, onlooker.account]
    with database(copy_files(disk.inside(node.database), copy)) as engine:
        kept = partial(answers_in, engine)
        outcome.faults += damage(engine) + lies(accounts, kept) + onlooker.watch.faults
        outcome.add(find(moment(accounts), kept))
