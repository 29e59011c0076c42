"""Text of the content files after a fit. Role files and the manifest keep all other text."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import date
from typing import Final

from app.catalogue.evidence import profile_digest
from app.catalogue.model import Catalogue, Coefficient, Role
from app.catalogue.text import Text
from app.evaluation.comparison import Comparison
from app.evaluation.fitting import FitResult
from app.evaluation.metrics import Figures
from app.evaluation.profile_forms import PULL, Weights
from app.evaluation.simulation import PEOPLE, SEED

FIRST_LINE = (
    "# Written by `orienteer profiles fit`: what was measured on the coefficients, levels and k, "
    "and when. Not to be edited by hand."
)

EVALUATION_NAMES: Final = {
    "postings": Text(ko="채용 공고에서", en="On job postings"),
    "postings_by_source": Text(
        ko="처음 보는 출처의 채용 공고에서", en="On job postings from sources not seen before"
    ),
    "people": Text(ko="사람들의 응답에서", en="On people’s answers"),
    "people_by_source": Text(
        ko="처음 보는 출처의 응답에서", en="On answers from sources not seen before"
    ),
}

HOW: Final = {
    "postings": Text(
        ko=(
            "공고를 직무별 비율이 같은 다섯 묶음으로 나눴어요. 한 묶음씩 빼 두고, 나머지 네 "
            "묶음과 사람들의 응답에 맞춰 계수를 정했어요. 그다음 빼 둔 공고의 직무를 하나하나 "
            "맞혀 봤어요. 묶음을 새로 나눠 가며 이 과정을 네 번 되풀이하고, 나온 값을 "
            "평균했어요."
        ),
        en=(
            "We split the postings into five groups, each with the same mix of roles. Each group "
            "was left out in turn. We fitted the coefficients to the other four groups and to the "
            "people’s answers. Then we guessed the role of each posting in the group "
            "left out. The figures are means over four such splits."
        ),
    ),
    "postings_by_source": Text(
        ko=(
            "공고의 출처(나라별 사이트)를 하나씩 빼 두고, 나머지 출처의 공고와 사람들의 응답에 "
            "맞춰 계수를 정했어요. 그러고 나서 빼 둔 출처의 공고마다 직무를 맞혀 봤어요."
        ),
        en=(
            "Each source of postings (one site in one country) was left out in turn. We fitted "
            "the coefficients to the other sources and to the people’s answers. Then we guessed "
            "the role of each posting from the source left out."
        ),
    ),
    "people": Text(
        ko=(
            "응답자를 직무별 비율이 같은 다섯 묶음으로 나눴어요. 한 묶음씩 빼 두고, 나머지 네 "
            "묶음과 채용 공고에 맞춰 계수를 정했어요. 그다음 빼 둔 응답자의 직무를 하나하나 맞혀 "
            "봤어요. 묶음을 새로 나눠 가며 이 과정을 네 번 되풀이하고, 나온 값을 평균했어요."
        ),
        en=(
            "We split the people into five groups, each with the same mix of roles. Each group "
            "was left out in turn. We fitted the coefficients to the other four groups and to the "
            "postings. Then we guessed the role of each person in the group "
            "left out. The figures are means over four such splits."
        ),
    ),
    "people_by_source": Text(
        ko=(
            "응답의 출처를 하나씩 빼고 나머지 출처와 채용 공고로 계수를 맞춘 다음, 빼 둔 출처의 "
            "응답에서 직무를 맞혀 봤어요."
        ),
        en=(
            "Each source of answers was left out in turn. We fitted the coefficients to the other "
            "sources and to the postings. Then we guessed the role of each person from the source "
            "left out."
        ),
    ),
}

FORM_NAMES: Final = {
    "judged": Text(ko="전문가 판단만", en="expert judgement alone"),
    "shares": Text(
        ko="비율에서 직무들의 평균을 뺀 값", en="shares minus their average over the roles"
    ),
    "shrunken_shares": Text(
        ko="전체 비율 쪽으로 당긴 비율", en="shares pulled towards the overall share"
    ),
    "log_odds": Text(ko="비율의 로그 오즈", en="log-odds of the shares"),
    "fitted_postings": Text(ko="채용 공고에만 맞춤", en="fitted to postings alone"),
    "fitted_people": Text(ko="사람들의 응답에만 맞춤", en="fitted to people alone"),
    "fitted_both": Text(ko="공고와 사람들의 응답에 함께 맞춤", en="fitted to postings and people"),
    "fitted_all": Text(
        ko="공고, 응답, 가상의 응답자에 함께 맞춤(지금 쓰는 방식)",
        en="fitted to postings, people and simulated people (the version in use)",
    ),
}


def role_text(old: str, role: Role, day: date) -> str:
    """Return a role file with other coefficients; `fitted` gets the day if one of them changed."""
    block = "\n".join("\n".join(lines) + "\n" for lines in map(_match, role.match))
    start, end = old.index("[[match]]"), old.index("[[junior]]")
    if old[start:end].strip() == block.strip():
        return old
    head = re.sub(r"(?m)^fitted = .*\n", "", old[:start])
    head = re.sub(
        r"(?m)^(question\.en = .*\n)", rf"\g<1>fitted = {day.isoformat()}\n", head, count=1
    )
    return f"{head}{block}\n{old[end:]}"


def manifest_text(old: str, catalogue: Catalogue) -> str:
    """Return the manifest with another k."""
    return re.sub(r"(?m)^k = [0-9.]+", f"k = {catalogue.scale.k}", old, count=1)


def evidence_text(fit: FitResult, day: date, old: str) -> str:
    """Return the text of evidence.toml. Its date stays if nothing else changed."""
    old_date = re.search(r"(?m)^date = (.*)$", old)
    if old_date and _evidence(fit, old_date.group(1)) == old:
        return old
    return _evidence(fit, day.isoformat())


def _evidence(fit: FitResult, day: str) -> str:
    lines = [
        FIRST_LINE,
        f"date = {day}",
        f'digest = "{profile_digest(fit.catalogue)}"',
        f"pull = {PULL}",
        "",
    ]
    lines += ["[weights]", *_pairs(asdict(Weights())), ""]
    lines += [
        "[simulation]",
        f"people = {PEOPLE}",
        f"seed = {SEED}",
        f"k = {fit.catalogue.scale.k}",
        "",
    ]
    for kind in fit.kinds:
        lines += ["[[simulation.kinds]]", *_pairs(asdict(kind)), ""]
    for each in fit.repetitions:
        lines += ["[[simulation.repetitions]]", *_pairs(asdict(each)), ""]
    for name, comparison in fit.comparisons.items():
        lines += _evaluation(fit.catalogue, name, comparison, fit.forms.get(name, {}))
    return "\n".join(lines).rstrip() + "\n"


def _match(coefficient: Coefficient) -> Iterator[str]:
    yield "[[match]]"
    for key, value in asdict(coefficient).items():
        if value is not None:
            yield from _pairs({"coefficient" if key == "value" else key: value})


def _evaluation(
    catalogue: Catalogue,
    name: str,
    comparison: Comparison,
    forms: Mapping[str, Mapping[str, float]],
) -> Iterator[str]:
    roles = [catalogue.roles[place].id for place in comparison.roles]
    yield from ("[[evaluations]]", *_pairs({"id": name, "rows": comparison.rows, "roles": roles}))
    yield from _texts("name", EVALUATION_NAMES[name])
    yield from _texts("how", HOW[name])
    yield from (*_pairs({"too_close": comparison.too_close}), "")
    for method, figures in comparison.methods.items():
        yield from ("[[evaluations.methods]]", *_pairs({"id": method}), *_intervals(figures), "")
    for method, figures in comparison.differences.items():
        for metric, figure in asdict(figures).items():
            yield from (
                "[[evaluations.differences]]",
                *_pairs({"against": method, "metric": metric, **figure}),
                "",
            )
    for place, role in zip(comparison.roles, roles, strict=True):
        named = [float(comparison.confusion[place, other]) for other in comparison.roles]
        rows = round(sum(named))
        yield from (
            "[[evaluations.recalls]]",
            *_pairs({"role": role, "rows": rows, "named": _rounded(named, rows)}),
            "",
        )
    for margin in comparison.margins:
        yield from (
            "[[evaluations.margins]]",
            *_pairs({key: value for key, value in asdict(margin).items() if value is not None}),
            "",
        )
    for form, measures in forms.items():
        yield from (
            "[[evaluations.forms]]",
            *_pairs({"id": form}),
            *_texts("name", FORM_NAMES[form]),
            *_pairs(measures),
            "",
        )


def _intervals(figures: Figures) -> Iterator[str]:
    for metric, figure in asdict(figures).items():
        yield from _pairs(
            {
                metric: figure["value"],
                f"{metric}_low": figure["low"],
                f"{metric}_high": figure["high"],
            }
        )


def _texts(key: str, text: Text) -> Iterator[str]:
    yield from _pairs({f"{key}.ko": text.ko, f"{key}.en": text.en})


def _pairs(values: Mapping[str, object]) -> Iterator[str]:
    for key, value in values.items():
        yield f"{key} = {_value(value)}"


def _value(value: object) -> str:
    if isinstance(value, float):
        return str(round(value, 3) + 0.0)
    if isinstance(value, list):
        return f"[{', '.join(map(_value, value))}]"
    return str(value) if isinstance(value, int) else '"' + str(value) + '"'


def _rounded(parts: list[float], total: int) -> list[int]:
    """Return whole numbers that sum to the total, by largest remainder."""
    rounded = [int(part) for part in parts]
    for place in sorted(range(len(parts)), key=lambda place: rounded[place] - parts[place])[
        : total - sum(rounded)
    ]:
        rounded[place] += 1
    return rounded
