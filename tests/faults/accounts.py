"""What one person has sent and what was said to it, kept outside the server; and what of it is there afterwards."""

import time
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from app.storage.ratings import Answer, Answers

Page = Mapping[str, Answer]
"""Skill → answer: what one form changes, all of it or nothing."""
Kept = Callable[[str], Answers | None]
"""An owner's secret → the answers that the database holds for them; None when it knows no such owner."""


@dataclass
class Account:
    """One owner with one assessment. Only its writer changes it; others may read it at any time."""

    secret: str
    acknowledged: list[tuple[str, Answer]] = field(default_factory=list)
    sent: dict[str, set[Answer]] = field(default_factory=lambda: defaultdict(set))
    """Everything that was ever sent for a skill, whatever was said to it."""
    unanswered: dict[tuple[str, Answer], None] = field(default_factory=dict)
    """Sent, and no answer came."""
    refused: dict[tuple[str, Answer], None] = field(default_factory=dict)
    """Sent, and told that it is not kept."""
    times: list[float] = field(default_factory=list)
    """When each of the acknowledgements came, in seconds since 1970."""
    pages: list[Page] = field(default_factory=list)
    """What was sent as a whole; what is known not to be kept is taken out again."""

    def send(self, page: Page) -> None:
        for skill, answer in page.items():
            self.sent[skill].add(answer)

    def acknowledge(self, page: Page) -> None:
        """The server has said that all of it is kept."""
        for pair in page.items():
            self.times.append(time.time())
            self.acknowledged.append(pair)
            self.unanswered.pop(pair, None)
            self.refused.pop(pair, None)

    def refuse(self, page: Page) -> None:
        for pair in page.items():
            if pair not in self.unanswered:  # an earlier try of the same may have been kept
                self.refused[pair] = None

    def miss(self, page: Page) -> None:
        for pair in page.items():
            self.unanswered[pair] = None
            self.refused.pop(pair, None)


Moment = list[tuple[Account, int]]
"""Accounts, and how many acknowledgements each had then."""


def moment(accounts: Iterable[Account], at: float | None = None) -> Moment:
    """A time, by default now: what is acknowledged by then must be in every later state of the database."""
    return [
        (account, len(account.acknowledged) if at is None else bisect_right(account.times, at))
        for account in tuple(accounts)
    ]


@dataclass
class Found:
    """What a database holds of what was acknowledged: each of it or a later answer by the same person; and what it must not hold."""

    acknowledged: int = 0
    found: int = 0
    undecided: int = 0
    faults: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)


def find(then: Moment, kept: Kept) -> Found:
    """Look for everything that was acknowledged by then."""
    all_of_it = Found()
    for account, count in then:
        stored = kept(account.secret)
        promised = account.acknowledged[:count]
        all_of_it.acknowledged += count
        all_of_it.undecided += len(account.unanswered)
        for skill, answer in promised:
            there = (stored or {}).get(skill)
            if there and there.revision >= answer.revision and there in account.sent[skill]:
                all_of_it.found += 1
            else:
                all_of_it.lost.append(f"{skill} {answer}: {there}")
        all_of_it.faults += _not_sent(account, stored or {}) + _half_kept(account, stored or {})
    return all_of_it


def lies(accounts: Iterable[Account], kept: Kept) -> list[str]:
    """What was said not to be kept, and is there all the same."""
    pairs = [(account, skill, answer) for account in accounts for skill, answer in account.refused]
    return [
        f"{skill} {answer} was refused and is kept"
        for account, skill, answer in pairs
        if (kept(account.secret) or {}).get(skill) == answer
    ]


def part_of(page: Page, stored: Answers) -> bool:
    """Whether some of a page is there and some is not."""
    return (
        len(
            {
                skill in stored and stored[skill].revision >= answer.revision
                for skill, answer in page.items()
            }
        )
        > 1
    )


def _not_sent(account: Account, stored: Answers) -> list[str]:
    return [
        f"{skill} {answer} was never sent"
        for skill, answer in stored.items()
        if answer not in account.sent.get(skill, ())
    ]


def _half_kept(account: Account, stored: Answers) -> list[str]:
    return [
        f"half a page is kept: {sorted(page)}"
        for page in tuple(account.pages)
        if part_of(page, stored)
    ]
