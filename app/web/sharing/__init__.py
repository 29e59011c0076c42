"""Links that share a result: made, listed with when each was last opened, and taken back."""

from flask_limiter import RateLimitExceeded
from flask_wtf.csrf import CSRFError

from app.storage.engine import StorageUnavailable
from app.web.group import Group

pages = Group("sharing", "app.web.sharing.routes")
pages.answer("share", "/assessments/<int:number>/share")
pages.answer("make", "/assessments/<int:number>/share", "POST")
pages.answer("end", "/assessments/<int:number>/share/<link>/end", "POST")
pages.catch("choices_are_still_there", CSRFError, StorageUnavailable, RateLimitExceeded)
