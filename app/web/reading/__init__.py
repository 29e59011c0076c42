"""Pages to read: roles, AI work, the method, privacy, accessibility."""

from flask_wtf.csrf import CSRFError

from app.web.group import Group

pages = Group("reading", "app.web.reading.routes")
pages.answer("roles", "/roles")
pages.answer("role", "/roles/<id>")
pages.answer("work", "/ai-work")
pages.answer("method", "/method")
pages.answer("weights", "/method/weights/<id>")
pages.answer("weigh", "/method/weights/<id>", "POST")
pages.answer("privacy", "/privacy")
pages.answer("accessibility", "/accessibility")
pages.catch("weights_are_still_typed", CSRFError)
