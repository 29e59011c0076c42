"""Text that people typed: what can be shown, and what cannot."""

import unicodedata

UNSEEN = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
JOINERS = "\u200c\u200d"
"""Parts of words in some scripts and of some emoji."""
BLANK = "\ufffd\u115f\u1160\u3164\uffa0"
"""What stands for text that could not be read, and letters without ink."""


def is_readable(text: str, allowed: str = "") -> bool:
    """Whether only characters that show stand in it, and nothing that was not valid UTF-8; those allowed may too."""
    return not any((unicodedata.category(c) in UNSEEN and c not in JOINERS + allowed) or c in BLANK for c in text)
