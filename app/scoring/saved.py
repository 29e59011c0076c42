"""A result as JSON and back, without losing a bit: whole numbers, floats at full precision, nothing that follows from the rest.

It is `[status, answered, parts, role, …]` with each role, in the catalogue's order, as `[id, points, standard error of the distance behind
the best, whether it is too close to the best (1 or 0), met, skipped, whole]`, the last three for each stage. The order of the roles follows
from their points. Until migration 0004 it was an object with keys, which can still be read, and which is what people take along.
"""

import json
from collections.abc import Mapping
from functools import lru_cache
from operator import attrgetter
from typing import Any, Final

from app.catalogue.model import STAGES
from app.scoring.readiness import RoleReadiness, StageReadiness
from app.scoring.result import Result, RoleMatch, Status

READ: Final = 128
"""How many results are remembered, of some 3 KB each: a list of assessments shows the same ones each time."""
BEHIND: Final = attrgetter("behind_points")
"""By this the best comes first, and equal ones stay in the catalogue's order."""
SavedRole = tuple[str, int, float, int, *tuple[int, ...]]
"""Role, points, standard error, too close, and each stage's three counts."""


def result_to_json(result: Result) -> str:
    """The result as one line of JSON, about 430 bytes; an equal result gives the same bytes."""
    found = {each.role: each for each in result.order}
    roles = [_written(found[each.role], each) for each in result.readiness]
    return json.dumps(
        [result.status, result.answered, result.order[0].parts, *roles],
        separators=(",", ":"),
        ensure_ascii=False,
    )


@lru_cache(READ)
def result_from_json(text: str) -> Result:
    """The result that `result_to_json` wrote, before 0004 too, whatever the catalogue says today; ValueError where the text is none."""
    try:
        saved = json.loads(text)
        return _from_keys(saved) if isinstance(saved, dict) else _from_list(*saved)
    except (KeyError, IndexError, TypeError, ValueError) as error:
        raise ValueError(
            f"this is no saved result ({error!r}): it must be what result_to_json wrote, unchanged"
        ) from error


def result_in_full(result: Result) -> dict[str, object]:
    """The result with the name of each part, for those who take it along: equal where the result is."""
    return {
        "status": result.status,
        "answered": result.answered,
        "parts": result.order[0].parts,
        "order": [
            [each.role, each.points, each.behind_se, each.too_close] for each in result.order
        ],
        "readiness": [
            [each.role, [[stage.met, stage.skipped, stage.whole] for stage in each.stages]]
            for each in result.readiness
        ],
    }


def _written(match: RoleMatch, ready: RoleReadiness) -> SavedRole:
    counts = [count for stage in ready.stages for count in (stage.met, stage.skipped, stage.whole)]
    return (match.role, match.points, match.behind_se, int(match.too_close), *counts)


def _from_list(status: Status, answered: int, parts: int, *roles: SavedRole) -> Result:
    best = max([each[1] for each in roles])
    matches, readiness = [], []
    for role, points, error, close, *counts in roles:
        matches.append(RoleMatch(role, points, best - points, parts, error, close == 1))
        stages = zip(STAGES, counts[::3], counts[1::3], counts[2::3], strict=True)
        readiness.append(RoleReadiness(role, tuple([StageReadiness(*each) for each in stages])))
    return Result(status, answered, tuple(sorted(matches, key=BEHIND)), tuple(readiness))


def _from_keys(saved: Mapping[str, Any]) -> Result:
    order, readiness, parts = saved["order"], saved["readiness"], saved["parts"]
    best = order[0][1]
    return Result(
        status=saved["status"],
        answered=saved["answered"],
        order=tuple(
            [
                RoleMatch(role, points, best - points, parts, error, close)
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
