"""Small catalogues for tests of plans: by hand, and random ones.

The random ones have prerequisites, alternatives and groups.
"""

from collections.abc import Collection, Mapping, Sequence
from itertools import combinations

from hypothesis import strategies as st

from app.catalogue.model import (
    LEVELS,
    STAGES,
    Catalogue,
    Item,
    Requirement,
    Role,
    Scale,
    Skill,
    StageProfile,
)
from app.catalogue.steps import Focus, FocusGoal, Hours, Prerequisite, Step
from app.catalogue.text import Text
from app.planning.model import Target

WORDS = Text("말", "words")
TARGET = Target("role", "junior")
Needs = Mapping[str, tuple[int, int]]
"""Level and weight by item."""
FIRST_CORE = 128
"""Of the bytes from which weights are drawn, those from here on make a core requirement."""


def skill(
    id: str, hours: Sequence[int] = (1, 1, 1), months: int = 6, **requires: Sequence[Sequence[str]]
) -> Skill:
    """Return a skill with its likely hours.

    `_2=[["b.0", "c.0"]]` says that the step from level 2 needs one of these steps.
    """

    def entries(level: int) -> tuple[Prerequisite, ...]:
        return tuple(Prerequisite(tuple(any_of), WORDS) for any_of in requires.get(f"_{level}", ()))

    study = [
        Step(f"{id}.{n}", id, "study", n, Hours(h, h, h), None, entries(n))
        for n, h in enumerate(hours)
    ]
    experience = Step(f"{id}.3", id, "experience", 3, None, months, ())
    return Skill(id, "area", WORDS, WORDS, (WORDS,) * len(LEVELS), (*study, experience))


def focus(goals: Mapping[str, int], id: str = "focus") -> Focus:
    """Return a focus on these skills at these levels."""
    return Focus(
        id,
        "industry",
        WORDS,
        WORDS,
        tuple(FocusGoal(skill, level, WORDS) for skill, level in goals.items()),
    )


def catalogue(
    skills: Sequence[Skill],
    needs: Needs,
    groups: Mapping[str, Sequence[str]] | None = None,
    focuses: Sequence[Focus] = (),
    order: Sequence[str] = (),
    core: Collection[str] = (),
) -> Catalogue:
    """Return a catalogue of one role whose stages all have the same requirements.

    `order` is the curriculum: steps that it lacks stand at the end, by id. `core` are the items of
    core requirements.
    """
    grouped = {
        member: Item(id, WORDS, tuple(members))
        for id, members in (groups or {}).items()
        for member in members
    }
    items = {
        item.id: item for item in (grouped.get(s.id, Item(s.id, WORDS, (s.id,))) for s in skills)
    }
    profile = StageProfile(
        WORDS,
        tuple(
            Requirement(item, level, weight, "expert", core=item in core)
            for item, (level, weight) in needs.items()
        ),
    )
    role = Role("role", WORDS, WORDS, WORDS, WORDS, (), (), dict.fromkeys(STAGES, profile))
    return Catalogue(
        Scale(0.6, 1.2, 1.0, 0.6),
        (),
        tuple(skills),
        tuple(items.values()),
        (role,),
        (),
        (),
        tuple(focuses),
        tuple(order),
    )


def some_bytes(count: int) -> st.SearchStrategy[bytes]:
    """Draw `count` numbers from 0 to 255 at once.

    Many single draws would be the slowest part of a test.
    """
    return st.binary(min_size=count, max_size=count)


@st.composite
def catalogues(draw: st.DrawFn, most_skills: int = 4) -> Catalogue:
    """Draw a catalogue of up to `most_skills` skills.

    Each step may need steps of earlier skills, and some skills form a group.
    """
    ids = ["a", "b", "c", "d", "e", "f"][: draw(st.integers(1, most_skills))]
    skills = [_drawn_skill(draw, id, ids[:n]) for n, id in enumerate(ids)]
    group = draw(st.sampled_from([(), *combinations(ids, 2), *combinations(ids, 3)]))
    groups = {"group": group} if group else {}
    items = [*groups, *(id for id in ids if id not in group)]
    always, levels, weights = (
        draw(st.sampled_from(items)),
        draw(some_bytes(len(items))),
        draw(some_bytes(len(items))),
    )
    needs = {
        item: (level % 5, 1 + weight % 10)
        for item, level, weight in zip(items, levels, weights, strict=True)
    }
    needs = {
        item: (max(level, 1), weight)
        for item, (level, weight) in needs.items()
        if level or item == always
    }
    core = [item for item, byte in zip(items, weights, strict=True) if byte >= FIRST_CORE]
    order = draw(st.permutations([f"{id}.{level}" for id in ids for level in range(3)]))
    return catalogue(draw(st.permutations(skills)), needs, groups, order=order, core=core)


def _drawn_skill(draw: st.DrawFn, id: str, earlier: list[str]) -> Skill:
    *hours, months = draw(some_bytes(4))
    others = [f"{other}.{level}" for other in earlier for level in range(3)]
    requires: dict[str, list[list[str]]] = {}
    for level in range(3):
        if others and draw(st.booleans()):
            one = st.lists(st.sampled_from(others), min_size=1, max_size=3, unique=True)
            requires[f"_{level}"] = draw(st.lists(one, min_size=1, max_size=2))
    return skill(id, [1 + each % 12 for each in hours], 1 + months % 24, **requires)


@st.composite
def cases(draw: st.DrawFn, most_skills: int = 4) -> tuple[Catalogue, dict[str, int | None]]:
    """Draw a catalogue and a person's ratings of its skills, some of them skipped."""
    drawn = draw(catalogues(most_skills))
    palette = (None, 0, 0, 1, 2, 3, 4)
    return drawn, {
        s.id: palette[each % 7]
        for s, each in zip(drawn.skills, draw(some_bytes(len(drawn.skills))), strict=True)
    }
