"""The form of the short form: every skill, and every group of alternatives as one question."""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Final

from flask_babel import lazy_gettext
from wtforms import RadioField, StringField
from wtforms.validators import AnyOf, Optional

from app.catalogue.model import LEVELS, Catalogue
from app.storage.answers import SKIP, Answer, Answers
from app.storage.tables import LATEST_REVISION
from app.web.questionnaire.forms import AnswersForm, answers_form_class, format_versions, level_of

NONE: Final = "none"
"""The choice of a group's question that stands for 0 in all of its skills."""
UNKNOWN_CHOICE: Final = lazy_gettext("Choose one of the answers shown.")


class ShortForm(AnswersForm):
    """The fields of the short form. A group's field is named by the group's id.

    Its values are `none`, `skip`, and a skill with a level of 1 to 4, such as `aws.2`.
    """

    groups: Mapping[str, tuple[str, ...]] = {}
    """The skills of each group."""
    page = StringField()
    role = StringField()
    stage = StringField()

    def group_choice(self, group: str) -> str | None:
        """Return the submitted choice of a group, or None where it is missing or unknown."""
        value = self[group].data
        return value if value in group_choices(self.groups[group]) else None

    def changes(self, stored: Answers) -> dict[str, Answer]:
        """Return the answers that the form changes, those of the groups' questions included."""
        changed = super().changes(stored)
        for group in self.groups:
            for skill, value in self._values(group, self.group_choice(group), stored).items():
                loaded = self.version(skill, stored)
                if value != loaded.value and loaded.revision < LATEST_REVISION:
                    changed[skill] = Answer(level_of(value), loaded.revision + 1)
        return changed

    def _values(self, group: str, choice: str | None, stored: Answers) -> dict[str, str]:
        """Return the form values of the skills that a group's choice decides. A skip decides none.

        The chosen skill is the best one. Another that was rated above it becomes a skip.
        """
        skills = self.groups[group]
        if choice in {None, SKIP}:
            return {}
        if choice == NONE:
            return dict.fromkeys(skills, "0")
        chosen, _, level = str(choice).partition(".")
        loaded = {skill: self.version(skill, stored).value for skill in skills}
        above = [
            skill
            for skill in skills
            if skill != chosen and loaded[skill] not in {"", SKIP} and loaded[skill] > level
        ]
        return {chosen: level} | dict.fromkeys(above, SKIP)

    def versions_of(self, skills: Iterable[str], stored: Answers) -> str:
        """Return the value of the field `bases` for a page with these skills."""
        return format_versions((skill, self.version(skill, stored)) for skill in skills)


@cache
def short_form_class(catalogue: Catalogue) -> type[ShortForm]:
    """Return the form class of a catalogue's short form. A page shows some of its fields."""

    class SkillsAndGroupsForm(ShortForm, answers_form_class(catalogue)):  # type: ignore[misc]
        """One field per skill and per group, named by its id."""

    SkillsAndGroupsForm.groups = {item.id: item.skills for item in catalogue.items if item.is_group}
    for group, skills in SkillsAndGroupsForm.groups.items():
        setattr(SkillsAndGroupsForm, group, _group_field(skills))
    return SkillsAndGroupsForm


def group_choices(skills: Iterable[str]) -> tuple[str, ...]:
    """Return the values of a group's field."""
    levels = [f"{skill}.{level}" for skill in skills for level in LEVELS if level]
    return (NONE, *levels, SKIP)


def group_value(skills: Iterable[str], answers: Answers) -> str | None:
    """Return the choice of a group's question that stands for the stored answers, if one does."""
    levels = {skill: answers[skill].level if skill in answers else None for skill in skills}
    rated = {skill: level for skill, level in levels.items() if level is not None}
    best = max(rated, key=lambda skill: rated[skill], default=None)
    if best and rated[best]:
        return f"{best}.{rated[best]}"
    if len(rated) == len(levels):
        return NONE
    return SKIP if not rated and all(skill in answers for skill in levels) else None


def _group_field(skills: tuple[str, ...]) -> RadioField:
    choices = group_choices(skills)
    return RadioField(
        choices=list(choices),  # type: ignore[arg-type]  # not in the stubs yet
        validate_choice=False,  # AnyOf says it in our words
        validators=[Optional(strip_whitespace=False), AnyOf(choices, message=UNKNOWN_CHOICE)],
    )
