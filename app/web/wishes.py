"""What browsers wish for by a header: each in a few ways, so that what a way means is worked out once; whose way it was is not kept."""

from typing import Final

from flask import request

MOST: Final = 512
"""How many ways are remembered."""
LONGEST: Final = 512
"""Characters; browsers take a tenth of that. What is longer counts as no wish, and is neither read nor remembered."""


def wish(header: str) -> str:
    """What stands in the header; empty where there is none."""
    said = request.environ.get(f"HTTP_{header.upper().replace('-', '_')}", "")
    return said if len(said) <= LONGEST else ""
