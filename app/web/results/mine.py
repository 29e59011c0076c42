"""What is one person's on the page of a result, as it stands there in HTML: it goes into what is the same for all who have that result."""

from dataclasses import dataclass
from functools import cache, lru_cache
from types import ModuleType
from typing import Final

from markupsafe import Markup, escape

from app.catalogue.text import Language
from app.storage.assessment_list import Beside, Finished
from app.storage.assessments import Assessment
from app.web.assessed import Assessed
from app.web.language import language
from app.web.owner import tag
from app.web.results.since import since
from app.web.sheets import Sheet, cut, filled, mark
from app.web.spoken import template_in
from app.web.templating import day

OPTIONS: Final = 4096
"""How many choices of an assessment without a name are kept, of some 150 bytes each: a number and a day, and nobody's in particular."""
NAME: Final = mark(100)


@dataclass(frozen=True, slots=True)
class Mine:
    """Each is empty where there is nothing to say."""

    tag: str = ""
    day: str = ""
    name: str = ""
    since: str = ""
    """Readiness with the steps done since."""
    offer: str = ""
    """Of a return code."""
    nearest: str = ""
    """The newest of the other assessments, to compare with."""
    pick: str = ""
    """Any of them, where there are more."""


def mine(kept: Assessment, found: Assessed | None, beside: Beside) -> Mine:
    """Of a finished assessment: as it is kept, and read as far as that is needed, which is where steps are done since."""
    here, others = language(), beside.others
    progress = since(found, beside.done) if found and beside.done else None
    words = _words(here)
    return Mine(
        tag=tag(kept),
        day=day(kept.finished_at or 0),
        name=_named(kept.name),
        since=words.since(progress) if progress else "",
        offer="" if beside.has_code else filled(_offer(here), {}).decode(),
        nearest=words.nearest(kept.number, others[0].number, day(others[0].finished_at))
        if others
        else "",
        pick=words.pick(
            kept.number,
            Markup("".join(_option(here, each) for each in others)),  # noqa: S704 (escaped) # nosec B704
        )
        if len(others) > 1
        else "",
    )


@cache
def _words(here: Language) -> ModuleType:
    return template_in(here, "result_mine.html").module  # type: ignore[return-value]  # a module of macros


def _named(name: str | None) -> str:
    return f" · {escape(name)}" if name else ""


def _option(here: Language, other: Finished) -> str:
    before, after = _unnamed(here, other.number, other.finished_at)
    return f"{before}{_named(other.name)}{after}"


@lru_cache(OPTIONS)
def _unnamed(here: Language, number: int, finished_at: int) -> tuple[str, str]:
    """What stands before the name and after it."""
    before, after = str(_words(here).option(number, day(finished_at), NAME)).split(NAME)
    return before, after


@cache
def _offer(here: Language) -> Sheet:
    return cut(template_in(here, "return_offer.html").render)
