"""The shape of the JSON file: its name, its version, how times are written, and how much of it is taken in. See docs/export.md."""

import re
from datetime import UTC, datetime
from typing import Final

FORMAT: Final = "orienteer"
VERSION: Final = 1
MOST_ASSESSMENTS: Final = 200
"""How many a file may hold that is to be taken in; of more the page offers several files."""
LARGEST_FILE: Final = 4 * 1024 * 1024
"""Bytes of a file that is to be taken in: 200 assessments of 20 KB, where one with some notes has 6."""
MOST_STEPS: Final = 500
MOMENT: Final = re.compile(r"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ", re.ASCII)


def moment(seconds: int) -> str:
    """A time in whole seconds since 1970 as people and programs read it, in UTC."""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def seconds(text: str) -> int | None:
    """What `moment` wrote, of the years 2000 to 2099; None for anything else."""
    if not MOMENT.fullmatch(text):
        return None
    try:
        return int(datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp())
    except ValueError:
        return None
