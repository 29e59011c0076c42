"""Error pages: what was wrong, what it means for the answers, and what to do."""

from collections.abc import Callable
from http import HTTPStatus
from math import ceil
from typing import Final

from flask import Flask, Response, g, jsonify, make_response, render_template, request
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_limiter import RateLimitExceeded
from flask_wtf.csrf import CSRFError, generate_csrf
from werkzeug.exceptions import HTTPException, InternalServerError, SecurityError

from app.storage.engine import CommitOutcomeUnknown, StorageUnavailable
from app.storage.owners import MAX_ASSESSMENTS, AssessmentsFull, NotesFull, OwnerGone, StepsFull
from app.web.auth import NoAssessment
from app.web.http.error_messages import (
    CANNOT_READ,
    NO_ASSESSMENT,
    NO_SHARE,
    NOT_SAVED,
    NOTES_FULL,
    OUTCOME_UNKNOWN,
    PERHAPS_SAVED,
    STEPS_FULL,
    TITLES,
)
from app.web.http.limits import retry_after
from app.web.http.logs import note_error, request_id
from app.web.http.request_checks import is_health_check
from app.web.i18n import switch_language_by_button
from app.web.shared_result import NoShare

SECONDS_PER_MINUTE: Final = 60


def install(app: Flask) -> None:
    """Register the handler of each kind of error."""
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(CSRFError, token_expired_response)
    app.register_error_handler(StorageUnavailable, storage_unavailable_response)
    app.register_error_handler(OwnerGone, _owner_gone)
    app.register_error_handler(AssessmentsFull, _limit_reached)
    app.register_error_handler(NotesFull, _notes_full)
    app.register_error_handler(StepsFull, _steps_full)
    app.register_error_handler(RateLimitExceeded, rate_limit_response)
    app.register_error_handler(Exception, _unexpected_error)
    app.register_error_handler(InternalServerError, _logged_error)


def error_response(
    status: int,
    title: object = None,
    text: object = None,
    leads_back: bool = False,
    number: str = "",
    is_form_kept: bool = False,
) -> Response:
    """Return an error as a page, or as JSON for the page's script and for health checks.

    Without a title or text, those of the status are used. `leads_back` offers to enter a return
    code; `number` is this request's number in the operator's log; `is_form_kept` puts what was sent
    into the page, with a button that sends it again.
    """
    words = TITLES.get(status) or TITLES[400]
    title, text = str(title or words[0]), str(text or words[1])
    if request.is_json or is_health_check():
        response = jsonify(
            {"error": title, "detail": text} | ({"request": number} if number else {})
        )
    else:
        response = make_response(
            render_template(
                "error.html",
                status=status,
                title=title,
                text=text,
                leads_back=leads_back,
                number=number,
                is_form_kept=is_form_kept,
            )
        )
    response.status_code = status
    return response


def _http_error(error: HTTPException) -> Response:
    if isinstance(error, SecurityError):
        return _untrusted_host()
    is_private = isinstance(error, NoAssessment)
    title, text = (
        NO_ASSESSMENT if is_private else NO_SHARE if isinstance(error, NoShare) else (None, None)
    )
    response = error_response(error.code if error.code in TITLES else 400, title, text, is_private)
    if error.code and error.code not in TITLES:
        response.status_code = error.code
    for name, value in error.get_headers(request.environ):
        if name == "Allow":
            response.headers[name] = value
    return response


def _owner_gone(_error: OwnerGone) -> Response:
    """Answer as to a stranger: the owner was erased or merged during this request."""
    return _http_error(NoAssessment())


def _limit_reached(_error: AssessmentsFull) -> Response:
    text = _(
        "No more than %(most)s assessments are kept for one person, and this would be more, so "
        "nothing was changed. Under “My assessments” delete some that you no longer need. They "
        "make room a day later, when they are gone for good.",
        most=f"{MAX_ASSESSMENTS:,}",
    )
    return error_response(HTTPStatus.CONFLICT, _("That is more than can be kept"), text)


def _notes_full(_error: NotesFull) -> Response:
    return error_response(HTTPStatus.CONFLICT, *NOTES_FULL)


