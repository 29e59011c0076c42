"""The choice of a target."""

from dataclasses import dataclass
from typing import cast

from flask_babel import lazy_gettext
from werkzeug.datastructures import MultiDict
from wtforms import Form, SelectField, ValidationError
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # WTForms has it, its stubs not yet
from wtforms.form import BaseForm
from wtforms.validators import Optional

from app.catalogue.model import STAGES, Stage
from app.web.assessed import Assessed, next_stage
from app.web.form_errors import NOT_LISTED

NEXT = "next"


@dataclass(frozen=True, slots=True)
class Offered:
    """A role, and a stage or NEXT."""

    role: str
    stage: str


class Listed(SelectField):
    """One of the choices that the page shows."""

    def pre_validate(self, form: BaseForm) -> None:
        try:
            super().pre_validate(form)
        except ValidationError:
            raise ValidationError(NOT_LISTED) from None


class TargetForm(Form):
    """A role and a stage of it; the stage may be left to the app."""

    role = Listed(lazy_gettext("Role"))
    stage = Listed(
        lazy_gettext("Stage"),
        choices=[SelectChoice(stage, stage) for stage in (*STAGES, NEXT)],
        validators=[Optional()],
    )

    @classmethod
    def of(cls, found: Assessed, sent: MultiDict[str, str]) -> "TargetForm":
        form = cls(sent)
        form.role.choices = [SelectChoice(role, role) for role in found.catalogue.role]
        return form

    def offered(self, found: Assessed) -> "Offered":
        """What the selects show: a choice that was not sent off yet, else the target."""
        if self.validate():
            return Offered(self.role.data, self.stage.data or NEXT)
        return _targets(found)

    def chosen_stage(self, found: Assessed) -> Stage:
        chosen = self.stage.data or NEXT
        return next_stage(found.result, self.role.data) if chosen == NEXT else cast(Stage, chosen)


def asked(found: Assessed, sent: MultiDict[str, str]) -> Offered:
    """What the selects show at first: what the address asks for, if it asks for anything."""
    return TargetForm.of(found, sent).offered(found) if "role" in sent else _targets(found)


def _targets(found: Assessed) -> Offered:
    return Offered(found.target.role, found.target.stage)
