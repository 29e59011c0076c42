"""Somebody who follows the book: each chapter in its order, each block as it stands, and looks whether they see what it says."""

import re
from dataclasses import dataclass, field
from typing import Final

from tests.book.page import Block, Chapter, shows
from tests.book.room import Room

ELSEWHERE: Final = {
    "apt-get install -y certbot": "takes a name that all the world can ask for, and an authority that answers",
    "rsync -a --delete": "takes a second machine",
    "journalctl -u 'orienteer@*' -o cat | grep NUMBER": "takes the number that somebody was shown",
}
"""The first words of each block that cannot be run in a room without a network, and why."""
LATER: Final = ("nodes", "afterwards")
"""Blocks that the book tells to run when a later chapter is done."""
VARIABLE: Final = re.compile(r"^([A-Z]+)=", re.MULTILINE)
MEMORY: Final = "/run/book"


@dataclass
class Reader:
    """Reads on from where they are; what is done is done."""

    room: Room
    book: dict[str, Chapter]
    done: list[str] = field(default_factory=list)

    def follow(self, title: str) -> None:
        """Everything up to the end of this chapter that has not been done yet."""
        for chapter in list(self.book.values())[: list(self.book).index(title) + 1]:
            if chapter.title not in self.done:
                self.done.append(chapter.title)  # a chapter that fails is not tried again
                for block in chapter.blocks:
                    if block.mark not in ("elsewhere", *LATER):
                        self.paste(block)

    def paste(self, block: Block) -> str:
        """The block, in a shell that still knows the values from before; what it prints holds what the book promises."""
        names = " ".join(VARIABLE.findall(block.text))
        remember = f"\ndeclare -p {names} >> {MEMORY} 2> /dev/null || true" if names else ""
        done = self.room.run(f"touch {MEMORY}; source {MEMORY}\n{block.text}{remember}")
        told = f"docs/operate.md, line {block.line}:\n{block.text}\n-> {done.returncode}\n{done.stdout}"
        assert done.returncode == 0, told
        for line in block.seen:
            assert shows(done.stdout, line), f"it does not show {line!r}\n{told}"
        return done.stdout

    def paste_later(self, title: str, mark: str) -> None:
        """The blocks of a chapter that were put off."""
        found = [block for block in self.book[title].blocks if block.mark == mark]
        assert found
        for block in found:
            self.paste(block)
