"""Catalogues and ratings for tests, built by hand from a few numbers or drawn by Hypothesis."""

from collections.abc import Container, Mapping, Sequence
from itertools import accumulate

from hypothesis import strategies as st

from app.catalogue.model import (
    COEFFICIENT_SUM,
    LEVELS,
    STAGES,
    TOP_LEVEL,
    Area,
    Catalogue,
    Coefficient,
    Item,
    Requirement,
    Role,
    Rule,
    Scale,
    Skill,
    Source,
    StageProfile,
)
from app.catalogue.steps import Hours, Step
from app.catalogue.text import Text
from tests.support.scales import SCALE, many, scales

WORDS = Text("말", "words")
KINDS = st.sampled_from(["tenths", "any", "same", "a point off"])
THINNESS = st.sampled_from([8, 4])
"""Three in so many skills are in groups."""
HEAVIEST = st.sampled_from([1, 3, 100])
Needs = Mapping[str, tuple[int, int]]
"""Item → level and weight."""


def make_skill(id: str, hours: Sequence[int] = (5, 20, 60), months: int = 12) -> Skill:
    """Return a skill with the likely hours of its three study steps and the months of its fourth.

    Its steps have no prerequisites.
    """
    study = [
        Step(f"{id}.{n}", id, "study", n, Hours(1, likely, 1000), None, ())
        for n, likely in enumerate(hours)
    ]
    experience = Step(f"{id}.{len(hours)}", id, "experience", len(hours), None, months, ())
    return Skill(id, "area", WORDS, WORDS, (WORDS,) * len(LEVELS), (*study, experience))


def make_catalogue(
    skills: Sequence[str | Skill],
    coefficients: Mapping[str, Sequence[int]],
    needs: Mapping[str, Sequence[Needs]] | None = None,
    groups: Mapping[str, Sequence[str]] | None = None,
    scale: Scale = SCALE,
    rule: Rule = "levels",
    core: Container[str] = (),
) -> Catalogue:
    """Return roles with one coefficient per item and the needs of each stage.

    Where no needs are given, a stage needs only the first item. `core` items are core everywhere.
    """
    made = tuple(make_skill(skill) if isinstance(skill, str) else skill for skill in skills)
    items = make_items([skill.id for skill in made], groups or {})
    first: Needs = {items[0].id: (1, 1)}
    roles = tuple(
        _role(id, items, row, (needs or {}).get(id, (first, first, first)), core)
        for id, row in coefficients.items()
    )
    areas, sources = (Area("area", WORDS, WORDS),), (Source("expert", WORDS),)
    return Catalogue(scale, areas, made, items, roles, sources, rule=rule)


def make_items(skills: Sequence[str], groups: Mapping[str, Sequence[str]]) -> tuple[Item, ...]:
    """Return one item per skill in the skills' order.

    A group takes the place of its first member.
    """
    grouped = {
        member: Item(id, WORDS, tuple(members))
        for id, members in groups.items()
        for member in members
    }
    return tuple(
        dict.fromkeys(grouped.get(skill, Item(skill, WORDS, (skill,))) for skill in skills)
    )


def _role(
    id: str, items: Sequence[Item], row: Sequence[int], needs: Sequence[Needs], core: Container[str]
) -> Role:
    match = tuple(
        Coefficient(item.id, value, "expert", None, None)
        for item, value in zip(items, row, strict=True)
    )
    stages = {
        stage: StageProfile(
            WORDS,
            tuple(
                Requirement(item, level, weight, "expert", core=item in core)
                for item, (level, weight) in each.items()
            ),
        )
        for stage, each in zip(STAGES, needs, strict=True)
    }
    return Role(id, WORDS, WORDS, WORDS, WORDS, (WORDS,), match, stages)


