"""Whether a text that somebody typed can be shown."""

import re
import unicodedata

UNSEEN = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
JOINERS = "\u200c\u200d"
"""Joiners are parts of words in some scripts, and of some emoji."""
BLANK = "\ufffd\u115f\u1160\u3164\uffa0"
"""The replacement character, and letters that are empty when shown."""
LAST_OF_PLANES = "".join(
    chr(plane << 16 | last) for plane in range(17) for last in (0xFFFE, 0xFFFF)
)
FORBIDDEN = re.compile(f"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef{LAST_OF_PLANES}]")
"""Characters that HTML forbids even escaped: controls, surrogates and noncharacters."""

INVISIBLE = re.compile("[\u00ad\u200b\u200e\u200f\u2060\ufeff]")
"""Characters that come along when text is copied from a page."""


def without_invisible(text: str) -> str:
    """Return the text without the invisible characters that come along when it is copied."""
    return INVISIBLE.sub("", text)


def is_readable(text: str, allowed: str = "") -> bool:
    """Return whether a text was valid UTF-8 and has only visible or `allowed` characters.

    A text of nothing but joiners and spaces shows nothing.
    """
    if text and not text.strip(JOINERS + " " + allowed):
        return False
    hidden = any(
        (unicodedata.category(c) in UNSEEN and c not in JOINERS + allowed) or c in BLANK
        for c in text
    )
    return not hidden and not FORBIDDEN.search(text)
