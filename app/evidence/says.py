"""What evidence.toml says in words beside its figures."""

from typing import Final

from app.catalogue.text import Text

JUDGEMENT_NAMES: Final = {
    "postings": Text(
        ko="채용 공고에서",
        en="On job postings",
    ),
    "postings_by_source": Text(
        ko="처음 보는 출처의 채용 공고에서",
        en="On job postings from sources not seen before",
    ),
    "people": Text(
        ko="사람들의 응답에서",
        en="On people’s answers",
    ),
    "people_by_source": Text(
        ko="처음 보는 출처의 응답에서",
        en="On answers from sources not seen before",
    ),
}

HOW: Final = {
    "postings": Text(
        ko=(
            "공고를 직무별 비율이 같은 다섯 묶음으로 나눴어요. 한 묶음씩 남겨 두고, 나머지 네 묶음과 사람들의 응답으로 "
            "계수를 맞춘 다음 남겨 둔 묶음의 직무를 맞혀 봤어요. 이렇게 네 번 새로 나누어 구한 값을 평균했어요."
        ),
        en=(
            "The postings were dealt into five parts with the same mix of roles; coefficients were fitted to the other "
            "four and to the people, and tried on the part left out. Dealt anew four times; the figures are means."
        ),
    ),
    "postings_by_source": Text(
        ko=(
            "공고의 출처(나라별 사이트)를 하나씩 빼고 나머지 출처와 사람들의 응답으로 계수를 맞춘 다음, 빼 둔 출처의 "
            "공고에서 직무를 맞혀 봤어요."
        ),
        en=(
            "Each source of postings (a site in a country) was left out once; coefficients were fitted to the others "
            "and to the people, and tried on the source left out."
        ),
    ),
    "people": Text(
        ko=(
            "응답자를 직무별 비율이 같은 다섯 묶음으로 나눴어요. 한 묶음씩 남겨 두고, 나머지 네 묶음과 채용 공고로 "
            "계수를 맞춘 다음 남겨 둔 묶음의 직무를 맞혀 봤어요. 이렇게 네 번 새로 나누어 구한 값을 평균했어요."
        ),
        en=(
            "The people were dealt into five parts with the same mix of roles; coefficients were fitted to the other "
            "four and to the postings, and tried on the part left out. Dealt anew four times; the figures are means."
        ),
    ),
    "people_by_source": Text(
        ko=(
            "응답의 출처를 하나씩 빼고 나머지 출처와 채용 공고로 계수를 맞춘 다음, 빼 둔 출처의 응답에서 직무를 맞혀 봤어요."
        ),
        en=(
            "Each source of answers was left out once; coefficients were fitted to the others and to the postings, and "
            "tried on the source left out."
        ),
    ),
}

FORM_NAMES: Final = {
    "judged": Text(
        ko="전문가 판단만",
        en="expert judgement alone",
    ),
    "shares": Text(
        ko="비율에서 직무들의 평균을 뺀 값",
        en="shares, less the mean role’s",
    ),
    "shrunken_shares": Text(
        ko="전체 비율 쪽으로 당긴 비율",
        en="shares drawn toward the whole table’s",
    ),
    "log_odds": Text(
        ko="비율의 로그 오즈",
        en="log-odds of the shares",
    ),
    "fitted_postings": Text(
        ko="채용 공고에만 맞춤",
        en="fitted to postings alone",
    ),
    "fitted_people": Text(
        ko="사람들의 응답에만 맞춤",
        en="fitted to people alone",
    ),
    "fitted_both": Text(
        ko="공고와 사람들의 응답에 함께 맞춤",
        en="fitted to postings and people",
    ),
    "fitted_all": Text(
        ko="공고, 응답, 가상의 응답자에 함께 맞춤(지금 쓰는 방식)",
        en="fitted to postings, people and simulated people (the form in use)",
    ),
}
