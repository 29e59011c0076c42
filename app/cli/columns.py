"""What `orienteer score` adds to a row: a public contract."""

from typing import Final

from app.catalogue.model import STAGES, Catalogue

DECIMALS: Final = 10
"""To which the numbers are rounded."""


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
