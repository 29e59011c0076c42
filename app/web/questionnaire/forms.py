"""The forms of the question pages: a field per skill, and the versions that the page loaded."""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, Final, NamedTuple, cast

from flask import request
from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import Field, HiddenField, RadioField, StringField
from wtforms.validators import AnyOf, Optional

from app.catalogue.model import LEVELS, Catalogue
from app.storage.answers import SKIP, Answer, Answers
from app.storage.tables import LATEST_REVISION

CHOICES: Final = (*map(str, LEVELS), SKIP)
UNKNOWN_CHOICE: Final = lazy_gettext("Choose one of the six answers shown.")
VERSION: Final = re.compile(r"(?<!\S)([a-z0-9_]+)\.([0-4]|skip|)\.([0-9]{1,10})(?!\S)")
"""One entry of the field `bases`: a skill's id, its form value and its revision."""


class LoadedVersion(NamedTuple):
    """The form value ("" for an open question) and the revision that a page was made from."""

    value: str
    revision: int

    def __str__(self) -> str:
        """Return what travels with the form: "3.7" is level 3 at revision 7, ".0" an open one."""
        return f"{self.value}.{self.revision}"


def form_value(answer: Answer | None) -> str | None:
    """Return an answer as a form value: "0" to "4", "skip", or None for an open question."""
    if answer is None:
        return None
    return SKIP if answer.level is None else str(answer.level)


def level_of(value: str) -> int | None:
    """Return the level of a form value; None is a skip."""
    return None if value == SKIP else int(value)


def loaded_version(answer: Answer | None) -> LoadedVersion:
    """Return the version of a stored answer."""
    return LoadedVersion(form_value(answer) or "", answer.revision if answer else 0)


def format_versions(versions: Iterable[tuple[str, LoadedVersion]]) -> str:
    """Return the value of the field `bases`, such as " python.3.7 sql..0"."""
    return "".join([f" {skill}.{version}" for skill, version in versions])


def parse_versions(text: str) -> dict[str, LoadedVersion]:
    """Return the versions that `format_versions` wrote; entries of any other shape are ignored."""
    return {
        skill: LoadedVersion(value, int(revision))
        for skill, value, revision in VERSION.findall(text)
    }


class LoadedVersionsField(Field):
    """The loaded versions by skill. A form needs them to recognise its own changes."""

    data: Mapping[str, LoadedVersion]

    def process_formdata(self, valuelist: list[str]) -> None:
        """Parse the submitted text."""
        self.data = parse_versions(valuelist[0]) if valuelist else {}


class AnswersForm(FlaskForm):
    """The fields that every page of questions has; `answers_form_class` adds one for each skill."""

    skills: tuple[str, ...] = ()
    assessment = HiddenField()
    loaded_versions = LoadedVersionsField(name="bases", default=dict)
    go = StringField()
    lang = StringField()

    def choice(self, skill: str) -> str | None:
        """Return the submitted choice, or None where it is missing, empty or unknown."""
        value = self[skill].data
        return value if value in CHOICES else None

    def changes(self, stored: Answers) -> dict[str, Answer]:
        """Return the answers that the form changes, each one revision above the loaded one.

        A question that was not submitted is not changed. Where the form does not say which version
        it loaded, the stored one counts.
        """
        changed = dict[str, Answer]()
        for skill in self.skills:
            choice = self.choice(skill)
            loaded = self.version(skill, stored)
            if choice and choice != loaded.value and loaded.revision < LATEST_REVISION:
                changed[skill] = Answer(level_of(choice), loaded.revision + 1)
        return changed

    def version(self, skill: str, stored: Answers) -> LoadedVersion:
        """Return the version that the form loaded, or the stored one where it does not say."""
        return self.loaded_versions.data.get(skill) or loaded_version(stored.get(skill))

    def bases_value(self, stored: Answers) -> str:
        """Return the value of the field `bases` for a page that shows this form."""
        return format_versions((skill, self.version(skill, stored)) for skill in self.skills)

    def with_errors(self, errors: Mapping[str, str]) -> "AnswersForm":
        """Return a form that holds only the choices with these errors.

        Everything else in it, loaded versions included, is shown as it is stored.
        """
        again = type(self)(formdata=None, data={skill: self[skill].data for skill in errors})
        for skill, error in errors.items():
            again[skill].errors = [error]
        return again


@cache
def answers_form_class(catalogue: Catalogue, area: str | None = None) -> type[AnswersForm]:
    """Return the form class of an area's questions, or of all questions."""
    skills = catalogue.skills_by_area[area] if area else catalogue.skills

    class SkillsForm(AnswersForm):
        """One field per skill, named by its id."""

    SkillsForm.skills = tuple(skill.id for skill in skills)
    for skill in SkillsForm.skills:
        setattr(SkillsForm, skill, _answer_field())
    return SkillsForm


def _answer_field() -> RadioField:
    """Return a field with the six choices. An empty value leaves the answer as it is stored."""
    return RadioField(
        choices=list(CHOICES),  # type: ignore[arg-type]  # not in the stubs yet
        validate_choice=False,  # AnyOf says it in our words
        validators=[Optional(strip_whitespace=False), AnyOf(CHOICES, message=UNKNOWN_CHOICE)],
    )


def sent_json() -> dict[str, Any]:
    """Return the JSON object of the request, or an empty one where it holds none."""
    try:
        sent = request.get_json(silent=True)
    except RecursionError:  # brackets nested thousands of levels deep
        return {}
    return cast(dict[str, Any], sent) if isinstance(sent, dict) else {}


def answer_in(sent: Mapping[str, Any]) -> Answer | None:
    """Return the answer of a JSON object with `level` and `revision`, or None if it is not valid.

    `level` is 0 to 4 or null, `revision` 1 to LATEST_REVISION. True, 1.0 and "1" are no numbers.
    """
    level, revision = sent.get("level"), sent.get("revision")
    if "level" not in sent or type(revision) is not int or not 1 <= revision <= LATEST_REVISION:
        return None
    if level is not None and (type(level) is not int or level not in LEVELS):
        return None
    return Answer(level, revision)
