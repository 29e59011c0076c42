"""Convert results to JSON and back without loss.

Integers and floats keep their full precision. Values that follow from others are not stored.

The compact form is `[status, answered, points per level, role, …]`. Each role is a list, in the
catalogue's order: id, points, standard error of the distance behind the best role, 1 if it is too
close to the best (else 0), then `met, skipped, whole, core_missing` for each stage. The ranking
follows from the points. Results by the rule "levels" have no `core_missing`.

Before migration 0004 a result was an object with keys. That form is still read, and exports use it.
"""

import json
from collections.abc import Mapping
from functools import lru_cache
from operator import attrgetter
from typing import Any, Final

from app.catalogue.model import STAGES
from app.scoring.readiness import RoleReadiness, StageReadiness
from app.scoring.result import Result, RoleMatch, Status

CACHED_RESULTS: Final = 128
"""Number of parsed results in the cache, about 3 KB each. A list of assessments needs the same ones
on every request."""
BY_DISTANCE: Final = attrgetter("behind_points")
"""Sort key of the ranking: best role first. Equal roles stay in the catalogue's order."""
COUNTS_A_STAGE: Final = (3, 4)
SavedRole = tuple[str, int, float, int, *tuple[int, ...]]
"""Role id, points, standard error, too close (1 or 0), and three or four counts per stage."""


def result_to_json(result: Result) -> str:
    """Return the result as one line of JSON, about 430 bytes. Equal results give equal bytes."""
    matches = {each.role: each for each in result.order}
    roles = [_role_to_list(matches[each.role], each) for each in result.readiness]
    return json.dumps(
        [result.status, result.answered, result.order[0].points_per_level, *roles],
        separators=(",", ":"),
        ensure_ascii=False,
    )


@lru_cache(CACHED_RESULTS)
def result_from_json(text: str) -> Result:
    """Return the result that `result_to_json` wrote, also in the form before migration 0004.

    The current catalogue does not matter. Raises ValueError for any other text.
    """
    try:
        values = json.loads(text)
        return _from_keys(values) if isinstance(values, dict) else _from_list(*values)
    except (KeyError, IndexError, TypeError, ValueError) as error:
        raise ValueError(
            f"this is no saved result ({error!r}): it must be what result_to_json wrote, unchanged"
        ) from error


def result_in_full(result: Result) -> dict[str, object]:
    """Return the result as an object with keys, for exports. Equal results give equal objects."""
    return {
        "status": result.status,
        "answered": result.answered,
        "parts": result.order[0].points_per_level,
        "order": [
            [each.role, each.points, each.behind_se, each.too_close] for each in result.order
        ],
        "readiness": [
            [each.role, [_counts(stage) for stage in each.stages]] for each in result.readiness
        ],
    }


def _counts(stage: StageReadiness) -> list[int]:
    """Return the counts of a stage, without `core_missing` where there is none."""
    counts = [stage.met, stage.skipped, stage.whole]
    return counts if stage.core_missing is None else [*counts, stage.core_missing]


def _role_to_list(match: RoleMatch, ready: RoleReadiness) -> SavedRole:
    counts = [count for stage in ready.stages for count in _counts(stage)]
    return (match.role, match.points, match.behind_se, int(match.too_close), *counts)


def _from_list(status: Status, answered: int, per_level: int, *roles: SavedRole) -> Result:
    best = max([each[1] for each in roles])
    matches, readiness = [], []
    for role, points, error, close, *counts in roles:
        matches.append(RoleMatch(role, points, best - points, per_level, error, close == 1))
        size = len(counts) // len(STAGES)
        if len(counts) != size * len(STAGES) or size not in COUNTS_A_STAGE:
            raise ValueError(f"{len(counts)} counts of {role}")
        stages = zip(STAGES, *[counts[place::size] for place in range(size)], strict=True)
        readiness.append(RoleReadiness(role, tuple([StageReadiness(*each) for each in stages])))
    return Result(status, answered, tuple(sorted(matches, key=BY_DISTANCE)), tuple(readiness))


def _from_keys(values: Mapping[str, Any]) -> Result:
    order, readiness, per_level = values["order"], values["readiness"], values["parts"]
    best = order[0][1]
    return Result(
        status=values["status"],
        answered=values["answered"],
        order=tuple(
            [
                RoleMatch(role, points, best - points, per_level, error, close)
                for role, points, error, close in order
            ]
        ),
        readiness=tuple(
            [
                RoleReadiness(
                    role,
                    tuple(
                        [
                            StageReadiness(stage, *counts)
                            for stage, counts in zip(STAGES, stages, strict=True)
                        ]
                    ),
                )
                for role, stages in readiness
            ]
        ),
    )
