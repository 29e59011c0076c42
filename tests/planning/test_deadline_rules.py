"""Single rules of a plan with a deadline."""

import subprocess
import sys
from datetime import date

from app.catalogue.model import Catalogue
from app.planning.model import Plan
from app.planning.plan import plan
from app.planning.solver import Limits
from tests.planning.catalogues import TARGET, catalogue, skill

MONDAY = date(2026, 3, 2)


def ids(plan: Plan) -> list[str]:
    return [step.id for step in plan.steps]


def free(found: Catalogue, ratings: dict[str, int | None] | None = None, pace: int = 6) -> Plan:
    return plan(found, ratings or {}, TARGET, pace)


def test_hours_that_are_just_enough_are_enough():
    skills = [skill("a", (4, 9, 9)), skill("b", (6, 9, 9))]
    small = catalogue(skills, {"a": (1, 1), "b": (1, 3)})
    whole = plan(small, {}, TARGET, 10, MONDAY, date(2026, 3, 9))
    assert (ids(whole), whole.left_out) == (["a.0", "b.0"], ())
    tight = plan(small, {}, TARGET, 6, MONDAY, date(2026, 3, 9))
    assert (ids(tight), tight.left_out) == (["b.0"], ("a.0",))


def test_a_deadline_takes_the_best_pair_where_the_best_single_step_would_waste_the_time():
    skills = [skill("a", (6, 9, 9)), skill("b", (5, 9, 9)), skill("c", (5, 9, 9))]
    found = plan(
        catalogue(skills, {"a": (1, 7), "b": (1, 5), "c": (1, 5)}),
        {},
        TARGET,
        10,
        MONDAY,
        date(2026, 3, 9),
    )
    assert (sorted(ids(found)), found.left_out, found.optimal) == (["b.0", "c.0"], ("a.0",), True)


def test_a_deadline_never_turns_to_an_alternative_because_it_is_shorter():
    skills = [skill("a", (5, 30, 9)), skill("b", (4, 5, 9))]
    found = plan(
        catalogue(skills, {"either": (2, 1)}, {"either": ["a", "b"]}),
        {},
        TARGET,
        10,
        MONDAY,
        date(2026, 3, 9),
    )
    assert (ids(found), found.left_out) == (["a.0"], ("a.1",))


def test_hours_that_would_stay_free_are_filled_along_the_path():
    skills = [
        skill("a", (6, 9, 9)),
        skill("base", (3, 9, 9)),
        skill("top", (9, 9, 9), _0=[["base.0"]]),
    ]
    found = plan(
        catalogue(skills, {"a": (1, 1), "top": (1, 1)}), {}, TARGET, 10, MONDAY, date(2026, 3, 9)
    )
    assert (ids(found), found.left_out, found.optimal) == (["a.0", "base.0"], ("top.0",), True)


def test_experience_behind_study_left_out_is_left_out_with_it_and_not_listed():
    skills = [skill("a", (9, 9, 9)), skill("b")]
    found = plan(
        catalogue(skills, {"a": (4, 1), "b": (4, 1)}), {"a": 2}, TARGET, 3, MONDAY, date(2026, 3, 9)
    )
    assert ids(found) == ["b.0", "b.1", "b.2", "b.3"]
    assert found.left_out == ("a.2",)
    assert (found.readiness.now, found.readiness.at_deadline, found.readiness.at_end) == (
        0,
        1 / 6,
        0.5,
    )


def test_a_deadline_with_no_whole_hour_leaves_all_study_out_but_not_the_experience_at_hand():
    found = plan(
        catalogue([skill("a"), skill("b")], {"a": (1, 1), "b": (4, 1)}),
        {"b": 3},
        TARGET,
        6,
        MONDAY,
        date(2026, 3, 3),
    )
    assert (ids(found), found.weeks, found.left_out, found.optimal) == (["b.3"], (), ("a.0",), True)


def test_a_search_cut_short_says_that_its_choice_is_not_proven_and_still_fits():
    skills = [skill(id, (6 + n % 5, 7, 8)) for n, id in enumerate("abcdefghijkl")]
    hard = catalogue(skills, {id: (3, 5 + n % 4) for n, id in enumerate("abcdefghijkl")})
    found = plan(hard, {}, TARGET, 13, MONDAY, date(2026, 4, 13), Limits(seconds=0.0))
    assert not found.optimal
    assert found.hours <= 13 * 6
    assert found.readiness.at_deadline > 0.3


def test_the_solver_is_imported_only_when_a_deadline_forces_a_choice():
    code = """
import sys
from datetime import date
from app.planning.plan import plan
from tests.planning.catalogues import TARGET, catalogue, skill
two = catalogue([skill("a"), skill("b")], {"a": (1, 1), "b": (1, 2)})
plan(two, {}, TARGET, 6)
plan(two, {}, TARGET, 6, date(2026, 3, 2), date(2026, 3, 9))
assert not {"highspy", "numpy"} & set(sys.modules)
plan(two, {}, TARGET, 1, date(2026, 3, 2), date(2026, 3, 9))
assert "highspy" in sys.modules
"""
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")


def test_what_core_requirements_need_is_first_among_what_is_left_out():
    skills = [skill("c", (9, 9, 9)), skill("b", (9, 9, 9)), skill("a", (9, 9, 9), _0=[["b.0"]])]
    needs = {"a": (1, 2), "b": (1, 1), "c": (1, 1)}
    found = catalogue(skills, needs, order=("c.0", "b.0", "a.0"), core="a")
    late = plan(found, {}, TARGET, 6, MONDAY, date(2026, 3, 9))
    assert (ids(late), late.left_out) == ([], ("b.0", "a.0", "c.0"))
