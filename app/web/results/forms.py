"""The choice of a target."""

from typing import cast

from flask_wtf import FlaskForm
from wtforms import SelectField
from wtforms.validators import InputRequired, Optional

from app.catalogue.model import STAGES, Stage
from app.web.assessed import Assessed, next_stage

NEXT = "next"


class TargetForm(FlaskForm):
    """A role and a stage of it; the stage may be left to the app."""

    class Meta(FlaskForm.Meta):
        csrf = False  # every POST is checked before it comes here

    role = SelectField(validators=[InputRequired()])
    stage = SelectField(choices=[*STAGES, NEXT], validators=[Optional()])

    @classmethod
    def of(cls, found: Assessed) -> "TargetForm":
        form = cls()
        form.role.choices = list(found.catalogue.role)
        return form

    def chosen_stage(self, found: Assessed) -> Stage:
        chosen = self.stage.data or NEXT
        return next_stage(found.result, self.role.data) if chosen == NEXT else cast(Stage, chosen)
