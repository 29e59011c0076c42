"""Plans: their terms and the progress of their steps, beside the frozen result."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, Literal, cast

from sqlalchemy import ColumnElement, Connection, Table, delete, select

from app.catalogue.model import TOP_LEVEL
from app.catalogue.text import LANGUAGES, Language
from app.storage.owners import refuse_too_much_progress
from app.storage.tables import insert_or, plan, progress

StepState = Literal["open", "begun", "done"]
STEP_LISTS: Final = ("put_in", "leave_out", "done", "begun")


@dataclass(frozen=True, slots=True)
class Terms:
    """What a plan is made for besides its target and hours.

    Steps are given by id; an older catalogue may lack some of them.
    """

    start: date | None = None
    deadline: date | None = None
    languages: tuple[Language, ...] = LANGUAGES
    """The languages of resources."""
    free_only: bool = False
    focus: str | None = None
    put_in: frozenset[str] = frozenset()
    leave_out: frozenset[str] = frozenset()
    done: frozenset[str] = frozenset()
    """Steps that were done when the plan was made, which it leaves out."""
    begun: frozenset[str] = frozenset()
    """Steps that were in progress then."""


@dataclass(frozen=True, slots=True)
class StepProgress:
    """The state of a step and the owner's note on it."""

    state: StepState = "open"
    note: str = ""
    earlier: StepState = "open"
    """The state before the step was done; `open` for a step that is not done."""

    def moved(self, to: StepState) -> "StepProgress":
        """Return the progress in another state; a reopened step gets back its earlier state."""
        if self.state == "done":
            return (
                self
                if to == "done"
                else StepProgress(self.earlier if to == "open" else to, self.note)
            )
        return StepProgress(to, self.note, self.state if to == "done" else "open")


NOT_BEGUN: Final = StepProgress()
Progress = Mapping[str, StepProgress]
"""Step id → progress; a missing step is open and has no note."""


def find_terms(db: Connection, owner_id: int, number: int) -> Terms | None:
    """Return the terms of an assessment's plan; None where none were set."""
    text = db.scalar(select(plan.c.terms).where(_of(plan, owner_id, number)))
    return decode_terms(text) if text is not None else None


def save_terms(db: Connection, owner_id: int, number: int, terms: Terms) -> None:
    """Save the terms of an assessment's plan."""
    row = {"owner": owner_id, "number": number, "terms": encode_terms(terms)}
    db.execute(
        insert_or(db, plan)
        .values(row)
        .on_conflict_do_update(index_elements=["owner", "number"], set_={"terms": row["terms"]})
    )


def find_progress(db: Connection, owner_id: int, number: int) -> Progress:
    """Return the progress in an assessment's plan."""
    query = (
        select(progress.c.step, progress.c.state, progress.c.note, progress.c.earlier)
        .where(_of(progress, owner_id, number))
        .order_by(progress.c.step)
    )
    return {
        step: StepProgress(cast(StepState, state), note or "", cast(StepState, was))
        for step, state, note, was in db.execute(query)
    }


def save_progress(
    db: Connection, owner_id: int, number: int, step: str, new: StepProgress, now: int
) -> None:
    """Save the progress of a step; an open step without a note has no row."""
    this = _of(progress, owner_id, number) & (progress.c.step == step)
    if new == NOT_BEGUN:
        db.execute(delete(progress).where(this))
        return
    values = {
        "state": new.state,
        "earlier": new.earlier,
        "note": new.note or None,
        "changed_at": now,
    }
    row = {"owner": owner_id, "number": number, "step": step, **values}
    db.execute(
        insert_or(db, progress)
        .values(row)
        .on_conflict_do_update(index_elements=["owner", "number", "step"], set_=values)
    )


def steps_in(progress: Progress, state: StepState) -> tuple[str, ...]:
    """Return the ids of the steps in a state, sorted."""
    return tuple(sorted(id for id, each in progress.items() if each.state == state))


def reached_levels(db: Connection, owner_id: int, number: int) -> Mapping[str, int]:
    """Return the highest level of each skill that a done step reaches."""
    query = select(progress.c.step).where(
        _of(progress, owner_id, number), progress.c.state == "done"
    )
    levels: dict[str, int] = {}
    for id in db.scalars(query):
        skill, _, start = id.rpartition(".")
        levels[skill] = max(levels.get(skill, 0), min(int(start) + 1, TOP_LEVEL))
    return levels


def copy_plan(db: Connection, owner_id: int, earlier: int, number: int) -> None:
    """Copy a plan's terms, notes and steps in progress to a new assessment.

    Done steps are in the new assessment's answers, and its weeks start again. Raises StepsFull and
    NotesFull.
    """
    for table in (plan, progress):
        db.execute(delete(table).where(_of(table, owner_id, number)))
    terms = find_terms(db, owner_id, earlier)
    if terms:
        in_progress = steps_in(find_progress(db, owner_id, earlier), "begun")
        save_terms(
            db,
            owner_id,
            number,
            replace(terms, start=None, done=frozenset(), begun=frozenset(in_progress)),
        )
    copied = ("step", "state", "earlier", "note", "changed_at")
    query = select(*(progress.c[name] for name in copied)).where(
        _of(progress, owner_id, earlier), progress.c.state != "done"
    )
    rows = [{"owner": owner_id, "number": number, **row} for row in db.execute(query).mappings()]
    if rows:
        db.execute(progress.insert(), rows)
        refuse_too_much_progress(db, owner_id)


def encode_terms(terms: Terms) -> str:
    """Return the database's text for terms; equal terms give equal texts."""
    values = {
        "start": terms.start and terms.start.isoformat(),
        "deadline": terms.deadline and terms.deadline.isoformat(),
        "languages": list(terms.languages),
        "free_only": terms.free_only,
        "focus": terms.focus,
        **{name: sorted(getattr(terms, name)) for name in STEP_LISTS},
    }
    return json.dumps(values, separators=(",", ":"))


def decode_terms(text: str) -> Terms:
    """Return the terms of a text by `encode_terms`; missing values have their defaults."""
    values = json.loads(text)
    start, deadline = values.get("start"), values.get("deadline")
    return Terms(
        start=date.fromisoformat(start) if start else None,
        deadline=date.fromisoformat(deadline) if deadline else None,
        languages=tuple(values.get("languages", LANGUAGES)),
        free_only=values.get("free_only", False),
        focus=values.get("focus"),
        **{name: frozenset(values.get(name, ())) for name in STEP_LISTS},
    )


def _of(table: Table, owner_id: int, number: int) -> ColumnElement[bool]:
    return (table.c.owner == owner_id) & (table.c.number == number)
