"""The pace of a plan."""

import re

from flask_babel import lazy_gettext
from wtforms import Form, IntegerField
from wtforms.validators import InputRequired, NumberRange

from app.planning.model import FEWEST_HOURS_A_WEEK, MOST_HOURS_A_WEEK

NOT_KEPT = lazy_gettext("These hours are not kept yet. Press the button once more.")
WRONG_HOURS = lazy_gettext("Write a whole number of hours from 1 to 40.")


class WholeHours(IntegerField):
    def process_formdata(self, valuelist: list[str]) -> None:
        """Keep what was typed for showing again; the message is ours."""
        if valuelist and not re.fullmatch(r"[0-9]{1,4}", valuelist[0].strip()):
            raise ValueError(WRONG_HOURS)
        super().process_formdata(valuelist)


class PaceForm(Form):
    """Hours a week, 1 to 40."""

    hours = WholeHours(validators=[InputRequired(WRONG_HOURS), NumberRange(FEWEST_HOURS_A_WEEK, MOST_HOURS_A_WEEK, WRONG_HOURS)])
