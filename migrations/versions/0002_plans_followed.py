"""A plan's terms, and progress in its steps."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "plan",
        sa.Column("owner", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("terms", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("owner", "number", name="pk_plan"),
        _of_an_assessment("plan"),
        sa.CheckConstraint("length(terms) BETWEEN 2 AND 20000", name="terms"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "progress",
        sa.Column("owner", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("step", sa.String(60), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("earlier", sa.String(40), nullable=False),
        sa.Column("note", sa.String(1000)),
        sa.Column("changed_at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("owner", "number", "step", name="pk_progress"),
        _of_an_assessment("progress"),
        sa.CheckConstraint("state IN ('open', 'begun', 'done')", name="state"),
        sa.CheckConstraint(
            "earlier = 'open' OR earlier = 'begun' AND state = 'done'", name="earlier"
        ),
        sa.CheckConstraint("length(step) BETWEEN 1 AND 60", name="step"),
        sa.CheckConstraint("length(note) BETWEEN 1 AND 1000", name="note"),
        sqlite_with_rowid=False,
    )


def _of_an_assessment(table: str) -> sa.ForeignKeyConstraint:
    columns = ["owner", "number"]
    name = f"fk_{table}_owner_number"
    return sa.ForeignKeyConstraint(
        columns, [f"assessment.{each}" for each in columns], name=name, ondelete="CASCADE"
    )


def downgrade() -> None:
    for table in ("progress", "plan"):
        op.drop_table(table)
