"""Answers grouped by level, and results without keys: two thirds of the bytes.

Existing rows keep their form until they change.
"""

import json
from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

PAIRS = (
    "replace(replace(replace(replace(replace(replace("
    "answers, '[0,', ''), '[1,', ''), '[2,', ''), '[3,', ''), '[4,', ''), '[null,', '')"
    " NOT LIKE '%[%' AND length(replace(answers, ':', '')) = length(replace(answers, '[', ''))"
)
GROUPS = (
    "replace(replace(replace(replace(replace(replace("
    "';' || answers, ';0 ', ''), ';1 ', ''), ';2 ', ''), ';3 ', ''), ';4 ', ''), ';skip ', '')"
    " NOT LIKE '%;%'"
)
ASSESSMENT = sa.table(
    "assessment", *(sa.column(name) for name in ("owner", "number", "answers", "result"))
)
KEY = sa.tuple_(ASSESSMENT.c.owner, ASSESSMENT.c.number)
ROWS_AT_ONCE = 1_000


def upgrade() -> None:
    _put_check(f"CASE WHEN answers LIKE '{{%' THEN {PAIRS} ELSE {GROUPS} END")


def downgrade() -> None:
    """Every row as the code before can read it."""
    db = op.get_bind()
    for row in _rows(db):
        before = {"answers": _pairs(row.answers), "result": row.result and _with_keys(row.result)}
        if before != {"answers": row.answers, "result": row.result}:
            db.execute(
                sa.update(ASSESSMENT)
                .where(ASSESSMENT.c.owner == row.owner, ASSESSMENT.c.number == row.number)
                .values(before)
            )
    _put_check(PAIRS)


def _put_check(check: str) -> None:
    """In place of the one that is there."""
    with op.batch_alter_table("assessment", table_kwargs={"sqlite_with_rowid": False}) as table:
        table.drop_constraint("answers_are_levels", type_="check")
        table.create_check_constraint("answers_are_levels", check)


def _rows(db: sa.Connection) -> Iterator[sa.Row[tuple[int, int, str, str | None]]]:
    query = (
        sa.select(ASSESSMENT).order_by(ASSESSMENT.c.owner, ASSESSMENT.c.number).limit(ROWS_AT_ONCE)
    )
    rows = db.execute(query).all()
    while rows:
        yield from rows
        rows = db.execute(query.where(sa.tuple_(rows[-1].owner, rows[-1].number) < KEY)).all()


def _pairs(answers: str) -> str:
    """`{"python":[4,1]}` for `4 python`."""
    if answers.startswith("{"):
        return answers
    found = {}
    for group in answers.split(";"):
        level, *skills = group.split(" ")
        for each in skills:
            skill, _, again = each.partition("*")
            found[skill] = (None if level == "skip" else int(level), int(again or 1))
    return json.dumps(dict(sorted(found.items())), separators=(",", ":"))


def _with_keys(result: str) -> str:
    found = json.loads(result)
    if isinstance(found, dict):
        return result
    status, answered, parts, *roles = found
    order = [
        (role, points, error, bool(close))
        for role, points, error, close, *_ in sorted(roles, key=lambda role: -role[1])
    ]
    readiness = [(each[0], _stages(each[4:])) for each in roles]
    whole = {
        "status": status,
        "answered": answered,
        "parts": parts,
        "order": order,
        "readiness": readiness,
    }
    return json.dumps(whole, separators=(",", ":"), ensure_ascii=False)


def _stages(counts: list[int]) -> list[list[int]]:
    """The counts of each of the three stages: three by the rule of levels, four by thirds."""
    size = len(counts) // 3
    return [counts[place : place + size] for place in range(0, len(counts), size)]