@st.composite
def catalogues(draw: st.DrawFn, most_skills: int = 12) -> Catalogue:
    """Draw a catalogue that could be loaded, with odd ones often.

    It has two to five roles over 1 to `most_skills` skills and up to three groups. Members of a
    group need not be neighbours or in the skills' order. Ids do not sort as the skills do. Roles
    may have equal or almost equal coefficients. A stage may require little or nearly all. Errors,
    `k`, `min_information` and `min_compared` may be 0.
    """
    count = draw(st.integers(1, most_skills))
    ids = [f"s{n}" for n in range(count)]
    if draw(st.booleans()):
        ids.reverse()
    lengths, place, thinness = draw(many(4 * count)), draw(many(count)), draw(THINNESS)
    skills = [
        make_skill(
            id, [1 + each % 3 for each in lengths[4 * n : 4 * n + 3]], 1 + lengths[4 * n + 3] % 3
        )
        for n, id in enumerate(ids)
    ]
    members = {
        f"g{n}": [id for id, each in zip(ids, place, strict=True) if each % thinness == n]
        for n in (1, 2, 3)
    }
    groups = {
        id: each[::-1] if draw(st.booleans()) else each for id, each in members.items() if each
    }
    items = make_items(ids, groups)
    rows: list[list[int]] = []
    for _ in range(draw(st.integers(2, 5))):
        rows.append(_coefficients(draw, len(items), rows[-1:]))
    roles = {f"r{n}": row for n, row in enumerate(rows)}
    needs = {role: _needs(draw, [item.id for item in items]) for role in roles}
    rule: Rule = draw(st.sampled_from(["thirds", "levels"]))
    core = draw(st.sets(st.sampled_from([item.id for item in items])))
    return make_catalogue(skills, roles, needs, groups, draw(scales()), rule, core)


def _coefficients(draw: st.DrawFn, count: int, before: Sequence[list[int]]) -> list[int]:
    """Draw whole numbers >= 0 that sum to COEFFICIENT_SUM.

    Tenths (with ties and zeros), any numbers, or the last role's, the same or with one point moved.
    """
    kind = draw(KINDS)
    if kind == "tenths" or (kind != "any" and not before):
        dealt = [each % count for each in draw(many(10))]
        return [dealt.count(place) * COEFFICIENT_SUM // 10 for place in range(count)]
    if kind == "any":
        return shared_out(draw(many(count)))
    row = list(before[0])
    if kind == "a point off":
        row[row.index(max(row))] -= 1
        row[draw(st.integers(0, count - 1))] += 1
    return row


def shared_out(weights: Sequence[float]) -> list[int]:
    """Return COEFFICIENT_SUM in whole numbers nearly in proportion to weights >= 0.

    Each but the greatest is rounded down.
    """
    row = [int(COEFFICIENT_SUM * each / (sum(weights) or 1)) for each in weights]
    row[row.index(max(row))] += COEFFICIENT_SUM - sum(row)
    return row


def _needs(draw: st.DrawFn, items: Sequence[str]) -> list[Needs]:
    """Draw items with a level and a weight for each stage.

    Later stages keep them at that level or higher, and may add some.
    """
    stages = len(STAGES)
    rise, weight, heaviest = (
        draw(many(stages * len(items))),
        draw(many(stages * len(items))),
        draw(HEAVIEST),
    )
    levels = {
        item: [*accumulate(each % 4 % 3 for each in rise[stages * n : stages * n + stages])]
        for n, item in enumerate(items)
    }
    always = draw(st.sampled_from(items))
    levels[always] = [max(each, 1) for each in levels[always]]
    return [
        {
            item: (min(levels[item][stage], TOP_LEVEL), 1 + weight[stages * n + stage] % heaviest)
            for n, item in enumerate(items)
            if levels[item][stage]
        }
        for stage in range(stages)
    ]


@st.composite
def ratings(
    draw: st.DrawFn, catalogue: Catalogue, skips: bool = True, low: int = 0, high: int = TOP_LEVEL
) -> dict[str, int | None]:
    """Draw a level from low to high for every skill.

    With `skips`, some skills, all of an item, or all skills are None or have no entry.
    """
    levels = list(range(low, high + 1))
    palettes: list[list[int | None]] = [[*levels], [low, high]]
    if skips:
        palettes += [[*levels, *levels, None], [*levels, *[None] * 5], [low, high, None, None]]
    palette = draw(st.sampled_from(palettes))
    found = {
        skill.id: palette[each % len(palette)]
        for skill, each in zip(catalogue.skills, draw(many(len(catalogue.skills))), strict=True)
    }
    if skips:
        for item, each in zip(catalogue.items, draw(many(len(catalogue.items))), strict=True):
            found |= dict.fromkeys(item.skills, None) if each % 8 == 1 else {}
        if draw(st.booleans()):
            return {skill: level for skill, level in found.items() if level is not None}
    return found


@st.composite
def rated(
    draw: st.DrawFn, skips: bool = True, most_skills: int = 12
) -> tuple[Catalogue, dict[str, int | None]]:
    """Draw a catalogue and a person's ratings of its skills."""
    catalogue = draw(catalogues(most_skills))
    return catalogue, draw(ratings(catalogue, skips))
