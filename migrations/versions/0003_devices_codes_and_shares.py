"""Several devices for an owner, a return code for them, and links that share a result."""

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

OWNER = sa.table(
    "owner", sa.column("id"), sa.column("secret_hash"), sa.column("begun_at"), sa.column("seen_at")
)
DEVICE = sa.table(
    "device", *(sa.column(name) for name in ("owner", "id", "secret_hash", "begun_at", "seen_at"))
)


def upgrade() -> None:
    """The secret that an owner's browser holds becomes the first of their devices'."""
    op.create_table(
        "device",
        sa.Column("owner", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("secret_hash", sa.LargeBinary(32), nullable=False),
        sa.Column("begun_at", sa.BigInteger, nullable=False),
        sa.Column("seen_at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("owner", "id", name="pk_device"),
        sa.ForeignKeyConstraint(
            ["owner"], ["owner.id"], name="fk_device_owner", ondelete="CASCADE"
        ),
        sa.UniqueConstraint("secret_hash", name="uq_device_secret_hash"),
        sqlite_with_rowid=False,
    )
    first = sa.select(
        OWNER.c.id, OWNER.c.id, OWNER.c.secret_hash, OWNER.c.begun_at, OWNER.c.seen_at
    )
    op.execute(
        sa.insert(DEVICE).from_select(["owner", "id", "secret_hash", "begun_at", "seen_at"], first)
    )
    with op.batch_alter_table("owner") as table:
        table.drop_constraint("uq_owner_secret_hash", type_="unique")
        table.drop_column("secret_hash")
        table.add_column(sa.Column("code_hash", sa.LargeBinary(32)))
        table.add_column(sa.Column("code_made_at", sa.BigInteger))
        table.create_unique_constraint("uq_owner_code_hash", ["code_hash"])
        table.create_check_constraint("code", "(code_hash IS NULL) = (code_made_at IS NULL)")
    op.create_table(
        "share",
        sa.Column("owner", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("token_hash", sa.LargeBinary(32), nullable=False),
        sa.Column("with_ratings", sa.Boolean, nullable=False),
        sa.Column("with_plan", sa.Boolean, nullable=False),
        sa.Column("begun_at", sa.BigInteger, nullable=False),
        sa.Column("ends_at", sa.BigInteger, nullable=False),
        sa.Column("opened_at", sa.BigInteger),
        sa.PrimaryKeyConstraint("owner", "id", name="pk_share"),
        sa.ForeignKeyConstraint(
            ["owner", "number"],
            ["assessment.owner", "assessment.number"],
            name="fk_share_owner_number",
            ondelete="CASCADE",
        ),
        sa.UniqueConstraint("token_hash", name="uq_share_token_hash"),
        sa.CheckConstraint("ends_at > begun_at", name="ends_at"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_share_owner_number", "share", ["owner", "number"])
    op.create_index("ix_share_ends_at", "share", ["ends_at"])


def downgrade() -> None:
    """An owner keeps the device last seen; one without any keeps a hash that no secret has."""
    op.drop_table("share")
    with op.batch_alter_table("owner") as table:
        table.drop_constraint("code", type_="check")
        table.drop_constraint("uq_owner_code_hash", type_="unique")
        table.drop_column("code_made_at")
        table.drop_column("code_hash")
        table.add_column(sa.Column("secret_hash", sa.LargeBinary(32)))
    latest = (
        sa.select(DEVICE.c.secret_hash)
        .where(DEVICE.c.owner == OWNER.c.id)
        .order_by(DEVICE.c.seen_at.desc(), DEVICE.c.id)
        .limit(1)
    )
    op.execute(sa.update(OWNER).values(secret_hash=latest.scalar_subquery()))
    for (each,) in (
        op.get_bind().execute(sa.select(OWNER.c.id).where(OWNER.c.secret_hash.is_(None))).all()
    ):
        op.execute(
            sa.update(OWNER).where(OWNER.c.id == each).values(secret_hash=secrets.token_bytes(32))
        )
    with op.batch_alter_table("owner") as table:
        table.alter_column("secret_hash", existing_type=sa.LargeBinary(32), nullable=False)
        table.create_unique_constraint("uq_owner_secret_hash", ["secret_hash"])
    op.drop_table("device")
