"""The style page. `?wrong` shows it as a page whose form came back."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from app.storage.tables import MAX_NAME_LENGTH
from app.web.example import example
from app.web.http.responses import STATIC
from app.web.i18n import language
from app.web.questionnaire.forms import UNKNOWN_CHOICE
from app.web.results.views import result_page
from app.web.saved.forms import NameForm
from app.web.styleguide.samples import (
    sample_history,
    sample_plan,
    sample_progress,
    sample_questions,
)
from app.web.styleguide.tokens import pairings, tokens

pages = Blueprint("styleguide", __name__)


@pages.get("/styleguide")
def styleguide() -> ResponseReturnValue:
    css = (STATIC / "style.css").read_text(encoding="utf-8")
    form = NameForm(MultiDict({"name": "n" * (MAX_NAME_LENGTH + 1)}), meta={"csrf": False})
    form.validate()
    shown = example()
    return render_template(
        "styleguide/styleguide.html",
        tokens=tokens(css).values(),
        pairings=pairings(css),
        form=form,
        is_wrong="wrong" in request.args,
        result=result_page(shown),
        example=shown,
        plan=sample_plan(),
        history=sample_history(),
        controls=sample_progress(),
        questions=sample_questions(language(), str(UNKNOWN_CHOICE)),
    )
