"""The token of a link to come, in the page of its form: a form that is sent twice makes one link and shows the same address."""

from contextlib import suppress

from itsdangerous import BadSignature, URLSafeSerializer

from app.storage.assessments import Assessment
from app.storage.shares import new_token
from app.web.context import context
from app.web.owner import tag


def sealed(token: str, found: Assessment) -> str:
    """The token for a form of this assessment; only what was sealed here is taken back."""
    return str(_seal().dumps([token, tag(found)]))


def unsealed(text: str | None, found: Assessment) -> str | None:
    """The token of a form of this assessment; None for what was not sealed here, or for another."""
    with suppress(BadSignature):
        token, of = _seal().loads(text or "")
        return str(token) if of == tag(found) else None
    return None


def fresh(found: Assessment) -> str:
    """A new token, sealed."""
    return sealed(new_token(), found)


def _seal() -> URLSafeSerializer:
    settings = context().settings
    return URLSafeSerializer(
        [*reversed(settings.secret_key_fallbacks), settings.secret_key], salt="share"
    )
