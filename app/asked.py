"""The request that a page answers."""

from functools import cached_property
from typing import Any, Final, cast

from flask import Request, request
from werkzeug.datastructures import ImmutableMultiDict, MultiDict
from werkzeug.sansio.http import parse_cookie

LARGEST_REQUEST: Final = 64 * 1024
"""Bytes of a body; one address takes more."""
MOST_FIELDS: Final = 1_000


class Asked(Request):
    """Flask's, which asks its application at every turn how large it may be, and looks through every header for its cookies.

    What the application's settings say of a request's size (MAX_CONTENT_LENGTH and its like) is not asked for.
    """

    max_content_length: int | None = LARGEST_REQUEST
    max_form_memory_size: int | None = LARGEST_REQUEST
    max_form_parts: int | None = MOST_FIELDS

    @cached_property
    def cookies(self) -> MultiDict[str, str]:  # type: ignore[override]  # it is an immutable one, as Werkzeug's
        return parse_cookie(self.environ.get("HTTP_COOKIE"), ImmutableMultiDict)


def asked() -> Asked:
    """This request itself: `request` stands for it, and looks for it again at each word."""
    stand_in: Any = request
    return cast(Asked, stand_in._get_current_object())
