"""Return codes: one's own, and entering one on another device."""

from app.web.returning import code
from app.web.returning.routes import pages

pages.register_blueprint(code.pages)

__all__ = ["pages"]
