"""The reasons for and against a role, and its distance from the first, in words."""

import re

import pytest

from app.scoring.counterfactual import FAR_FROM_CHANGING, leader_after
from app.scoring.reasons import Reason, reasons, reasons_between
from app.scoring.result import score
from app.web.results.reasons import format_average
from tests.scoring.changes import change_to_lead
from tests.support.visitor import CATALOGUE, FEW, MASTER, Levels, Visitor
from tests.web.results.explanations import (
    CROWD,
    PEOPLE,
    in_language,
    plain,
    rated,
    role_name,
    section,
)

BESIDE_ALL = {
    "en": {
        (True, "most"): "above your average of {}, and of all roles it counts most for this one",
        (
            True,
            "more",
        ): "above your average of {}, and it counts more for this role "
        "than for the others on average",
        (
            True,
            "less",
        ): "above your average of {}, but it counts less for this role "
        "than for the others on average",
        (True, "least"): "above your average of {}, but of all roles it counts least for this one",
        (False, "most"): "below your average of {}, and of all roles it counts most for this one",
        (
            False,
            "more",
        ): "below your average of {}, and it counts more for this role "
        "than for the others on average",
        (
            False,
            "less",
        ): "below your average of {}, but it counts less for this role "
        "than for the others on average",
        (False, "least"): "below your average of {}, but of all roles it counts least for this one",
    },
    "ko": {
        (True, "most"): "내 평균 {}보다 높고, 모든 직무 가운데 이 직무에서 비중이 가장 커요",
        (True, "more"): "내 평균 {}보다 높고, 이 직무에서 비중이 다른 직무들의 평균보다 커요",
        (True, "less"): "내 평균 {}보다 높지만, 이 직무에서 비중이 다른 직무들의 평균보다 작아요",
        (True, "least"): "내 평균 {}보다 높지만, 모든 직무 가운데 이 직무에서 비중이 가장 작아요",
        (False, "most"): "내 평균 {}보다 낮은데, 모든 직무 가운데 이 직무에서 비중이 가장 커요",
        (False, "more"): "내 평균 {}보다 낮은데, 이 직무에서 비중이 다른 직무들의 평균보다 커요",
        (False, "less"): "내 평균 {}보다 낮지만, 이 직무에서 비중이 다른 직무들의 평균보다 작아요",
        (False, "least"): "내 평균 {}보다 낮지만, 모든 직무 가운데 이 직무에서 비중이 가장 작아요",
    },
}
BETWEEN = {
    "en": {
        True: "above your average; counts more for {}",
        False: "below your average; counts more for {}",
    },
    "ko": {
        True: "내 평균보다 높고, {} 쪽에서 비중이 더 커요",
        False: "내 평균보다 낮고, {} 쪽에서 비중이 더 커요",
    },
}
BEHIND = {"en": "{} standard errors behind", "ko": "표준 오차의 {}배만큼 뒤에 있어요"}
NEAR = {"en": "too close to call", "ko": "가리기 어려울 만큼 가까워요"}
AHEAD = {"en": "up to put it ahead of {}:", "ko": "올려야 이 직무가 {}보다 앞서요:"}
THEN = {"en": "Then {} would come first.", "ko": "그러면 {} 직무가 1위가 돼요."}
FAR = {
    "en": "Far from changing: no 6 levels up from study would put it ahead of {}.",
    "ko": "쉽게 바뀌지 않아요. 학습으로 6단계를 올려도 {}보다 앞서지 못해요.",
}


@pytest.mark.parametrize("person", PEOPLE)
def test_each_reason_says_the_rating_the_average_and_why_it_counts(
    reader: Visitor, person: str
) -> None:
    levels, page = PEOPLE[person], reader.result_of(PEOPLE[person])
    found = reasons(CATALOGUE, levels, score(CATALOGUE, levels).order[0].role)
    text, average = plain(section(page, "why")), format_average(found.average)
    for each in (*found.speaks_for, *found.speaks_against):
        assert (
            rated(reader, levels, each)
            + BESIDE_ALL[reader.language][each.above, each.counts].format(average)
            in text
        )


