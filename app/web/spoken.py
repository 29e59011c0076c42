"""Templates that pages are put together from."""

from flask import current_app
from jinja2 import Template

from app.catalogue.text import Language


def template_in(_: Language, name: str) -> Template:
    """A template, for what is the same in each request: it is given only what `render` is given."""
    return current_app.jinja_env.get_template(name)
