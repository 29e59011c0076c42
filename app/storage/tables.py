"""The tables, with every rule that the database itself keeps. Times are whole seconds since 1970, UTC.

Every row of a person's carries its owner, and every query names it, but for the clean-up. The answers of an assessment are one
text, `0 cpp r;4 python sql*3;skip gcp` (see ratings.py): measured better than a row for each answer (see CONTRIBUTING.md). The database
still refuses a level outside 0 to 4: see ANSWERS_ARE_LEVELS.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
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

HASH_BYTES = 32
LONGEST_ID = 40
LONGEST_NAME = 80
LATEST_REVISION = 2**31 - 1
LONGEST_ANSWERS = 10_000
HOURS_A_WEEK = (1, 40)
LONGEST_STEP = 60
LONGEST_TERMS = 20_000
LONGEST_NOTE = 1_000
STEP_STATES = ("open", "begun", "done")

DELETED = text("deleted_at IS NOT NULL")
"""What an index of it is for, in either database. To name PostgreSQL there would bring its dialect into each start on SQLite."""


def _without(column: str, *texts: str) -> str:
    """SQL for the column with these texts taken out, the same on SQLite and PostgreSQL."""
    for each in texts:
        column = f"replace({column}, '{each}', '')"
    return column


GROUPS_ARE_LEVELS = f"""{_without("';' || answers", *(f";{level} " for level in (*LEVELS, "skip")))} NOT LIKE '%;%'"""
PAIRS_ARE_LEVELS = (
    f"{_without('answers', *(f'[{level},' for level in (*LEVELS, 'null')))} NOT LIKE '%[%'"
    f" AND length({_without('answers', ':')}) = length({_without('answers', '[')})"
)
ANSWERS_ARE_LEVELS = (
    f"CASE WHEN answers LIKE '{{%' THEN {PAIRS_ARE_LEVELS} ELSE {GROUPS_ARE_LEVELS} END"
)
"""Every group of the answers begins with a level from 0 to 4 or with "skip", so that with those taken out no ";" is left.

Where they are {"skill":[level,revision]}, as before migration 0004, every "[" begins such a level or null, and every skill has one.
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
"""Somebody who has begun an assessment; their return code's hash once they have one."""

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
"""A browser that opens an owner's assessments: the hash of the secret that it holds."""

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
    Column("name", String(LONGEST_NAME)),
    Column("started_from", Integer),
    Column("answers", Text, nullable=False, server_default=text("'{}'")),
    Column("begun_at", BigInteger, nullable=False),
    Column("finished_at", BigInteger),
    Column("deleted_at", BigInteger),
    Column("target_role", String(LONGEST_ID)),
    Column("target_stage", String(LONGEST_ID)),
    Column("hours_a_week", SmallInteger),
    Column("catalogue", String(64), ForeignKey("catalogue.digest")),
    Column("result", Text),
    CheckConstraint("number >= 1", name="number"),
    CheckConstraint(ANSWERS_ARE_LEVELS, name="answers_are_levels"),
    CheckConstraint(f"length(answers) BETWEEN 2 AND {LONGEST_ANSWERS}", name="answers_length"),
    CheckConstraint(f"length(name) BETWEEN 1 AND {LONGEST_NAME}", name="name"),
    CheckConstraint(f"target_stage IN {STAGES}", name="target_stage"),
    CheckConstraint("hours_a_week BETWEEN {} AND {}".format(*HOURS_A_WEEK), name="hours_a_week"),
    CheckConstraint("(target_role IS NULL) = (target_stage IS NULL)", name="target"),
    CheckConstraint(
        "(finished_at IS NULL) = (result IS NULL) AND (result IS NULL) = (catalogue IS NULL)",
        name="frozen",
    ),
    Index(
        "ix_assessment_deleted_at", "deleted_at", sqlite_where=DELETED
    ),  # PostgreSQL's has it by the migration: see DELETED
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
    CheckConstraint(f"length(terms) BETWEEN 2 AND {LONGEST_TERMS}", name="terms"),
    sqlite_with_rowid=False,
)
"""What an assessment's plan is made for beside its target and hours, as one JSON text; no row until somebody says."""

progress = Table(
    "progress",
    metadata,
    Column("owner", BigInteger, primary_key=True, autoincrement=False),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("step", String(LONGEST_STEP), primary_key=True),
    Column("state", String(LONGEST_ID), nullable=False),
    Column("earlier", String(LONGEST_ID), nullable=False),
    Column("note", String(LONGEST_NOTE)),
    Column("changed_at", BigInteger, nullable=False),
    ForeignKeyConstraint(
        ["owner", "number"], ["assessment.owner", "assessment.number"], ondelete="CASCADE"
    ),
    CheckConstraint(f"state IN {STEP_STATES}", name="state"),
    CheckConstraint("earlier = 'open' OR earlier = 'begun' AND state = 'done'", name="earlier"),
    CheckConstraint(f"length(step) BETWEEN 1 AND {LONGEST_STEP}", name="step"),
    CheckConstraint(f"length(note) BETWEEN 1 AND {LONGEST_NOTE}", name="note"),
    sqlite_with_rowid=False,
)
"""How far somebody is with a step, and their note on it: kept beside the frozen result, never in it."""

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
"""A link under which anybody may read one result until it ends; a link taken back is a row deleted."""
