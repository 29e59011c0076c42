"""The taught order of study steps: how it is read, checked, moved and applied to snapshots."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.catalogue.curriculum import moved, role_path, taught_as
from app.catalogue.document import to_document
from app.catalogue.load import load_catalogue
from app.catalogue.snapshot import freeze, thaw
from app.catalogue.steps import Move
from app.catalogue.text import Text
from tests.catalogue.content import change, copy_content
from tests.catalogue.faults import ML, Case, assert_named, faults, is_named
from tests.planning.catalogues import cases

OURS = load_catalogue()
STUDY = {id for id, step in OURS.step.items() if step.kind == "study"}
FILE = "curriculum.toml"
WHY = Text("까닭", "reason")
MOVE = '[[moves]]\nstep = "{}"\nbefore = "{}"\nreason.ko = "까닭"\nreason.en = "a reason"\n\n'
FIRST = "[[moves]]\n"

FAULTS: dict[str, Case] = {
    "unknown step": (FILE, '"python.1"', '"pyhton.1"', "order", "pyhton.1 is not a study step"),
    "missing step": (FILE, '"python.1",', "", "order", "the study step python.1 is missing"),
    "experience": (FILE, '"python.1"', '"python.3"', "order", "python.3 is not a study step"),
    "twice": (FILE, '"python.1"', '"python.0"', "order", "at least one and none twice"),
    "too early": (
        FILE,
        '"python.0",',
        '"pandas.0", "python.0",',
        "order",
        "at least one and none twice",
    ),
    "unknown key": (FILE, "order = [", "odrer = [", "odrer", "not a key known here"),
    "move of an unknown step": (
        ML,
        FIRST,
        MOVE.format("pyhton.1", "numpy.1") + FIRST,
        "moves[1].step",
        "pyhton.1 is not a study step",
    ),
    "move before an unknown step": (
        ML,
        FIRST,
        MOVE.format("python.1", "python.3") + FIRST,
        "moves[1].before",
        "python.3 is not a study step",
    ),
    "move before itself": (
        ML,
        FIRST,
        MOVE.format("r.0", "r.0") + FIRST,
        "moves[1].before",
        "r.0 cannot stand before itself",
    ),
    "moved twice": (
        ML,
        FIRST,
        MOVE.format("r.0", "cpp.0") + MOVE.format("r.0", "r.1") + FIRST,
        "moves[2].step",
        "r.0 is moved twice",
    ),
    "move before a prerequisite": (
        ML,
        FIRST,
        MOVE.format("kubernetes.1", "python.0") + FIRST,
        "moves",
        "kubernetes.1 stands before its prerequisite kubernetes.0",
    ),
    "move before an alternative": (
        ML,
        FIRST,
        MOVE.format("supervised_learning.0", "r.0") + FIRST,
        "moves",
        "supervised_learning.0 stands before its prerequisite r.0",
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_each_fault_is_named(tmp_path: Path, name: str) -> None:
    assert_named(tmp_path, FAULTS[name])


def test_a_step_before_its_prerequisite_is_named_with_every_other_fault(tmp_path: Path) -> None:
    content = copy_content(tmp_path)
    change(content, FILE, '"pandas.0"', '"x.0"')
    change(content, FILE, '"python.0"', '"pandas.0"')
    change(content, FILE, '"x.0"', '"python.0"')
    change(content, ML, FIRST, MOVE.format("kubernetes.1", "r.0") + FIRST)
    found = faults(content)
    for step, needed in (("pandas.0", "python.0"), ("numpy.0", "python.0")):
        message = f"{step} stands before its prerequisite {needed}"
        assert is_named(found, FILE, "order", message), "\n".join(map(str, found))
    assert is_named(found, ML, "moves", "kubernetes.1 stands before its prerequisite kubernetes.0")
    assert not is_named(found, ML, "moves", "pandas.0")


@pytest.mark.parametrize("role", OURS.role)
def test_a_path_has_every_study_step_once_after_every_alternative(role: str) -> None:
    path = role_path(OURS, role)
    assert len(path) == len(STUDY)
    assert set(path) == STUDY
    place = {id: number for number, id in enumerate(path)}
    for id in path:
        step = OURS.step[id]
        needed = [other for entry in step.requires for other in entry.any_of]
        needed += [f"{step.skill}.{step.from_level - 1}"] if step.from_level else []
        assert all(place[other] < place[id] for other in needed), id


def test_the_document_has_each_roles_path() -> None:
    for role in to_document(OURS)["roles"]:
        assert role["path"] == list(role_path(OURS, role["id"]))


def test_moves_apply_from_the_top_each_directly_before_its_step() -> None:
    moves = [Move("c", "a", WHY), Move("d", "a", WHY), Move("a", "a", WHY)]
    assert moved("abcd", moves) == ["c", "d", "a", "b"]


@given(case=cases(), data=st.data())
def test_any_order_and_moves_give_a_path_that_holds_prerequisites(case, data) -> None:
    """The path of a snapshot holds its own prerequisites, whatever today's order is."""
    catalogue, _ = case
    steps = st.sampled_from([*catalogue.step, "nowhere.0"])
    moves = data.draw(st.lists(st.builds(Move, steps, steps, st.just(WHY)), max_size=4))
    [role] = catalogue.roles
    path = role_path(replace(catalogue, roles=(replace(role, moves=tuple(moves)),)), role.id)
    assert sorted(path) == sorted(id for id, s in catalogue.step.items() if s.kind == "study")
    for number, id in enumerate(path):
        step = catalogue.step[id]
        assert not step.from_level or f"{step.skill}.{step.from_level - 1}" in path[:number]
        assert all({*entry.any_of} <= {*path[:number]} for entry in step.requires)


def test_a_snapshot_older_than_curricula_is_taught_in_todays_order() -> None:
    earlier = json.loads(freeze(OURS))
    del earlier["curriculum"]
    for role in earlier["roles"]:
        del role["moves"], role["member_shares"]
    earlier["skills"] = [each for each in earlier["skills"] if each["id"] != "edge_ai"]
    opened = thaw(json.dumps(earlier))
    assert opened.curriculum == ()
    taught = taught_as(opened, OURS)
    for role in OURS.role:
        left = [id for id in role_path(OURS, role) if not id.startswith("edge_ai")]
        assert list(role_path(taught, role)) == left
    assert taught_as(OURS, opened) is OURS
