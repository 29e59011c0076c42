"""Importing a file: read, scored again, and saved in one transaction.

A result in a file is never believed: each is computed again from its answers.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from app.catalogue.model import Catalogue
from app.catalogue.snapshot import digest
from app.exports.own_data.import_json import read_file
from app.extensions import network_fingerprint
from app.scoring.result import score
from app.scoring.result_json import result_in_full, result_to_json
from app.storage.owners import create_owner
from app.storage.personal_data.data_import import content_here, import_assessments
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
    has_unknown_catalogue: bool = False
    """Whether its own catalogue is not known here, so that today's took its place."""
    differs: bool = False
    """Whether its own catalogue is known, and gives another result than the file says."""
    lost_target: bool = False
    """Whether its target's role is not in the catalogue that it has here."""
    lost_skills: bool = False
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

    Few files are read at once, because that takes many times their size of memory. Raises FileFault
    for its content, RateLimitExceeded, AssessmentsFull, StepsFull, NotesFull, OwnerGone,
    StorageUnavailable, and what `heavy_work` raises. Nothing is saved then, except perhaps with
    CommitOutcomeUnknown.
    """
    with heavy_work(network_fingerprint()):
        given = read_file(content)
        with new_owners:
            pass  # the two limits are told apart by their lines
        with imports:
            known = _known_digests(given)
            skills, steps = _known_ids(given)
        imported = [_scored_again(each, known, skills, steps) for each in given]
        current, here = current_owner(), None
        if current:
            with reads() as db:  # not in the transaction, which nobody else could write beside
                here = content_here(db, current.id, now())
        with writes() as db:
            owner, secret = (current, None) if current else create_owner(db, now())
            taken = import_assessments(
                db, owner.id, [each.stored for each in imported], _unsaved(imported), now(), here
            )
        return Import(imported, taken.numbers, secret)


def _unsaved(imported: Sequence[ImportedAssessment]) -> Sequence[Catalogue]:
    """Return the catalogue to save with the assessments: at most today's, others are saved."""
    today = catalogue()
    return [today] if any(each.catalogue is today for each in imported) else []


def _known_digests(given: Sequence[StoredAssessment]) -> set[str]:
    """Return which of the assessments' catalogues are known here, by digest."""
    wanted = {each.assessment.catalogue for each in given if each.assessment.catalogue}
    with reads() as db:
        return (wanted & snapshots().keys()) | known_digests(db, wanted)


def _known_ids(given: Sequence[StoredAssessment]) -> tuple[set[str], set[str]]:
    """Return the skills and steps of today's catalogue, and of all that are stored if need be."""
    skills, steps = set(catalogue().skill), set(catalogue().step)
    if any(_with_known_skills(each, skills, steps) != each for each in given):
        with reads() as db:
            digests = all_digests(db)
        for older in map(frozen_catalogue, digests):
            skills |= set(older.skill)
            steps |= set(older.step)
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
        return ImportedAssessment(
            stored if is_there else _without_target(stored),
            None,
            lost_target=not is_there,
            lost_skills=lost_skills,
        )
    result = score(content, ratings_of(assessment.answers))
    differs = is_known and (
        assessment.result is None or json.loads(assessment.result) != result_in_full(result)
    )
    scored = replace(
        stored,
        assessment=replace(
            assessment,
            catalogue=own if is_known else digest(content),
            result=result_to_json(result),
        ),
    )
    is_there = assessment.target_role is None or assessment.target_role in content.role
    return ImportedAssessment(
        scored if is_there else _without_target(scored),
        content,
        has_unknown_catalogue=not is_known,
        differs=differs,
        lost_target=not is_there,
        lost_skills=lost_skills,
    )


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
