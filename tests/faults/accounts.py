"""What a person has sent and what the server said, and what the database holds of it afterwards."""

import time
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from app.storage.answers import Answer, Answers

Page = Mapping[str, Answer]
"""Skill → answer: the change of one form, which is saved as a whole or not at all."""
Kept = Callable[[str], Answers | None]
"""An owner's secret → the stored answers, or None when the database knows no such owner."""


@dataclass
class Account:
    """One owner with one assessment. Only its writer changes it; others may read it at any time."""

    secret: str
    acknowledged: list[tuple[str, Answer]] = field(default_factory=list)
    sent: dict[str, set[Answer]] = field(default_factory=lambda: defaultdict(set))
    """Every answer that was ever sent for a skill."""
    unanswered: dict[tuple[str, Answer], None] = field(default_factory=dict)
    """Sent without a response."""
    refused: dict[tuple[str, Answer], None] = field(default_factory=dict)
    """Sent and refused."""
    times: list[float] = field(default_factory=list)
    """The time of each acknowledgement, in seconds since 1970."""
    pages: list[Page] = field(default_factory=list)
    """Changes that were sent as a whole, without those that were refused."""

    def send(self, page: Page) -> None:
        for skill, answer in page.items():
            self.sent[skill].add(answer)

    def acknowledge(self, page: Page) -> None:
        """Note that the server has acknowledged all of it."""
        for pair in page.items():
            self.times.append(time.time())
            self.acknowledged.append(pair)
            self.unanswered.pop(pair, None)
            self.refused.pop(pair, None)

    def refuse(self, page: Page) -> None:
        for pair in page.items():
            # An earlier try with the same answer may have been saved.
            if pair not in self.unanswered:
                self.refused[pair] = None

    def miss(self, page: Page) -> None:
        for pair in page.items():
            self.unanswered[pair] = None
            self.refused.pop(pair, None)


Moment = list[tuple[Account, int]]
"""Accounts, and their numbers of acknowledgements at that time."""


def moment(accounts: Iterable[Account], at: float | None = None) -> Moment:
    """Return the acknowledgements until a time, by default now.

    Every later state must contain them.
    """
    return [
        (account, len(account.acknowledged) if at is None else bisect_right(account.times, at))
        for account in tuple(accounts)
    ]


@dataclass
class Found:
    """What a database holds of the acknowledged answers, and what it must not hold.

    An acknowledged answer is there itself, or a later one by the same person is.
    """

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
    """Return what was refused and is stored all the same."""
    pairs = [(account, skill, answer) for account in accounts for skill, answer in account.refused]
    return [
        f"{skill} {answer} was refused and is kept"
        for account, skill, answer in pairs
        if (kept(account.secret) or {}).get(skill) == answer
    ]


def part_of(page: Page, stored: Answers) -> bool:
    """Return whether a form's change is only partly stored."""
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
