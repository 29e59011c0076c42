"""Return codes: one's own, and entering one on another device."""

from flask_limiter import RateLimitExceeded
from flask_wtf.csrf import CSRFError

from app.storage.engine import StorageUnavailable
from app.web.group import Group

pages = Group("returning", "app.web.returning.routes")
pages.answer("way_in", "/return")
pages.answer("enter", "/return", "POST")
pages.answer("merge", "/return/merge", "GET", "POST")
pages.catch("code_is_still_typed", CSRFError, StorageUnavailable, RateLimitExceeded)

code = Group("code", "app.web.returning.code")
code.answer("own", "/return/code")
code.answer("make", "/return/code", "POST")
code.answer("shown", "/return/code/shown", "GET", "POST")
code.answer("end", "/return/devices", "POST")
pages.register_blueprint(code)
