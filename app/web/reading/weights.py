"""The page on which a visitor gives a role other weights: its fields, and what would change."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from flask_wtf import FlaskForm

from app.catalogue.model import Area, Catalogue, Item, Ratings, Role, Stage
from app.scoring.result import Result, RoleMatch, score
from app.scoring.reweigh import reference_people, replace_coefficients, reranked_people
from app.web.charts.coefficients import thousandths
from app.web.form_errors import FieldError
from app.web.i18n import language
from app.web.reading.forms import Thousandths, chosen_weights


@dataclass(frozen=True, slots=True)
class WeightField:
    """An item's number: today's thousandths, what the field holds, and what is wrong with it."""

    item: Item
    today: int
    typed: str
    errors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AreaFields:
    area: Area
    fields: tuple[WeightField, ...]


@dataclass(frozen=True, slots=True)
class Coefficients:
    """An item's coefficient today and then; `chosen` when the visitor changed its number."""

    item: Item
    today: int
    then: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class RoleRank:
    """A role's place by one set of coefficients, from 1, and its match."""

    place: int
    match: RoleMatch


@dataclass(frozen=True, slots=True)
class OwnRow:
    role: Role
    today: RoleRank
    then: RoleRank


@dataclass(frozen=True, slots=True)
class Own:
    """The visitor's own answers by today's coefficients and by the chosen ones."""

    rows: tuple[OwnRow, ...]
    today: tuple[Role, ...]
    """The roles that are named; none where too little was answered."""
    then: tuple[Role, ...]


@dataclass(frozen=True, slots=True)
class RecalledRow:
    role: Role
    stage: Stage
    today: tuple[Role, ...]
    then: tuple[Role, ...]


@dataclass(frozen=True, slots=True)
class WhatChanges:
    coefficients: tuple[Coefficients, ...]
    own: Own | None
    recalled: tuple[RecalledRow, ...]
    people: int
    """How many exact people there are in all."""

    @property
    def chosen(self) -> tuple[Coefficients, ...]:
        return tuple(each for each in self.coefficients if each.chosen)


@dataclass(frozen=True, slots=True)
class WeightsPage:
    role: Role
    others: tuple[Role, ...]
    areas: tuple[AreaFields, ...]
    wrong: tuple[FieldError, ...]


def weights_page(catalogue: Catalogue, role: Role, form: FlaskForm) -> WeightsPage:
    """Return the fields as they were sent, or as they stand today."""
    today = {each.item: thousandths(each.value) for each in role.match}

    def field(item: Item) -> WeightField:
        form_field = cast(Thousandths, form[item.id])
        return WeightField(
            item, today[item.id], form_field.typed, tuple(str(error) for error in form_field.errors)
        )

    fields = tuple((catalogue.skill[item.skills[0]].area, field(item)) for item in catalogue.items)
    areas = tuple(
        AreaFields(area, tuple(each for of, each in fields if of == area.id))
        for area in catalogue.areas
    )
    others = tuple(other for other in catalogue.roles if other is not role)
    wrong = tuple(
        FieldError(each.item.id, each.item.name[language()], error)
        for _, each in fields
        for error in each.errors
    )
    return WeightsPage(role, others, areas, wrong)


def what_changes(
    catalogue: Catalogue, role: Role, form: FlaskForm, ratings: Ratings | None
) -> WhatChanges | None:
    """Return what the form's numbers would change, also for `ratings`; None when all are 0."""
    weights = chosen_weights(role, form)
    if not any(weights.values()):
        return None
    then = replace_coefficients(catalogue, role.id, weights)
    pairs = zip(catalogue.items, role.match, then.role[role.id].match, strict=True)
    return WhatChanges(
        coefficients=tuple(
            Coefficients(item, a.value, b.value, weights[item.id] != a.value)
            for item, a, b in pairs
        ),
        own=None
        if ratings is None
        else _own(catalogue, score(catalogue, ratings), score(then, ratings)),
        recalled=tuple(
            RecalledRow(
                catalogue.role[each.role],
                each.stage,
                _roles(catalogue, each.before),
                _roles(catalogue, each.after),
            )
            for each in reranked_people(catalogue, then)
        ),
        people=sum(1 for _ in reference_people(catalogue)),
    )


def _own(catalogue: Catalogue, today: Result, then: Result) -> Own:
    after = _standings(then)
    rows = tuple(
        OwnRow(catalogue.role[role], standing, after[role])
        for role, standing in _standings(today).items()
    )
    return Own(rows, _roles(catalogue, today.closest), _roles(catalogue, then.closest))


def _standings(result: Result) -> Mapping[str, RoleRank]:
    return {match.role: RoleRank(place, match) for place, match in enumerate(result.order, 1)}


def _roles(catalogue: Catalogue, ids: tuple[str, ...]) -> tuple[Role, ...]:
    return tuple(catalogue.role[id] for id in ids)
