"""The request for a plan that the options of `orienteer plan` make, and its checks."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

import click

from app.catalogue.model import Catalogue, Ratings, Stage
from app.catalogue.steps import StepKind
from app.cli.errors import CommandError, closest_name, quoted
from app.exports.words import Wanted, Words, languages_of
from app.planning.alternatives import is_met
from app.planning.model import Target
from app.planning.wishes import Wishes

PUT_IN: Final = "--put-in"
LEAVE_OUT: Final = "--leave-out"


@dataclass(frozen=True, slots=True)
class PlanRequest:
    """The values of the options."""

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
        """Return the role and the stage."""
        return Target(self.role, self.stage)

    @property
    def wishes(self) -> Wishes:
        """Return the steps to put in and to leave out, and the focus."""
        return Wishes(frozenset(self.put_in), frozenset(self.leave_out), focus=self.focus)

    @property
    def wanted(self) -> Wanted:
        """Return which resources the plan may name."""
        return Wanted(languages_of(self.languages), self.free_only)

    def with_start(self, today: date, required: bool) -> "PlanRequest":
        """Return the request with today as its start if it has none but needs one.

        A deadline needs a start; `required` says that the format does.
        """
        return replace(self, start=self.start or (today if self.deadline or required else None))


def check_request(request: PlanRequest, catalogue: Catalogue, words: Words) -> None:
    """Raise CommandError with what is wrong, in which option, and what to give instead."""
    _check_known(words, "--role", request.role, catalogue.role)
    if request.focus is not None:
        _check_known(words, "--focus", request.focus, catalogue.focus)
    for step in request.put_in:
        _check_step(words, PUT_IN, step, catalogue, ("study",))
    for step in request.leave_out:
        _check_step(words, LEAVE_OUT, step, catalogue, ("study", "experience"))
    for step in request.put_in:
        if step in request.leave_out:
            raise CommandError(
                words.gettext("%(step)s is both put in and left out: give it once.")
                % {"step": step}
            )
    if request.deadline and request.start and request.deadline < request.start:
        values = {"deadline": request.deadline, "start": request.start}
        raise CommandError(
            words.gettext("--deadline %(deadline)s is before the start, %(start)s.") % values
        )


def warn_about_met_steps(
    request: PlanRequest, catalogue: Catalogue, ratings: Ratings, words: Words
) -> None:
    """Print a warning for each step to put in whose level the ratings already reach."""
    for id in dict.fromkeys(request.put_in):
        step = catalogue.step[id]
        if is_met(step, ratings):
            warning = words.gettext(
                "%(option)s %(step)s adds nothing: the ratings meet it already."
            )
            click.echo(warning % {"option": PUT_IN, "step": id}, err=True)


def _check_known(words: Words, option: str, value: str, known: Collection[str]) -> None:
    if value not in known:
        sentence = words.gettext("%(option)s %(value)s is not known: give one of %(known)s.")
        raise CommandError(
            sentence % {"option": option, "value": quoted(value), "known": ", ".join(known)}
        )


def _check_step(
    words: Words, option: str, id: str, catalogue: Catalogue, kinds: Sequence[StepKind]
) -> None:
    """Raise CommandError for an unknown step, with the steps of the skill that it resembles."""
    _ = words.gettext
    if id in catalogue.step and catalogue.step[id].kind in kinds:
        return
    skill = closest_name(id.rpartition(".")[0] or id, tuple(catalogue.skill))
    if skill is None:
        sentence = _(
            "%(option)s %(value)s is not known: a step is a skill’s id and the level at which it "
            "begins, such as %(step)s."
        )
        raise CommandError(
            sentence % {"option": option, "value": quoted(id), "step": next(iter(catalogue.step))}
        )
    known = [step.id for step in catalogue.skill[skill].steps if step.kind in kinds]
    if id in catalogue.step:
        sentence = _(
            "%(option)s %(value)s is experience, and only study can be put in: give one of "
            "%(known)s."
        )
        raise CommandError(
            sentence % {"option": option, "value": quoted(id), "known": ", ".join(known)}
        )
    _check_known(words, option, id, known)
