"""The evaluations on the method page: every figure is shown, and the weakest role is named."""

import re
from collections.abc import Callable
from dataclasses import replace

from flask import Flask

from app.catalogue.evidence import (
    METRICS,
    Evaluation,
    Interval,
    Margin,
    Method,
    MethodDifference,
    ProfileForm,
    Recall,
)
from app.catalogue.text import Text
from config import Settings
from tests.conftest import context_of
from tests.support.databases import in_each_language
from tests.support.visitor import CATALOGUE, Visitor
from tests.web.reading.test_method import CELL, EVIDENCE


def figures(value: float) -> dict[str, Interval]:
    return {
        metric: Interval(value + n / 100, value + n / 100 - 0.05, value + n / 100 + 0.06)
        for n, metric in enumerate(METRICS)
    }


SAMPLE_EVALUATION = Evaluation(
    id="postings",
    name=Text("공고", "Postings"),
    rows=1234,
    roles=("ml_engineer", "dl_engineer"),
    how=Text("다섯 겹으로 나눴어요.", "In five folds."),
    too_close=0.417,
    methods=(
        Method("orienteer", Text("가", "A"), figures(0.61)),
        Method("naive_bayes", Text("나", "B"), figures(0.52)),
    ),  # type: ignore[arg-type]
    differences=(
        MethodDifference(Text("나", "B"), "balanced_accuracy", Interval(0.09, 0.02, 0.12)),
        MethodDifference(Text("나", "B"), "macro_f1", Interval(-0.04, -0.07, -0.01)),
        MethodDifference(Text("나", "B"), "top_two", Interval(-0.01, -0.03, 0.01)),
        MethodDifference(Text("나", "B"), "top_two_balanced", Interval(0.01, -0.01, 0.03)),
    ),
    recalls=(Recall("ml_engineer", 1000, (900, 100)), Recall("dl_engineer", 234, (117, 117))),
    margins=(Margin(0.5, 400, 0.511), Margin(1.5, 400, 0.622), Margin(None, 434, 0.733)),
    forms=(
        ProfileForm(
            "x",
            Text("다", "C"),
            {
                "balanced_accuracy": 0.58,
                "macro_f1": 0.57,
                "top_two": 0.81,
                "top_two_balanced": 0.79,
            },
        ),
    ),
)


@in_each_language
def test_an_evaluations_figures_are_all_shown_and_the_weakest_role_named(
    make_app: Callable[[Settings], Flask], settings: Settings, language: str
) -> None:
    app = make_app(settings)
    replace(context_of(app), evidence=replace(EVIDENCE, evaluations=(SAMPLE_EVALUATION,))).attach(
        app
    )
    page = Visitor(app, language).open("/method")
    text = page.html.partition("data-evaluation")[2].partition("</section>")[0]
    page_text = " ".join(re.sub("<[^>]*>", " ", text).split())
    cells = [" ".join(re.sub("<[^>]*>", "", cell).split()) for cell in CELL.findall(text)]
    to = {"en": " to ", "ko": "~"}[language]
    assert [cell for cell in cells if "(" in cell][:3] == [
        f"0.61 (0.56{to}0.67)",
        f"0.62 (0.57{to}0.68)",
        f"0.63 (0.58{to}0.69)",
    ]
    for figure in (
        "1,234",
        "41.7%",
        "+0.09",
        "−0.04",
        "51.1%",
        "62.2%",
        "73.3%",
        "0.58",
        "0.57",
        "0.81",
        "90.0%",
        "900",
    ):
        assert figure in page_text
    weakest = CATALOGUE.role["dl_engineer"].name[language]  # type: ignore[index]
    assert re.search(
        {"en": f"{weakest}, 117 of 234 rows", "ko": f"{weakest}. 234건 가운데 117건이"}[language],
        page_text,
    )
    bold = re.findall(r"<b>([+−][0-9.]+)", text)
    assert bold == ["+0.09", "−0.04"], "bold where the whole interval lies on one side of 0"


def test_without_evaluations_the_page_still_opens(
    make_app: Callable[[Settings], Flask], settings: Settings
) -> None:
    app = make_app(settings)
    replace(context_of(app), evidence=replace(EVIDENCE, evaluations=())).attach(app)
    assert Visitor(app).open("/method").status == 200