def _steps_full(_error: StepsFull) -> Response:
    return error_response(HTTPStatus.CONFLICT, *STEPS_FULL)


def _untrusted_host() -> Response:
    """Answer with plain text, because a page's links would lead to the site that Host names."""
    text = _(
        "This site does not go by the name in the address. "
        "Whoever runs it can add the name to ORIENTEER_HOSTS."
    )
    return Response(f"{text}\n", 400, mimetype="text/plain")


def not_saved_response(error: CSRFError | StorageUnavailable | RateLimitExceeded) -> Response:
    """Return the page that says why a form could not be saved."""
    if isinstance(error, RateLimitExceeded):
        return rate_limit_response(error)
    return (
        storage_unavailable_response(error)
        if isinstance(error, StorageUnavailable)
        else token_expired_response(error)
    )


def form_again_response(not_saved: Response, page: str | bytes) -> Response:
    """Return the form's own page with what was typed.

    It has the status and Retry-After of `not_saved`, the error page that it replaces.
    """
    response = make_response(page, not_saved.status_code)
    if "Retry-After" in not_saved.headers:
        response.headers["Retry-After"] = not_saved.headers["Retry-After"]
    return response


def form_or_error_response(
    error: CSRFError | StorageUnavailable | RateLimitExceeded, render_form: Callable[[], str]
) -> Response:
    """Return a form that could not be saved: its own page with what was typed.

    Falls back to the error page when `render_form` fails as well.
    """
    switch_language_by_button()
    not_saved = not_saved_response(error)
    try:
        return form_again_response(not_saved, render_form())
    except (HTTPException, StorageUnavailable):
        return not_saved


def token_expired_response(_error: CSRFError) -> Response:
    """Answer to a token that is not this session's, and give the page's script a fresh one.

    The cookie is gone, or the key has changed.
    """
    if request.is_json:
        response = jsonify(error=_("The page was open for a long time"), token=generate_csrf())
        response.status_code = 400
        return response
    text = _(
        "The page was open for so long that it has expired, or cookies are switched off. "
        "Nothing was changed. Go back, reload the page and try again."
    )
    return error_response(400, _("This page is out of date"), text)


def not_saved_message(error: Exception, otherwise: object = NOT_SAVED) -> object:
    """Return the message above a form that was not saved although nothing in it need be wrong."""
    return PERHAPS_SAVED if isinstance(error, CommitOutcomeUnknown) else otherwise


def storage_unavailable_response(error: StorageUnavailable) -> Response:
    """Return the page for a database that does not answer.

    Sets `g.undecided`, which templates ask: then it is unknown whether the change was saved.
    """
    g.undecided = isinstance(error, CommitOutcomeUnknown)
    words = (
        OUTCOME_UNKNOWN
        if isinstance(error, CommitOutcomeUnknown)
        else CANNOT_READ
        if request.method in {"GET", "HEAD"}
        else (None, None)
    )
    return with_retry_after(error_response(503, *words))


def with_retry_after(response: Response, seconds: int = 30) -> Response:
    """Set after how many seconds the request may come again, and return the response."""
    response.headers["Retry-After"] = str(seconds)
    return response


def wait_message(error: RateLimitExceeded) -> str:
    """Say how long to wait, in whole minutes."""
    text: str = ngettext(
        "Too many requests of this kind came in a short time. Nothing of yours was changed. "
        "Try again in a minute.",
        "Too many requests of this kind came in a short time. Nothing of yours was changed. "
        "Try again in %(num)s minutes.",
        ceil(retry_after(error) / SECONDS_PER_MINUTE),
    )
    return text


def rate_limit_response(error: RateLimitExceeded) -> Response:
    """Return the page for a rate limit that was reached, with Retry-After."""
    response = error_response(
        HTTPStatus.TOO_MANY_REQUESTS, _("That was too often for now"), wait_message(error)
    )
    response.headers["Retry-After"] = str(retry_after(error))
    return response


def _unexpected_error(error: Exception) -> Response:
    return error_response(500, number=note_error(error))


def _logged_error(_error: InternalServerError) -> Response:
    """Return the page for an error that Flask has logged already, in a hook after the page."""
    return error_response(500, number=request_id())
