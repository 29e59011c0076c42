"""A result as JSON and back, without losing a bit: whole numbers, floats at full precision, nothing that follows from the rest."""

import json
from functools import lru_cache
from typing import Final, cast

from app.catalogue.model import STAGES
from app.scoring.readiness import RoleReadiness, StageReadiness
from app.scoring.result import Result, RoleMatch, Status

READ: Final = 512
"""How many results are remembered, of some 3 KB each: a list of assessments shows the same ones each time."""
SavedMatch = tuple[str, int, float, bool]
"""Role, points, standard error of the distance behind the best, too close to the best."""
SavedReadiness = tuple[str, list[tuple[int, int, int]]]
"""Role, and per stage: met, skipped, whole."""


def result_to_json(result: Result) -> str:
    """The result as one line of JSON, about 600 bytes; an equal result gives the same bytes."""
    return json.dumps(
        {
            "status": result.status,
            "answered": result.answered,
            "parts": result.order[0].parts,
            "order": [(each.role, each.points, each.behind_se, each.too_close) for each in result.order],
            "readiness": [(each.role, [(stage.met, stage.skipped, stage.whole) for stage in each.stages]) for each in result.readiness],
        },
        separators=(",", ":"),
        ensure_ascii=False,
    )


@lru_cache(READ)
def result_from_json(text: str) -> Result:
    """The result that `result_to_json` wrote, whatever the catalogue says today; ValueError where the text is none."""
    try:
        saved = json.loads(text)
        order = cast(list[SavedMatch], saved["order"])
        readiness = cast(list[SavedReadiness], saved["readiness"])
        best = order[0][1]
        return Result(
            status=cast(Status, saved["status"]),
            answered=cast(int, saved["answered"]),
            order=tuple(_match(each, best, cast(int, saved["parts"])) for each in order),
            readiness=tuple(_readiness(each) for each in readiness),
        )
    except (KeyError, IndexError, TypeError, ValueError) as error:
        raise ValueError(f"this is no saved result ({error!r}): it must be what result_to_json wrote, unchanged") from error


def _match(saved: SavedMatch, best: int, parts: int) -> RoleMatch:
    role, points, error, too_close = saved
    return RoleMatch(role, points, best - points, parts, error, too_close)


def _readiness(saved: SavedReadiness) -> RoleReadiness:
    role, stages = saved
    return RoleReadiness(role, tuple(StageReadiness(stage, *counts) for stage, counts in zip(STAGES, stages, strict=True)))
