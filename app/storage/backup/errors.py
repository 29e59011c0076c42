"""Why a database cannot be backed up, restored or moved. Commands translate the sentences."""

from typing import ClassVar

from app.catalogue.faults import N_


class Refusal(Exception):
    """Something that a person has to fix; nothing was changed."""

    sentence: ClassVar[str]

    def __init__(self, **values: object) -> None:
        super().__init__(self.sentence % values)
        self.values = values


class NothingThere(Refusal):
    """There is no database of Orienteer's to read."""

    sentence = N_(
        "There is no database of Orienteer’s here: DATABASE_URL or ORIENTEER_INSTANCE names "
        "another, or it was never started."
    )


class Pooled(Refusal):
    """The database is reached through a pooler, which a backup cannot use."""

    sentence = N_(
        "DATABASE_URL goes through a pooler, which a backup cannot do. For this command name "
        "PostgreSQL itself, its host and port."
    )


class Parted(Refusal):
    """Tables are partitioned, which a restore could not recreate."""

    sentence = N_(
        "The tables here are in partitions, which “orienteer restore” could not put back. Copy "
        "the files and the log: pg_basebackup"
    )


class Damaged(Refusal):
    """SQLite's integrity check failed: `why` is its first line."""

    sentence = N_(
        "The database itself is damaged (%(why)s), so no backup was made. Keep the earlier ones, "
        "and restore the latest."
    )


class BackupBusy(Refusal):
    """Another backup is being written to the same name."""

    sentence = N_("Another backup is being written to this name just now.")


class InTheWay(Refusal):
    """At the backup's draft name there is somebody else's file, or no file: `name`."""

    sentence = N_(
        "%(name)s is in the way of the backup, and is no file of yours. See what it is, and "
        "remove it or choose another folder."
    )


class NotOurs(Refusal):
    """At the backup's name there is something that is no backup."""

    sentence = N_(
        "At this name there is something that is no backup of Orienteer’s, and it would be gone. "
        "Name another."
    )


class NoBackup(Refusal):
    """The file is no backup, or not a complete one."""

    sentence = N_(
        "This is no backup of Orienteer’s, or not all of one: it was cut short or changed. "
        "Nothing was touched. Take another."
    )


class OtherDatabase(Refusal):
    """A backup of PostgreSQL cannot be restored into SQLite."""

    sentence = N_(
        "This backup is of a PostgreSQL: restore it into one. From there “orienteer move” copies "
        "it into a SQLite file."
    )


class TablesThere(Refusal):
    """The database to fill has `tables` that must not be dropped."""

    sentence = N_("The database there is not empty, so nothing was touched. In it: %(tables)s")


class OwnersThere(Refusal):
    """The database to fill has `count` owners."""

    sentence = N_(
        "Owners in the database: %(count)s. Nothing of theirs would be left. If you mean it: "
        "--replace"
    )


class Unequal(Refusal):
    """A checksum differs after copying, first that of `table`."""

    sentence = N_(
        "What arrived differs from what was sent, first in %(table)s, so nothing was kept: what "
        "was there is there still."
    )


class ProgramMissing(Refusal):
    """PostgreSQL's program `name` is not installed in `version` or a newer one."""

    sentence = N_(
        "%(name)s of PostgreSQL %(version)s or newer is missing. On Debian: sudo apt-get install "
        "postgresql-client"
    )


class ProgramFailed(Refusal):
    """A program of PostgreSQL's failed: `why` is its last line."""

    sentence = N_("PostgreSQL’s program gave up, so nothing was kept: %(why)s")
