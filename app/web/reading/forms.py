"""A role weighed otherwise: a number per item, in thousandths."""

from functools import cache

from flask_babel import lazy_gettext
from werkzeug.datastructures import MultiDict
from wtforms import Form
from wtforms.validators import NumberRange

from app.catalogue.model import COEFFICIENT_SUM, Catalogue, Role
from app.web.numbers import WholeNumber
from app.web.reading.picture import THOUSAND, thousandths

WRONG_WEIGHT = lazy_gettext("Write a whole number from 0 to 1000.")
LONGEST_SHOWN = 40


class Thousandths(WholeNumber):
    wrong = WRONG_WEIGHT

    @property
    def typed(self) -> str:
        return super().typed.strip()[:LONGEST_SHOWN]


@cache
def _form_class(items: tuple[str, ...]) -> type[Form]:
    return type(
        "WeightsForm",
        (Form,),
        {item: Thousandths(validators=[NumberRange(0, THOUSAND, WRONG_WEIGHT)]) for item in items},
    )


def weights_form(catalogue: Catalogue, role: Role, sent: MultiDict[str, str] | None = None) -> Form:
    """A field per item, with today's coefficient in it until something else is sent."""
    today = {coefficient.item: thousandths(coefficient.value) for coefficient in role.match}
    return _form_class(tuple(catalogue.item))(sent, data=today)


def chosen_weights(role: Role, form: Form) -> dict[str, int]:
    """Per item a whole number, of which COEFFICIENT_SUM are a role's whole: a number left as shown stands for the exact coefficient."""
    return {
        each.item: each.value
        if form[each.item].data == thousandths(each.value)
        else form[each.item].data * COEFFICIENT_SUM // THOUSAND
        for each in role.match
    }
