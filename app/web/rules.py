"""The addresses of pages, each ready to be written only once it is asked for: half of what an application's wiring took."""

from collections.abc import Callable

from werkzeug.routing import Rule

Written = tuple[str, str]
"""Host and path."""


class Late(Rule):
    """Werkzeug's, which compiles two functions that write its addresses as soon as it is made; here when one is first written."""

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., Written]:
        compiled: list[Callable[..., Written]] = []

        def write(rule: Rule, **values: object) -> Written:
            if not compiled:
                compiled.append(super(Late, self)._compile_builder(append_unknown))
            return compiled[0](rule, **values)

        return write
