"""The pace of a plan."""

from flask_babel import lazy_gettext
from wtforms import Form
from wtforms.validators import InputRequired, NumberRange

from app.planning.model import FEWEST_HOURS_A_WEEK, MOST_HOURS_A_WEEK
from app.web.numbers import WholeNumber

NOT_KEPT = lazy_gettext("These hours are not kept yet. Press the button once more.")
WRONG_HOURS = lazy_gettext("Write a whole number of hours from 1 to 40.")


class WholeHours(WholeNumber):
    wrong = WRONG_HOURS


class PaceForm(Form):
    """Hours a week, 1 to 40."""

    hours = WholeHours(validators=[InputRequired(WRONG_HOURS), NumberRange(FEWEST_HOURS_A_WEEK, MOST_HOURS_A_WEEK, WRONG_HOURS)])
