"""Why a database cannot be backed up, restored or moved. The sentences are English; commands translate them."""

from typing import ClassVar

from app.catalogue.faults import N_


class Refusal(Exception):
    """Something that a person has to mend; nothing was changed."""

    sentence: ClassVar[str]

    def __init__(self, **values: object) -> None:
        super().__init__(self.sentence % values)
        self.values = values


class NothingThere(Refusal):
    """There is no database of Orienteer's to read."""

    sentence = N_(
        "There is no database of Orienteer’s here: DATABASE_URL or ORIENTEER_INSTANCE names another, or it was never started."
    )


class Pooled(Refusal):
    """The database is reached through a pooler, which a backup cannot go through."""

    sentence = N_(
        "DATABASE_URL goes through a pooler, which a backup cannot do. For this command name PostgreSQL itself, its host and port."
    )


class Parted(Refusal):
    """Tables are in partitions, which a restore does not know how to make."""

    sentence = N_(
        "The tables here are in partitions, which “orienteer restore” could not put back. Copy the files and the log: pg_basebackup"
    )


class Damaged(Refusal):
    """The database does not hold together: `why` is what SQLite found first."""

    sentence = N_(
        "The database itself is damaged (%(why)s), so no backup was made. Keep the earlier ones, and restore the latest."
    )


class BackupBusy(Refusal):
    """Another backup is being written to the same name just now."""

    sentence = N_("Another backup is being written to this name just now.")


class InTheWay(Refusal):
    """Where a backup is to be written until it gets its name, there is something of somebody else's: `name`."""

    sentence = N_(
        "%(name)s is in the way of the backup, and is no file of yours. See what it is, and remove it or choose another folder."
    )


class NotOurs(Refusal):
    """At the name that a backup was to get there is something else."""

    sentence = N_(
        "At this name there is something that is no backup of Orienteer’s, and it would be gone. Name another."
    )


class NoBackup(Refusal):
    """The file is no backup, or not all of one."""

    sentence = N_(
        "This is no backup of Orienteer’s, or not all of one: it was cut short or changed. Nothing was touched. Take another."
    )


class OtherDatabase(Refusal):
    """A PostgreSQL's backup is to go into a SQLite file."""

    sentence = N_(
        "This backup is of a PostgreSQL: restore it into one. From there “orienteer move” copies it into a SQLite file."
    )


class TablesThere(Refusal):
    """The database that was to be filled holds `tables` that must not go."""

    sentence = N_("The database there is not empty, so nothing was touched. In it: %(tables)s")


class OwnersThere(Refusal):
    """The database that was to be filled holds `count` owners."""

    sentence = N_(
        "Owners in the database: %(count)s. Nothing of theirs would be left. If you mean it: --replace"
    )


class Unequal(Refusal):
    """What arrived is not what was sent, in `table` first."""

    sentence = N_(
        "What arrived differs from what was sent, first in %(table)s, so nothing was kept: what was there is there still."
    )


class ProgramMissing(Refusal):
    """The program `name` of PostgreSQL's is not installed in `version` or a newer one."""

    sentence = N_(
        "%(name)s of PostgreSQL %(version)s or newer is missing. On Debian: sudo apt-get install postgresql-client"
    )


class ProgramFailed(Refusal):
    """A program of PostgreSQL's gave up: `why` is its last line."""

    sentence = N_("PostgreSQL’s program gave up, so nothing was kept: %(why)s")
