"""Load evidence.toml, or report all its faults."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import pairwise, product
from pathlib import Path
from typing import TypeVar, cast

from app.catalogue.evidence import (
    FORMS,
    KINDS,
    METHODS,
    METRICS,
    Evaluation,
    Evidence,
    Interval,
    Kind,
    Margin,
    Method,
    MethodDifference,
    Metric,
    ProfileForm,
    Recall,
    Repetition,
    Simulation,
    profile_digest,
)
from app.catalogue.faults import N_, ContentError, Fault
from app.catalogue.load import CONTENT
from app.catalogue.model import STAGES, Catalogue
from app.catalogue.tables import Table, open_table
from app.catalogue.text import Text

T = TypeVar("T")

FILE = "evidence.toml"
MAX_COUNT = 10**9
MAX_K = 10
MAX_PULL = 100
MAX_WEIGHT = 1000
WEIGHED = ("postings", "people", "simulated")
MAX_MARGIN = 100


def load_evidence(catalogue: Catalogue, folder: Path = CONTENT) -> Evidence:
    """Return the evidence for a catalogue. Raises ContentError with every fault.

    The result is cached until the file changes. Evidence that was measured on other profiles is
    `stale`: it may lack roles, and evaluations of removed roles are left out. So a role can be
    added without the tables behind the evidence.
    """
    file = folder / FILE
    now = file.stat() if file.exists() else None
    return _read(catalogue, folder, now and (now.st_size, now.st_mtime_ns))


@lru_cache(1)
def _read(catalogue: Catalogue, folder: Path, _as_it_is: tuple[int, int] | None) -> Evidence:
    faults: list[Fault] = []
    table = open_table(folder, FILE, faults)
    digest = table.string("digest")
    stale = digest != profile_digest(catalogue)
    evaluations = tuple(
        _evaluation(each, None if stale else catalogue) for each in _any(table, "evaluations")
    )
    found = Evidence(
        date=table.day("date"),
        digest=digest,
        pull=table.number("pull", 0, MAX_PULL),
        weights=_weights(table.table("weights")),
        simulation=_simulation(table.table("simulation"), None if stale else catalogue),
        evaluations=tuple(each for each in evaluations if set(each.roles) <= catalogue.role.keys()),
        stale=stale,
    )
    table.close()
    if faults:
        raise ContentError(tuple(faults))
    return found


def _weights(table: Table) -> Mapping[str, float]:
    return _closed(table, {kind: table.number(kind, 0, MAX_WEIGHT) for kind in WEIGHED})


def _simulation(table: Table, catalogue: Catalogue | None) -> Simulation:
    """Return the figures by kind of people.

    Stale figures, for which no catalogue is given, must only have the totals.
    """
    kinds = tuple(_kind(each) for each in table.tables("kinds"))
    found = Simulation(
        table.integer("people", 1, MAX_COUNT),
        table.integer("seed", 0, MAX_COUNT),
        table.number("k", 0, MAX_K),
        kinds,
        tuple(_repetition(each) for each in _any(table, "repetitions")),
    )
    ids = [kind.id for kind in kinds]
    wanted = {
        *KINDS,
        *(
            f"{role} {stage}"
            for role, stage in product(catalogue.role if catalogue else (), STAGES)
        ),
    }
    if len(ids) > len(set(ids)) or (wanted != set(ids) if catalogue else not wanted <= set(ids)):
        wrong = sorted(wanted ^ set(ids)) or sorted({id for id in ids if ids.count(id) > 1})
        table.fault(
            "kinds", N_("must have each kind of people once; look at %(ids)s"), ids=", ".join(wrong)
        )
    return _closed(table, found)


def _kind(table: Table) -> Kind:
    too_close, repeated, covered = (
        table.number(key, 0, 1) for key in ("too_close", "repeated", "covered")
    )
    return _closed(
        table,
        Kind(
            table.string("id"), table.integer("people", 1, MAX_COUNT), too_close, repeated, covered
        ),
    )


def _repetition(table: Table) -> Repetition:
    form = table.string("form")
    if form not in FORMS:
        table.fault("form", N_("must be one of %(ids)s"), ids=", ".join(FORMS))
    up_to, predicted, repeated = (
        table.number(key, 0, 1) for key in ("up_to", "predicted", "repeated")
    )
    people = table.integer("people", 1, MAX_COUNT)
    return _closed(table, Repetition(form, up_to, people, predicted, repeated))


def _evaluation(table: Table, catalogue: Catalogue | None) -> Evaluation:
    roles = table.ids("roles")
    for role in roles:
        if catalogue and role not in catalogue.role:
            table.fault("roles", N_("%(id)s is not a role of manifest.toml"), id=role)
    methods = tuple(_method(each) for each in table.tables("methods"))
    names = {method.id: method.name for method in methods}
    found = Evaluation(
        id=table.string("id"),
        name=table.text("name"),
        rows=table.integer("rows", 1, MAX_COUNT),
        roles=roles,
        how=table.text("how"),
        too_close=table.number("too_close", 0, 1),
        methods=methods,
        differences=tuple(_difference(each, names) for each in _any(table, "differences")),
        recalls=tuple(_recall(each, len(roles)) for each in table.tables("recalls")),
        margins=tuple(_margin(each) for each in _any(table, "margins")),
        forms=tuple(_form(each) for each in _any(table, "forms")),
    )
    if tuple(recall.role for recall in found.recalls) != roles:
        table.fault("recalls", N_("must be one for each of roles, in their order"))
    _check_margins(table, found.margins)
    return _closed(table, found)


def _check_margins(table: Table, margins: tuple[Margin, ...]) -> None:
    ends = [margin.up_to for margin in margins]
    below = [end for end in ends if end is not None]
    if margins and (ends != [*below, None] or any(a >= b for a, b in pairwise(below))):
        table.fault("margins", N_("must rise in up_to, and the last must have none"))


def _method(table: Table) -> Method:
    id = table.string("id")
    figures: Mapping[Metric, Interval] = {
        metric: _interval(table, metric, f"{metric}_", 0) for metric in METRICS
    }
    return _closed(table, Method(id, _method_name(table, id), figures))


def _difference(table: Table, names: Mapping[str, Text]) -> MethodDifference:
    against, metric = table.string("against"), table.string("metric")
    if against not in names:
        table.fault("against", N_("%(id)s is not one of methods"), id=against)
    if metric not in METRICS:
        table.fault("metric", N_("must be one of %(ids)s"), ids=", ".join(METRICS))
    figure = _interval(table, "value", "", -1)
    return _closed(
        table, MethodDifference(names.get(against, Text("", "")), cast(Metric, metric), figure)
    )


def _interval(table: Table, key: str, prefix: str, lowest: float) -> Interval:
    value, low, high = (
        table.number(each, lowest, 1) for each in (key, f"{prefix}low", f"{prefix}high")
    )
    if not low <= value <= high:
        table.fault(key, N_("must lie between its low and its high"))
    return Interval(value, low, high)


def _recall(table: Table, roles: int) -> Recall:
    found = Recall(
        table.string("role"),
        table.integer("rows", 1, MAX_COUNT),
        table.integers("named", 0, MAX_COUNT),
    )
    if len(found.named) != roles or sum(found.named) != found.rows:
        table.fault("named", N_("must have a number for each of roles, and sum to rows"))
    return _closed(table, found)


def _margin(table: Table) -> Margin:
    up_to = table.number("up_to", 0, MAX_MARGIN) if table.has("up_to") else None
    return _closed(
        table, Margin(up_to, table.integer("rows", 1, MAX_COUNT), table.number("accuracy", 0, 1))
    )


def _form(table: Table) -> ProfileForm:
    figures: Mapping[Metric, float] = {metric: table.number(metric, 0, 1) for metric in METRICS}
    return _closed(table, ProfileForm(table.string("id"), table.text("name"), figures))


def _method_name(table: Table, id: str) -> Text:
    """Return the table's own name, else the known name of its id."""
    if table.has("name"):
        return table.text("name")
    if id and id not in METHODS:
        table.fault("name", N_("is missing: add it, for %(id)s has no name of its own"), id=id)
    return METHODS.get(id, Text("", ""))


def _any(table: Table, key: str) -> Iterator[Table]:
    """Return the tables of an optional list."""
    return table.tables(key) if table.has(key) else iter(())


def _closed(table: Table, found: T) -> T:
    table.close()
    return found
