"""Links that share a result: made, listed with when each was last opened, and taken back."""

from app.web.sharing.routes import pages

__all__ = ["pages"]
