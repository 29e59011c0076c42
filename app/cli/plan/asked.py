"""What somebody asks of `orienteer plan`, and what of it cannot be."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

import click

from app.catalogue.model import Catalogue, Ratings, Stage
from app.catalogue.steps import StepKind
from app.cli.faults import shown
from app.cli.near import nearest
from app.cli.options import Refused
from app.documents.words import Wanted, Words, languages_of
from app.planning.model import Target
from app.planning.open_steps import level_of
from app.planning.wishes import Wishes

PUT_IN: Final = "--put-in"
LEAVE_OUT: Final = "--leave-out"


@dataclass(frozen=True, slots=True)
class Asked:
    """The values of the options, as they were given."""

    role: str
    stage: Stage
    hours: int
    start: date | None
    deadline: date | None
    focus: str | None
    put_in: tuple[str, ...]
    leave_out: tuple[str, ...]
    languages: str
    """A language of resources, or "both"."""
    free_only: bool

    @property
    def target(self) -> Target:
        return Target(self.role, self.stage)

    @property
    def wishes(self) -> Wishes:
        return Wishes(frozenset(self.put_in), frozenset(self.leave_out), focus=self.focus)

    @property
    def wanted(self) -> Wanted:
        return Wanted(languages_of(self.languages), self.free_only)

    def from_day(self, today: date, needs_days: bool) -> "Asked":
        """The same, beginning today where no start is given and the plan needs one."""
        return replace(self, start=self.start or (today if self.deadline or needs_days else None))


def refuse_what_cannot_be(asked: Asked, catalogue: Catalogue, words: Words) -> None:
    """Raises Refused with what is wrong, where, and what to give."""
    _refuse_unknown(words, "--role", asked.role, catalogue.role)
    if asked.focus is not None:
        _refuse_unknown(words, "--focus", asked.focus, catalogue.focus)
    for step in asked.put_in:
        _refuse_step(words, PUT_IN, step, catalogue, ("study",))
    for step in asked.leave_out:
        _refuse_step(words, LEAVE_OUT, step, catalogue, ("study", "experience"))
    for step in asked.put_in:
        if step in asked.leave_out:
            raise Refused(
                words.gettext("%(step)s is both put in and left out: give it once.")
                % {"step": step}
            )
    if asked.deadline and asked.start and asked.deadline < asked.start:
        values = {"deadline": asked.deadline, "start": asked.start}
        raise Refused(
            words.gettext("--deadline %(deadline)s is before the start, %(start)s.") % values
        )


def tell_what_is_met(asked: Asked, catalogue: Catalogue, ratings: Ratings, words: Words) -> None:
    """A line on standard error for each step to put in that asks for nothing."""
    for id in dict.fromkeys(asked.put_in):
        step = catalogue.step[id]
        if level_of(ratings, step.skill) >= step.to_level:
            told = words.gettext("%(option)s %(step)s adds nothing: the ratings meet it already.")
            click.echo(told % {"option": PUT_IN, "step": id}, err=True)


def _refuse_unknown(words: Words, option: str, value: str, known: Collection[str]) -> None:
    if value not in known:
        sentence = words.gettext("%(option)s %(value)s is not known: give one of %(known)s.")
        raise Refused(
            sentence % {"option": option, "value": shown(value), "known": ", ".join(known)}
        )


def _refuse_step(
    words: Words, option: str, id: str, catalogue: Catalogue, kinds: Sequence[StepKind]
) -> None:
    """A slip is answered with the steps of the skill that was meant."""
    _ = words.gettext
    if id in catalogue.step and catalogue.step[id].kind in kinds:
        return
    skill = nearest(id.rpartition(".")[0] or id, tuple(catalogue.skill))
    if skill is None:
        sentence = _(
            "%(option)s %(value)s is not known: a step is a skill’s id and the level at which it begins, such as %(step)s."
        )
        raise Refused(
            sentence % {"option": option, "value": shown(id), "step": next(iter(catalogue.step))}
        )
    known = [step.id for step in catalogue.skill[skill].steps if step.kind in kinds]
    if id in catalogue.step:
        sentence = _(
            "%(option)s %(value)s is experience, and only study can be put in: give one of %(known)s."
        )
        raise Refused(sentence % {"option": option, "value": shown(id), "known": ", ".join(known)})
    _refuse_unknown(words, option, id, known)
