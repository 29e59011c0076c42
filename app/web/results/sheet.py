"""A result's page, put together: what follows from what is frozen is made once, whoever asks, and what is one person's goes in afterwards.

What is kept is a function of what the database holds of a result, of its target, of the content it was frozen with and of the page's look.
It is given nothing else: where a number, a name, a day or a token belongs it has a mark.
"""

from functools import cache, lru_cache
from operator import attrgetter
from typing import Final

from flask import render_template, url_for
from markupsafe import Markup

from app.catalogue.model import STAGES, Catalogue, Stage
from app.catalogue.text import Language
from app.documents.pdf import pdf_is_installed
from app.scoring.result import answers_needed
from app.scoring.saved import result_from_json
from app.storage.assessment_list import Beside
from app.storage.assessments import Assessment
from app.storage.ratings import Answers
from app.web.assessed import Assessed, assessed_of, chosen_target, levels, nobodys
from app.web.context import frozen_catalogue
from app.web.example import example
from app.web.language import language
from app.web.results.findings import Findings, findings
from app.web.results.forms import Offered, TargetForm
from app.web.results.headline import Figures, Headline
from app.web.results.mine import Mine, mine
from app.web.sheets import NUMBER, Look, Sheet, cut, filled, look, mark
from app.web.spoken import template_in

MADE: Final = 128
"""How many are kept, of some 50 KB each: somebody comes back to a result from its plan, its files and the list."""
FRAMES: Final = 128
"""How many are kept of what stands around findings, of some 8 KB each, which results of one headline share."""
FIELDS: Final = tuple(Mine.__slots__)
MARKS: Final = Mine(*map(mark, range(1, len(FIELDS) + 1)))
MAIN, FINDINGS, *rest = map(mark, range(len(FIELDS) + 1, len(FIELDS) + 6))
SHOWN: Final = Figures(*rest)
OF_ALL: Final = attrgetter(*FIELDS)


def result_html(kept: Assessment, beside: Beside) -> bytes:
    """The page of a finished assessment, as nearly everybody asks for it."""
    here = look()
    before, after = _around(here)
    main = _main(
        here[0],
        kept.catalogue or "",
        kept.result or "",
        kept.answers,
        (kept.target_role, kept.target_stage),
    )
    own = mine(kept, assessed_of(kept) if beside.done else None, beside)
    given: dict[str, bytes | str] = {
        str(NUMBER): str(kept.number),
        **dict(zip(OF_ALL(MARKS), OF_ALL(own), strict=True)),
    }
    return filled((*before, *main, *after), given)


def whole_html(
    found: Assessed,
    beside: Beside,
    offered: Offered,
    refused: TargetForm | None = None,
    unkept: object = "",
) -> str:
    """The same page, made whole: `refused` is a choice of a target that comes back. It cannot be, or `unkept` says why it was not kept."""
    own = Mine(*map(Markup, OF_ALL(mine(found.assessment, found, beside))))
    main = _made(
        language(), found, own, number=found.number, offered=offered, refused=refused, unkept=unkept
    )
    return render_template("result.html", main=Markup(main), number=found.number, refused=refused)  # noqa: S704 (a template's) # nosec B704


def example_html() -> str:
    """The page of the example."""
    main = filled(_example(language(), example().catalogue), {}).decode()
    return render_template("result.html", main=Markup(main), is_example=True)  # noqa: S704 (a template's) # nosec B704


@cache
def _around(_: Look) -> tuple[Sheet, Sheet]:
    """What stands before a result and after it, on everybody's page of that look."""
    form_to = url_for("results.target", number=NUMBER)
    sheet = cut(
        lambda: render_template("result.html", main=MAIN, number=NUMBER, form_to=form_to), MAIN
    )
    place = sheet.index(MAIN)
    return sheet[:place], sheet[place + 1 :]


@lru_cache(MADE)
def _main(
    here: Language, digest: str, result: str, answers: Answers, aim: tuple[str | None, Stage | None]
) -> Sheet:
    """The result itself: of texts as the database holds them, so that what was made before is found without reading them."""
    found = nobodys(
        frozen_catalogue(digest), result_from_json(result), levels(answers), chosen_target(*aim)
    )
    made = findings(here, found)
    values = {
        FINDINGS: made.html.encode(),
        **{mark: value.encode() for mark, value in zip(SHOWN, made.figures, strict=True)},
    }
    return tuple(
        values.get(piece, piece) if isinstance(piece, str) else piece
        for piece in _frame(here, found.catalogue, made.headline)
    )


@lru_cache(FRAMES)
def _frame(here: Language, content: Catalogue, headline: Headline) -> Sheet:
    """What stands around the findings of all results of that headline, with marks for their figures."""
    made, offered = (
        Findings(headline, SHOWN, FINDINGS),
        Offered(headline.target.role, headline.target.stage),
    )
    return cut(
        lambda: _said(here, content, made, MARKS, number=NUMBER, offered=offered),
        *OF_ALL(MARKS),
        *SHOWN,
        FINDINGS,
    )


@cache
def _example(here: Language, _: Catalogue) -> Sheet:
    return cut(lambda: _made(here, example(), Mine(), is_example=True))


def _made(here: Language, found: Assessed, own: Mine, **shown: object) -> str:
    return _said(here, found.catalogue, findings(here, found), own, **shown)


def _said(here: Language, content: Catalogue, made: Findings, own: Mine, **shown: object) -> str:
    said = {
        "page": made.headline,
        "figures": made.figures,
        "findings": made.html,
        "mine": own,
        "catalogue": content,
        "stages": STAGES,
    }
    closest, needed = [content.role[id] for id in made.headline.closest], answers_needed(content)
    return template_in(here, "result_main.html").render(
        said, closest=closest, needed=needed, has_pdf=pdf_is_installed(), **shown
    )
