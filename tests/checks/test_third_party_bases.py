"""Classes of `app/` inherit only from library classes that their documentation offers for it."""

from typing import Final

from tests.checks.third_party_bases import third_party_bases

KINDS: Final = (
    "wtforms.fields.",
    "wtforms.form.",
    "flask_wtf.form.",
    "werkzeug.exceptions.",
    "click.exceptions.",
)
"""Fields, forms and exceptions: made to be inherited from."""
ONE_EACH: Final = {
    "click.core.Group": "Click: Lazily Loading Subcommands",
    "flask.sessions.SecureCookieSessionInterface": (
        "Flask: Session Interface; names and secures the cookie by connection"
    ),
    "gunicorn.app.base.BaseApplication": "Gunicorn: Custom Application",
    "psycopg.Connection": "Psycopg: Connection classes; gives up on a server that stops answering",
    "werkzeug.routing.converters.IntegerConverter": "Werkzeug: Custom Converters",
}
"""One class of ours at most inherits from each, for the reason or by the chapter named."""


def test_library_classes_that_ours_inherit_from_are_meant_for_it() -> None:
    bases = [base for found in third_party_bases().values() for base in found]
    others = [base for base in bases if not base.startswith(KINDS)]
    assert set(others) <= ONE_EACH.keys()
    assert len(others) == len(set(others))
    assert any(base.startswith("wtforms.fields.") for base in bases), "the classes were found"
