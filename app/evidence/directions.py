"""Forms of a role's profile, from an expert's requirements or from counted rows: one direction per role over the catalogue's items."""

from typing import Final

import numpy as np

from app.catalogue.model import STAGES, Catalogue
from app.evidence.likelihood import Array
from app.evidence.table import RARE, Table, shares_of
from app.scoring.profiles import profiles

SHRINKAGE: Final = 10
"""Rows of the whole table that a role's share is mixed with, so that few rows speak softly (an additive, Bayesian-style shrinkage)."""


def judged(catalogue: Catalogue) -> Array:
    """Expert judgement as directions of length 1: level times the root of the weight, summed over a role's three stages."""
    numbers = profiles(catalogue)
    found = np.zeros((len(numbers.roles), len(numbers.items)))
    for place, role in enumerate(numbers.roles):
        for stage in STAGES:
            for need in numbers.needs(role, stage).needs:
                found[place, need.item] += need.level * need.weight**0.5
    return _unit(found)


def centred_shares(table: Table, roles: int) -> Array:
    """Per role the share of rows that have an item, less that of the mean role, as directions of length 1; 0 where the table is silent."""
    return _unit(_less_mean(_shares(table, roles, 0.0)))


def shrunken_shares(table: Table, roles: int) -> Array:
    """The same with each role's shares mixed with SHRINKAGE rows of the whole table."""
    return _unit(_less_mean(_shares(table, roles, SHRINKAGE)))


def log_odds(table: Table, roles: int) -> Array:
    """Logits of the shrunken shares, less those of the mean role: what naive Bayes weighs a mention with."""
    shares = np.clip(_shares(table, roles, SHRINKAGE), RARE / SHRINKAGE, 1 - RARE / SHRINKAGE)
    return _unit(_less_mean(np.log(shares / (1 - shares))))


def _shares(table: Table, roles: int, mixed: float) -> Array:
    whole = shares_of(table.levels)
    found = np.full((roles, table.levels.shape[1]), np.nan)
    for role in table.roles:
        rows = table.where(table.role == role)
        found[role] = (np.nan_to_num(shares_of(rows.levels)) * len(rows) + mixed * whole) / (
            len(rows) + mixed
        )
    return found


def _less_mean(found: Array) -> Array:
    """Each item less the mean of the roles that have a figure; 0 where there is none."""
    known = ~np.isnan(found)
    mean = np.where(known, found, 0.0).sum(axis=0) / np.maximum(known.sum(axis=0), 1)
    return np.where(known, found - mean, 0.0)


def _unit(found: Array) -> Array:
    middle = found - found.mean(axis=1, keepdims=True)
    length = np.linalg.norm(middle, axis=1, keepdims=True)
    return np.asarray(middle / np.where(length == 0, 1.0, length))
