"""The messages of error pages: a title, then what it means and what to do."""

from flask_babel import lazy_gettext

TITLES = {
    400: (
        lazy_gettext("This request could not be read"),
        lazy_gettext(
            "Something in it was missing or not as the page sends it. Nothing of yours was "
            "changed. Go back and try again."
        ),
    ),
    403: (
        lazy_gettext("This address is not encrypted"),
        lazy_gettext(
            "Answers typed here could be read on their way. Open the address with https, or ask "
            "whoever runs this site."
        ),
    ),
    404: (
        lazy_gettext("There is no such page here"),
        lazy_gettext(
            "The address may be mistyped or out of date. Check it, or go on from one of these "
            "pages:"
        ),
    ),
    405: (
        lazy_gettext("This address does not take that kind of request"),
        lazy_gettext("Nothing of yours was changed. Go back and use the page’s own buttons."),
    ),
    413: (
        lazy_gettext("That was too much at once"),
        lazy_gettext(
            "A request may hold 64 KB at most. Nothing of it was kept; what was kept before is "
            "safe. Send less and try again."
        ),
    ),
    500: (
        lazy_gettext("Something went wrong on our side"),
        lazy_gettext(
            "The fault is noted. What was kept before is safe. Go back and try again; if it comes "
            "again, tell whoever runs this site."
        ),
    ),
    503: (
        lazy_gettext("This could not be kept just now"),
        lazy_gettext(
            "The place where answers are stored does not take anything at the moment. What was "
            "kept before is safe. Try again in a minute."
        ),
    ),
}

NO_ASSESSMENT = (
    lazy_gettext("This assessment does not open here"),
    lazy_gettext(
        "It was deleted, it has another number since two devices were brought together, or this "
        "browser may not open it. What it can open "
        "is listed in “My assessments”; a return code opens what you began elsewhere."
    ),
)
NO_SHARE = (
    lazy_gettext("This link does not open anything"),
    lazy_gettext(
        "It has ended, it was taken back, or a part of it is missing. "
        "If the whole address is there, ask whoever sent it to you for a new one."
    ),
)
CANNOT_READ = (
    lazy_gettext("This cannot be opened just now"),
    lazy_gettext(
        "The place where assessments are stored does not answer. What was kept before is safe. "
        "Reload the page in a minute."
    ),
)
"""The 503 message of a request that only reads."""
OUTCOME_UNKNOWN = (
    lazy_gettext("It is not known whether this was kept"),
    lazy_gettext(
        "The place where answers are stored broke off just then. What was kept before is safe. "
        "Look in a minute whether it is there; "
        "if not, send it again: nothing will be there twice."
    ),
)
"""The 503 message where the connection was lost during a commit."""
NOT_SAVED = lazy_gettext("This is not kept yet. Press the button once more.")
"""The message above a valid form that was not saved."""
PERHAPS_SAVED = lazy_gettext(
    "It is not known whether this was kept. Press the button once more: nothing is kept twice."
)
"""The same where the connection was lost during the commit."""
STEPS_FULL = (
    lazy_gettext("That is more than can be kept"),
    lazy_gettext(
        "The plans of one person may have 20,000 steps in progress, done or with a note, and this "
        "would be more, so nothing was changed. Delete some assessments under “My assessments”, "
        "which makes room a day later. If you sent a file, you can leave some out of it."
    ),
)
NOTES_FULL = (
    lazy_gettext("That is more than can be kept"),
    lazy_gettext(
        "All notes of one person may hold 1,000,000 characters together, and this would be more, "
        "so nothing was changed. Shorten or delete some of your notes."
    ),
)
