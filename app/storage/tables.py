"""The tables and their constraints. Times are whole seconds since 1970, UTC.

Each personal row has its owner's id, and each query but those of the clean-up filters by it. An
assessment's answers are one text, `0 cpp r;4 python sql*3;skip gcp` (see answers.py), because that
was measured faster and smaller than a row per answer. ANSWERS_ARE_LEVELS still restricts levels.
"""

from typing import TYPE_CHECKING, TypeAlias

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Connection,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    String,
    Table,
    Text,
    text,
)

from app.catalogue.model import LEVELS, STAGES

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql, sqlite

Insert: TypeAlias = "postgresql.Insert | sqlite.Insert"

HASH_BYTES = 32
MAX_ID_LENGTH = 40
MAX_NAME_LENGTH = 80
LATEST_REVISION = 2**31 - 1
MAX_ANSWERS_LENGTH = 10_000
HOURS_A_WEEK_RANGE = (1, 40)
MAX_STEP_LENGTH = 60
MAX_TERMS_LENGTH = 20_000
MAX_NOTE_LENGTH = 1_000
STEP_STATES = ("open", "begun", "done")

DELETED = text("deleted_at IS NOT NULL")
"""The condition of a partial index, on both databases.

Its PostgreSQL version is in the migration only: naming that dialect here would import it at each
start on SQLite.
"""


def _without(column: str, *texts: str) -> str:
    """Return SQL that removes these texts from the column, for SQLite and PostgreSQL."""
    for each in texts:
        column = f"replace({column}, '{each}', '')"
    return column


GROUPS = [f";{level} " for level in (*LEVELS, "skip")]
GROUPS_ARE_LEVELS = f"""{_without("';' || answers", *GROUPS)} NOT LIKE '%;%'"""
PAIRS_ARE_LEVELS = (
    f"{_without('answers', *(f'[{level},' for level in (*LEVELS, 'null')))} NOT LIKE '%[%'"
    f" AND length({_without('answers', ':')}) = length({_without('answers', '[')})"
)
ANSWERS_ARE_LEVELS = (
    f"CASE WHEN answers LIKE '{{%' THEN {PAIRS_ARE_LEVELS} ELSE {GROUPS_ARE_LEVELS} END"
)
"""Each group of answers starts with a level or "skip": with those removed no ";" remains.

In the form of before migration 0004, {"skill":[level,revision]}, each "[" is followed by a level
or null, and there are as many as skills.
"""

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

owner = Table(
    "owner",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("last_number", Integer, nullable=False, server_default=text("0")),
    Column("begun_at", BigInteger, nullable=False),
    Column("seen_at", BigInteger, nullable=False, index=True),
    Column("code_hash", LargeBinary(HASH_BYTES), unique=True),
    Column("code_made_at", BigInteger),
    CheckConstraint("(code_hash IS NULL) = (code_made_at IS NULL)", name="code"),
)
"""Somebody who started an assessment, with the hash of their return code if there is one."""

