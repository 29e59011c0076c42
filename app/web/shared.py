"""What a link shares: a finished assessment without what its owner did not choose to show. Who the reader is plays no part."""

from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NoReturn

from flask import request
from werkzeug.exceptions import NotFound

from app.catalogue.model import Catalogue
from app.scoring.result import Result
from app.scoring.saved import result_from_json
from app.storage.assessments import Assessment
from app.storage.engine import StorageUnavailable
from app.storage.plans import Progress, Terms, find_progress, find_terms
from app.storage.shares import Share, find_shared, hour_of, see_share
from app.web.context import frozen_catalogue, now, reads, writes
from app.web.finished_assessment import (
    FinishedAssessment,
    anonymous_result,
    chosen_target,
    ratings_of,
)
from app.web.http.limits import wrong_links


class NoShare(NotFound):
    """The link opens nothing; the answer is the same whether it is over, taken back, or never was."""


@dataclass(frozen=True)
class Shared:
    """What a link opens. `token` is for links between its own pages only."""

    token: str
    share: Share
    kept: Assessment
    terms: Terms | None
    progress: Progress
    """Without notes; none where the plan is not shared."""

    @property
    def ends_at(self) -> int:
        return self.share.ends_at

    @property
    def finished_at(self) -> int:
        return self.kept.finished_at or 0

    @property
    def with_ratings(self) -> bool:
        return self.share.with_ratings

    @property
    def with_plan(self) -> bool:
        """Only where there is a target to plan for."""
        return self.share.with_plan and self.outline.has_target

    @cached_property
    def outline(self) -> FinishedAssessment:
        """Result and target, as nobody's: no rating, no number, no name, no answer, no day."""
        return anonymous_result(
            self._catalogue,
            self._result,
            {},
            chosen_target(self.kept.target_role, self.kept.target_stage),
        )

    @property
    def rated(self) -> FinishedAssessment:
        """The outline with the ratings: for the result where they are shared, and for the plan, which begins from them."""
        return replace(self.outline, ratings=ratings_of(self.kept.answers))

    @property
    def planned(self) -> FinishedAssessment:
        """The same with the plan's hours."""
        found = self.rated
        return replace(
            found, assessment=replace(found.assessment, hours_a_week=self.kept.hours_a_week)
        )

    @cached_property
    def _result(self) -> Result:
        return result_from_json(self.kept.result or "")

    @cached_property
    def _catalogue(self) -> Catalogue:
        return frozen_catalogue(self.kept.catalogue or "")


def shared(token: str) -> Shared:
    """What the token opens now, which is noted; NoShare or RateLimitExceeded where it opens nothing."""
    with reads() as db:
        if found := find_shared(db, token, now()):
            share, kept = found
            terms = find_terms(db, kept.owner, kept.number) if share.with_plan else None
            progress = find_progress(db, kept.owner, kept.number) if share.with_plan else {}
    if found is None:
        refuse_link()
    _note(share)
    return Shared(
        token, share, kept, terms, {step: replace(each, note="") for step, each in progress.items()}
    )


def refuse_link() -> NoReturn:
    """Count a link that opens nothing, and raise NoShare, or RateLimitExceeded after too many of them."""
    with wrong_links:
        raise NoShare


def _note(found: Share) -> None:
    """Once an hour, note that the link was opened: not by who asks for the headers alone, or for a page to have it at hand.

    A database that cannot be written stops nobody from reading.
    """
    ahead = {
        request.headers.get(name, "").partition(";")[0]
        for name in ("Sec-Purpose", "Purpose", "X-Moz")
    }
    if request.method != "GET" or "prefetch" in ahead or (found.opened_at or 0) >= hour_of(now()):
        return
    with suppress(StorageUnavailable), writes() as db:
        see_share(db, found, now())
