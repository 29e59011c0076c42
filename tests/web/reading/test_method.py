"""The method page: every number comes from the catalogue or the evidence and names its source."""

import re
from dataclasses import replace

import pytest

from app.catalogue.evidence import FORMS
from app.catalogue.evidence_file import load_evidence
from app.catalogue.model import COEFFICIENT_SUM, STAGES
from app.scoring.match import contributions
from app.scoring.result import score
from app.web.charts.coefficients import coefficient_chart
from app.web.reading.method import SAMPLE, example, method_page
from tests.support.page import Page
from tests.support.visitor import CATALOGUE, Visitor

EVIDENCE = load_evidence(CATALOGUE)
ROLES = tuple(CATALOGUE.role)
CELL = re.compile(r"<td[^>]*>(.*?)</td>")
ROW = re.compile(r'<tr data-(\w+)="([^"]+)">(.*?)</tr>')


def rows(page: Page, kind: str) -> dict[str, list[str]]:
    """Return the cells of the rows that carry this mark."""
    return {id: CELL.findall(cells) for name, id, cells in ROW.findall(page.html) if name == kind}


def test_the_table_of_how_sure_is_the_simulations(reader: Visitor) -> None:
    shown = rows(reader.open("/method"), "kind")
    assert shown == {
        kind.id: [
            f"{kind.people:,}",
            f"{1 - kind.too_close:.1%}",
            f"{kind.repeated:.1%}",
            f"{kind.covered:.1%}",
        ]
        for kind in EVIDENCE.simulation.kinds
    }


def test_the_tables_of_chances_are_the_simulations(reader: Visitor) -> None:
    page = reader.open("/method")
    bins = EVIDENCE.simulation.repetitions
    assert {each.form for each in bins} == {*FORMS}
    assert rows(page, "repetition") == {
        f"{each.form} {each.up_to}": [
            f"{each.people:,}",
            f"{each.predicted:.1%}",
            f"{each.repeated:.1%}",
        ]
        for each in bins
    }
    assert "200" in page.text
    assert "0.85" in page.text


def test_without_a_simulation_of_chances_there_is_no_table_of_them() -> None:
    simulation = replace(EVIDENCE.simulation, repetitions=())
    assert method_page(CATALOGUE, replace(EVIDENCE, simulation=simulation)).chances == ()


def test_every_coefficient_leads_to_its_source_with_its_share_and_n(reader: Visitor) -> None:
    page = reader.open("/method")
    shown, places = (
        rows(page, "coefficient"),
        {source.id: place for place, source in enumerate(CATALOGUE.sources, 1)},
    )
    for role in CATALOGUE.roles:
        for c in role.match:
            counted = [
                cell
                for share, n in ((c.share, c.n), (c.people_share, c.people_n))
                for cell in (
                    ("–", "–") if share is None or n is None else (f"{share:.1%}", f"{n:,}")
                )
            ]
            assert shown.pop(f"{role.id} {c.item}") == [
                f"{c.value:,}",
                *counted,
                str(places[c.source]),
            ]
    assert shown == {}
    assert all(source.text[reader.language] in page.text for source in CATALOGUE.sources)  # type: ignore[index]
    assert {f"source-{place}" for place in places.values()} <= {
        found.get("id") for _, found in page.elements
    }


def test_the_worked_example_is_what_scoring_says(reader: Visitor) -> None:
    person = {skill: SAMPLE.get(skill, 0) for skill in CATALOGUE.skill}
    assert SAMPLE.keys() <= CATALOGUE.skill.keys()
    first, second = score(CATALOGUE, person).order[:2]
    page, worked = reader.open("/method"), example(CATALOGUE)
    for match, role, total, place in (
        (first, worked.roles[0], worked.sums[0], 0),
        (second, worked.roles[1], worked.sums[1], 1),
    ):
        assert match.role == role.id
        assert total / COEFFICIENT_SUM == match.match
        assert sum(term.products[place] for term in worked.terms) == total
        assert [term.products[place] / COEFFICIENT_SUM for term in worked.terms] == pytest.approx(
            [each.value for each in contributions(CATALOGUE, person, role.id) if each.value]
        )
        assert f"{total:,}" in page.text
        assert f"{match.match:.4f}" in page.text
    assert all(
        f"{c:,} · {term.rating} = {c * term.rating:,}" in page.text
        for term in worked.terms
        for c in term.coefficients
    )
    for figure in (
        f"{second.behind:.4f}",
        f"{second.behind_se:.4f}",
        f"{second.behind / second.behind_se:.2f}",
    ):
        assert figure in page.text


def test_the_worked_example_stands_with_roles_that_weigh_all_alike() -> None:
    alike = tuple(replace(role, match=CATALOGUE.roles[0].match) for role in CATALOGUE.roles)
    assert example(replace(CATALOGUE, roles=alike)).errors_apart == 0


def test_the_chart_has_a_mark_for_each_coefficient(reader: Visitor) -> None:
    drawn, page = coefficient_chart(CATALOGUE), reader.open("/method")
    marks = [found for tag, found in page.elements if tag == "use" and found["x"].endswith("%")]
    assert len(marks) == len(CATALOGUE.items) * len(ROLES)
    lines = {line.item.id: line.dots for group in drawn.areas for line in group.lines}
    assert list(lines) == [item.id for item in CATALOGUE.items], (
        "items of an area stand together in the catalogue"
    )
    for shape, role in enumerate(CATALOGUE.roles):
        for c in role.match:
            assert lines[c.item][shape].x == pytest.approx(
                100 * 1000 * c.value / COEFFICIENT_SUM / drawn.end, abs=0.06
            )
    assert {found["href"] for found in marks} == {f"#m{shape}" for shape in range(len(ROLES))}
    assert all(0 <= mark.x <= 100 for line in lines.values() for mark in line)


def test_the_charts_title_is_the_greatest_lead_over_the_other_roles(reader: Visitor) -> None:
    values = {role.id: {c.item: c.value for c in role.match} for role in CATALOGUE.roles}

    def lead(role: str, item: str) -> float:
        return values[role][item] - sum(values[other][item] for other in ROLES if other != role) / (
            len(ROLES) - 1
        )

    role, item = max(
        ((role, item) for role in ROLES for item in (each.id for each in CATALOGUE.items)),
        key=lambda pair: lead(*pair),
    )
    title = re.findall(r"<figcaption>(.*?)</figcaption>", reader.open("/method").html)[0]
    assert CATALOGUE.role[role].name[reader.language] in title  # type: ignore[index]
    assert CATALOGUE.item[item].name[reader.language] in title  # type: ignore[index]


def test_the_page_leads_to_a_form_for_each_role_and_names_its_commands(reader: Visitor) -> None:
    page = reader.open("/method")
    assert {f"/method/weights/{role}" for role in ROLES} <= set(page.links)
    assert "orienteer evaluate FILE" in page.html
    assert all(link.startswith(("/", "#")) for link in page.links)
    anchors = {link[1:] for link in page.links if link.startswith("#")}
    assert anchors <= {found.get("id") for _, found in page.elements}


def test_every_stage_of_every_role_is_in_the_simulation() -> None:
    assert {f"{role} {stage}" for role in ROLES for stage in STAGES} <= {
        kind.id for kind in EVIDENCE.simulation.kinds
    }
