"""The form that creates a link, and the one that ends it."""

from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import BooleanField, StringField

from app.web.form_fields import select_field

DAYS = ("1", "7", "30", "90")
DEFAULT_DAYS = "7"
NOT_CREATED = lazy_gettext("No link has been made yet. Press the button once more.")


class ShareForm(FlaskForm):
    """How long a link lasts, and whether it shows the ratings and the plan."""

    days = select_field(
        lazy_gettext("The link ends after"),
        choices={days: days for days in DAYS},
        default=DEFAULT_DAYS,
    )
    ratings = BooleanField(lazy_gettext("My ratings"))
    plan = BooleanField(lazy_gettext("My learning plan"))
    link = StringField()
    """The signed token of the link to create: a form that is sent twice creates one link."""
    made = StringField()
    """The signed token of the link whose address the page shows."""

    @property
    def chosen_days(self) -> str:
        """The days to show as chosen."""
        return self.days.data if self.days.data in DAYS else DEFAULT_DAYS


class EndLinkForm(FlaskForm):
    """The button that ends a link: only its token is checked."""
