"""A plan of our own catalogue, and one of a small catalogue whose names hold every trap."""

from datetime import date
from gettext import NullTranslations

from app.catalogue.load import load_catalogue
from app.catalogue.model import Catalogue
from app.catalogue.text import Text
from app.cli.language import words
from app.documents.words import Words
from app.planning.model import Plan, Target
from app.planning.plan import plan
from tests.planning.catalogues import TARGET, catalogue, skill

ENGLISH = Words("en", NullTranslations().gettext, NullTranslations().ngettext)
KOREAN = words("ko")
START = date(2026, 3, 2)
DEADLINE = date(2026, 6, 1)
TRAP = "=1+1 *a* _b_ `c` [d](e) <b>f</b> &amp; |g| ~~h~~ #"

OURS = load_catalogue()


def our_plan(deadline: date | None = DEADLINE, hours: int = 6, start: date | None = START) -> Plan:
    """A lead MLOps engineer to be, who has some Docker."""
    return plan(OURS, {"docker": 3, "python": 1}, Target("mlops_engineer", "lead"), hours, start, deadline)


def trapped(text: str = TRAP) -> tuple[Plan, Catalogue]:
    """A plan of a single skill whose name and anchors are this text."""
    plain = skill("a", (3, 1, 1))
    name = Text(text, text)
    marked = type(plain)(plain.id, plain.area, name, name, (name,) * 5, plain.steps)
    small = catalogue([marked], {"a": (4, 1)})
    return plan(small, {}, TARGET, 6, START), small