device = Table(
    "device",
    metadata,
    Column(
        "owner",
        BigInteger,
        ForeignKey("owner.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    ),
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("secret_hash", LargeBinary(HASH_BYTES), nullable=False, unique=True),
    Column("begun_at", BigInteger, nullable=False),
    Column("seen_at", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)
"""A browser that opens an owner's assessments, with the hash of its secret."""

catalogue = Table(
    "catalogue",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("content", Text, nullable=False),
)

assessment = Table(
    "assessment",
    metadata,
    Column(
        "owner",
        BigInteger,
        ForeignKey("owner.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    ),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("name", String(MAX_NAME_LENGTH)),
    Column("started_from", Integer),
    Column("answers", Text, nullable=False, server_default=text("'{}'")),
    Column("begun_at", BigInteger, nullable=False),
    Column("finished_at", BigInteger),
    Column("deleted_at", BigInteger),
    Column("target_role", String(MAX_ID_LENGTH)),
    Column("target_stage", String(MAX_ID_LENGTH)),
    Column("hours_a_week", SmallInteger),
    Column("catalogue", String(64), ForeignKey("catalogue.digest")),
    Column("result", Text),
    CheckConstraint("number >= 1", name="number"),
    CheckConstraint(ANSWERS_ARE_LEVELS, name="answers_are_levels"),
    CheckConstraint(f"length(answers) BETWEEN 2 AND {MAX_ANSWERS_LENGTH}", name="answers_length"),
    CheckConstraint(f"length(name) BETWEEN 1 AND {MAX_NAME_LENGTH}", name="name"),
    CheckConstraint(f"target_stage IN {STAGES}", name="target_stage"),
    CheckConstraint(
        "hours_a_week BETWEEN {} AND {}".format(*HOURS_A_WEEK_RANGE), name="hours_a_week"
    ),
    CheckConstraint("(target_role IS NULL) = (target_stage IS NULL)", name="target"),
    CheckConstraint(
        "(finished_at IS NULL) = (result IS NULL) AND (result IS NULL) = (catalogue IS NULL)",
        name="frozen",
    ),
    Index("ix_assessment_deleted_at", "deleted_at", sqlite_where=DELETED),
    sqlite_with_rowid=False,
)

plan = Table(
    "plan",
    metadata,
    Column("owner", BigInteger, primary_key=True, autoincrement=False),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("terms", Text, nullable=False),
    ForeignKeyConstraint(
        ["owner", "number"], ["assessment.owner", "assessment.number"], ondelete="CASCADE"
    ),
    CheckConstraint(f"length(terms) BETWEEN 2 AND {MAX_TERMS_LENGTH}", name="terms"),
    sqlite_with_rowid=False,
)
"""The terms of an assessment's plan besides its target and hours, as JSON; no row by default."""

progress = Table(
    "progress",
    metadata,
    Column("owner", BigInteger, primary_key=True, autoincrement=False),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("step", String(MAX_STEP_LENGTH), primary_key=True),
    Column("state", String(MAX_ID_LENGTH), nullable=False),
    Column("earlier", String(MAX_ID_LENGTH), nullable=False),
    Column("note", String(MAX_NOTE_LENGTH)),
    Column("changed_at", BigInteger, nullable=False),
    ForeignKeyConstraint(
        ["owner", "number"], ["assessment.owner", "assessment.number"], ondelete="CASCADE"
    ),
    CheckConstraint(f"state IN {STEP_STATES}", name="state"),
    CheckConstraint("earlier = 'open' OR earlier = 'begun' AND state = 'done'", name="earlier"),
    CheckConstraint(f"length(step) BETWEEN 1 AND {MAX_STEP_LENGTH}", name="step"),
    CheckConstraint(f"length(note) BETWEEN 1 AND {MAX_NOTE_LENGTH}", name="note"),
    sqlite_with_rowid=False,
)
"""The state of a step and a note on it, beside the frozen result."""

share = Table(
    "share",
    metadata,
    Column("owner", BigInteger, primary_key=True, autoincrement=False),
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("number", Integer, nullable=False),
    Column("token_hash", LargeBinary(HASH_BYTES), nullable=False, unique=True),
    Column("with_ratings", Boolean, nullable=False),
    Column("with_plan", Boolean, nullable=False),
    Column("begun_at", BigInteger, nullable=False),
    Column("ends_at", BigInteger, nullable=False, index=True),
    Column("opened_at", BigInteger),
    ForeignKeyConstraint(
        ["owner", "number"], ["assessment.owner", "assessment.number"], ondelete="CASCADE"
    ),
    CheckConstraint("ends_at > begun_at", name="ends_at"),
    Index("ix_share_owner_number", "owner", "number"),
    sqlite_with_rowid=False,
)
"""A link under which anybody may read one result until it expires. One that is revoked
expires at once."""


def insert_or(db: Connection, table: Table) -> Insert:
    """Return an insert that has `on_conflict_do_nothing` and `on_conflict_do_update`."""
    if db.dialect.name == "postgresql":
        from sqlalchemy.dialects import postgresql

        return postgresql.insert(table)
    from sqlalchemy.dialects import sqlite

    return sqlite.insert(table)
