"""The choice of a target."""

from typing import cast

from werkzeug.datastructures import MultiDict
from wtforms import Form, SelectField
from wtforms.validators import InputRequired, Optional

from app.catalogue.model import STAGES, Stage
from app.web.assessed import Assessed, next_stage

NEXT = "next"


class TargetForm(Form):
    """A role and a stage of it; the stage may be left to the app."""

    role = SelectField(validators=[InputRequired()])
    stage = SelectField(choices=[(stage, stage) for stage in (*STAGES, NEXT)], validators=[Optional()])

    @classmethod
    def of(cls, found: Assessed, sent: MultiDict[str, str]) -> "TargetForm":
        form = cls(sent)
        form.role.choices = [(role, role) for role in found.catalogue.role]
        return form

    def chosen_stage(self, found: Assessed) -> Stage:
        chosen = self.stage.data or NEXT
        return next_stage(found.result, self.role.data) if chosen == NEXT else cast(Stage, chosen)
