"""A result that a link shares: without what its owner did not choose to show, for any reader."""

from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NoReturn

from flask import request
from werkzeug.exceptions import NotFound

from app.catalogue.model import Catalogue
from app.scoring.result import Result
from app.scoring.result_json import result_from_json
from app.storage.assessments import Assessment
from app.storage.engine import StorageUnavailable
from app.storage.plans import Progress, Terms, find_progress, find_terms
from app.storage.shares import Share, find_shared, hour_of, note_opening
from app.web.context import frozen_catalogue, now, reads, writes
from app.web.finished_assessment import (
    FinishedAssessment,
    anonymous_result,
    chosen_target,
    ratings_of,
)
from app.web.http.limits import wrong_links

PREFETCH_HEADERS = ("Sec-Purpose", "Purpose", "X-Moz")


class NoShare(NotFound):
    """The link opens nothing: the response does not tell whether it ended or never existed."""


@dataclass(frozen=True)
class SharedResult:
    """What a link opens. `token` is for links between its own pages only."""

    token: str
    share: Share
    assessment: Assessment
    terms: Terms | None
    progress: Progress
    """Without notes; empty where the plan is not shared."""

    @property
    def ends_at(self) -> int:
        """When the link ends, in seconds since 1970."""
        return self.share.ends_at

    @property
    def finished_at(self) -> int:
        """When the assessment was finished, in seconds since 1970."""
        return self.assessment.finished_at or 0

    @property
    def with_ratings(self) -> bool:
        return self.share.with_ratings

    @property
    def with_plan(self) -> bool:
        """Return whether the plan is shared; there must be a target to plan for."""
        return self.share.with_plan and self.outline.has_target

    @cached_property
    def outline(self) -> FinishedAssessment:
        """Result and target only: no owner, number, name, date or ratings."""
        target = chosen_target(self.assessment.target_role, self.assessment.target_stage)
        return anonymous_result(self._catalogue, self._result, {}, target)

    @property
    def rated(self) -> FinishedAssessment:
        """The outline with the ratings: for a shared result, and for the plan, which needs them."""
        return replace(self.outline, ratings=ratings_of(self.assessment.answers))

    @property
    def planned(self) -> FinishedAssessment:
        """The rated result with the plan's hours a week."""
        rated, hours = self.rated, self.assessment.hours_a_week
        return replace(rated, assessment=replace(rated.assessment, hours_a_week=hours))

    @cached_property
    def _result(self) -> Result:
        return result_from_json(self.assessment.result or "")

    @cached_property
    def _catalogue(self) -> Catalogue:
        return frozen_catalogue(self.assessment.catalogue or "")


def open_share(token: str) -> SharedResult:
    """Return what the link opens, and note that it was opened.

    Raises NoShare, or RateLimitExceeded after too many wrong links.
    """
    with reads() as db:
        if opened := find_shared(db, token, now()):
            share, assessment = opened
            owner, number = assessment.owner, assessment.number
            terms = find_terms(db, owner, number) if share.with_plan else None
            progress = find_progress(db, owner, number) if share.with_plan else {}
    if opened is None:
        raise_no_share()
    _note_opened(share)
    without_notes = {step: replace(each, note="") for step, each in progress.items()}
    return SharedResult(token, share, assessment, terms, without_notes)


def raise_no_share() -> NoReturn:
    """Count a wrong link, and raise NoShare, or RateLimitExceeded after too many of them."""
    with wrong_links:
        raise NoShare


def _note_opened(share: Share) -> None:
    """Note once an hour that the link was opened; reading goes on where that cannot be saved.

    HEAD requests and prefetches do not count.
    """
    purposes = {request.headers.get(name, "").partition(";")[0] for name in PREFETCH_HEADERS}
    is_read = request.method == "GET" and "prefetch" not in purposes
    if not is_read or (share.opened_at or 0) >= hour_of(now()):
        return
    with suppress(StorageUnavailable), writes() as db:
        note_opening(db, share, now())
