"""A result's findings as HTML, made once: they follow from what is frozen with it and from its target, whoever asks.

What is kept is a function of those values alone. It is given nothing else, so that it cannot hold a name, a number, a note, a day or a
token, and two people are shown the same only where their ratings, results and targets are equal.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from markupsafe import Markup

from app.catalogue.model import Catalogue
from app.catalogue.text import Language
from app.planning.model import Target
from app.scoring.result import Result
from app.web.assessed import Assessed, nobodys
from app.web.language import language
from app.web.results.views import Headline, result_page
from app.web.spoken import template_in

MADE: Final = 128
"""How many are kept, of some 80 KB each: somebody comes back to a result from its plan, its files and the list."""
FrozenRatings = tuple[tuple[str, int | None], ...]


@dataclass(frozen=True, slots=True)
class Findings:
    """What the page says at its top, and its middle as HTML: from how far the roles lie behind to what is missing."""

    headline: Headline
    html: Markup


def findings(found: Assessed) -> Findings:
    """Those of a finished assessment, in the page's language."""
    kept, aim = found.assessment, None
    if kept.target_role and kept.target_stage:
        aim = Target(kept.target_role, kept.target_stage)
    return _made(language(), found.catalogue, found.result, tuple(found.ratings.items()), aim)


@lru_cache(MADE)
def _made(here: Language, catalogue: Catalogue, result: Result, ratings: FrozenRatings, aim: Target | None) -> Findings:
    found = nobodys(catalogue, result, dict(ratings), aim)
    page = result_page(found)
    html = template_in(here, "result_findings.html").render(page=page, found=found, language=here)
    return Findings(page.headline, Markup(html))  # noqa: S704 (a template's, which escapes) # nosec B704
