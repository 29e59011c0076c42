"""The form that gives a role other weights: a number per item, in thousandths."""

from functools import cache

from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import NumberRange

from app.catalogue.model import COEFFICIENT_SUM, Catalogue, Role
from app.web.charts.coefficients import THOUSAND, thousandths
from app.web.form_fields import WholeNumberField

WRONG_WEIGHT = lazy_gettext("Write a whole number from 0 to 1000.")
MAX_TYPED_LENGTH = 40


class Thousandths(WholeNumberField):
    """A weight in thousandths of a role's sum."""

    message = WRONG_WEIGHT

    @property
    def typed(self) -> str:
        return super().typed.strip()[:MAX_TYPED_LENGTH]


@cache
def _form_class(items: tuple[str, ...]) -> type[FlaskForm]:
    fields = {
        item: Thousandths(validators=[NumberRange(0, THOUSAND, WRONG_WEIGHT)]) for item in items
    }
    return type("WeightsForm", (FlaskForm,), {**fields, "lang": StringField()})


def weights_form(catalogue: Catalogue, role: Role) -> FlaskForm:
    """Return a form with a field per item, which holds today's coefficient until one is sent."""
    today = {coefficient.item: thousandths(coefficient.value) for coefficient in role.match}
    return _form_class(tuple(item.id for item in catalogue.items))(data=today)


def chosen_weights(role: Role, form: FlaskForm) -> dict[str, int]:
    """Return an integer per item, of which COEFFICIENT_SUM are a role's whole.

    A number left as shown stands for the exact coefficient.
    """
    return {
        each.item: each.value
        if form[each.item].data == thousandths(each.value)
        else form[each.item].data * COEFFICIENT_SUM // THOUSAND
        for each in role.match
    }
