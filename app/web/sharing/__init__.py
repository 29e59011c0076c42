"""Links to a result: create one, list them with when each was last opened, end one."""

from app.web.sharing.routes import pages

__all__ = ["pages"]
