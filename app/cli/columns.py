"""What `orienteer score` adds to a row: a public contract."""

from app.catalogue.model import STAGES, Catalogue
from app.cli.rows import Cell
from app.scoring.result import Result


def columns(catalogue: Catalogue) -> tuple[str, ...]:
    """The names of the added columns, in their order; roles are in the catalogue's."""
    roles = [role.id for role in catalogue.roles]
    return (
        "status",
        "closest",
        "second",
        "margin",
        "margin_se",
        "answered",
        *(f"match_{role}" for role in roles),
        *(f"readiness_{role}_{stage}" for role in roles for stage in STAGES),
    )


def cells(catalogue: Catalogue, result: Result) -> list[Cell]:
    """A result in these columns: match in levels (0 to 4), readiness as a share (0 to 1)."""
    match = {each.role: each.match for each in result.order}
    return [
        result.status,
        " ".join(result.closest),
        result.second or "",
        result.margin,
        result.margin_se,
        result.answered,
        *(match[role.id] for role in catalogue.roles),
        *(stage.now for role in result.readiness for stage in role.stages),
    ]
