"""Read resources and check that they fit the steps that name them."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, cast
from urllib.parse import urlsplit

from app.catalogue.faults import N_, Fault
from app.catalogue.steps import (
    COSTS,
    FOUND,
    RESOURCE_KINDS,
    Cost,
    Found,
    Resource,
    ResourceKind,
    Step,
)
from app.catalogue.tables import Table
from app.catalogue.text import LANGUAGES, Language

FOLDER: Final = "resources"
MAX_PER_LANGUAGE: Final = 3
MAX_RESOURCE_HOURS: Final = 1000
ISBN_DIGITS: Final = 13


def read_resource(table: Table) -> Resource:
    """Return one entry of a file of resources."""
    found = Resource(
        id=table.string("id"),
        title=table.text("title"),
        part=table.text("part"),
        publisher=table.text("publisher"),
        language=cast(Language, table.choice("language", LANGUAGES)),
        kind=cast(ResourceKind, table.choice("kind", RESOURCE_KINDS)),
        cost=cast(Cost, table.choice("cost", COSTS)),
        hours=table.integer("hours", 1, MAX_RESOURCE_HOURS),
        url=table.string("url"),
        isbn=table.string("isbn") if table.has("isbn") else None,
        found=cast(Found, table.choice("found", FOUND)),
        confirmed=table.day("confirmed").isoformat(),
    )
    if not is_address(found.url):
        table.fault("url", N_("must be a whole address that begins with https:// or http://"))
    if found.isbn is not None and not is_isbn(found.isbn):
        table.fault("isbn", N_("must be the 13 digits of an ISBN with a right check digit"))
    table.close()
    return found


def check_resources(resources: tuple[Resource, ...], steps: Sequence[Step]) -> Iterator[Fault]:
    """Yield faults of all resources together, and of each step's choice of them."""
    for key, values in (
        ("id", [each.id for each in resources]),
        ("url", [f"{each.url} ({each.part.en})" for each in resources]),
    ):
        for twice in sorted(value for value, count in Counter(values).items() if count > 1):
            yield Fault(FOLDER, key, N_("%(id)s stands here twice"), {"id": twice})
    known = {each.id: each for each in resources}
    for step in steps:
        yield from _check_step(step, known)
    for id in sorted(known.keys() - {id for step in steps for id in step.resources}):
        yield Fault(FOLDER, id, N_("no step names this resource: name it in a step, or remove it"))


def _check_step(step: Step, known: Mapping[str, Resource]) -> Iterator[Fault]:
    """Check that a step's resources exist, are few, and each fit the step's likely hours."""

    def fault(sentence: str, **values: object) -> Fault:
        file, key = f"skills/{step.skill}.toml", f"steps[{step.from_level + 1}].resources"
        return Fault(file, key, sentence, values)

    for id in step.resources:
        if id not in known:
            yield fault(N_("%(id)s is in no file of resources"), id=id)
    chosen = [known[id] for id in step.resources if id in known]
    for language, count in Counter(each.language for each in chosen).items():
        if count > MAX_PER_LANGUAGE:
            yield fault(
                N_("names %(count)s in %(language)s: choose at most %(most)s"),
                count=count,
                language=language,
                most=MAX_PER_LANGUAGE,
            )
    for each in chosen:
        if step.hours and each.hours > step.hours.likely:
            yield fault(
                N_("%(id)s takes %(hours)s hours, the step %(likely)s: name a shorter part of it"),
                id=each.id,
                hours=each.hours,
                likely=step.hours.likely,
            )


def is_isbn(text: str) -> bool:
    """Return whether these are 13 digits of which the last is right (ISO 2108)."""
    if len(text) != ISBN_DIGITS or not text.isascii() or not text.isdigit():
        return False
    return sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(text)) % 10 == 0


def is_address(text: str) -> bool:
    """Return whether this is a whole web address."""
    try:
        parts = urlsplit(text)
        has_port = parts.port != 0  # reading it refuses one that is no number
    except ValueError:
        return False
    return (
        has_port
        and parts.scheme in {"https", "http"}
        and "." in parts.netloc
        and not any(map(str.isspace, text))
    )
