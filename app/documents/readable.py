"""Text that people typed: whether it shows."""

import re
import unicodedata

UNSEEN = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
JOINERS = "\u200c\u200d"
"""Parts of words in some scripts and of some emoji."""
BLANK = "\ufffd\u115f\u1160\u3164\uffa0"
"""What stands for text that could not be read, and letters without ink."""
LAST_OF_PLANES = "".join(
    chr(plane << 16 | last) for plane in range(17) for last in (0xFFFE, 0xFFFF)
)
FORBIDDEN = re.compile(f"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef{LAST_OF_PLANES}]")
"""What may stand nowhere in HTML, not even escaped: controls but tab and line end, halves of characters, what is no character."""


def is_readable(text: str, allowed: str = "") -> bool:
    """Whether only characters that show stand in it, and nothing that was not valid UTF-8; those allowed may too."""
    hidden = any(
        (unicodedata.category(c) in UNSEEN and c not in JOINERS + allowed) or c in BLANK
        for c in text
    )
    return not hidden and not FORBIDDEN.search(text)
