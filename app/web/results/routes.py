"""The result page, the choice of a target, and the comparison of two assessments."""

from flask import Blueprint, abort, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError

from app.documents.pdf import pdf_is_installed, result_as_pdf
from app.documents.result import Finished, result_as_markdown
from app.storage.assessment_list import find_beside
from app.storage.assessments import aim_assessment
from app.storage.engine import StorageUnavailable
from app.web.assessed import Assessed, assessed, assessed_of, finished
from app.web.context import reads, writes
from app.web.days import day_of
from app.web.errors import comes_back, not_kept, why_again
from app.web.files import as_file, reader_words
from app.web.language import switch_language
from app.web.owner import form_assessment, own_reads, refuse_form_of_another
from app.web.results.compare import compare_page
from app.web.results.forms import TargetForm, asked
from app.web.results.outline import outline_page
from app.web.results.sheet import example_html, result_html, whole_html
from app.web.results.views import result_page
from app.web.shared import shared as open_share
from app.web.sheets import is_plain
from app.web.url_converters import number_in

pages = Blueprint("results", __name__)


@pages.get("/assessments/<int:number>")
def result(number: int) -> ResponseReturnValue:
    with own_reads() as db:
        kept = finished(db, number)
        beside = find_beside(db, kept.owner, number)
    if is_plain():
        return make_response(result_html(kept, beside))
    found = assessed_of(kept)
    return whole_html(found, beside, asked(found, request.args))


@pages.get("/example")
def example() -> ResponseReturnValue:
    """What a result looks like: a made-up person's, which nobody can change."""
    return example_html()


@pages.get("/shared/<token>")
def shared(token: str) -> ResponseReturnValue:
    """A result as a link shows it: with ratings and what can be read off them only where they were chosen."""
    found = open_share(token)
    page = result_page(found.rated) if found.with_ratings else outline_page(found.outline)
    return render_template("shared.html", shared=found, found=found.outline, page=page)


@pages.post("/assessments/<int:number>/target")
def target(number: int) -> ResponseReturnValue:
    """Choose the role and stage that the plan is for; without a stage, the next one that is not met."""
    switch_language(request.form.get("lang"))
    found = assessed(number)
    refuse_form_of_another(found.assessment)
    form = TargetForm.of(found, request.form)
    if not form.validate():
        return make_response(_page(found, form), 400)
    if request.form.get("lang"):
        offered = form.offered(found)
        return redirect(
            url_for(
                "results.result",
                number=number,
                role=offered.role,
                stage=offered.stage,
                _anchor="target",
            ),
            303,
        )
    with writes() as db:
        form_assessment(db, number)
        aim_assessment(db, found.assessment.owner, number, form.role.data, form.chosen_stage(found))
    to_plan = request.form.get("go") == "plan"
    return redirect(
        url_for(
            "plan.plan" if to_plan else "results.result",
            number=number,
            _anchor=None if to_plan else "ready",
        ),
        303,
    )


@pages.errorhandler(CSRFError)
@pages.errorhandler(StorageUnavailable)
def target_is_still_chosen(error: CSRFError | StorageUnavailable) -> ResponseReturnValue:
    """A choice that could not be kept comes back as it was made."""
    if request.endpoint != "results.target":
        return not_kept(error)

    def page() -> str:
        found = assessed((request.view_args or {})["number"])
        refuse_form_of_another(found.assessment)
        form = TargetForm.of(found, request.form)
        return _page(found, form, why_again(error))

    return comes_back(error, page)


@pages.get("/assessments/<int:number>/result.<any(md, pdf):kind>")
def take_along(number: int, kind: str) -> ResponseReturnValue:
    """The result as a file; 404 for a PDF where its parts are missing."""
    if kind == "pdf" and not pdf_is_installed():
        abort(404)
    found = assessed(number)
    document = Finished(
        found.result,
        found.catalogue,
        found.ratings,
        day_of(found.assessment.finished_at or 0),
        found.target if found.is_aimed else None,
    )
    words = reader_words()
    make = (
        (lambda: result_as_pdf(document, words))
        if kind == "pdf"
        else (lambda: result_as_markdown(document, words).encode())
    )
    return as_file(make, f"orienteer-result-{number}.{kind}")


@pages.get("/assessments/<int:number>/compare")
def pick_comparison(number: int) -> ResponseReturnValue:
    """A form without script asks with `?with=`; the comparison has its own address."""
    other = number_in(request.args.get("with", ""))
    if other is None:
        abort(400)
    return redirect(url_for("results.compare", number=number, other=other), 303)


@pages.get("/assessments/<int:number>/compare/<int:other>")
def compare(number: int, other: int) -> ResponseReturnValue:
    """What changed between two finished assessments, the earlier one first whichever way round they are asked for."""
    earlier, later = sorted((number, other))
    return render_template("compare.html", page=compare_page(assessed(earlier), assessed(later)))


def _page(found: Assessed, form: TargetForm, unkept: object = "") -> str:
    """The result with a choice of a target that comes back."""
    with reads() as db:
        beside = find_beside(db, found.assessment.owner, found.number)
    return whole_html(found, beside, form.offered(found), form, unkept)
