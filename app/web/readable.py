"""Text that people typed: what can be shown, and what cannot."""

from app.documents.readable import FORBIDDEN, is_readable

__all__ = ["is_readable", "showable"]


def showable(typed: object, lines: bool = False) -> str:
    """What was typed, for showing again where it was: without what no HTML may hold, and in a field of one line without line ends."""
    text = FORBIDDEN.sub("", "" if typed is None else str(typed))
    return text if lines else text.replace("\n", "")
