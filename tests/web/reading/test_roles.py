"""The pages on roles say which five an article names, which three are ours, and what else to do."""

import html

import pytest

from app.catalogue.model import Role
from app.catalogue.reading import load_reading
from tests.support.visitor import CATALOGUE, Visitor

ARTICLES = tuple(CATALOGUE.role[id] for id in load_reading().work.roles)
OURS = tuple(role for role in CATALOGUE.roles if role not in ARTICLES)


def test_five_roles_are_the_articles_and_three_are_ours() -> None:
    assert (len(ARTICLES), len(OURS)) == (5, 3)
    assert all(role.article and not role.ours for role in ARTICLES)
    assert all(role.ours and not role.article for role in OURS)


def test_the_list_shows_the_articles_roles_first_and_ours_under_a_heading_of_their_own(
    reader: Visitor,
) -> None:
    page = reader.open("/roles").html
    heading = {"en": "Three roles that we add", "ko": "저희가 더한 세 직무"}[reader.language]
    names = [page.index(f'/roles/{role.id}">') for role in (*ARTICLES, *OURS)]
    assert names[: len(ARTICLES)] == sorted(names[: len(ARTICLES)])
    assert names[len(ARTICLES) - 1] < page.index(heading) < min(names[len(ARTICLES) :])
    assert 'id="none"' in page


@pytest.mark.parametrize("role", CATALOGUE.roles, ids=lambda role: role.id)
def test_a_role_says_what_the_article_says_or_why_we_add_it(reader: Visitor, role: Role) -> None:
    text = html.unescape(reader.open(f"/roles/{role.id}").html)
    why = {"en": "Why we add this role", "ko": "이 직무를 더한 이유"}[reader.language]
    words = role.article or role.ours
    assert words is not None
    assert words[reader.language] in text  # type: ignore[index]
    assert (why in text) == (role in OURS)


@pytest.mark.parametrize("role", CATALOGUE.roles, ids=lambda role: role.id)
def test_each_required_level_says_what_it_is_read_from(reader: Visitor, role: Role) -> None:
    text = html.unescape(reader.open(f"/roles/{role.id}").html)
    for requirement in role.stages["lead"].requirements:
        assert requirement.reason is not None
        assert requirement.reason[reader.language] in text  # type: ignore[index]


def test_the_page_on_ai_work_lists_the_articles_roles_and_links_to_ours(reader: Visitor) -> None:
    page = reader.open("/ai-work")
    text = html.unescape(page.html)
    for role in ARTICLES:
        assert role.article is not None
        assert role.article[reader.language] in text  # type: ignore[index]
    for role in OURS:
        assert f'href="/roles/{role.id}"' in text
        assert role.ours is not None
        assert role.ours[reader.language] not in text  # type: ignore[index]
