"""Catalogues and ratings for tests: made by hand from a few numbers, or drawn by Hypothesis."""

from collections.abc import Mapping, Sequence
from itertools import accumulate, pairwise

from hypothesis import strategies as st

from app.catalogue.model import (
    COEFFICIENT_SUM,
    LEVELS,
    STAGES,
    TOP_LEVEL,
    Area,
    Catalogue,
    Coefficient,
    Hours,
    Item,
    Requirement,
    Role,
    Scale,
    Skill,
    Source,
    StageProfile,
    Step,
    Text,
)

WORDS = Text("말", "words")
SCALE = Scale(item_error=0.6, skip_error=1.2, k=1.0, min_answered=0.6)
Needs = Mapping[str, tuple[int, int]]
"""Item → level and weight."""


def make_skill(id: str, hours: Sequence[int] = (5, 20, 60), months: int = 12) -> Skill:
    """A skill with the likely hours of its three study steps and the months of its fourth, no prerequisites."""
    study = [Step(f"{id}.{n}", id, "study", n, Hours(1, likely, 1000), None, ()) for n, likely in enumerate(hours)]
    experience = Step(f"{id}.{len(hours)}", id, "experience", len(hours), None, months, ())
    return Skill(id, "area", WORDS, WORDS, (WORDS,) * len(LEVELS), (*study, experience))


def make_catalogue(
    skills: Sequence[str | Skill],
    coefficients: Mapping[str, Sequence[int]],
    needs: Mapping[str, Sequence[Needs]] | None = None,
    groups: Mapping[str, Sequence[str]] | None = None,
    scale: Scale = SCALE,
) -> Catalogue:
    """Roles with one coefficient per item and, for junior, senior and lead, what they need (nothing but the first item where not given)."""
    made = tuple(make_skill(skill) if isinstance(skill, str) else skill for skill in skills)
    grouped = {member: Item(id, WORDS, tuple(members)) for id, members in (groups or {}).items() for member in members}
    items = tuple({item.id: item for item in (grouped.get(s.id, Item(s.id, WORDS, (s.id,))) for s in made)}.values())
    first: Needs = {items[0].id: (1, 1)}
    roles = tuple(_role(id, items, row, (needs or {}).get(id, (first, first, first))) for id, row in coefficients.items())
    return Catalogue(scale, (Area("area", WORDS, WORDS),), made, items, roles, (Source("expert", WORDS),))


def _role(id: str, items: Sequence[Item], row: Sequence[int], needs: Sequence[Needs]) -> Role:
    match = tuple(Coefficient(item.id, value, "expert", None, None) for item, value in zip(items, row, strict=True))
    stages = {
        stage: StageProfile(WORDS, tuple(Requirement(item, level, weight, "expert") for item, (level, weight) in each.items()))
        for stage, each in zip(STAGES, needs, strict=True)
    }
    return Role(id, WORDS, WORDS, WORDS, WORDS, (WORDS,), match, stages)


@st.composite
def catalogues(draw: st.DrawFn, most_skills: int = 7) -> Catalogue:
    """Two to five roles over up to `most_skills` skills, some of them a group; levels never fall from stage to stage."""
    count = draw(st.integers(2, most_skills))
    skills = [make_skill(f"s{n}", draw(st.tuples(*[st.integers(1, 3)] * 3)), draw(st.integers(1, 3))) for n in range(count)]
    members = draw(st.integers(0, min(3, count - 1)))
    start = draw(st.integers(0, count - members))
    groups = {"group": [skill.id for skill in skills[start : start + members]]} if members > 1 else {}
    grouped = set(groups.get("group", ()))
    items = list(dict.fromkeys("group" if skill.id in grouped else skill.id for skill in skills))
    roles = [f"r{n}" for n in range(draw(st.integers(2, 5)))]
    return make_catalogue(
        skills,
        {role: draw(_coefficients(len(items))) for role in roles},
        {role: draw(_needs(items)) for role in roles},
        groups,
    )


@st.composite
def _coefficients(draw: st.DrawFn, count: int) -> list[int]:
    """Whole numbers >= 0 that sum to COEFFICIENT_SUM, coarse often enough for ties."""
    step = draw(st.sampled_from([1, COEFFICIENT_SUM // 10]))
    cuts = sorted(step * draw(st.integers(0, COEFFICIENT_SUM // step)) for _ in range(count - 1))
    ends = [0, *cuts, COEFFICIENT_SUM]
    return [after - before for before, after in pairwise(ends)]


@st.composite
def _needs(draw: st.DrawFn, items: Sequence[str]) -> list[Needs]:
    """For each stage some items at a level and a weight; later stages keep them, at that level or higher, and may add."""
    rises = {item: draw(st.tuples(*[st.integers(0, 2)] * len(STAGES))) for item in items}
    rises[draw(st.sampled_from(items))] = (1, 1, 1)
    levels = {item: [min(level, TOP_LEVEL) for level in accumulate(rise)] for item, rise in rises.items()}
    weight = st.integers(1, 10)
    return [{item: (each[n], draw(weight)) for item, each in levels.items() if each[n]} for n in range(len(STAGES))]


def ratings(catalogue: Catalogue, skips: bool = True, low: int = 0, high: int = TOP_LEVEL) -> st.SearchStrategy[dict[str, int | None]]:
    """A level from low to high for every skill, or, with `skips`, sometimes None or no entry at all."""
    level: st.SearchStrategy[int | None] = st.integers(low, high)
    ids = [skill.id for skill in catalogue.skills]
    if not skips:
        return st.fixed_dictionaries(dict.fromkeys(ids, level))
    answer = st.one_of(level, level, st.none())
    return st.one_of(st.fixed_dictionaries(dict.fromkeys(ids, answer)), st.fixed_dictionaries({}, optional=dict.fromkeys(ids, answer)))


@st.composite
def rated(draw: st.DrawFn, skips: bool = True, most_skills: int = 7) -> tuple[Catalogue, dict[str, int | None]]:
    """A drawn catalogue and a person's ratings of its skills."""
    catalogue = draw(catalogues(most_skills))
    return catalogue, draw(ratings(catalogue, skips))
