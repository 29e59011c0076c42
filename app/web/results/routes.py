"""The result page, the choice of a target, and the comparison of two assessments."""

from flask import (
    Blueprint,
    Response,
    abort,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError

from app.exports.pdf import pdf_is_installed, result_as_pdf
from app.exports.result import Finished, result_as_markdown
from app.exports.share_card import card_as_png, png_is_possible
from app.extensions import network_fingerprint
from app.storage.assessment_list import ResultContext, find_result_context
from app.storage.assessments import set_target
from app.storage.engine import StorageUnavailable
from app.web.auth import form_assessment, own_reads, refuse_other_owner
from app.web.context import reads, writes
from app.web.example import example as example_result
from app.web.files import file_response
from app.web.finished_assessment import (
    FinishedAssessment,
    decode_finished,
    find_finished,
    load_finished,
)
from app.web.http.errors import form_or_error_response, not_saved_message, not_saved_response
from app.web.http.heavy_work import heavy_work
from app.web.i18n import day_of, reader_words, switch_language
from app.web.results.compare import compare_page
from app.web.results.forms import NEXT, ComparisonForm, TargetForm
from app.web.results.outline import outline_page
from app.web.results.views import result_page
from app.web.shared_result import open_share, raise_no_share

pages = Blueprint("results", __name__)


@pages.get("/assessments/<int:number>")
def result(number: int) -> ResponseReturnValue:
    """Show a result. An address with `?role=` selects that role in the form of the target."""
    with own_reads() as db:
        stored = find_finished(db, number)
        context = find_result_context(db, stored.owner, number)
    finished = decode_finished(stored)
    form = TargetForm(request.args, meta={"csrf": False})
    form.offer(finished.catalogue)
    if "role" not in request.args or not form.validate():
        form = TargetForm(None)
        form.offer(finished.catalogue)
        if finished.has_target:
            form.select(finished.target)
    return _result_page(finished, context, form)


@pages.get("/example")
def example() -> ResponseReturnValue:
    """Show the result of a made-up person, which nobody can change."""
    return render_template("results/result.html", page=result_page(example_result()))


@pages.get("/shared/<token>")
def shared(token: str) -> ResponseReturnValue:
    """Show a shared result, with ratings only where its owner shares them."""
    shared_result = open_share(token)
    page = (
        result_page(shared_result.rated)
        if shared_result.with_ratings
        else outline_page(shared_result.outline)
    )
    return render_template("sharing/shared.html", shared=shared_result, page=page)


@pages.get("/shared/<token>/card.<any(svg, png):kind>")
def shared_card(token: str, kind: str) -> ResponseReturnValue:
    """Show the picture of a shared result.

    404 without shared ratings, because the map shows them, and for a PNG without the extra `pdf`.
    """
    shared_result = open_share(token)
    if not shared_result.with_ratings:
        raise_no_share()
    if kind == "png" and not png_is_possible():
        abort(404)
    page = result_page(shared_result.rated)
    svg = render_template("sharing/card.svg", page=page)
    if kind == "svg":
        return Response(svg, mimetype="image/svg+xml")
    with heavy_work(network_fingerprint()):
        return Response(card_as_png(svg), mimetype="image/png")


@pages.post("/assessments/<int:number>/target")
def target(number: int) -> ResponseReturnValue:
    """Choose the role and stage that the plan is for. The language button saves nothing."""
    form = TargetForm()
    switch_language(form.lang.data)
    finished = load_finished(number)
    refuse_other_owner(finished.assessment, form.assessment.data or None)
    form.offer(finished.catalogue)
    if not form.validate_on_submit():
        return make_response(_refused_page(finished, form), 400)
    if form.lang.data:
        typed = {"role": form.role.data, "stage": form.stage.data or NEXT}
        return redirect(url_for("results.result", number=number, _anchor="target", **typed), 303)
    with writes() as db:
        form_assessment(db, number)
        stage = form.chosen_stage(finished.result)
        set_target(db, finished.assessment.owner, number, form.role.data, stage)
    if form.go.data == "plan":
        return redirect(url_for("plan.plan", number=number), 303)
    return redirect(url_for("results.result", number=number, _anchor="ready"), 303)


@pages.errorhandler(CSRFError)
@pages.errorhandler(StorageUnavailable)
def show_form_again(error: CSRFError | StorageUnavailable) -> ResponseReturnValue:
    """Show the form again, with the choice, when it could not be saved."""
    if request.endpoint != "results.target":
        return not_saved_response(error)

    def render_form() -> str:
        form = TargetForm(meta={"csrf": False})
        finished = load_finished((request.view_args or {})["number"])
        refuse_other_owner(finished.assessment, form.assessment.data or None)
        form.offer(finished.catalogue)
        form.validate()
        return _refused_page(finished, form, not_saved_message(error))

    return form_or_error_response(error, render_form)


@pages.get("/assessments/<int:number>/result.<any(md, pdf):kind>")
def download(number: int, kind: str) -> ResponseReturnValue:
    """Download the result as a file; 404 for a PDF where that extra is not installed."""
    if kind == "pdf" and not pdf_is_installed():
        abort(404)
    finished = load_finished(number)
    document = Finished(
        finished.result,
        finished.catalogue,
        finished.ratings,
        day_of(finished.assessment.finished_at or 0),
        finished.target if finished.has_target else None,
    )
    words = reader_words()
    if kind == "pdf":
        return file_response(
            lambda: result_as_pdf(document, words), f"orienteer-result-{number}.pdf"
        )
    text = result_as_markdown(document, words)
    return file_response(text.encode, f"orienteer-result-{number}.md")


@pages.get("/assessments/<int:number>/compare")
def pick_comparison(number: int) -> ResponseReturnValue:
    """Lead from the form with `?with=` to the comparison's own address."""
    form = ComparisonForm(request.args)
    if not form.validate():
        abort(400)
    return redirect(url_for("results.compare", number=number, other=form.other.data), 303)


@pages.get("/assessments/<int:number>/compare/<int:other>")
def compare(number: int, other: int) -> ResponseReturnValue:
    """Show what changed between two assessments, in the order in which they were finished."""
    both = (load_finished(number), load_finished(other))
    earlier, later = sorted(both, key=lambda each: (each.assessment.finished_at or 0, each.number))
    return render_template("results/compare.html", page=compare_page(earlier, later))


def _refused_page(finished: FinishedAssessment, form: TargetForm, unsaved: object = "") -> str:
    """Render the result with a target that was not saved; `unsaved` says why if it is not wrong."""
    with reads() as db:
        context = find_result_context(db, finished.assessment.owner, finished.number)
    if form.errors and finished.has_target:
        form.select(finished.target)
    return _result_page(finished, context, form, unsaved)


def _result_page(
    finished: FinishedAssessment, context: ResultContext, form: TargetForm, unsaved: object = ""
) -> str:
    page = result_page(finished, context)
    return render_template("results/result.html", page=page, form=form, unsaved=unsaved)
