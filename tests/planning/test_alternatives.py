"""Which of several alternatives a plan uses, each rule on a small catalogue."""

from dataclasses import replace

from app.catalogue.model import Catalogue, Coefficient, MemberShare
from app.planning.plan import plan
from app.planning.wishes import NO_WISHES, Wishes
from tests.planning.catalogues import TARGET, catalogue, skill

Levels = dict[str, int | None]


def ids(found: Catalogue, ratings: Levels | None = None, wishes: Wishes = NO_WISHES) -> list[str]:
    return [step.id for step in plan(found, ratings or {}, TARGET, 6, wishes=wishes).steps]


def with_shares(found: Catalogue, **shares: float) -> Catalogue:
    """Return the catalogue with shares of postings: of items alone, and of members of groups."""
    alone = {item.id for item in found.items if len(item.skills) == 1}
    [role] = found.roles
    match = tuple(
        Coefficient(id, 0, "postings", share, 30) for id, share in shares.items() if id in alone
    )
    members = tuple(MemberShare(id, share, 30) for id, share in shares.items() if id not in alone)
    return replace(found, roles=(replace(role, match=match, member_shares=members),))


def group(order: tuple[str, ...] = ()) -> Catalogue:
    """Return a role that asks for level 2 of a long or a short skill."""
    skills = [skill("long", (9, 9, 9)), skill("short", (1, 1, 1))]
    return catalogue(skills, {"either": (2, 1)}, {"either": ["long", "short"]}, order=order)


def test_a_group_goes_on_with_the_skill_that_is_furthest_begun():
    assert ids(group(), {"short": 1}) == ["short.1"]
    assert ids(group(), {"short": 1, "long": 0}) == ["short.1"]
    assert ids(with_shares(group(), short=0.9), {"long": 1}) == ["long.1"]
    assert ids(group(), {"short": 2}) == []


def test_a_step_in_progress_or_put_in_counts_as_begun():
    assert ids(group(), wishes=Wishes(begun=frozenset({"short.0"}))) == ["short.0", "short.1"]
    assert ids(group(), wishes=Wishes(put_in=frozenset({"short.0"}))) == ["short.0", "short.1"]


def test_a_group_takes_what_the_plan_needs_anyway():
    skills = [skill("a"), skill("b"), skill("top", _0=[["b.0"]])]
    needs = {"either": (2, 1), "top": (1, 1)}
    found = catalogue(skills, needs, {"either": ["a", "b"]})
    assert ids(found) == ["b.0", "b.1", "top.0"]


def test_where_nothing_is_begun_postings_decide_then_the_path_and_never_the_hours():
    assert ids(group()) == ["long.0", "long.1"]
    assert ids(group(("short.0", "short.1"))) == ["short.0", "short.1"]
    assert ids(with_shares(group(), long=0.2, short=0.4)) == ["short.0", "short.1"]
    assert ids(with_shares(group(), long=0.2, short=0.3)) == ["long.0", "long.1"]
    assert ids(with_shares(group(("short.0", "short.1")), long=0.4, short=0.2)) == [
        "long.0",
        "long.1",
    ]


def test_prerequisites_are_settled_by_the_same_rules():
    skills = [skill("a", (9, 9, 9)), skill("b"), skill("top", _0=[["a.0", "b.0"]])]
    found = catalogue(skills, {"top": (1, 1)})
    assert ids(found) == ["a.0", "top.0"]
    assert ids(with_shares(found, a=0.1, b=0.3)) == ["b.0", "top.0"]
    deeper = catalogue([*skills[:2], skill("top", _0=[["a.1", "b.1"]])], {"top": (1, 1)})
    assert ids(deeper, {"b": 1}) == ["b.1", "top.0"]
    needed = catalogue(skills, {"top": (1, 1), "b": (1, 1)})
    assert ids(needed) == ["b.0", "top.0"]


def test_an_alternative_that_a_later_one_meets_too_is_dropped():
    skills = [
        skill("a"),
        skill("b"),
        skill("c"),
        skill("x", _0=[["a.0", "b.0"]]),
        skill("y", _0=[["b.0", "c.0"]]),
    ]
    found = with_shares(catalogue(skills, {"x": (1, 1), "y": (1, 1)}), a=0.5, b=0.3, c=0.1)
    assert ids(found) == ["b.0", "x.0", "y.0"]


def test_a_skill_that_its_own_prerequisite_makes_needless_is_dropped():
    skills = [skill("a"), skill("b", _1=[["a.1"]])]
    found = with_shares(catalogue(skills, {"either": (2, 1)}, {"either": ["a", "b"]}), b=0.5)
    assert ids(found) == ["a.0", "a.1"]


def test_a_skill_whose_level_is_left_out_gives_way_to_one_that_reaches_it():
    assert ids(group(), wishes=Wishes(leave_out=frozenset({"long.1"}))) == ["short.0", "short.1"]
    both = Wishes(leave_out=frozenset({"long.1", "short.0"}))
    assert ids(group(), wishes=both) == ["long.0"]
