"""A plan of the real catalogue, and one of a small catalogue with hostile texts."""

from dataclasses import replace
from datetime import date
from gettext import NullTranslations

from app.catalogue.load import load_catalogue
from app.catalogue.model import Catalogue
from app.catalogue.steps import Cost, Guide, Resource
from app.catalogue.text import Language, Text
from app.cli.language import words
from app.exports.words import Words
from app.planning.model import Plan, Target
from app.planning.plan import plan
from tests.planning.catalogues import TARGET, catalogue, skill

ENGLISH = Words("en", NullTranslations().gettext, NullTranslations().ngettext)
KOREAN = words("ko")
START = date(2026, 3, 2)
DEADLINE = date(2026, 6, 1)
TITLES = [
    (ENGLISH, "Learning plan: MLOps engineer, lead"),
    (KOREAN, "학습 계획: MLOps 엔지니어 · 리드"),
]
"""What `our_plan` is called."""
TRAP = "=1+1 *a* _b_ `c` [d](e) <b>f</b> &amp; |g| ~~h~~ #"

OURS = load_catalogue()


def our_plan(deadline: date | None = DEADLINE, hours: int = 6, start: date | None = START) -> Plan:
    """Return a plan for a lead MLOps engineer with some knowledge of Docker."""
    return plan(
        OURS, {"docker": 3, "python": 1}, Target("mlops_engineer", "lead"), hours, start, deadline
    )


def resource(
    id: str, language: Language = "en", cost: Cost = "free", title: str = "Title"
) -> Resource:
    address, publisher = f"https://example.org/{id}", Text("Publisher", "Publisher")
    return Resource(
        id,
        Text(title, title),
        publisher,
        language,
        "book",
        cost,
        2,
        address,
        None,
        "home",
        "2026-01-01",
    )


def trapped(text: str = TRAP, resources: tuple[Resource, ...] = ()) -> tuple[Plan, Catalogue]:
    """Return a plan of a single skill whose name, anchors and guide are this text.

    Each study step has these resources.
    """
    name, ids = Text(text, text), tuple(each.id for each in resources)
    plain = skill("a", (3, 1, 1))
    steps = [
        replace(step, guide=Guide(name, name, name), resources=ids if step.kind == "study" else ())
        for step in plain.steps
    ]
    marked = replace(plain, name=name, meaning=name, anchors=(name,) * 5, steps=tuple(steps))
    small = replace(catalogue([marked], {"a": (4, 1)}), resources=resources)
    return plan(small, {}, TARGET, 6, START), small