def low_and_least(levels: Levels) -> Reason | None:
    """Return a reason for the first role whose rating is low."""
    found = reasons(CATALOGUE, levels, score(CATALOGUE, levels).order[0].role).speaks_for
    return next((each for each in found if (each.above, each.counts) == (False, "least")), None)


def test_a_low_rating_in_what_counts_least_speaks_for_no_role() -> None:
    assert not any(map(low_and_least, CROWD))


@pytest.mark.parametrize("person", PEOPLE)
def test_every_other_role_says_what_separates_it(reader: Visitor, person: str) -> None:
    levels, page = PEOPLE[person], reader.result_of(PEOPLE[person])
    first, *others = score(CATALOGUE, levels).order
    for each, piece in zip(
        others, section(page, "others").split("<summary><span>")[1:], strict=True
    ):
        distance = (
            NEAR[reader.language]
            if each.too_close
            else BEHIND[reader.language].format(f"{each.behind / each.behind_se:.1f}")
        )
        assert f"{role_name(reader, each.role)} · {distance}" in plain(piece)
        expected = []
        for role, other, most in ((first.role, each.role, 3), (each.role, first.role, 2)):
            for reason in reasons_between(CATALOGUE, levels, role, other, most).speaks_for:
                more = role if reason.counts == "most" else other
                expected.append(
                    rated(reader, levels, reason)
                    + BETWEEN[reader.language][reason.above].format(role_name(reader, more))
                )
        assert [plain(line) for line in re.findall("<li>(.*?)</li>", piece)] == expected


@pytest.mark.parametrize("person", PEOPLE)
def test_every_other_role_says_which_rises_would_put_it_ahead(reader: Visitor, person: str) -> None:
    levels, page = PEOPLE[person], reader.result_of(PEOPLE[person])
    first, *others = score(CATALOGUE, levels).order
    for each, piece in zip(
        others, section(page, "others").split("<summary><span>")[1:], strict=True
    ):
        change = change_to_lead(CATALOGUE, levels, each.role)
        if change is None or change.count > FAR_FROM_CHANGING:
            assert FAR[reader.language].format(role_name(reader, first.role)) in plain(piece)
            continue
        rises = [
            f"{in_language(reader, CATALOGUE.skill[up.skill].name)} {up.from_level} → {up.to_level}"
            for up in change.level_ups
        ]
        assert (
            f"{AHEAD[reader.language].format(role_name(reader, first.role))} {', '.join(rises)}."
            in plain(piece)
        )
        assert re.search(rf"\b{change.count}(칸| level)", plain(piece))
        leader = leader_after(CATALOGUE, levels, change)
        then = THEN[reader.language].format(role_name(reader, leader))
        assert (then in plain(piece)) == (leader != each.role)


def test_a_role_that_no_rise_brings_ahead_is_said_to_be_so(reader: Visitor) -> None:
    """All answers but one are the highest, so that hardly any can rise."""
    levels: Levels = {**MASTER, max(CATALOGUE.roles[0].match, key=lambda each: each.value).item: 3}
    first, *others = score(CATALOGUE, levels).order
    stuck = [change_to_lead(CATALOGUE, levels, each.role) is None for each in others]
    pieces = section(reader.result_of(levels), "others").split("<summary><span>")[1:]
    assert any(stuck)
    assert [
        FAR[reader.language].format(role_name(reader, first.role)) in plain(piece)
        for piece in pieces
    ] == stuck


@pytest.mark.parametrize("levels", [FEW, MASTER])
def test_where_nothing_is_named_or_can_rise_nothing_is_compared(
    reader: Visitor, levels: Levels
) -> None:
    assert section(reader.result_of(levels), "others") == ""
