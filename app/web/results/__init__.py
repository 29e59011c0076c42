"""The result: which role, how sure, how ready, why, what next; and two results compared."""

from flask_wtf.csrf import CSRFError

from app.storage.engine import StorageUnavailable
from app.web.group import Group

pages = Group("results", "app.web.results.routes")
pages.answer("result", "/assessments/<int:number>")
pages.answer("target", "/assessments/<int:number>/target", "POST")
pages.answer("take_along", "/assessments/<int:number>/result.<any(md, pdf):kind>")
pages.answer("pick_comparison", "/assessments/<int:number>/compare")
pages.answer("compare", "/assessments/<int:number>/compare/<int:other>")
pages.answer("example", "/example")
pages.answer("shared", "/shared/<token>")
pages.catch("target_is_still_chosen", CSRFError, StorageUnavailable)
