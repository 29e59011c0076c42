"""The templates, compiled once for each language: a page that asks for one by its name gets the one for its reader."""

import re
from collections.abc import MutableMapping
from functools import partial
from pathlib import Path
from typing import Any, Final, cast

from babel.support import NullTranslations, Translations
from flask import current_app
from flask.templating import Environment
from jinja2 import Template, nodes
from jinja2.compiler import CodeGenerator, Frame
from markupsafe import Markup, escape
from werkzeug.routing import BaseConverter, MapAdapter

from app.catalogue.text import LANGUAGES, Language
from app.web.assets import integrity, version
from app.web.compiled import Compiled, made_of
from app.web.known import IN_ADDRESS, Known
from app.web.language import language

TRANSLATIONS: Final = Path(__file__).parents[1] / "translations"
WITH_CONTEXT: Final = {"_", "gettext", "ngettext"}
NUMBERS: Final = {int, float}
SPECIAL: Final = re.compile(r"""[&<>'"]""").search


class Plain(CodeGenerator):
    """Calls and what is shown as Python has them: Jinja's own ways are for more than our templates need, and take their time.

    Calls go by way of its context there, for functions that want it: of what our templates call, only gettext's do.
    """

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:  # noqa: N802 (Jinja's name)
        """Write a call."""
        name = node.node.name if isinstance(node.node, nodes.Name) else None
        if forward_caller or node.dyn_args or node.dyn_kwargs or name in WITH_CONTEXT:
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        self.visit(node.node, frame)
        self.write("(")
        for each in (*node.args, *node.kwargs):
            self.visit(each, frame)
            self.write(", ")
        self.write(")")

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802
        """Write an attribute; of a text its language, which it has: Jinja looks for others among keys as well, and lets them be missing."""
        if node.attr in LANGUAGES:
            self.visit(node.node, frame)
            self.write(f".{node.attr}")
        else:
            super().visit_Getattr(node, frame)

    def visit_Const(self, node: nodes.Const, frame: Frame) -> None:  # noqa: N802
        """Write a constant; what is markup is made once, and not each time it is passed."""
        value = node.as_const(frame.eval_ctx)
        if isinstance(value, Markup):
            self.write(f"environment.constant[{str(value)!r}]")
        else:
            super().visit_Const(node, frame)

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        """What is shown is only joined to its neighbours, so that it need not be marked as markup one by one."""
        if frame.eval_ctx.autoescape and not frame.eval_ctx.volatile and not finalize.src:
            self.write("environment.shown(")
        else:
            super()._output_child_pre(node, frame, finalize)


def shown(value: object) -> str:
    """A value as HTML, escaped unless it is markup: as `escape` has it, which takes three times as long to make markup of it."""
    if type(value) is str:
        return escape(value) if SPECIAL(value) else value
    if type(value) in NUMBERS:
        return str(value)
    return value if type(value) is Markup else escape(value)


class Constants(dict[str, Markup]):
    """The markup that stands in templates: each is made once, when it is first shown."""

    def __missing__(self, text: str) -> Markup:
        made = self[text] = Markup(text)  # noqa: S704 (our own templates') # nosec B704
        return made


class Spoken(Environment):
    """Flask's environment of templates, and behind it one for each language, in which what can be known before is known."""

    code_generator_class = Plain
    shown = staticmethod(shown)
    known: Known | None = None

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        self.constant = Constants()
        self.loaded = dict[str, Template]()

    def get_template(self, name: Any, parent: str | None = None, globals: MutableMapping[str, Any] | None = None) -> Template:
        """As Jinja has it; while no file changes, what was loaded once is at hand: a page with its parts asks for twenty."""
        if self.auto_reload or name not in self.loaded:
            self.loaded[name] = super().get_template(name, parent, globals)
        return self.loaded[name]

    def speaking(self, wanted: Language) -> "Spoken":
        """The environment of a language. To be asked for only when the application is complete."""
        made: dict[Language, Spoken] = self.__dict__.setdefault("made", {})
        if wanted not in made:
            addresses = self.app.url_map.bind("")
            found = self.overlay(bytecode_cache=Compiled(wanted, made_of(self.app.url_map)))
            found.known = Known(
                wanted, translations(wanted), addresses, {"integrity": integrity, "static_url": partial(_static, addresses)}
            )
            found.loaded = {}
            found.filters[IN_ADDRESS] = partial(_in_address, BaseConverter(self.app.url_map))
            made[wanted] = found
        return made[wanted]

    def get_or_select_template(self, name: Any, *_: Any) -> Template:
        """What `render_template` asks for, in the language of the request's page."""
        return self.speaking(language()).get_template(name)

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """In one plain mapping, for it is copied for each page, and Jinja's own is slow at that."""
        return {**self.globals, **(d or {})}

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        parsed = super()._parse(source, name, filename)
        if self.known:
            self.known.visit(parsed)
            parsed.set_environment(self)
        return parsed


def template_in(wanted: Language, name: str) -> Template:
    """A template in a language, for what is the same in each request: it is given only what `render` is given."""
    return cast(Spoken, current_app.jinja_env).speaking(wanted).get_template(name)


def translations(wanted: Language) -> NullTranslations:
    """The catalog of a language; without one, sentences are as they were written."""
    return Translations.load(TRANSLATIONS, [wanted])


def _static(addresses: MapAdapter, name: str) -> str:
    return addresses.build("static", {"filename": name, "v": version(name)})


def _in_address(words: BaseConverter, value: object) -> str:
    return str(value) if type(value) is int else words.to_url(value)
