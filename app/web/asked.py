"""The request that a page answers."""

from functools import cached_property
from typing import Any, cast

from flask import Request, request
from werkzeug.datastructures import ImmutableMultiDict, MultiDict
from werkzeug.http import parse_cookie


class Asked(Request):
    """Flask's, whose cookies are read where the server has put them, without a look at every header."""

    @cached_property
    def cookies(self) -> MultiDict[str, str]:  # type: ignore[override]  # it is an immutable one, as Werkzeug's
        return parse_cookie(self.environ, ImmutableMultiDict)


def asked() -> Asked:
    """This request itself: `request` stands for it, and looks for it again at each word."""
    stand_in: Any = request
    return cast(Asked, stand_in._get_current_object())
