"""The format of the JSON file: version, limits, and how times are written (docs/export.md)."""

import re
from datetime import UTC, datetime
from typing import Final

FORMAT: Final = "orienteer"
VERSION: Final = 1
"""A key that is added raises it, so that an older Orienteer says that the file is newer."""
OLDEST_VERSION: Final = 1
"""Files from this version on are imported: a key that was added since may be left out."""
MAX_ASSESSMENTS_PER_FILE: Final = 200
"""How many assessments one import may hold; for more the page offers several files."""
MAX_FILE_BYTES: Final = 4 * 1024 * 1024
"""Bytes of an import: 200 assessments of 20 KB, where one with some notes has 6."""
MAX_STEPS_PER_PLAN: Final = 500
ISO_TIME: Final = re.compile(r"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ", re.ASCII)


def format_time(seconds: int) -> str:
    """Format a time in whole seconds since 1970 as ISO 8601 in UTC."""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def parse_time(text: str) -> int | None:
    """Parse what `format_time` wrote, of the years 2000 to 2099; None for anything else."""
    if not ISO_TIME.fullmatch(text):
        return None
    try:
        return int(datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp())
    except ValueError:
        return None
