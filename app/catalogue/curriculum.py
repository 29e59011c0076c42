"""The taught order of all study steps, the moves of each role, and the path that they give.

A path is the curriculum with the role's moves. Every step stands after all alternatives of its
prerequisites, so that any choice among them can be studied in the path's order.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Final

from app.catalogue.faults import N_, Fault
from app.catalogue.model import Catalogue, Role
from app.catalogue.steps import Move, Step
from app.catalogue.tables import Table

FILE: Final = "curriculum.toml"
CACHED_PATHS: Final = 128


def read_curriculum(table: Table) -> tuple[str, ...]:
    """Return the step ids of curriculum.toml in their order."""
    order = table.ids("order")
    table.close()
    return order


def read_move(table: Table) -> Move:
    """Return one entry of a role's moves."""
    found = Move(table.string("step"), table.string("before"), table.text("reason"))
    table.close()
    return found


@lru_cache(CACHED_PATHS)
def role_path(catalogue: Catalogue, role: str) -> tuple[str, ...]:
    """Return all study steps in the order in which a role is taught. Raises KeyError for no role.

    A catalogue without a curriculum is taught by id, each step after its prerequisites.
    """
    known = _study_steps(catalogue)
    order = [id for id in catalogue.curriculum if id in known]
    order += sorted(known.keys() - set(order))
    moves = [move for move in catalogue.role[role].moves if {move.step, move.before} <= {*order}]
    return _after_prerequisites(known, moved(order, moves))


def moved(order: Sequence[str], moves: Iterable[Move]) -> list[str]:
    """Apply moves one after the other: each puts a step directly before another."""
    path = list(order)
    for move in moves:
        if move.step != move.before:
            path.remove(move.step)
            path.insert(path.index(move.before), move.step)
    return path


def taught_as(catalogue: Catalogue, today: Catalogue) -> Catalogue:
    """Return the catalogue with today's curriculum and moves if it is older than curricula.

    Its path then has the steps that it has itself, after their own prerequisites.
    """
    if catalogue.curriculum:
        return catalogue
    moves = {role.id: role.moves for role in today.roles}
    roles = tuple(replace(role, moves=moves.get(role.id, ())) for role in catalogue.roles)
    return replace(catalogue, curriculum=today.curriculum, roles=roles)


def check_curriculum(catalogue: Catalogue) -> Iterator[Fault]:
    """Check the curriculum and each role's path. Prerequisites must be known and without cycles."""
    known, order = _study_steps(catalogue), catalogue.curriculum
    for id in order:
        if id not in known:
            yield Fault(FILE, "order", N_("%(id)s is not a study step"), {"id": id})
    for id in known:
        if id not in order:
            yield Fault(FILE, "order", N_("the study step %(id)s is missing"), {"id": id})
    if set(order) != known.keys():
        return
    early = set(_too_early(known, order))
    yield from (_early_fault(FILE, "order", *each) for each in sorted(early))
    for role in catalogue.roles:
        yield from _check_moves(known, order, role, early)


def _check_moves(
    known: Mapping[str, Step], order: Sequence[str], role: Role, early: set[tuple[str, str]]
) -> Iterator[Fault]:
    """Check a role's moves. `early` are the faults of the order itself, told already."""
    file, wrong = f"roles/{role.id}.toml", False
    ids = [move.step for move in role.moves]
    for place, move in enumerate(role.moves, 1):
        for key, id in (("step", move.step), ("before", move.before)):
            if id not in known:
                wrong = True
                sentence = N_("%(id)s is not a study step")
                yield Fault(file, f"moves[{place}].{key}", sentence, {"id": id})
        if move.step == move.before:
            sentence = N_("%(id)s cannot stand before itself")
            yield Fault(file, f"moves[{place}].before", sentence, {"id": move.step})
        if ids.index(move.step) < place - 1:
            sentence = N_("%(id)s is moved twice: keep one of the moves")
            yield Fault(file, f"moves[{place}].step", sentence, {"id": move.step})
    if not wrong:
        for step, needed in sorted({*_too_early(known, moved(order, role.moves))} - early):
            yield _early_fault(file, "moves", step, needed)


def _early_fault(file: str, key: str, step: str, needed: str) -> Fault:
    sentence = N_("%(id)s stands before its prerequisite %(needed)s: put it after that")
    return Fault(file, key, sentence, {"id": step, "needed": needed})


def _too_early(known: Mapping[str, Step], order: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield each step that stands before one of its prerequisites, with that one."""
    place = {id: number for number, id in enumerate(order)}
    for id in order:
        for needed in _prerequisites(known, id):
            if place[needed] > place[id]:
                yield id, needed


def _study_steps(catalogue: Catalogue) -> dict[str, Step]:
    return {id: step for id, step in catalogue.step.items() if step.kind == "study"}


def _prerequisites(known: Mapping[str, Step], id: str) -> list[str]:
    """Return all alternatives of a step's prerequisites, the level before it first."""
    return [other for any_of in known[id].prerequisites for other in any_of if other in known]


def _after_prerequisites(known: Mapping[str, Step], order: Iterable[str]) -> tuple[str, ...]:
    """Return the order with each step that stands too early after its last prerequisite."""
    path: dict[str, None] = {}

    def visit(id: str, waiting: frozenset[str]) -> None:
        if id in path or id in waiting:
            return
        for needed in _prerequisites(known, id):
            visit(needed, waiting | {id})
        path[id] = None

    for id in order:
        visit(id, frozenset())
    return tuple(path)
