"""What a file's assessments become here. A result in a file is never believed: each is worked out again from its answers."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.catalogue.model import Catalogue
from app.catalogue.snapshot import digest
from app.scoring.result import score
from app.scoring.saved import result_in_full, result_to_json
from app.storage.engine import Connection
from app.storage.export import KeptAssessment
from app.storage.snapshots import known_digests
from app.web.assessed import levels
from app.web.context import catalogue, frozen_catalogue, snapshots


@dataclass(frozen=True, slots=True)
class Settled:
    """An assessment as it can be kept here, with the catalogue of its result (None: unfinished)."""

    kept: KeptAssessment
    catalogue: Catalogue | None
    is_of_today: bool
    """Whether its own catalogue is not known here, so that today's took its place."""
    differs: bool
    """Whether its own catalogue is known, and gives another result than the file says."""
    lost_target: bool
    """Whether its target's role is not in the catalogue that it has here."""


def known_here(db: Connection, given: Sequence[KeptAssessment]) -> set[str]:
    """The digests of those of their catalogues that are known here, today's among them."""
    wanted = {each.assessment.catalogue for each in given if each.assessment.catalogue}
    return (wanted & snapshots().keys()) | known_digests(db, wanted)


def settle(given: KeptAssessment, known: set[str]) -> Settled:
    """By the catalogue that it was finished with where that is known here, however old; by today's otherwise."""
    found = given.assessment
    if found.finished_at is None:
        is_there = found.target_role is None or found.target_role in catalogue().role
        return Settled(given if is_there else _aimless(given), None, False, False, not is_there)
    is_known = found.catalogue in known
    content = frozen_catalogue(found.catalogue) if is_known and found.catalogue else catalogue()
    result = score(content, levels(found.answers))
    differs = is_known and (
        found.result is None or json.loads(found.result) != result_in_full(result)
    )
    settled = replace(
        given, assessment=replace(found, catalogue=digest(content), result=result_to_json(result))
    )
    is_there = found.target_role is None or found.target_role in content.role
    return Settled(
        settled if is_there else _aimless(settled), content, not is_known, differs, not is_there
    )


def _aimless(given: KeptAssessment) -> KeptAssessment:
    return replace(given, assessment=replace(given.assessment, target_role=None, target_stage=None))
