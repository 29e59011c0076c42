"""Importing a file: read, scored again, and saved in one transaction.

A result in a file is never believed: each is computed again from its answers.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from app.catalogue.model import Catalogue
from app.catalogue.snapshot import digest
from app.exports.own_data.import_json import read_file
from app.scoring.result import score
from app.scoring.result_json import result_in_full, result_to_json
from app.storage.engine import Connection
from app.storage.owners import create_owner
from app.storage.personal_data.data_import import import_assessments
from app.storage.personal_data.export import StoredAssessment
from app.storage.plans import STEP_LISTS
from app.storage.snapshots import all_digests, known_digests
from app.web.auth import current_owner
from app.web.context import catalogue, frozen_catalogue, now, reads, snapshots, writes
from app.web.finished_assessment import ratings_of
from app.web.http.heavy_work import heavy_work
from app.web.http.limits import imports, new_owners


@dataclass(frozen=True, slots=True)
class ImportedAssessment:
    """An assessment as it can be saved here. `catalogue` is that of its result, or None."""

    stored: StoredAssessment
    catalogue: Catalogue | None
    is_of_today: bool
    """Whether its own catalogue is not known here, so that today's took its place."""
    differs: bool
    """Whether its own catalogue is known, and gives another result than the file says."""
    lost_target: bool
    """Whether its target's role is not in the catalogue that it has here."""
    lost_skills: bool
    """Whether it had answers or steps of skills that are not known here."""


@dataclass(frozen=True, slots=True)
class Import:
    """The assessments of a file, and which of them are new."""

    assessments: Sequence[ImportedAssessment]
    numbers: Mapping[int, int]
    """The new ones: place in the file → number here."""
    secret: str | None
    """The secret of an owner who is new."""


def import_file(content: bytes) -> Import:
    """Save the assessments of a file that are not here yet.

    FileFault, RateLimitExceeded, StorageUnavailable, or what `heavy_work` raises: nothing is saved.
    Few files are read at once, because that takes many times their size of memory.
    """
    with heavy_work():
        stored = read_file(content)
        with new_owners, imports, reads() as db:
            known = _known_digests(db, stored)
            skills, steps = _known_ids(db, stored)
        imported = [_scored_again(each, known, skills, steps) for each in stored]
        used = {id(each.catalogue): each.catalogue for each in imported if each.catalogue}
        with writes() as db:
            current = current_owner()
            owner, secret = (current, None) if current else create_owner(db, now())
            taken = import_assessments(
                db, owner.id, [each.stored for each in imported], used.values(), now()
            )
        return Import(imported, taken.numbers, secret)


def _known_digests(db: Connection, given: Sequence[StoredAssessment]) -> set[str]:
    """Return which of the assessments' catalogues are known here, by digest."""
    wanted = {each.assessment.catalogue for each in given if each.assessment.catalogue}
    return (wanted & snapshots().keys()) | known_digests(db, wanted)


def _known_ids(db: Connection, given: Sequence[StoredAssessment]) -> tuple[set[str], set[str]]:
    """Return the skills and steps of today's catalogue, and of all that are stored if need be."""
    skills, steps = set(catalogue().skill), set(catalogue().step)
    if any(_with_known_skills(each, skills, steps) != each for each in given):
        for stored in all_digests(db):
            known = frozen_catalogue(stored)
            skills |= set(known.skill)
            steps |= set(known.step)
    return skills, steps


def _scored_again(
    given: StoredAssessment, known: set[str], skills: set[str], steps: set[str]
) -> ImportedAssessment:
    """Score by the assessment's own catalogue where it is known, else by today's."""
    own = given.assessment.catalogue
    is_known = own is not None and own in known
    content = frozen_catalogue(own) if own is not None and is_known else catalogue()
    stored = _with_known_skills(given, skills, steps)
    lost_skills = stored != given
    assessment = stored.assessment
    if assessment.finished_at is None:
        is_there = assessment.target_role is None or assessment.target_role in catalogue().role
        scored = stored if is_there else _without_target(stored)
        return ImportedAssessment(scored, None, False, False, not is_there, lost_skills)
    result = score(content, ratings_of(assessment.answers))
    differs = is_known and (
        assessment.result is None or json.loads(assessment.result) != result_in_full(result)
    )
    scored = replace(
        stored,
        assessment=replace(assessment, catalogue=digest(content), result=result_to_json(result)),
    )
    is_there = assessment.target_role is None or assessment.target_role in content.role
    if not is_there:
        scored = _without_target(scored)
    return ImportedAssessment(scored, content, not is_known, differs, not is_there, lost_skills)


def _with_known_skills(
    given: StoredAssessment, skills: set[str], steps: set[str]
) -> StoredAssessment:
    """Leave out all other answers and steps: a file could invent any number of them."""
    answers = {id: each for id, each in given.assessment.answers.items() if id in skills}
    terms = given.terms and replace(
        given.terms, **{name: getattr(given.terms, name) & steps for name in STEP_LISTS}
    )
    return replace(
        given,
        assessment=replace(given.assessment, answers=answers),
        terms=terms,
        steps={id: each for id, each in given.steps.items() if id in steps},
    )


def _without_target(given: StoredAssessment) -> StoredAssessment:
    return replace(given, assessment=replace(given.assessment, target_role=None, target_stage=None))
