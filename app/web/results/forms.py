"""The forms of the result page: the choice of a target, and of an assessment to compare with."""

from typing import cast

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import HiddenField, IntegerField
from wtforms.validators import NumberRange, Optional

from app.catalogue.model import STAGES, Catalogue, Stage
from app.exports.words import STAGE_NAMES
from app.planning.model import Target
from app.scoring.result import Result
from app.web.finished_assessment import next_stage
from app.web.form_fields import select_field
from app.web.http.request_checks import MAX_NUMBER
from app.web.i18n import language

NEXT = "next"
"""The choice of the first stage that the person is not ready for."""


class TargetForm(FlaskForm):
    """A role and its stage; without a stage, the first one not ready."""

    role = select_field(lazy_gettext("Role"))
    stage = select_field(lazy_gettext("Stage"), validators=[Optional(strip_whitespace=False)])
    assessment = HiddenField()
    """The tag of the assessment that the page was made for."""
    go = HiddenField()
    """Where to go next: "plan", or the result."""
    lang = HiddenField()
    """The language of the button that switches it."""

    def offer(self, catalogue: Catalogue) -> None:
        """Offer the roles of the assessment's own catalogue, and their stages."""
        self.role.choices = {role.id: role.name[language()] for role in catalogue.roles}
        self.stage.choices = {NEXT: _("the first one that you are not ready for")} | {
            stage: _(STAGE_NAMES[stage]) for stage in STAGES
        }

    def select(self, target: Target) -> None:
        """Select a target in place of what was sent."""
        self.role.data, self.stage.data = target.role, target.stage

    def chosen_stage(self, result: Result) -> Stage:
        """Return the chosen stage, or the next one of the role."""
        chosen = self.stage.data or NEXT
        return next_stage(result, self.role.data) if chosen == NEXT else cast(Stage, chosen)


class ComparisonForm(FlaskForm):
    """The number of another assessment, in the address of the page."""

    class Meta:
        csrf = False  # a GET form changes nothing

    other = IntegerField(name="with", validators=[NumberRange(0, MAX_NUMBER)])
