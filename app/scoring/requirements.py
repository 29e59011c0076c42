"""Requirements as a value: what readiness, gaps and plans are for.

A stage of a role gives one. Nothing else of scoring and planning knows where requirements come
from.
"""

from dataclasses import dataclass
from functools import lru_cache

from app.catalogue.model import LEVELS, STAGES, Catalogue, Ratings, Requirement, Rule, Stage
from app.catalogue.text import Text
from app.scoring import levels_rule
from app.scoring.items import highest_rating
from app.scoring.profiles import CACHED_CATALOGUES, unknown

LEVEL_PARTS = 12
"""Credit is counted in twelfths of a weight: thirds are whole, and fourths of the earlier rule."""


@dataclass(frozen=True, slots=True)
class RequiredItem:
    """A skill, or one of several alternatives, at a level from 1 to 4, with a whole weight."""

    item: str
    """Id by which the catalogue names it, see `Catalogue.item`."""
    any_of: tuple[str, ...]
    """Skills of which the highest answered rating counts."""
    level: int
    weight: int
    core: bool
    """Whether nobody would hire without it."""
    credit: tuple[int, ...]
    """What each rating from 0 to 4 meets, in twelfths of a weight. The last entry is the whole."""

    @property
    def whole(self) -> int:
        """What the requirement counts when it is met, in twelfths of a weight."""
        return self.credit[-1]

    def rating(self, ratings: Ratings) -> int | None:
        """Return the rating that counts, as `highest_rating` does."""
        return highest_rating(self.any_of, ratings)

    def gain(self, rating: int, level: int) -> int:
        """Return what rising from a rating to a level adds, in twelfths of a weight."""
        return self.credit[level] - self.credit[rating]


@dataclass(frozen=True, slots=True)
class Requirements:
    """What a target requires, and what the target is called."""

    name: Text
    """Name of the role."""
    role: str | None
    """Id of the role. None where the requirements are not those of a role."""
    stage: Stage | None
    rule: Rule
    """How ratings earn credit, see `app.catalogue.model.Rule`."""
    items: tuple[RequiredItem, ...]
    """In the catalogue's order of items."""

    @property
    def whole(self) -> int:
        """What all requirements count together, in twelfths of a weight."""
        return sum([each.whole for each in self.items])


def requirements_of(catalogue: Catalogue, role: str, stage: Stage) -> Requirements:
    """Return what a stage of a role requires. Raises ValueError for an unknown role or stage."""
    if role not in catalogue.role:
        raise ValueError(unknown("role", role, catalogue.role))
    if stage not in STAGES:
        raise ValueError(unknown("stage", stage, STAGES))
    return all_requirements(catalogue)[role, stage]


@lru_cache(maxsize=CACHED_CATALOGUES)
def all_requirements(catalogue: Catalogue) -> dict[tuple[str, Stage], Requirements]:
    """Return the requirements of every role's stages, in the catalogue's order."""
    place = {skill: place for place, item in enumerate(catalogue.items) for skill in item.skills}
    return {
        (role.id, stage): Requirements(
            role.name,
            role.id,
            stage,
            catalogue.rule,
            tuple(
                sorted(
                    [_item(catalogue, each) for each in role.stages[stage].requirements],
                    key=lambda each: place[each.any_of[0]],
                )
            ),
        )
        for role in catalogue.roles
        for stage in STAGES
    }


@lru_cache(maxsize=CACHED_CATALOGUES)
def all_alternatives(catalogue: Catalogue) -> tuple[tuple[str, ...], ...]:
    """Return the alternatives of all requirements, each once."""
    every = all_requirements(catalogue).values()
    return tuple(dict.fromkeys(item.any_of for each in every for item in each.items))


def _item(catalogue: Catalogue, source: Requirement) -> RequiredItem:
    whole = source.weight * LEVEL_PARTS
    return RequiredItem(
        source.item,
        catalogue.item[source.item].skills,
        source.level,
        source.weight,
        source.core,
        levels_rule.credit(source.level, whole)
        if catalogue.rule == "levels"
        else credit_by_thirds(source.level, whole),
    )


def credit_by_thirds(level: int, whole: int) -> tuple[int, ...]:
    """Return what each rating from 0 to 4 meets of a requirement, of `whole` for the level.

    A third one level short, unless that is 0. The earlier rule gave somebody with nothing but
    tutorials more than half of every junior role.
    """
    return tuple(
        whole if rating >= level else whole // 3 if rating and rating == level - 1 else 0
        for rating in LEVELS
    )


@lru_cache(maxsize=CACHED_CATALOGUES * CACHED_CATALOGUES)
def required_skills(catalogue: Catalogue, role: str) -> frozenset[str]:
    """Return the skills that any stage of a role requires."""
    every = (requirements_of(catalogue, role, stage) for stage in STAGES)
    return frozenset(skill for each in every for item in each.items for skill in item.any_of)
