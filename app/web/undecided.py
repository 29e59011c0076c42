"""What is said where the last word of the database did not come, so that nobody knows whether all of a request was kept or nothing."""

from flask_babel import lazy_gettext

UNDECIDED = (
    lazy_gettext("It is not known whether this was kept"),
    lazy_gettext(
        "The place where answers are stored broke off just then. What was kept before is safe. Look in a minute whether it is there; "
        "if not, send it again: nothing is kept twice."
    ),
)
"""A title and a text, said with 503."""
