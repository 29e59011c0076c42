"""Content beside the questionnaire: AI work as sources describe it, pay, and the map's places."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal, TypeVar, cast, get_args

from app.catalogue.faults import N_, ContentError, Fault
from app.catalogue.load import CONTENT
from app.catalogue.map_places import MapPlaces, check_map_places, read_map_places
from app.catalogue.pay import Pay, read_pay
from app.catalogue.resources import is_address
from app.catalogue.tables import Table, open_table
from app.catalogue.text import Text

T = TypeVar("T")

Topic = Literal["demand", "roles", "pay"]
TOPICS: tuple[Topic, ...] = get_args(Topic)


@dataclass(frozen=True, slots=True)
class Article:
    title: Text
    publisher: str
    date: date


@dataclass(frozen=True, slots=True)
class Basic:
    """One of the article's basic skills, and the ids of our skills that it covers."""

    text: Text
    skills: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Industry:
    name: Text
    text: Text
    employers: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Future:
    """An ability that the article expects to become more important, and our skill for it."""

    skill: str
    name: Text
    text: Text


@dataclass(frozen=True, slots=True)
class Station:
    """A station of one of the article's career paths, and the id of our role for it, if any."""

    name: Text
    role: str | None


@dataclass(frozen=True, slots=True)
class OtherSource:
    """What another source says on a topic of the article, in our words."""

    topic: Topic
    text: Text
    title: Text
    publisher: Text
    date: date
    url: str


@dataclass(frozen=True, slots=True)
class Work:
    """The article's statements of 2025 in our words, and what other sources say."""

    roles: tuple[str, ...]
    source: Article
    what: Text
    differs: Text
    growth: Text
    duties: tuple[Text, ...]
    skills: tuple[Basic, ...]
    frameworks: Text
    industries: tuple[Industry, ...]
    korea: Text
    korean_employers: tuple[Text, ...]
    pay: tuple[Text, ...]
    paths: tuple[tuple[Station, ...], ...]
    founder: Text
    future: tuple[Future, ...]
    outlook: Text
    others: tuple[OtherSource, ...]


@dataclass(frozen=True, eq=False, slots=True)
class Reading:
    """All reading content. Compared by identity, because it is loaded once."""

    work: Work
    pay: Pay
    map: MapPlaces


@cache
def load_reading(folder: Path = CONTENT) -> Reading:
    """Return the reading content of a folder. Raises ContentError with every fault."""
    faults: list[Fault] = []
    work = _work(open_table(folder, "work.toml", faults))
    pay = read_pay(open_table(folder, "pay.toml", faults))
    places = read_map_places(open_table(folder, "map.toml", faults))
    reading = Reading(work, pay, places)
    manifest = open_table(folder, "manifest.toml", [])
    areas = [(area.string("id"), area.ids("skills")) for area in manifest.tables("areas")]
    faults += _unknown_ids(reading, manifest, {skill for _, skills in areas for skill in skills})
    faults += check_map_places(places, areas)
    if faults:
        raise ContentError(tuple(faults))
    return reading


def _unknown_ids(reading: Reading, manifest: Table, skills: set[str]) -> Iterator[Fault]:
    """Yield a fault for each id that the manifest does not have.

    Faults of the manifest itself are reported by load_catalogue.
    """
    roles = set(manifest.ids("roles"))
    for file, key, id in _role_ids(reading):
        if id not in roles:
            yield Fault(file, key, N_("%(id)s is not a role of manifest.toml"), {"id": id})
    for key, id in _skill_ids(reading.work):
        if id and id not in skills:
            yield Fault("work.toml", key, N_("%(id)s is not a skill of manifest.toml"), {"id": id})


def _role_ids(reading: Reading) -> Iterator[tuple[str, str, str]]:
    """Yield file, key and role id for every place that names a role."""
    work = reading.work
    named = [("work.toml", "roles", id) for id in work.roles]
    named += [
        ("pay.toml", f"cells[{number}].role", cell.role)
        for number, cell in enumerate(reading.pay.cells, 1)
    ]
    named += [
        ("work.toml", f"paths[{number}].steps[{step}].role", station.role or "")
        for number, path in enumerate(work.paths, 1)
        for step, station in enumerate(path, 1)
    ]
    return (each for each in named if each[2])


def _skill_ids(work: Work) -> Iterator[tuple[str, str]]:
    """Yield key and skill id for every place of work.toml that names a skill."""
    for number, basic in enumerate(work.skills, 1):
        for id in basic.skills:
            yield f"skills[{number}].skills", id
    for number, future in enumerate(work.future, 1):
        yield f"future[{number}].skill", future.skill


def _work(table: Table) -> Work:
    source, korea = table.table("source"), table.table("korea")
    found = Work(
        roles=table.ids("roles"),
        source=Article(source.text("title"), source.string("publisher"), source.day("date")),
        what=table.text("what"),
        differs=table.text("differs"),
        growth=table.text("growth"),
        duties=table.texts("duties"),
        skills=tuple(
            _closed(t, Basic(Text(t.string("ko"), t.string("en")), t.ids("skills")))
            for t in table.tables("skills")
        ),
        frameworks=table.text("frameworks"),
        industries=tuple(
            _closed(t, Industry(t.text("name"), t.text("text"), t.texts("employers")))
            for t in table.tables("industries")
        ),
        korea=korea.text("text"),
        korean_employers=korea.texts("employers"),
        pay=table.texts("pay"),
        paths=tuple(
            _closed(t, tuple(map(_station, t.tables("steps")))) for t in table.tables("paths")
        ),
        founder=table.text("founder"),
        future=tuple(
            _closed(t, Future(t.string("skill"), t.text("name"), t.text("text")))
            for t in table.tables("future")
        ),
        outlook=table.text("outlook"),
        others=tuple(map(_other_source, table.tables("others"))),
    )
    for used in (source, korea, table):
        used.close()
    return found


def _other_source(table: Table) -> OtherSource:
    source = OtherSource(
        topic=cast(Topic, table.choice("topic", TOPICS)),
        text=table.text("text"),
        title=table.text("title"),
        publisher=table.text("publisher"),
        date=table.day("date"),
        url=table.string("url"),
    )
    if not is_address(source.url):
        table.fault("url", N_("must be a whole address that begins with https:// or http://"))
    return _closed(table, source)


def _station(table: Table) -> Station:
    return _closed(
        table,
        Station(
            Text(table.string("ko"), table.string("en")),
            table.string("role") if table.has("role") else None,
        ),
    )


def _closed(table: Table, found: T) -> T:
    table.close()
    return found
