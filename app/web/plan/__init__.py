"""The learning plan: steps in order, in weeks, followed step by step, and taken along."""

from flask_wtf.csrf import CSRFError

from app.storage.engine import StorageUnavailable
from app.web.group import Group

pages = Group("plan", "app.web.plan.routes")
pages.answer("plan", "/assessments/<int:number>/plan")
pages.answer("change", "/assessments/<int:number>/plan", "POST")
pages.answer("week", "/assessments/<int:number>/plan/week")
pages.answer("example", "/example/plan")
pages.answer("shared", "/shared/<token>/plan")
pages.catch("terms_are_still_typed", CSRFError, StorageUnavailable)

files = Group("files", "app.web.plan.files")
files.answer("take_along", "/assessments/<int:number>/plan.<any(ics, md, csv, pdf):kind>")
pages.register_blueprint(files)

step = Group("step", "app.web.plan.step")
step.answer("step", "/assessments/<int:number>/plan/steps/<id>")
step.answer("keep", "/assessments/<int:number>/plan/steps/<id>", "POST")
step.catch("note_is_still_typed", CSRFError, StorageUnavailable)
pages.register_blueprint(step)
