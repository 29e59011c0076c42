"""The reader's language with its translations, and phrases that several documents share."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from app.catalogue.faults import N_
from app.catalogue.model import Catalogue, Stage
from app.catalogue.steps import Cost, Resource, ResourceKind, Step
from app.catalogue.text import LANGUAGES, Language, Text
from app.planning.model import Target

TICK: Final = "✓"
EITHER: Final = "both"
"""The choice of resources in any language."""
LOCALES: Final[dict[Language, str]] = {"ko": "ko", "en": "en_GB"}
"""The locale in which dates are written."""
STAGE_NAMES: dict[Stage, str] = {"junior": N_("junior"), "senior": N_("senior"), "lead": N_("lead")}
KIND_NAMES: dict[ResourceKind, str] = {
    "documentation": N_("documentation"),
    "course": N_("course"),
    "book": N_("book"),
    "article": N_("article"),
    "video": N_("video"),
    "paper": N_("paper"),
    "code": N_("code"),
    "exercises": N_("exercises"),
    "dataset": N_("dataset"),
    "standard": N_("standard"),
}
COST_NAMES: dict[Cost, str] = {
    "free": N_("free"),
    "audit": N_("free to follow, certificate paid"),
    "paid": N_("paid"),
}
LANGUAGE_NAMES: dict[Language, str] = {"ko": N_("in Korean"), "en": N_("in English")}
NOTHING_LEFT: dict[tuple[Language | None, bool], str] = {
    ("ko", True): N_("No free resource in Korean is known for this step."),
    ("en", True): N_("No free resource in English is known for this step."),
    ("ko", False): N_("No resource in Korean is known for this step."),
    ("en", False): N_("No resource in English is known for this step."),
    (None, True): N_("No free resource is known for this step."),
}
"""The only language wanted (None for both) and whether only free resources are → the text."""

NONE_IN_LANGUAGE: dict[Language, str] = {
    "ko": N_("We know no good resource in Korean for this step yet."),
    "en": N_("We know no good resource in English for this step yet."),
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which resources a reader wants: their languages, and whether only free ones.

    Raises ValueError without a language.
    """

    languages: tuple[Language, ...] = LANGUAGES
    free_only: bool = False

    def __post_init__(self) -> None:
        if not self.languages:
            raise ValueError("resources in no language at all: name one of " + ", ".join(LANGUAGES))

    def takes(self, resource: Resource) -> bool:
        """Return whether a resource is wanted; one that only sells its certificate is free."""
        return resource.language in self.languages and not (
            self.free_only and resource.cost == "paid"
        )


ANYTHING: Final = Wanted()


@dataclass(frozen=True, slots=True)
class PlanProgress:
    """The ids of the plan's steps that are done, and readiness with them.

    Readiness is a share of 0 to 1; None stands for readiness at the plan's start.
    """

    done: frozenset[str] = frozenset()
    readiness: float | None = None

    def tick(self, step: str) -> str:
        """Return what to write before a step's name."""
        return f"{TICK} " if step in self.done else ""


NO_PROGRESS: Final = PlanProgress()


def languages_of(choice: str) -> tuple[Language, ...]:
    """Return the languages of a choice: one language, or EITHER; empty for anything else."""
    return tuple(each for each in LANGUAGES if choice in (EITHER, each))


@dataclass(frozen=True, slots=True)
class Words:
    """A language with its gettext functions: Flask-Babel's or the standard library's."""

    language: Language
    gettext: Callable[[str], str]
    plural: Callable[[str, str, int], str]

    def say(self, text: Text) -> str:
        """Return a catalogue text in this language."""
        return text[self.language]

    def ngettext(self, one: str, many: str, number: int) -> str:
        """Return a phrase with its number; both forms may contain %(num)s."""
        return self.plural(one, many, number) % {"num": number}


def title(words: Words, catalogue: Catalogue, target: Target) -> str:
    """Return the plan's title."""
    names = {
        "role": words.say(catalogue.role[target.role].name),
        "stage": words.gettext(STAGE_NAMES[target.stage]),
    }
    return words.gettext("Learning plan: %(role)s, %(stage)s") % names


def caution(words: Words) -> str:
    """Return the caution that every plan and result has."""
    return words.gettext("A planning aid, not a hiring prediction.")


def step_title(catalogue: Catalogue, step: Step) -> Text:
    """Return a step's outcome; for a step of an older snapshot its skill and levels."""
    return step.title or step_levels(catalogue, step)


