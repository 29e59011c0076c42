"""The fewest level-ups for one role, and for the role that needs fewest, as pages ask for them."""

from app.catalogue.model import Catalogue, Ratings
from app.scoring.counterfactual import changes_to_lead, nearest
from app.scoring.level_ups import Counterfactual
from app.scoring.result import score


def change_to_lead(catalogue: Catalogue, ratings: Ratings, role: str) -> Counterfactual | None:
    """Return the change of `changes_to_lead` for one role."""
    return changes_to_lead(catalogue, ratings, [role])[0]


def nearest_change(catalogue: Catalogue, ratings: Ratings) -> Counterfactual | None:
    """Return the fewest level-ups that put any other role above the best one."""
    others = [each.role for each in score(catalogue, ratings).order[1:]]
    return nearest(changes_to_lead(catalogue, ratings, others))
