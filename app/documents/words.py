"""How a document speaks: the reader's language, its translations, and the phrases that all documents share."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from app.catalogue.faults import N_
from app.catalogue.model import Catalogue, Stage
from app.catalogue.steps import Cost, Resource, ResourceKind, Step
from app.catalogue.text import LANGUAGES, Language, Text
from app.planning.model import Target

EITHER: Final = "both"
"""Resources in whichever language."""
LOCALES: Final[dict[Language, str]] = {"ko": "ko", "en": "en_GB"}
"""How days are written in a language."""
STAGE_NAMES: dict[Stage, str] = {"junior": N_("junior"), "senior": N_("senior"), "lead": N_("lead")}
KIND_NAMES: dict[ResourceKind, str] = {
    "documentation": N_("documentation"),
    "course": N_("course"),
    "book": N_("book"),
    "video": N_("video"),
    "paper": N_("paper"),
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
"""The one language that is wanted, if it is one, and whether only free things are → what is said where that leaves nothing."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which resources a reader wants: in these languages, and only what can be followed for nothing. ValueError: no language."""

    languages: tuple[Language, ...] = LANGUAGES
    free_only: bool = False

    def __post_init__(self) -> None:
        if not self.languages:
            raise ValueError("resources in no language at all: name one of " + ", ".join(LANGUAGES))

    def takes(self, resource: Resource) -> bool:
        """Whether a resource is wanted; one that is free to follow and sells its certificate is free."""
        return resource.language in self.languages and not (
            self.free_only and resource.cost == "paid"
        )


ANYTHING: Final = Wanted()


def languages_of(choice: str) -> tuple[Language, ...]:
    """The languages that somebody chooses: one by itself, or EITHER for all. Nothing else is any."""
    return tuple(each for each in LANGUAGES if choice in (EITHER, each))


@dataclass(frozen=True, slots=True)
class Words:
    """A language with its gettext functions; a page passes flask_babel's, a command the standard library's."""

    language: Language
    gettext: Callable[[str], str]
    plural: Callable[[str, str, int], str]

    def say(self, text: Text) -> str:
        """A catalogue text in this language."""
        return text[self.language]

    def ngettext(self, one: str, many: str, number: int) -> str:
        """A phrase with its number: both forms hold %(num)s at most."""
        return self.plural(one, many, number) % {"num": number}


def title(words: Words, catalogue: Catalogue, target: Target) -> str:
    """What the plan is for."""
    names = {
        "role": words.say(catalogue.role[target.role].name),
        "stage": words.gettext(STAGE_NAMES[target.stage]),
    }
    return words.gettext("Learning plan: %(role)s, %(stage)s") % names


def caution(words: Words) -> str:
    """What every result says of itself."""
    return words.gettext("A planning aid, not a hiring prediction.")


def step_name(words: Words, catalogue: Catalogue, step: Step) -> str:
    """A step as people know it: its skill and its levels."""
    return f"{words.say(catalogue.skill[step.skill].name)} {step.from_level} → {step.to_level}"


def goal(words: Words, catalogue: Catalogue, step: Step) -> str:
    """The deed that is true of you when the step is done."""
    return words.say(catalogue.skill[step.skill].anchors[step.to_level])


def hours(words: Words, number: int) -> str:
    return words.ngettext("%(num)s hour", "%(num)s hours", number)


def months(words: Words, number: int) -> str:
    return words.ngettext("about %(num)s month", "about %(num)s months", number)


def percent(share: float) -> str:
    """A share of 0 to 1 as a whole per cent."""
    return f"{whole_percent(share)}%"


def whole_percent(share: float) -> int:
    """A share of 0 to 1 in per cent, rounded down: 100 is said only when it is true."""
    return int(share * 100 + 1e-9)


def signed(value: float, places: int) -> str:
    """To so many decimals with a plus or a true minus; what rounds to 0 has neither."""
    figure = f"{value:+.{places}f}"
    return figure.replace("-", "\N{MINUS SIGN}") if float(figure) else figure[1:]


def resources_of(
    words: Words, catalogue: Catalogue, step: Step, wanted: Wanted = ANYTHING
) -> tuple[Resource, ...]:
    """What there is to study from that is wanted: the reader's language first, of these the free, else as the catalogue has them."""
    found = [catalogue.resource[id] for id in step.resources]
    return tuple(
        sorted(
            filter(wanted.takes, found),
            key=lambda each: (each.language != words.language, each.cost == "paid"),
        )
    )


def nothing_left(words: Words, catalogue: Catalogue, step: Step, wanted: Wanted) -> str | None:
    """What to say where a study step has resources and none of them is wanted; None elsewhere."""
    if step.kind != "study" or not step.resources or resources_of(words, catalogue, step, wanted):
        return None
    only, *others = set(wanted.languages)
    return words.gettext(NOTHING_LEFT[None if others else only, wanted.free_only])


def guide_lines(words: Words, step: Step) -> tuple[str, ...]:
    """A mentor's words on a step: what to learn, what to make (of experience: what shows it, where the chance is)."""
    if step.guide is None:
        return ()
    label = (
        words.gettext("Make this:")
        if step.kind == "study"
        else words.gettext("Where the chance is:")
    )
    return words.say(step.guide.learn), f"{label} {words.say(step.guide.make)}"


def done_when(words: Words, catalogue: Catalogue, step: Step) -> str:
    """How one knows that a step is done, in a sentence."""
    return words.gettext("Done when this is true of you: %(goal)s") % {
        "goal": goal(words, catalogue, step)
    }


def resource_facts(words: Words, resource: Resource) -> str:
    """Who publishes it, what it is, in which language, what it costs, and how long the part that is meant takes."""
    names = (
        KIND_NAMES[resource.kind],
        LANGUAGE_NAMES[resource.language],
        COST_NAMES[resource.cost],
    )
    facts = [
        words.say(resource.publisher),
        *map(words.gettext, names),
        hours(words, resource.hours),
    ]
    return " · ".join(facts)
