"""All data that an owner may have, drawn by Hypothesis, written and read again."""

import secrets
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st
from sqlalchemy import Connection, insert, select, update

from app.storage.tables import assessment, catalogue, insert_or, owner, plan, progress, share
from tests.storage.conftest import NOW

DIGEST = "0" * 64
HANGING_ON = (plan, progress, share)
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Drawn:
    """An assessment with its plan's terms, its steps with their notes, and its links."""

    row: Row
    terms: str | None
    steps: dict[str, Row]
    links: tuple[Row, ...]


STEPS = st.dictionaries(
    st.sampled_from(["python.0", "sql.1", "docker.3"]),
    st.fixed_dictionaries(
        {
            "state": st.sampled_from(["open", "begun", "done"]),
            "earlier": st.just("open"),
            "note": st.sampled_from([None, "메모", "n" * 1000]),
            "changed_at": st.integers(0, 9),
        }
    ),
)
LINKS = st.fixed_dictionaries(
    {
        "with_ratings": st.booleans(),
        "with_plan": st.booleans(),
        "begun_at": st.just(1),
        "ends_at": st.integers(2, 9),
    }
)


@st.composite
def _drawn(draw: st.DrawFn) -> Drawn:
    is_finished, is_aimed = draw(st.booleans()), draw(st.booleans())
    row = {
        "name": draw(st.sampled_from([None, "before the boot camp", "이름"])),
        "started_from": draw(st.none() | st.integers(1, 6)),
        "answers": draw(
            st.sampled_from(["{}", '{"python":[3,4]}', '{"python":[null,1],"sql":[0,2]}'])
        ),
        "begun_at": draw(st.integers(0, 3)),
        "finished_at": 5 if is_finished else None,
        "result": draw(st.sampled_from(["{}", '{"a":1}'])) if is_finished else None,
        "catalogue": DIGEST if is_finished else None,
        "deleted_at": draw(st.none() | st.just(7)),
        "target_role": "ml_engineer" if is_aimed else None,
        "target_stage": "senior" if is_aimed else None,
        "hours_a_week": draw(st.none() | st.integers(1, 40)),
    }
    return Drawn(
        row,
        draw(st.none() | st.just('{"start":null}')),
        draw(STEPS),
        tuple(draw(st.lists(LINKS, max_size=2))),
    )


OWNED = st.dictionaries(st.integers(1, 6), _drawn(), max_size=4)
"""Number → assessment; numbers between them have been removed for good."""


def put(db: Connection, owner_id: int, owned: dict[int, Drawn]) -> None:
    """Write all drawn data for an owner."""
    db.execute(
        insert_or(db, catalogue).values(digest=DIGEST, content="{}").on_conflict_do_nothing()
    )
    db.execute(update(owner).where(owner.c.id == owner_id).values(last_number=6, seen_at=NOW))
    for number, each in owned.items():
        key = {"owner": owner_id, "number": number}
        db.execute(insert(assessment).values(**key, **each.row))
        if each.terms:
            db.execute(insert(plan).values(**key, terms=each.terms))
        for step, row in each.steps.items():
            db.execute(insert(progress).values(**key, step=step, **row))
        for link in each.links:
            db.execute(
                insert(share).values(
                    **key, id=secrets.randbits(63), token_hash=secrets.token_bytes(32), **link
                )
            )


def owned_rows(db: Connection, owner_id: int) -> dict[int, list[Row]]:
    """Return an owner's rows by assessment number, without owner and number."""
    found: dict[int, list[Row]] = {}
    for table in (assessment, *HANGING_ON):
        query = select(table).where(table.c.owner == owner_id).order_by(*table.primary_key)
        for row in db.execute(query):
            kept = {
                name: value
                for name, value in row._mapping.items()
                if name not in {"owner", "number"}
            }
            found.setdefault(row.number, []).append({"table": table.name, **kept})
    return found
