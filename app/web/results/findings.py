"""A result's findings as HTML: they follow from what is frozen with it and from its target, whoever asks."""

from dataclasses import dataclass

from markupsafe import Markup

from app.catalogue.text import Language
from app.web.assessed import Assessed, nobodys
from app.web.results.headline import Figures, Headline, figures, headline
from app.web.results.views import result_page
from app.web.spoken import template_in


@dataclass(frozen=True, slots=True)
class Findings:
    """What the page says at its top, and its middle as HTML: from how far the roles lie behind to what is missing."""

    headline: Headline
    figures: Figures
    html: Markup


def findings(here: Language, found: Assessed) -> Findings:
    """Those of a finished assessment, made of frozen values alone: given nothing else, they hold no name, number, note, day or token."""
    bare = nobodys(found.catalogue, found.result, found.ratings, found.chosen)
    page = result_page(bare)
    html = template_in(here, "result_findings.html").render(page=page, found=bare, language=here)
    return Findings(headline(bare, page), figures(bare, page), Markup(html))  # noqa: S704 (a template's, which escapes) # nosec B704
