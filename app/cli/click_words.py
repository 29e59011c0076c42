"""Click's own sentences that our commands can show, named here so that they are collected for translation.

Click looks them up in gettext's usual domain, which language.speak() binds to our translations.
"""

from app.catalogue.faults import N_

SENTENCES = (
    N_("Usage:"),
    N_("Options"),
    N_("Commands"),
    N_("Show this message and exit."),
    N_("Error: {message}"),
    N_("Try '{command} {option}' for help."),
    N_("Missing command."),
    N_("No such command {name!r}."),
    N_("Did you mean {possibility}?"),
    N_("Missing {param_type}"),
    N_("argument"),
    N_("option"),
    N_("Invalid value: {message}"),
    N_("Invalid value for {param_hint}: {message}"),
    N_("Could not open file {filename!r}: {message}"),
    N_("{value!r} is not a valid {number_type}."),
    N_("{value} is not in the range {range}."),
    N_("default: {default}"),
    N_("required"),
    N_("Aborted!"),
)
