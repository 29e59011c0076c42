"""Return codes: the owner's own, and entering one on another device."""

from app.web.returning import own_code
from app.web.returning.routes import pages

pages.register_blueprint(own_code.pages)

__all__ = ["pages"]
