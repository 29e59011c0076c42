"""The lines of the map: marching squares over the ground, and curves through their points.

Method: W. E. Lorensen and H. E. Cline, "Marching cubes", SIGGRAPH 1987, in two dimensions.
"""

from collections.abc import Sequence
from typing import Final

from app.scoring.skill_map.terrain import COLUMNS, ROWS, SHORE, STEP, Ground, Point, place_of

TOP_SIDE, RIGHT_SIDE, BOTTOM_SIDE, LEFT_SIDE = range(4)
CROSSINGS: Final[dict[int, tuple[tuple[int, int], ...]]] = {
    0b0001: ((LEFT_SIDE, BOTTOM_SIDE),),
    0b0010: ((BOTTOM_SIDE, RIGHT_SIDE),),
    0b0011: ((LEFT_SIDE, RIGHT_SIDE),),
    0b0100: ((RIGHT_SIDE, TOP_SIDE),),
    0b0101: ((LEFT_SIDE, BOTTOM_SIDE), (RIGHT_SIDE, TOP_SIDE)),
    0b0110: ((BOTTOM_SIDE, TOP_SIDE),),
    0b0111: ((LEFT_SIDE, TOP_SIDE),),
    0b1000: ((TOP_SIDE, LEFT_SIDE),),
    0b1001: ((TOP_SIDE, BOTTOM_SIDE),),
    0b1010: ((TOP_SIDE, LEFT_SIDE), (BOTTOM_SIDE, RIGHT_SIDE)),
    0b1011: ((TOP_SIDE, RIGHT_SIDE),),
    0b1100: ((RIGHT_SIDE, LEFT_SIDE),),
    0b1101: ((RIGHT_SIDE, BOTTOM_SIDE),),
    0b1110: ((BOTTOM_SIDE, LEFT_SIDE),),
}
"""From which side to which a line crosses a square, by its high corners: upper left, upper right,
lower right, lower left. High ground stays on one side, so that each end is another start."""
MIN_APART: Final = 20
"""Points of a curve that are closer than this are left out."""
FEWEST_POINTS: Final = 4

Line = list[Point]
"""A closed line as its points in map units."""


def contours(ground: Ground, level: float) -> list[Line]:
    """Return the closed lines around the ground of a level, in the order of the grid."""
    height = level - SHORE
    following = _crossings([each >= height for each in ground])
    lines = list[Line]()
    while following:
        side = min(following)
        line = list[Point]()
        while side in following:
            line.append(_crossing(ground, side, height))
            side = following.pop(side)
        lines.append(line)
    return lines


def curve(line: Line, apart: float = MIN_APART) -> str:
    """Return a closed line as an SVG path in whole units.

    Its quadratic curves run through the middles between the line's points, at least `apart` units
    from each other.
    """
    kept = line[:1]
    for x, y in line[1:]:
        if abs(x - kept[-1][0]) + abs(y - kept[-1][1]) >= apart:
            kept.append((x, y))
    points = kept if len(kept) >= FEWEST_POINTS else line
    following = [*points[1:], points[0]]
    middles = [
        (round((x + next_x) / 2), round((y + next_y) / 2))
        for (x, y), (next_x, next_y) in zip(points, following, strict=True)
    ]
    here_x, here_y = middles[-1]
    numbers = list[int]()
    for (x, y), (end_x, end_y) in zip(points, middles, strict=True):
        numbers += (round(x) - here_x, round(y) - here_y, end_x - here_x, end_y - here_y)
        here_x, here_y = end_x, end_y
    return f"M{here_x} {here_y}q{_joined(numbers)}z"


def encloses(lines: Sequence[Line], x: float, y: float) -> bool:
    """Return whether an odd number of closed lines runs around a place."""
    inside = False
    for line in lines:
        for (from_x, from_y), (to_x, to_y) in zip(line, [*line[1:], line[0]], strict=True):
            is_beside = (from_y > y) != (to_y > y)
            if is_beside and x < (to_x - from_x) * (y - from_y) / (to_y - from_y) + from_x:
                inside = not inside
    return inside


def _crossings(is_high: list[bool]) -> dict[int, int]:
    """Return side → side for every square that a line crosses, from start to end.

    A side is twice its upper or left point; one more if it leads down.
    """
    following = dict[int, int]()
    for row in range(ROWS - 1):
        first = row * COLUMNS
        if not any(is_high[first : first + 2 * COLUMNS]):
            continue
        for point in range(first, first + COLUMNS - 1):
            corners = (
                is_high[point] << 3
                | is_high[point + 1] << 2
                | is_high[point + COLUMNS + 1] << 1
                | is_high[point + COLUMNS]
            )
            if corners in CROSSINGS:
                sides = (2 * point, 2 * point + 3, 2 * (point + COLUMNS), 2 * point + 1)
                for start, end in CROSSINGS[corners]:
                    following[sides[start]] = sides[end]
    return following


def _crossing(ground: Ground, side: int, height: float) -> Point:
    """Return where a side of a square has this height."""
    point, leads_down = divmod(side, 2)
    other = point + (COLUMNS if leads_down else 1)
    along = (height - ground[point]) / (ground[other] - ground[point]) * STEP
    x, y = place_of(point)
    return (x, y + along) if leads_down else (x + along, y)


def _joined(numbers: Sequence[int]) -> str:
    """Return numbers with as few characters as a path needs."""
    return " ".join(map(str, numbers)).replace(" -", "-")
