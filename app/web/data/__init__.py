"""My data: take a copy along, take one in, erase everything."""

from app.web.data.routes import pages

__all__ = ["pages"]
