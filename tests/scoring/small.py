"""A catalogue small enough for checks by hand: skills a and b, and p or q as group g."""

from dataclasses import replace

from app.catalogue.model import Catalogue, Ratings, Requirement, StageProfile
from app.scoring import match
from app.scoring.items import item_ratings
from app.scoring.profiles import profiles
from tests.support.strategies import make_catalogue, make_skill

SKILLS = ("a", "b", "p", "q")

COEFFICIENTS = {
    #             a        b        g
    "maker": (600_000, 300_000, 100_000),
    "runner": (200_000, 200_000, 600_000),
    "thinker": (100_000, 800_000, 100_000),
}

NEEDS = {
    "maker": (
        {"a": (2, 3), "g": (1, 1)},
        {"b": (1, 2), "a": (3, 3), "g": (2, 1)},
        {"b": (4, 2), "a": (4, 3), "g": (3, 5)},
    ),
    "runner": ({"g": (2, 4)}, {"g": (3, 4), "a": (1, 1)}, {"g": (4, 4), "a": (2, 1)}),
    "thinker": ({"b": (1, 1)}, {"b": (2, 1)}, {"b": (3, 1)}),
}


def small_catalogue() -> Catalogue:
    skills = [
        make_skill("a"),
        make_skill("b"),
        make_skill("p", (5, 20, 60), 12),
        make_skill("q", (4, 30, 60), 12),
    ]
    return make_catalogue(skills, COEFFICIENTS, NEEDS, {"g": ["p", "q"]})


def with_own_alternatives() -> Catalogue:
    """Return the small catalogue by thirds; its thinker leads with a or q at level 2, as core."""
    small = small_catalogue()
    role = small.role["thinker"]
    own = Requirement("a|q", 2, 1, "expert", core=True, any_of=("a", "q"))
    stages = {**role.stages, "lead": StageProfile(role.stages["lead"].text, (own,))}
    return replace(small, roles=(*small.roles[:2], replace(role, stages=stages)), rule="thirds")


def rate(a: int | None, b: int | None, p: int | None, q: int | None) -> dict[str, int | None]:
    return {"a": a, "b": b, "p": p, "q": q}


def points(catalogue: Catalogue, ratings: Ratings) -> dict[str, int]:
    """Return each role's match in points."""
    numbers = profiles(catalogue)
    return dict(
        zip(numbers.roles, match.points(numbers, item_ratings(numbers, ratings)), strict=True)
    )
