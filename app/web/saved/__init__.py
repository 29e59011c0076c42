"""My assessments: open, rename, correct, compare, delete and bring back."""

from flask_wtf.csrf import CSRFError

from app.storage.engine import StorageUnavailable
from app.web.group import Group

pages = Group("saved", "app.web.saved.routes")
pages.answer("assessments", "/assessments")
pages.answer("name", "/assessments/<int:number>/name", "GET", "POST")
pages.answer("delete", "/assessments/<int:number>/delete", "POST")
pages.answer("restore", "/assessments/<int:number>/restore", "POST")
pages.catch("name_is_still_typed", CSRFError, StorageUnavailable)
