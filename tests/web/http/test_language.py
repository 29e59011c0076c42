"""Language: every page in every state is in its reader's language only."""

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from tests.support.page import Page
from tests.support.visitor import Visitor
from tests.web.conftest import Walks

KOREAN = Path(__file__).parents[3] / "app/translations/ko/LC_MESSAGES/messages.po"
HANGUL = re.compile("[\u1100-\u11ff\u3130-\u318f\uac00-\ud7a3]")
LATIN = re.compile("[A-Za-z]")
ENGLISH_SENTENCE = re.compile(r"\b[a-z]{2,}(?: [a-z]{2,}){4,}")
"""Five words in a row, none of them a name: no Korean text quotes as much."""
ENGLISH_WORDS = re.compile(r"\b[a-z]{3,}\b.*\b[a-z]{3,}\b")
LEAST_KOREAN = 0.4
"""Of a Korean page's letters: names of tools are Latin, the words around them are not."""
ERRORS_OF_ONE_LANGUAGE = ("None", "Undefined", "%(", "{{", "\ufffd")


def own_words(page: Page) -> list[str]:
    """Return the texts that are marked as being in the page's own language."""
    return [text for language, text in page.words if language == page.language]


def faults(page: Page, language: str) -> list[str]:
    """Return the language errors of a page."""
    words = own_words(page)
    text = "\n".join(words)
    found = [f"says lang={page.language!r}"] if page.language != language else []
    if language == "en":
        return found + [f"Hangul: {each}" for each in words if HANGUL.search(each)]
    found += [f"an English sentence: {each[0]}" for each in ENGLISH_SENTENCE.finditer(text)]
    korean, latin = len(HANGUL.findall(text)), len(LATIN.findall(text))
    return found + (
        [f"{korean} Hangul letters and {latin} Latin ones"]
        if korean < LEAST_KOREAN * (korean + latin)
        else []
    )


@pytest.mark.parametrize("language", ["en", "ko"])
def test_every_page_in_every_state_is_in_its_language(walks: Walks, language: str) -> None:
    assert len(walks[language]) > 60
    found = {state: faults(page, language) for state, page in walks[language].items()}
    assert {state: wrong for state, wrong in found.items() if wrong} == {}


def test_no_english_text_stands_on_a_korean_page(walks: Walks) -> None:
    """No text of the English page appears on the Korean page of the same state."""
    found = {}
    for state, page in walks["ko"].items():
        english = set(own_words(walks["en"][state]))
        same = [text for text in own_words(page) if text in english and ENGLISH_WORDS.search(text)]
        found[state] = same
    assert {state: same for state, same in found.items() if same} == {}


@pytest.mark.parametrize("language", ["en", "ko"])
def test_no_page_shows_what_only_a_program_would_say(walks: Walks, language: str) -> None:
    texts = {state: page.text for state, page in walks[language].items()}
    found = [
        (state, error_text)
        for state, text in texts.items()
        for error_text in ERRORS_OF_ONE_LANGUAGE
        if re.search(rf"{re.escape(error_text)}\b", text)
    ]
    values = [
        (state, value)
        for state, page in walks[language].items()
        for value in page.data("value")
        if value == "None"
    ]
    assert found + values == []


@pytest.mark.parametrize(
    ("language", "html"),
    [
        ("ko", "<p>다음 <b>click here to go on now</b></p>"),
        ("ko", "<p>가 only a few words of English stand here</p>"),
        ("ko", "<p>Next page now</p>"),
        ("en", "<p>Next 다음</p>"),
        ("en", '<img alt="다음">'),
        ("en", '<input placeholder="ㄱ">'),
    ],
)
def test_the_rules_find_what_they_are_for(visitor: Visitor, language: str, html: str) -> None:
    page = visitor.open("/")
    page.read()
    page.elements, page.words, page._stack = [], [], []
    page.feed(
        f'<html lang="{language}"><a lang="ko">한국어</a>'
        f'<a lang="en">English is spoken here by all of us</a>{html}</html>'
    )
    assert faults(page, language)


def test_every_sentence_of_the_interface_is_translated_and_certain() -> None:
    with KOREAN.open("rb") as file:
        messages = [message for message in read_po(file, "ko") if message.id]
    assert len(messages) > 200
    wrong = [
        message.id
        for message in messages
        if message.fuzzy
        or not all([message.string] if isinstance(message.string, str) else message.string)
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("accepts", "language"),
    [
        ("ko", "ko"),
        ("ko-KR,ko;q=0.9,en-US;q=0.8,en;q=0.7", "ko"),
        ("en-GB,en;q=0.9,ko;q=0.8", "en"),
        ("fr,ko;q=0.5", "ko"),
        ("fr-FR,fr;q=0.9", "en"),
        ("en;q=0.1,ko;q=0.2", "ko"),
        ("ko;q=0", "en"),
        ("*", "en"),
        ("fr, *;q=0.5", "en"),
        ("", "en"),
        ("???;;;q=x,\xff", "en"),
    ],
)
def test_a_page_follows_the_browser_and_is_english_where_that_wishes_for_neither(
    visitor: Visitor, accepts: str, language: str
) -> None:
    visitor.language = accepts
    assert visitor.open("/").language == language


LAST = ["left", "erased"]
"""The pages without a switch; they lead to the first page, which has one."""


@pytest.mark.parametrize("language", ["en", "ko"])
def test_every_page_offers_the_other_language_in_that_languages_words(
    walks: Walks, language: str
) -> None:
    words = {"en": ("ko", "한국어"), "ko": ("en", "English")}[language]
    assert [state for state, page in walks[language].items() if words not in page.words] == LAST
