"""The questions: six areas and a review, every answer kept the moment it is given."""

from flask_wtf.csrf import CSRFError

from app.storage.engine import StorageUnavailable
from app.web.group import Group

pages = Group("questionnaire", "app.web.questionnaire.routes")
pages.answer("resume", "/assessments/<int:number>/resume")
pages.answer("area", "/assessments/<int:number>/<area>")
pages.answer("keep", "/assessments/<int:number>/<area>", "POST")
pages.answer("keep_one", "/assessments/<int:number>/ratings/<skill>", "PUT")
pages.catch("nothing_chosen_is_lost", CSRFError, StorageUnavailable)

review = Group("review", "app.web.questionnaire.review")
review.answer("look_over", "/assessments/<int:number>/review")
review.answer("finish", "/assessments/<int:number>/review", "POST")
review.catch("nothing_chosen_is_lost", CSRFError, StorageUnavailable)
pages.register_blueprint(review)
