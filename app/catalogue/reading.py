"""What there is to read beside the questions: the article's statements on AI work, and pay with its source."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import TypeVar

from app.catalogue.faults import N_, ContentError, Fault
from app.catalogue.load import CONTENT
from app.catalogue.tables import Table, open_table
from app.catalogue.text import Text

T = TypeVar("T")

MOST_PEOPLE = 10**9
MOST_DOLLARS = 10**7
FEWEST_PEOPLE = 30
"""Pay is shown only where at least this many people stand behind it."""


@dataclass(frozen=True, slots=True)
class Article:
    title: Text
    publisher: str
    date: date


@dataclass(frozen=True, slots=True)
class Basic:
    """One of the article's basic skills, and our skills that it speaks of."""

    text: Text
    skills: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Industry:
    name: Text
    text: Text
    employers: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Future:
    """An ability that the article expects to matter more, and our skill for it."""

    skill: str
    name: Text
    text: Text


@dataclass(frozen=True, slots=True)
class Station:
    """A station of one of the article's career paths, and the role of ours that it is, if any."""

    name: Text
    role: str | None


@dataclass(frozen=True, slots=True)
class Work:
    """The article's statements of 2025, in our words."""

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


@dataclass(frozen=True, slots=True)
class PayCell:
    """Quartiles of yearly pay in US dollars for a role, scope ("all", "US", "non-US") and experience ("all", "EN", "MI", "SE", "EX")."""

    role: str
    scope: str
    experience: str
    years: str
    n: int
    p25: int
    median: int
    p75: int


@dataclass(frozen=True, slots=True)
class Pay:
    source: Text
    cells: tuple[PayCell, ...]


@dataclass(frozen=True, eq=False, slots=True)
class Reading:
    """Read once, so that it is told from another by which it is."""

    work: Work
    pay: Pay


@cache
def load_reading(folder: Path = CONTENT) -> Reading:
    """The reading of a content folder. Raises ContentError with every fault found."""
    faults: list[Fault] = []
    found = Reading(
        _work(open_table(folder, "work.toml", faults)), _pay(open_table(folder, "pay.toml", faults))
    )
    faults += _dangling(found, open_table(folder, "manifest.toml", []))
    if faults:
        raise ContentError(tuple(faults))
    return found


def _dangling(found: Reading, manifest: Table) -> Iterator[Fault]:
    """Ids that the manifest does not have; what is wrong with the manifest itself, load_catalogue says."""
    roles = set(manifest.ids("roles"))
    skills = {id for area in manifest.tables("areas") for id in area.ids("skills")}
    work = found.work
    named = [
        ("work.toml", "roles", id, N_("%(id)s is not a role of manifest.toml"), roles)
        for id in work.roles
    ]
    for place, cell in enumerate(found.pay.cells, 1):
        named.append(
            (
                "pay.toml",
                f"cells[{place}].role",
                cell.role,
                N_("%(id)s is not a role of manifest.toml"),
                roles,
            )
        )
    for place, basic in enumerate(work.skills, 1):
        for id in basic.skills:
            named.append(
                (
                    "work.toml",
                    f"skills[{place}].skills",
                    id,
                    N_("%(id)s is not a skill of manifest.toml"),
                    skills,
                )
            )
    for place, future in enumerate(work.future, 1):
        named.append(
            (
                "work.toml",
                f"future[{place}].skill",
                future.skill,
                N_("%(id)s is not a skill of manifest.toml"),
                skills,
            )
        )
    for place, path in enumerate(work.paths, 1):
        for number, station in enumerate(path, 1):
            key = f"paths[{place}].steps[{number}].role"
            named.append(
                (
                    "work.toml",
                    key,
                    station.role or "",
                    N_("%(id)s is not a role of manifest.toml"),
                    roles,
                )
            )
    return (
        Fault(file, key, sentence, {"id": id})
        for file, key, id, sentence, known in named
        if id and id not in known
    )


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
    )
    for used in (source, korea, table):
        used.close()
    return found


def _station(table: Table) -> Station:
    return _closed(
        table,
        Station(
            Text(table.string("ko"), table.string("en")),
            table.string("role") if table.has("role") else None,
        ),
    )


def _pay(table: Table) -> Pay:
    source = table.table("source")
    found = Pay(source.text("text"), tuple(_cell(cell) for cell in table.tables("cells")))
    source.close()
    table.close()
    return found


def _cell(table: Table) -> PayCell:
    role, scope, experience, years = (
        table.string(key) for key in ("role", "scope", "experience", "years")
    )
    p25, median, p75 = (table.integer(key, 1, MOST_DOLLARS) for key in ("p25", "median", "p75"))
    found = PayCell(
        role, scope, experience, years, table.integer("n", 1, MOST_PEOPLE), p25, median, p75
    )
    if found.n < FEWEST_PEOPLE:
        table.fault(
            "n", N_("is under %(fewest)s people: leave this cell out"), fewest=FEWEST_PEOPLE
        )
    return _closed(table, found)


def _closed(table: Table, found: T) -> T:
    table.close()
    return found
