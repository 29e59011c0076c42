"""Pages to read: roles, AI work, the method, privacy, accessibility."""

from app.web.reading.routes import pages

__all__ = ["pages"]
