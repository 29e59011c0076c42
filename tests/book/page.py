"""The operator's guide as chapters, each with its commands and their expected output."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

BOOK: Final = Path(__file__).resolve().parents[2] / "docs" / "operate.md"
FENCE: Final = re.compile(r"^```(?P<info>[^\n`]*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
HEADING: Final = re.compile(r"^## (?P<title>.+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Block:
    """Commands as they are on the page, and their expected lines.

    `line` is where it begins, from 1.
    """

    line: int
    mark: str
    """The word after `sh`: nothing, or why it is not simply run."""
    text: str
    seen: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Chapter:
    """A heading of the second level and its blocks."""

    title: str
    blocks: tuple[Block, ...]


def chapters(book: Path = BOOK) -> dict[str, Chapter]:
    """Return the guide's chapters by title, in order. The text before the first has the title "".

    ValueError: a fence that is neither `sh` nor `text`.
    """
    page = book.read_text(encoding="utf-8")
    parts = HEADING.split(page)
    starts = [0, *(match.end() for match in HEADING.finditer(page))]
    found = {}
    for title, text, start in zip(["", *parts[1::2]], parts[::2], starts, strict=True):
        found[title] = Chapter(title, _blocks(text, page[:start].count("\n")))
    return found


def _blocks(text: str, before: int) -> tuple[Block, ...]:
    found: list[Block] = []
    for fence in FENCE.finditer(text):
        kind, _, mark = fence["info"].partition(" ")
        line = before + text[: fence.start()].count("\n") + 1
        if kind == "sh":
            found.append(Block(line, mark, fence["text"], ()))
        elif kind == "text" and found:
            last = found.pop()
            found.append(
                Block(last.line, last.mark, last.text, (*last.seen, *fence["text"].splitlines()))
            )
        else:
            raise ValueError(f"line {line}: a block that is neither sh nor text: {fence['info']!r}")
    return tuple(found)


def shows(output: str, line: str) -> bool:
    """Return whether an expected line is in the output. "…" stands for anything."""
    pattern = ".*".join(re.escape(part.strip()) for part in line.strip().split("…"))
    return re.search(rf"^\s*{pattern}\s*$", output, re.MULTILINE) is not None
