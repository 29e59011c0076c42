"""Load the content folder as a Catalogue, or report all its faults."""

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from app.catalogue.check import check_catalogue
from app.catalogue.curriculum import FILE as CURRICULUM
from app.catalogue.curriculum import read_curriculum, read_move
from app.catalogue.faults import N_, ContentError, Fault
from app.catalogue.focuses import FILE as FOCUSES
from app.catalogue.focuses import check_article, read_focuses
from app.catalogue.model import (
    COEFFICIENT_SUM,
    STAGES,
    TOP_LEVEL,
    Area,
    Catalogue,
    Coefficient,
    Item,
    MemberShare,
    Requirement,
    Role,
    Scale,
    Skill,
    Source,
    Stage,
    StageProfile,
)
from app.catalogue.resources import FOLDER as RESOURCES
from app.catalogue.resources import read_resource
from app.catalogue.skills import read_skill
from app.catalogue.tables import Table, open_table

CONTENT = Path(__file__).with_name("content")
MAX_REQUIREMENT_WEIGHT = 100
MAX_ROWS = 10**9


def load_catalogue(folder: Path = CONTENT) -> Catalogue:
    """Return the catalogue of a content folder. Raises ContentError with every fault.

    The result is cached until a file changes.
    """
    return _read(
        folder,
        tuple(
            sorted(
                (str(path), path.stat().st_size, path.stat().st_mtime_ns)
                for path in folder.rglob("*.toml")
            )
        ),
    )


@lru_cache(1)
def _read(folder: Path, _as_it_is: tuple[tuple[str, int, int], ...]) -> Catalogue:
    faults: list[Fault] = []
    manifest = open_table(folder, "manifest.toml", faults)
    scale = _scale(manifest.table("scale"))
    areas: list[Area] = []
    skills: list[Skill] = []
    for table in manifest.tables("areas"):
        area = Area(table.string("id"), table.text("name"), table.text("lead"))
        areas.append(area)
        skills += [
            read_skill(open_table(folder, f"skills/{id}.toml", faults), id, area.id)
            for id in table.ids("skills")
        ]
        table.close()
    items = _items(manifest, skills)
    roles = tuple(
        _role(open_table(folder, f"roles/{id}.toml", faults), id) for id in manifest.ids("roles")
    )
    sources = tuple(_source(table) for table in manifest.tables("sources"))
    manifest.close()
    resources = tuple(
        read_resource(table)
        for skill in skills
        for table in open_table(folder, f"{RESOURCES}/{skill.id}.toml", faults).tables("resources")
    )
    focuses = read_focuses(open_table(folder, FOCUSES, faults))
    order = read_curriculum(open_table(folder, CURRICULUM, faults))
    found = Catalogue(
        scale, tuple(areas), tuple(skills), items, roles, sources, resources, focuses, order
    )
    faults += (
        ()
        if faults
        else [*check_catalogue(found), *check_article(focuses, open_table(folder, "work.toml", []))]
    )
    ids = [skill.id for skill in skills]
    faults += _unused(folder, "skills", ids) + _unused(folder, RESOURCES, ids)
    faults += _unused(folder, "roles", [role.id for role in roles])
    if faults:
        raise ContentError(tuple(faults))
    return found


def _unused(folder: Path, kind: str, known: Sequence[str]) -> list[Fault]:
    """Return a fault for each file that the manifest does not name."""
    files = sorted((folder / kind).glob("*.toml"))
    sentence = N_("manifest.toml does not name this file: add its id there, or remove the file")
    return [
        Fault(f"{kind}/{file.name}", file.stem, sentence)
        for file in files
        if file.stem not in known
    ]


def _scale(table: Table) -> Scale:
    found = Scale(
        item_error=table.number("item_error", 0, TOP_LEVEL),
        skip_error=table.number("skip_error", 0, TOP_LEVEL),
        k=table.number("k", 0, 10),
        min_information=table.number("min_information", 0, 1),
        min_compared=table.number("min_compared", 0, 1),
    )
    table.replaced(
        "min_answered",
        N_(
            "is not used any more: min_information is the information that a ranking takes, "
            "min_compared the share of skills that a comparison takes"
        ),
    )
    table.close()
    return found


def _source(table: Table) -> Source:
    found = Source(table.string("id"), table.text("text"))
    table.close()
    return found


def _items(manifest: Table, skills: list[Skill]) -> tuple[Item, ...]:
    """Return one item per skill, in the skills' order; a group takes its first member's place."""
    group_of: dict[str, Item] = {}
    known = {skill.id for skill in skills}
    for table in manifest.tables("groups"):
        group = Item(table.string("id"), table.text("name"), table.ids("skills"))
        for member in group.skills:
            if member not in known or member in group_of:
                table.fault("skills", N_("%(id)s is not a skill, or is in two groups"), id=member)
            group_of[member] = group
        table.close()
    return tuple(dict.fromkeys(group_of.get(s.id, Item(s.id, s.name, (s.id,))) for s in skills))


def _role(table: Table, id: str) -> Role:
    match = tuple(_coefficient(entry) for entry in table.tables("match"))
    words = table.table("stages")
    stages: dict[Stage, StageProfile] = {}
    for stage in STAGES:
        requirements = tuple(_requirement(entry) for entry in table.tables(stage))
        stages[stage] = StageProfile(words.text(stage), requirements)
    words.close()
    found = Role(
        id=id,
        name=table.text("name"),
        summary=table.text("summary"),
        article=None if table.has("ours") else table.text("article"),
        question=table.text("question"),
        day=table.texts("day"),
        match=match,
        stages=stages,
        fitted=table.day("fitted").isoformat() if table.has("fitted") else "",
        member_shares=tuple(map(_member_share, table.tables("member_shares")))
        if table.has("member_shares")
        else (),
        moves=tuple(map(read_move, table.tables("moves"))) if table.has("moves") else (),
        ours=table.text("ours") if table.has("ours") else None,
    )
    table.close()
    return found


def _coefficient(table: Table) -> Coefficient:
    found = Coefficient(
        item=table.string("item"),
        value=table.integer("coefficient", 0, COEFFICIENT_SUM),
        source=table.string("source"),
        share=table.number("share", 0, 1) if table.has("share") else None,
        n=table.integer("n", 1, MAX_ROWS) if table.has("n") else None,
        people_share=table.number("people_share", 0, 1) if table.has("people_share") else None,
        people_n=table.integer("people_n", 1, MAX_ROWS) if table.has("people_n") else None,
    )
    table.close()
    return found


def _member_share(table: Table) -> MemberShare:
    found = MemberShare(
        table.string("skill"), table.number("share", 0, 1), table.integer("n", 1, MAX_ROWS)
    )
    table.close()
    return found


def _requirement(table: Table) -> Requirement:
    own = table.ids("any_of") if table.has("any_of") else ()
    found = Requirement(
        item="|".join(own) if own else table.string("item"),
        level=table.integer("level", 1, TOP_LEVEL),
        weight=table.integer("weight", 1, MAX_REQUIREMENT_WEIGHT),
        source=table.string("source"),
        core=table.has("core") and table.boolean("core"),
        any_of=own,
        reason=table.text("reason") if table.has("reason") else None,
    )
    table.close()
    return found
