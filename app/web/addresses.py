"""Addresses made anew from what another one held, so that nothing in that one can say where they lead."""

from collections.abc import Mapping

from flask import url_for


def made_anew(endpoint: str, held: Mapping[str, object], anchor: str | None = None) -> str:
    """The address of a page of ours with the values and questions that another held, without those that would steer `url_for` itself."""
    kept = {
        name: value
        for name, value in held.items()
        if not name.startswith("_") and name != "endpoint"
    }
    return url_for(endpoint, _anchor=anchor, **kept)  # type: ignore[arg-type]  # the names are no argument of its own
