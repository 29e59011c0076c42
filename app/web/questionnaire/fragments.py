"""The questions' HTML, made once per language and choice: real radios in a fieldset, one question under the other."""

from functools import cache

from flask_babel import gettext as _
from markupsafe import Markup

from app.catalogue.model import LEVELS, Skill
from app.catalogue.text import Language
from app.web.questionnaire.forms import SKIP

FIELDSET = Markup(
    '<fieldset class="question" id="{id}"{problem}><legend>{name}<small>{meaning}</small></legend>{note}{options}'
    '<p class="state" data-state="{id}"></p></fieldset>\n'
)
OPTION = Markup(
    '<label class="option{kind}"><input type="radio" name="{id}" value="{value}"{checked}>'
    '<span class="mark">{mark}</span><span>{text}</span></label>'
)


@cache
def question(language: Language, skill: Skill, chosen: str | None) -> Markup:
    """One question with its choice marked; the same text for everybody, so it is made once."""
    return _fieldset(language, skill, chosen, Markup(""), Markup(""))


def question_with_problem(language: Language, skill: Skill, chosen: str | None, problem: str) -> Markup:
    """One question with what is wrong said above its answers."""
    note = Markup('<p class="problem" id="{id}-problem">{text}</p>').format(id=skill.id, text=problem)
    return _fieldset(language, skill, chosen, note, Markup(' aria-describedby="{id}-problem"').format(id=skill.id))


def _fieldset(language: Language, skill: Skill, chosen: str | None, note: Markup, problem: Markup) -> Markup:
    options = [_option(skill, str(value), skill.anchors[value][language], chosen) for value in LEVELS]
    options.append(_option(skill, SKIP, _("Skip this one · not sure"), chosen))
    return FIELDSET.format(
        id=skill.id,
        name=skill.name[language],
        meaning=skill.meaning[language],
        note=note,
        problem=problem,
        options=Markup("").join(options),
    )


def _option(skill: Skill, value: str, text: str, chosen: str | None) -> Markup:
    return OPTION.format(
        id=skill.id,
        value=value,
        kind=" skip" if value == SKIP else "",
        mark="–" if value == SKIP else value,
        checked=Markup(" checked") if value == chosen else "",
        text=text,
    )
