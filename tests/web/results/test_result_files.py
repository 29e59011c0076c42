"""The downloads of a result say what its page says, and only its owner gets them."""

import io
import re

from pypdf import PdfReader

from tests.support.visitor import CATALOGUE, CLEAR, FEW, Visitor


def test_the_text_names_the_same_role_and_the_same_readiness_as_the_page(reader: Visitor) -> None:
    page = reader.result_of(CLEAR)
    answer = reader.open("/assessments/1/result.md")
    assert answer.headers["Content-Type"] == "text/markdown; charset=utf-8"
    assert answer.headers["Content-Disposition"] == "attachment; filename=orienteer-result-1.md"
    assert answer.headers["Cache-Control"] == "no-store"
    text = answer.response.get_data(as_text=True)
    closest = page.data("data-closest")[0]
    names = {
        role.id: role.name.ko if reader.language == "ko" else role.name.en
        for role in CATALOGUE.roles
    }
    assert names[closest] in text.splitlines()[0]
    for role, name in names.items():
        shown = page.data("data-readiness-junior")[page.data("data-role").index(role)]
        row = next(line for line in text.splitlines() if line.startswith(f"| {name} |"))
        assert f"| {int(float(shown) * 100 + 1e-9)}% |" in row


def test_without_a_target_nothing_is_said_of_one(visitor: Visitor) -> None:
    visitor.finish(FEW)
    text = visitor.open("/assessments/1/result.md").response.get_data(as_text=True)
    assert text.startswith("# Not enough answers to name a role\n")
    assert "target" not in text


def test_the_pdf_has_the_finding_as_its_title(visitor: Visitor) -> None:
    visitor.finish(CLEAR)
    answer = visitor.client.get("/assessments/1/result.pdf")
    reader = PdfReader(io.BytesIO(answer.data))
    assert reader.metadata is not None
    assert reader.metadata.title == "Closest to MLOps engineer"
    assert re.search(r"Monitoring\s+3", reader.pages[0].extract_text())


def test_an_unfinished_one_has_no_result_to_take_along(visitor: Visitor) -> None:
    visitor.begin()
    assert visitor.open("/assessments/1/result.md", follow=False).status == 303
    assert visitor.open("/assessments/2/result.md").status == 404
