"""A reader of the guide, who runs each block of each chapter in order and checks its output."""

import re
from dataclasses import dataclass, field
from typing import Final

from tests.book.page import Block, Chapter, shows
from tests.book.room import Room

ELSEWHERE: Final = {
    "apt-get install -y certbot": "needs a public host name and a certificate authority",
    "rsync -a --delete": "needs a second machine",
    "journalctl -u 'orienteer@*' -o cat | grep NUMBER": "needs the number of an error page",
}
"""The first words of each block that cannot run without a network, and the reason."""
LATER: Final = ("nodes", "afterwards")
"""Marks of blocks that the guide wants to be run after a later chapter."""
VARIABLE: Final = re.compile(r"^([A-Z]+)=", re.MULTILINE)
MEMORY: Final = "/run/book"


@dataclass
class Reader:
    """Reads on from the current place. Nothing is done twice."""

    room: Room
    book: dict[str, Chapter]
    done: list[str] = field(default_factory=list)

    def follow(self, title: str) -> None:
        """Do everything up to the end of this chapter that has not been done."""
        for chapter in list(self.book.values())[: list(self.book).index(title) + 1]:
            if chapter.title not in self.done:
                # A failed chapter is not tried again.
                self.done.append(chapter.title)
                for block in chapter.blocks:
                    if block.mark not in ("elsewhere", *LATER):
                        self.paste(block)

    def paste(self, block: Block) -> str:
        """Run the block in a shell with the values of earlier blocks, and check its output.

        Return it.
        """
        names = " ".join(VARIABLE.findall(block.text))
        remember = f"\ndeclare -p {names} >> {MEMORY} 2> /dev/null || true" if names else ""
        done = self.room.run(f"touch {MEMORY}; source {MEMORY}\n{block.text}{remember}")
        place = f"docs/operate.md, line {block.line}"
        told = f"{place}:\n{block.text}\n-> {done.returncode}\n{done.stdout}"
        assert done.returncode == 0, told
        for line in block.seen:
            assert shows(done.stdout, line), f"it does not show {line!r}\n{told}"
        return done.stdout

    def paste_later(self, title: str, mark: str) -> None:
        """Run the blocks of a chapter that were put off."""
        found = [block for block in self.book[title].blocks if block.mark == mark]
        assert found
        for block in found:
            self.paste(block)
