"""Groups of pages, each brought in when one of its pages is first asked for: a start waits for the first page, and for no other.

It is Flask's "Lazily Loading Views": a group's `__init__.py` has its addresses, and the names of the functions that answer there.
"""

from collections.abc import Callable
from functools import cache
from importlib import import_module

from flask import Blueprint
from flask.typing import ResponseReturnValue

View = Callable[..., ResponseReturnValue]


class Group(Blueprint):
    """The pages that the functions of a module, by its whole name, answer."""

    def __init__(self, name: str, module: str) -> None:
        super().__init__(name, module.rpartition(".")[0])
        self.module = module

    def answer(self, function: str, address: str, *methods: str) -> None:
        """What comes to the address, by GET where no methods are named, is that function's to answer."""
        self.add_url_rule(address, view_func=self._later(function), methods=methods or ("GET",))

    def catch(self, function: str, *errors: type[Exception]) -> None:
        """These errors of the group's own requests are that function's to answer."""
        for error in errors:
            self.register_error_handler(error, self._later(function))

    def _later(self, name: str) -> View:
        @cache
        def found() -> View:
            view: View = getattr(import_module(self.module), name)
            return view

        def answer(*error: Exception, **values: object) -> ResponseReturnValue:
            return found()(*error, **values)

        answer.__name__ = name
        return answer
