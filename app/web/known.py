"""What is known of a template before anybody asks for a page: its sentences in the reader's language, and addresses of our own.

Looking up a sentence, filling its places and building an address cost a page of a hundred of each more than all its other work. So they are
done once, when the template is compiled for a language: `{{ _('Hello') }}` becomes text, `{{ _('Hello %(name)s', name=x) }}` becomes text
with `{{ x }}` in it, which escapes as ever, and so does `{{ url_for('home.home') }}`.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from itertools import count
from typing import Final

from babel.support import NullTranslations
from jinja2 import nodes
from jinja2.visitor import NodeTransformer
from markupsafe import Markup, escape
from werkzeug.routing import BuildError, MapAdapter

from app.catalogue.text import Language
from app.web.numbers import FIRST_STAND_IN

PLACE: Final = re.compile(r"(%\(\w+\)s|%%)")
IN_ADDRESS: Final = "in_address"
"""The filter that writes a value as it stands in an address."""
Places = dict[str, nodes.Expr]


class Known(NodeTransformer):
    """Puts what is known into a parsed template. `constants` are functions whose answer to constants never changes."""

    def __init__(
        self, language: Language, translations: NullTranslations, addresses: MapAdapter, constants: Mapping[str, Callable[..., str]]
    ) -> None:
        self.language, self.translations, self.addresses, self.constants = language, translations, addresses, constants

    def visit_Output(self, node: nodes.Output) -> list[nodes.Node]:  # noqa: N802 (Jinja's name)
        """What stands side by side is written side by side, and of two sentences the one that is said."""
        self.generic_visit(node)
        return _written(node.nodes, node.lineno)

    def visit_Filter(self, node: nodes.Filter) -> nodes.Expr:  # noqa: N802
        self.generic_visit(node)
        return nodes.Getattr(node.node, self.language, "load") if node.name == "say" and node.node else node

    def visit_Call(self, node: nodes.Call) -> nodes.Expr:  # noqa: N802
        self.generic_visit(node)
        if not isinstance(node.node, nodes.Name) or node.dyn_args or node.dyn_kwargs:
            return node
        name, places = node.node.name, {each.key: each.value for each in node.kwargs}
        try:
            made = self._known(name, node.args, places) or node
        except nodes.Impossible:  # something in it is known only when the page is asked for
            return node
        made.set_lineno(node.lineno)
        return made

    def _known(self, name: str, given: list[nodes.Expr], places: Places) -> nodes.Expr | None:
        if name == "_":
            return _filled(self.translations.ugettext(given[0].as_const()), places)
        if name == "ngettext":
            one, many, number = given
            says = [self.translations.ungettext(one.as_const(), many.as_const(), some) for some in (1, 2)]
            forms = [_filled(each, {"num": number} | places) for each in says]
            is_one = nodes.Compare(number, [nodes.Operand("eq", nodes.Const(1))])
            return forms[0] if says[0] == says[1] else nodes.CondExpr(is_one, *forms)
        if name == "url_for":
            return self._address(given[0].as_const(), places)
        if name in self.constants:
            return nodes.Const(self.constants[name](*(each.as_const() for each in given)))
        return None

    def _address(self, endpoint: str, places: Places) -> nodes.Expr:
        """An address with its values as they come. Impossible: one that says more than its path holds, or is not of this site alone."""
        anchor = places["_anchor"].as_const() if "_anchor" in places else None
        values = {key: value for key, value in places.items() if key != "_anchor"}
        fixed = {key: value.value for key, value in values.items() if isinstance(value, nodes.Const)}
        marks = dict(zip(values.keys() - fixed.keys(), count(FIRST_STAND_IN), strict=False))
        try:
            text = self.addresses.build(endpoint, {**fixed, **marks})
        except BuildError:
            raise nodes.Impossible from None
        if "?" in text:
            raise nodes.Impossible
        text += f"#{anchor}" if anchor else ""
        if not marks:
            return nodes.Const(text)
        named = {str(mark): nodes.Filter(values[key], IN_ADDRESS, [], [], None, None) for key, mark in marks.items()}
        return _joined(named.get(part) or nodes.Const(part) for part in re.split(f"({'|'.join(named)})", text) if part)


def _written(shown: Iterable[nodes.Expr], lineno: int) -> list[nodes.Node]:
    """Statements that write this, one part after the other."""
    found: list[nodes.Node] = []
    for part in (part for each in shown for part in (each.nodes if isinstance(each, nodes.Concat) else [each])):
        if isinstance(part, nodes.CondExpr) and any(isinstance(each, nodes.Concat) for each in (part.expr1, part.expr2)):
            said, other = (_written([each] if each else [], lineno) for each in (part.expr1, part.expr2))
            found.append(nodes.If(part.test, said, [], other, lineno=lineno))
        elif found and isinstance(found[-1], nodes.Output):
            found[-1].nodes.append(part)
        else:
            found.append(nodes.Output([part], lineno=lineno))
    return found


def _filled(sentence: str, places: Places) -> nodes.Expr:
    """A sentence with what is put in its places. It may hold markup of its own; what is put in is escaped.

    KeyError: a place for which nothing is given.
    """
    parts = PLACE.split(sentence)
    literal = (nodes.Const(Markup(part.replace("%%", "%"))) for part in parts)  # noqa: S704 (our own words) # nosec B704
    return _joined(places[part[2:-2]] if part.startswith("%(") else each for part, each in zip(parts, literal, strict=True))


def _joined(parts: Iterable[nodes.Expr]) -> nodes.Expr:
    """Pieces of HTML one after the other, as few as they can be."""
    pieces: list[nodes.Expr] = []
    for part in parts:
        before = pieces[-1] if pieces else None
        if isinstance(before, nodes.Const) and isinstance(part, nodes.Const):
            pieces[-1] = nodes.Const(escape(before.value) + escape(part.value))
        else:
            pieces.append(nodes.Const(escape(part.value)) if isinstance(part, nodes.Const) else part)
    return pieces[0] if len(pieces) == 1 else nodes.Concat(pieces)
