"""Reads a plan's terms and the progress of its steps from an imported file."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Final, cast

from app.catalogue.faults import N_
from app.catalogue.text import LANGUAGES, Language
from app.exports.own_data.json_format import MAX_STEPS_PER_PLAN
from app.exports.own_data.json_values import JsonValue
from app.planning.model import FIRST_YEAR, LAST_YEAR
from app.storage.personal_data.export import StoredStep
from app.storage.plans import STEP_LISTS, StepProgress, StepState, Terms, encode_terms
from app.storage.tables import (
    MAX_ID_LENGTH,
    MAX_NOTE_LENGTH,
    MAX_STEP_LENGTH,
    MAX_TERMS_LENGTH,
    STEP_STATES,
)

STEP: Final = re.compile(rf"[a-z][a-z0-9_]{{0,{MAX_STEP_LENGTH - 3}}}\.[0-3]", re.ASCII)
DAY: Final = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
TERMS: Final = ("start", "deadline", "languages", "free_only", "focus", *STEP_LISTS)


def read_terms(entry: JsonValue) -> Terms:
    """Return a plan's terms; steps and a focus may be unknown to today's catalogue."""
    fields = entry.fields(TERMS)
    start, deadline, focus = (fields[name].optional() for name in ("start", "deadline", "focus"))
    terms = Terms(
        start=_day(start) if start else None,
        deadline=_day(deadline) if deadline else None,
        languages=_languages(fields["languages"]),
        free_only=fields["free_only"].flag(),
        focus=focus.text(MAX_ID_LENGTH) if focus else None,
        **{
            name: frozenset([_step(each) for each in fields[name].items(MAX_STEPS_PER_PLAN)])
            for name in STEP_LISTS
        },
    )
    if len(encode_terms(terms)) > MAX_TERMS_LENGTH:
        entry.fault(N_("This is longer than any plan of Orienteer’s. Remove steps from it."))
    return terms


def read_steps(entry: JsonValue) -> Mapping[str, StoredStep]:
    """Return the progress of each step by its id."""
    entries = entry.entries()
    if len(entries) > MAX_STEPS_PER_PLAN:
        entry.fault(
            N_("These are %(count)s, and %(most)s can be taken in at once."),
            count=len(entries),
            most=MAX_STEPS_PER_PLAN,
        )
    return {_step(JsonValue(id, each.where)): _progress(each) for id, each in entries.items()}


def _progress(entry: JsonValue) -> StoredStep:
    fields = entry.fields(("state", "earlier", "note", "changed_at"))
    state, earlier = (
        cast(StepState, fields[name].one_of(STEP_STATES)) for name in ("state", "earlier")
    )
    if earlier == "done" or (earlier == "begun" and state != "done"):
        fields["earlier"].refuse(
            N_("This is %(value)s, which cannot be before that state: write open.")
        )
    note = fields["note"].optional()
    return StoredStep(
        StepProgress(state, note.text(MAX_NOTE_LENGTH, "\n\t") if note else "", earlier),
        fields["changed_at"].time(),
    )


def _step(entry: JsonValue) -> str:
    if not isinstance(entry.value, str) or not STEP.fullmatch(entry.value):
        entry.refuse(N_("This is %(value)s, and must be a step’s id, such as docker.1."))
    return entry.value


def _languages(entry: JsonValue) -> tuple[Language, ...]:
    languages = {each.one_of(LANGUAGES) for each in entry.items(len(LANGUAGES))}
    if not languages:
        entry.fault(N_("No language is in it: name ko, en or both."))
    return tuple(each for each in LANGUAGES if each in languages)


def _day(entry: JsonValue) -> date:
    try:
        day = (
            date.fromisoformat(entry.value)
            if isinstance(entry.value, str) and DAY.fullmatch(entry.value)
            else None
        )
    except ValueError:
        day = None
    if day is None or not FIRST_YEAR <= day.year <= LAST_YEAR:
        entry.refuse(
            N_(
                "This is %(value)s, and must be a day of the years 2000 to 2099, "
                "such as 2027-03-01."
            )
        )
    return day