def step_levels(catalogue: Catalogue, step: Step) -> Text:
    """Return a step's skill and levels, such as SQL 1 → 2."""
    name, levels = catalogue.skill[step.skill].name, f"{step.from_level} → {step.to_level}"
    return Text(ko=f"{name.ko} {levels}", en=f"{name.en} {levels}")


def step_name(words: Words, catalogue: Catalogue, step: Step) -> str:
    """Return a step's title in the reader's language."""
    return words.say(step_title(catalogue, step))


def effort_and_levels(words: Words, catalogue: Catalogue, step: Step, effort: str) -> str:
    """Return a step's skill and levels, if its title does not say them, and its effort."""
    return f"{words.say(step_levels(catalogue, step))}, {effort}" if step.title else effort


def goal(words: Words, catalogue: Catalogue, step: Step) -> str:
    """Return the statement that is true of you when the step is done."""
    return words.say(catalogue.skill[step.skill].anchors[step.to_level])


def hours(words: Words, number: int) -> str:
    """Format a number of hours."""
    return words.ngettext("%(num)s hour", "%(num)s hours", number)


def months(words: Words, number: int) -> str:
    """Format a number of months."""
    return words.ngettext("about %(num)s month", "about %(num)s months", number)


def percent(share: float) -> str:
    """Format a share of 0 to 1 as a whole per cent."""
    return f"{whole_percent(share)}%"


def percent_range(words: Words, low: float, high: float) -> str:
    """Format two shares of 0 to 1 as a range; one from some to all says "or more"."""
    if whole_percent(low) == whole_percent(high):
        return percent(low)
    if high >= 1 and whole_percent(low):
        return words.gettext("%(low)s or more") % {"low": percent(low)}
    return words.gettext("%(low)s to %(high)s") % {"low": percent(low), "high": percent(high)}


def whole_percent(share: float) -> int:
    """Return a share of 0 to 1 in per cent, rounded down, so that 100 means all."""
    return int(share * 100 + 1e-9)


def signed(value: float, places: int) -> str:
    """Format a number with a plus or minus sign; what rounds to 0 has none."""
    figure = f"{value:+.{places}f}"
    return figure.replace("-", "\N{MINUS SIGN}") if float(figure) else figure[1:]


def resources_of(
    words: Words, catalogue: Catalogue, step: Step, wanted: Wanted = ANYTHING
) -> tuple[Resource, ...]:
    """Return the wanted resources: the reader's language first, otherwise in the step's order."""
    resources = filter(wanted.takes, map(catalogue.resource.__getitem__, step.resources))
    return tuple(sorted(resources, key=lambda each: each.language != words.language))


def no_own_language(words: Words, catalogue: Catalogue, step: Step) -> str | None:
    """Return what to say where no resource of a study step is in the reader's language."""
    languages = {catalogue.resource[id].language for id in step.resources}
    if step.kind != "study" or not languages or words.language in languages:
        return None
    return words.gettext(NONE_IN_LANGUAGE[words.language])


def nothing_left(words: Words, catalogue: Catalogue, step: Step, wanted: Wanted) -> str | None:
    """Return what to say where a study step has resources but none is wanted, else None."""
    if step.kind != "study" or not step.resources or resources_of(words, catalogue, step, wanted):
        return None
    only, *others = set(wanted.languages)
    return words.gettext(NOTHING_LEFT[None if others else only, wanted.free_only])


def guide_lines(words: Words, step: Step) -> tuple[str, ...]:
    """Return what to learn and what to make; for experience what shows it, and where to find it."""
    if step.guide is None:
        return ()
    label = (
        words.gettext("Make this:")
        if step.kind == "study"
        else words.gettext("Where the chance is:")
    )
    return words.say(step.guide.learn), f"{label} {words.say(step.guide.make)}"


def done_when(words: Words, catalogue: Catalogue, step: Step) -> str:
    """Return the sentence that says when a step is done."""
    return words.gettext("Done when this is true of you: %(goal)s") % {
        "goal": goal(words, catalogue, step)
    }


def resource_facts(words: Words, resource: Resource) -> str:
    """Return a resource's part, publisher, kind, language, cost and hours in one line."""
    names = (
        KIND_NAMES[resource.kind],
        LANGUAGE_NAMES[resource.language],
        COST_NAMES[resource.cost],
    )
    facts = [
        *filter(None, [words.say(resource.part)]),
        words.say(resource.publisher),
        *map(words.gettext, names),
        hours(words, resource.hours),
    ]
    return " · ".join(facts)
