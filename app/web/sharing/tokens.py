"""Signed link tokens in the share form: sent twice, it creates one link and shows it again."""

from contextlib import suppress

from itsdangerous import BadSignature, SignatureExpired, URLSafeTimedSerializer

from app.storage.assessments import Assessment
from app.storage.shares import FORM_SECONDS, new_token
from app.web.auth import assessment_tag
from app.web.context import context


def sign_token(token: str, assessment: Assessment) -> str:
    """Return the token signed for a form of this assessment."""
    return str(_serializer().dumps([token, assessment_tag(assessment)]))


def read_token(text: str | None, assessment: Assessment) -> str | None:
    """Return the token that was signed for this assessment, or None."""
    with suppress(BadSignature):
        token, signed_for = _serializer().loads(text or "")
        return str(token) if signed_for == assessment_tag(assessment) else None
    return None


def is_too_old(text: str | None) -> bool:
    """Return whether a token was signed more than FORM_SECONDS ago, so that none may be made."""
    try:
        _serializer().loads(text or "", max_age=FORM_SECONDS)
    except BadSignature as error:
        return isinstance(error, SignatureExpired)
    return False


def sign_new_token(assessment: Assessment) -> str:
    """Return a new token, signed for this assessment."""
    return sign_token(new_token(), assessment)


def _serializer() -> URLSafeTimedSerializer:
    settings = context().settings
    return URLSafeTimedSerializer(
        [*reversed(settings.secret_key_fallbacks), settings.secret_key], salt="share"
    )
