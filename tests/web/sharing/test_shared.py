"""A shared link shows what was chosen and nothing else."""

import re

import pytest
from sqlalchemy import select, update

from app.storage.engine import reading, writing
from app.storage.plans import Terms, encode_terms
from app.storage.tables import assessment, plan, progress, share
from tests.conftest import context_of
from tests.support.visitor import CATALOGUE, CLEAR, FEW, FLAT, MASTER, Levels, Visitor
from tests.web.sharing.shares import NAME, NOTE, STEP, link, made, unnamed

FINE = re.compile(r"\d\.\d{3}")
"""A figure that says more than the page's words do."""


def id_of(visitor: Visitor) -> int:
    page = visitor.open("/assessments/1/share")
    number = next(form.action for form in page.forms if form.action.endswith("/end")).split("/")[-2]
    with reading(context_of(visitor.app).engine) as db:
        return int(db.execute(select(share.c.owner).where(share.c.id == int(number))).scalar_one())


def spoil(visitor: Visitor, *what: str) -> None:
    """Change stored data other than the frozen result, without using the pages."""
    mine = id_of(visitor)
    others = {skill: [(level or 0) ^ 1, 9] for skill, level in CLEAR.items()}
    text = re.sub(r"\s", "", str(others).replace("'", '"'))
    changes = {
        "kept for oneself": update(assessment).values(name="Other", started_from=5, begun_at=7),
        "notes": update(progress).values(note="another"),
        "ratings": update(assessment).values(answers=text),
        "hours": update(assessment).values(hours_a_week=31),
        "terms": update(plan).values(
            terms=encode_terms(Terms(free_only=True, leave_out=frozenset({STEP})))
        ),
        "progress": update(progress).values(state="done", earlier="begun"),
    }
    with writing(context_of(visitor.app).engine) as db:
        for name in what:
            statement = changes[name]
            assert db.execute(statement.where(statement.table.c.owner == mine)).rowcount > 0


PLANNED = ("hours", "terms", "progress")
NEVER = ("kept for oneself", "notes")
UNCHOSEN: dict[tuple[tuple[str, ...], str], tuple[tuple[str, ...], tuple[str, ...]]] = {
    ((), ""): ((*NEVER, "ratings", *PLANNED), ()),
    (("ratings",), ""): ((*NEVER, *PLANNED), ("ratings",)),
    (("plan",), ""): ((*NEVER, "ratings", *PLANNED), ()),
    (("plan",), "/plan"): (NEVER, (*PLANNED, "ratings")),
    (("ratings", "plan"), ""): ((*NEVER, *PLANNED), ("ratings",)),
    (("ratings", "plan"), "/plan"): (NEVER, (*PLANNED, "ratings")),
}
"""What is ticked, and a page → what must leave no byte in it, and each of what may."""


@pytest.mark.parametrize(("boxes", "page"), UNCHOSEN)
def test_what_was_not_chosen_leaves_no_byte_in_a_page(
    reader: Visitor, sharer: Visitor, boxes: tuple[str, ...], page: str
) -> None:
    path, (unseen, seen) = link(sharer, *boxes) + page, UNCHOSEN[boxes, page]
    before = reader.open(path)
    assert before.status == 200
    assert NAME not in before.html
    assert NOTE not in before.html
    spoil(sharer, *unseen)
    assert reader.open(path).html == before.html
    for each in seen:
        spoil(sharer, each)
        after = reader.open(path)
        assert after.html != before.html, each
        before = after


@pytest.mark.parametrize("boxes", [(), ("plan",)])
@pytest.mark.parametrize("levels", [CLEAR, FLAT, FEW, MASTER])
def test_without_ratings_there_is_no_rating_and_no_figure_to_work_one_out_from(
    reader: Visitor, levels: Levels, boxes: tuple[str]
) -> None:
    own = reader.result_of(levels)
    if levels is MASTER:  # all roles tie, and there is no target
        own = reader.post("/assessments/1/target", role="mlops_engineer", stage="lead")
    page = reader.open(link(reader, *boxes))
    assert (page.data("data-closest"), page.data("data-status")) == (
        own.data("data-closest"),
        own.data("data-status"),
    )
    assert page.data("data-role") == ([] if levels is FEW else own.data("data-role"))
    for attribute in (
        "data-match",
        "data-chance",
        "data-readiness-junior",
        "data-readiness-senior",
        "data-readiness-lead",
        "data-part",
        "data-item",
    ):
        assert own.data(attribute) or attribute in {"data-part", "data-item"}
        assert page.data(attribute) == []
    assert FINE.search(own.html)
    assert not FINE.search(page.html.partition("<main")[2])
    for skill in CATALOGUE.skills:
        assert not re.search(rf"{re.escape(skill.name[reader.language])}(</b>)? (\d|→)", page.html)
        assert not [anchor for anchor in skill.anchors if anchor[reader.language] in page.html]


@pytest.mark.parametrize("levels", [CLEAR, FLAT, FEW])
def test_with_ratings_it_shows_all_that_the_owner_sees_of_them(
    reader: Visitor, levels: Levels
) -> None:
    own = reader.result_of(levels)
    page = reader.open(link(reader, "ratings"))
    for attribute in ("data-item", "data-part", "data-role", "data-sum"):
        assert page.data(attribute) == own.data(attribute)
    deeds = re.compile(r'<span class="deed">(.*?)</span>|<div class="gap">(.*?)</div>')
    assert deeds.findall(page.html) == deeds.findall(own.html)
    assert bool(deeds.findall(own.html)) is (levels is CLEAR)


def test_with_the_plan_it_shows_the_owners_plan_and_what_is_done(
    reader: Visitor, sharer: Visitor
) -> None:
    sharer.language = reader.language
    sharer.post(f"/assessments/1/plan/steps/{STEP}", do="done")
    own, page = sharer.open("/assessments/1/plan"), reader.open(f"{link(sharer, 'plan')}/plan")
    for attribute in ("data-step", "data-week", "data-hours"):
        assert page.data(attribute) == own.data(attribute) != []
    assert page.html.count('class="control met"') == own.html.count('class="control met"') == 1
    assert NOTE in own.html
    assert NOTE not in page.html


def test_a_plan_that_is_not_shared_is_as_if_it_were_not_there(
    reader: Visitor, sharer: Visitor
) -> None:
    path = link(sharer, "ratings")
    answer, unknown = reader.open(f"{path}/plan"), reader.open(f"/shared/{'A' * 43}/plan")
    assert (answer.status, unnamed(answer, path)) == (404, unnamed(unknown, f"/shared/{'A' * 43}"))
    assert "/plan" not in reader.open(path).html
    few = Visitor(reader.app)
    few.finish(FEW)
    assert reader.open(f"{link(few, 'plan')}/plan").status == 404, "there is no target to plan for"


def test_a_link_has_no_part_in_another_assessment(sharer: Visitor, visitor: Visitor) -> None:
    sharer.finish(FLAT)
    first, second = link(sharer), link(sharer, number=2)
    assert visitor.open(first).data("data-status") == ["ranked"]
    assert visitor.open(second).data("data-status") == ["too_close"]
    assert len([form for form in made(sharer, number=2).forms if form.action.endswith("/end")]) == 2
