"""The ids of the roles, in the catalogue's order: a public contract that never changes."""

from typing import Final

ROLES: Final = (
    "ml_engineer",
    "dl_engineer",
    "research_scientist",
    "mlops_engineer",
    "ai_product_manager",
    "ai_engineer",
    "data_scientist",
    "data_engineer",
)
