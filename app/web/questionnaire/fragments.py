"""The questions' HTML, made once per language and choice: real radios in a fieldset, one question under the other."""

from functools import cache

from flask_babel import gettext as _
from markupsafe import Markup

from app.catalogue.model import LEVELS, Catalogue, Skill
from app.catalogue.text import Language
from app.web.questionnaire.forms import SKIP
from app.web.questionnaire.why import why

QUESTION = Markup(
    '<fieldset class="question" id="{id}"{described}><legend>{name}<small>{meaning}</small></legend>'
    '<details class="why"><summary>{ask}</summary><p>{why}</p></details>'
    '{note}{options}<p class="state" data-state="{id}"></p></fieldset>\n'
)
ANSWER = Markup(
    '<fieldset{described}><legend class="hidden">{name}</legend><p class="muted">{meaning}</p>'
    '{note}{options}<p class="state" data-state="{id}"></p></fieldset>'
)
OPTION = Markup(
    '<label class="option{kind}"><input type="radio" name="{id}" value="{value}"{checked}>'
    '<span class="mark">{mark}</span><span>{text}</span></label>'
)


@cache
def question(catalogue: Catalogue, language: Language, skill: Skill, chosen: str | None) -> Markup:
    """One question with its choice marked; the same text for everybody, so it is made once."""
    return _question(catalogue, language, skill, chosen, None)


def question_with_problem(
    catalogue: Catalogue, language: Language, skill: Skill, chosen: str | None, problem: str
) -> Markup:
    """One question with what is wrong said above its answers."""
    return _question(catalogue, language, skill, chosen, problem)


def answer(
    language: Language, skill: Skill, chosen: str | None, problem: str | None = None
) -> Markup:
    """A question's answers as the review shows them under its name, with what is wrong said above them."""
    return _fieldset(ANSWER, language, skill, chosen, problem)


def _question(
    catalogue: Catalogue, language: Language, skill: Skill, chosen: str | None, problem: str | None
) -> Markup:
    return _fieldset(
        QUESTION,
        language,
        skill,
        chosen,
        problem,
        ask=_("Why do you ask this?"),
        why=why(catalogue, language, skill),
    )


def _fieldset(
    shape: Markup,
    language: Language,
    skill: Skill,
    chosen: str | None,
    problem: str | None,
    **more: str,
) -> Markup:
    options = [
        _option(skill, str(value), skill.anchors[value][language], chosen) for value in LEVELS
    ]
    options.append(_option(skill, SKIP, _("Skip this one · not sure"), chosen))
    note, described = Markup(), Markup()
    if problem:
        note = Markup('<p class="problem" id="{id}-problem">{text}</p>').format(
            id=skill.id, text=problem
        )
        described = Markup(' aria-describedby="{id}-problem"').format(id=skill.id)
    return shape.format(
        id=skill.id,
        name=skill.name[language],
        meaning=skill.meaning[language],
        note=note,
        described=described,
        options=Markup().join(options),
        **more,
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
