"""The first tables: owners, catalogues, assessments with their answers."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

ANSWERS_ARE_LEVELS = (
    "replace(replace(replace(replace(replace(replace("
    "answers, '[0,', ''), '[1,', ''), '[2,', ''), '[3,', ''), '[4,', ''), '[null,', '')"
    " NOT LIKE '%[%' AND length(replace(answers, ':', '')) = length(replace(answers, '[', ''))"
)


def upgrade() -> None:
    op.create_table(
        "owner",
        sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("secret_hash", sa.LargeBinary(32), nullable=False),
        sa.Column("last_number", sa.Integer, nullable=False, server_default=sa.text("0")),
        sa.Column("begun_at", sa.BigInteger, nullable=False),
        sa.Column("seen_at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_owner"),
        sa.UniqueConstraint("secret_hash", name="uq_owner_secret_hash"),
    )
    op.create_index("ix_owner_seen_at", "owner", ["seen_at"])
    op.create_table(
        "catalogue",
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("content", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_catalogue"),
    )
    op.create_table(
        "assessment",
        sa.Column("owner", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("name", sa.String(80)),
        sa.Column("started_from", sa.Integer),
        sa.Column("answers", sa.Text, nullable=False, server_default=sa.text("'{}'")),
        sa.Column("begun_at", sa.BigInteger, nullable=False),
        sa.Column("finished_at", sa.BigInteger),
        sa.Column("deleted_at", sa.BigInteger),
        sa.Column("target_role", sa.String(40)),
        sa.Column("target_stage", sa.String(40)),
        sa.Column("hours_a_week", sa.SmallInteger),
        sa.Column("catalogue", sa.String(64)),
        sa.Column("result", sa.Text),
        sa.PrimaryKeyConstraint("owner", "number", name="pk_assessment"),
        sa.ForeignKeyConstraint(
            ["owner"], ["owner.id"], name="fk_assessment_owner", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["catalogue"], ["catalogue.digest"], name="fk_assessment_catalogue"
        ),
        sa.CheckConstraint("number >= 1", name="number"),
        sa.CheckConstraint(ANSWERS_ARE_LEVELS, name="answers_are_levels"),
        sa.CheckConstraint("length(answers) BETWEEN 2 AND 10000", name="answers_length"),
        sa.CheckConstraint("length(name) BETWEEN 1 AND 80", name="name"),
        sa.CheckConstraint("target_stage IN ('junior', 'senior', 'lead')", name="target_stage"),
        sa.CheckConstraint("hours_a_week BETWEEN 1 AND 40", name="hours_a_week"),
        sa.CheckConstraint("(target_role IS NULL) = (target_stage IS NULL)", name="target"),
        sa.CheckConstraint(
            "(finished_at IS NULL) = (result IS NULL) AND (result IS NULL) = (catalogue IS NULL)",
            name="frozen",
        ),
        sqlite_with_rowid=False,
    )
    deleted = sa.text("deleted_at IS NOT NULL")
    op.create_index(
        "ix_assessment_deleted_at",
        "assessment",
        ["deleted_at"],
        sqlite_where=deleted,
        postgresql_where=deleted,
    )


def downgrade() -> None:
    for table in ("assessment", "catalogue", "owner"):
        op.drop_table(table)
