"""A note on a step: saved as typed, shown as text, and safe from concurrent updates."""

import html

import pytest

from app.storage.tables import MAX_NOTE_LENGTH
from tests.conftest import context_of
from tests.storage.refusal import REFUSALS, refusing
from tests.support.visitor import Visitor
from tests.web.plan.plan_pages import (
    PLAN,
    aim,
    noted,
    press,
    say,
    senior,
    step_page,
    tick,
)
from tests.web.questionnaire.test_concurrent_requests import all_at_once

FIRST, SECOND, *_ = [step.id for step in senior().steps]
OLD = "Elsewhere this note now reads: “%(note)s”. Press again to keep yours instead."


NOTES = {
    "a word": "soon",
    "Korean": "다음 주에 3장부터. 한글 ㅋㅋ",
    "lines": "first\n\n  third, indented\n\tafter a tab",
    "Korean lines": "첫 줄\n둘째 줄",
    "HTML": "<script>alert(1)</script> & <b>bold</b> &amp; </textarea> \"'",
    "emoji of several parts": "👩‍👩‍👧 🙂",
    "longest": "n" * MAX_NOTE_LENGTH,
    "longest in Korean": "가" * MAX_NOTE_LENGTH,
    "longest with line ends": "a\n" * (MAX_NOTE_LENGTH // 2 - 1) + "ab",
    "a template": "{{ 7 * 7 }} %(note)s {% raw %}",
}


@pytest.mark.parametrize("name", NOTES)
def test_a_note_is_saved_as_it_was_typed_and_shown_as_text(learner: Visitor, name: str) -> None:
    note = NOTES[name]
    page = tick(learner, FIRST, "note", note)
    assert say(learner, "The note is kept.") in page.text
    assert noted(page) == noted(step_page(learner, FIRST)) == note
    for path in (PLAN, f"{PLAN}/week"):
        shown = learner.open(path)
        escaped = html.escape(note).replace("&#x27;", "&#39;").replace("&quot;", "&#34;")
        assert f'<p class="note" dir="auto">{escaped}</p>' in shown.html
        assert "script" not in [tag for tag, found in shown.elements if "src" not in found]


@pytest.mark.parametrize("name", NOTES)
def test_a_note_is_changed_by_the_page_that_shows_it(learner: Visitor, name: str) -> None:
    """Browsers send line ends as CR LF, in the note and in the hidden copy of it."""
    tick(learner, FIRST, "note", NOTES[name])
    later = NOTES[name][:500] + "\nand more"
    assert noted(tick(learner, FIRST, "note", later)) == later
    assert noted(tick(learner, FIRST, "note", "")) == ""


@pytest.mark.parametrize("do", ["done", "begun", "leave_out", "note"])
def test_every_button_saves_the_note_that_was_typed(learner: Visitor, do: str) -> None:
    tick(learner, FIRST, do, "mine")
    assert noted(step_page(learner, FIRST)) == "mine"


def test_a_tick_keeps_the_note_that_was_there_and_so_does_its_undoing(learner: Visitor) -> None:
    tick(learner, FIRST, "note", "a\nb")
    for do in ("begun", "done", "open"):
        tick(learner, FIRST, do)
        assert noted(step_page(learner, FIRST)) == "a\nb"
    assert noted(step_page(learner, SECOND)) == "", "it is this step's"


def test_what_is_sent_without_a_note_leaves_the_note_alone(learner: Visitor) -> None:
    tick(learner, FIRST, "note", "mine")
    learner.post(f"{PLAN}/steps/{FIRST}", do="begun")
    assert noted(step_page(learner, FIRST)) == "mine"


WRONG = {
    "too long": ("n" * (MAX_NOTE_LENGTH + 1), "A note holds 1,000 characters at most."),
    "twice too long, Korean": ("가" * 2000, "A note holds 1,000 characters at most."),
    "a control character": (
        "a\x07b",
        "The note holds characters that cannot be shown. Type it again.",
    ),
    "NUL": ("a\x00b", "The note holds characters that cannot be shown. Type it again."),
    "not UTF-8": ("a\ufffdb", "The note holds characters that cannot be shown. Type it again."),
    "no character": ("a\ufffeb", "The note holds characters that cannot be shown. Type it again."),
    "turned direction": (
        "a\u202eb",
        "The note holds characters that cannot be shown. Type it again.",
    ),
}


NO_HTML = str.maketrans("", "", "\x00\x07\ufffe")
"""Characters that may not stand in any page."""


@pytest.mark.parametrize("name", WRONG)
@pytest.mark.parametrize("do", ["note", "done"])
def test_a_note_that_cannot_be_comes_back_as_typed_with_what_is_wrong(
    learner: Visitor, name: str, do: str
) -> None:
    tick(learner, FIRST, "note", "before")
    typed, sentence = WRONG[name]
    page = press(learner, step_page(learner, FIRST), do, typed)
    assert (page.status, noted(page)) == (400, typed.translate(NO_HTML))
    assert say(learner, sentence) in page.text
    assert "note-problem" in page.data("aria-describedby")
    kept = step_page(learner, FIRST)
    assert (noted(kept), say(learner, "Is this true of you now?") in kept.text) == (
        "before",
        True,
    ), "nothing is kept"


def test_a_note_changed_in_another_window_is_shown_before_it_is_written_over(
    learner: Visitor,
) -> None:
    tick(learner, FIRST, "note", "first")
    stale = step_page(learner, FIRST)
    tick(learner, FIRST, "note", "second <i>")
    page = press(learner, stale, "done", "third")
    assert (page.status, noted(page)) == (409, "third")
    assert say(learner, OLD, note="second <i>") in page.text
    now = step_page(learner, FIRST)
    assert (noted(now), say(learner, "Is this true of you now?") in now.text) == (
        "second <i>",
        True,
    )
    assert press(learner, page, "done").status == 200
    kept = step_page(learner, FIRST)
    assert (noted(kept), say(learner, "You said that this is true of you") in kept.text) == (
        "third",
        True,
    )


@pytest.mark.parametrize("note", ["first", "first\nof two lines", ""])
@pytest.mark.parametrize("do", ["note", "done", "begun", "leave_out"])
def test_a_stale_page_whose_note_nobody_touched_does_what_its_button_says_and_leaves_the_newer_note(
    learner: Visitor, do: str, note: str
) -> None:
    tick(learner, FIRST, "note", note)
    stale = step_page(learner, FIRST)
    tick(learner, FIRST, "note", "second")
    assert press(learner, stale, do).status == 200
    kept = step_page(learner, FIRST)
    assert noted(kept) == "second"
    told = {
        "done": "You said that this is true of you",
        "begun": "Not begun after all",
        "leave_out": "You left this step out of the plan.",
    }
    assert [each for each, sentence in told.items() if say(learner, sentence) in kept.text] == [
        each for each in told if each == do
    ]


def test_a_note_emptied_on_a_stale_page_does_not_take_the_newer_one_away(learner: Visitor) -> None:
    tick(learner, FIRST, "note", "first")
    stale = step_page(learner, FIRST)
    tick(learner, FIRST, "note", "second")
    page = press(learner, stale, "note", "")
    assert (page.status, noted(page), noted(step_page(learner, FIRST))) == (409, "", "second")
    assert press(learner, page, "note", "").status == 200, "the second attempt is intended"
    assert noted(step_page(learner, FIRST)) == ""


def test_the_same_note_sent_twice_is_no_quarrel(learner: Visitor) -> None:
    stale = step_page(learner, FIRST)
    assert [press(learner, stale, "note", "a\nb").status for _ in range(2)] == [200, 200]


def test_of_twenty_changes_of_a_note_at_once_one_is_saved_and_the_others_learn_of_it(
    learner: Visitor,
) -> None:
    stale = step_page(learner, FIRST)
    stale.read()
    pages = all_at_once(learner, lambda window, n: press(window, stale, "note", f"note {n}"))
    assert sorted(page.status for page in pages) == [200] + [409] * 19
    assert noted(step_page(learner, FIRST)) == next(
        f"note {n}" for n, page in enumerate(pages) if page.status == 200
    )


@pytest.mark.parametrize("wrong", [{"csrf_token": "lost"}, {"note": "n" * (MAX_NOTE_LENGTH + 1)}])
def test_a_page_that_was_refused_still_knows_which_note_it_was_made_from(
    learner: Visitor, wrong: dict[str, str]
) -> None:
    tick(learner, FIRST, "note", "first")
    stale = step_page(learner, FIRST)
    tick(learner, FIRST, "note", "second")
    page = press(learner, stale, "note", **{"note": "third", **wrong})
    assert page.status == 400
    assert press(learner, page, "note", "third").status == 409
    assert noted(step_page(learner, FIRST)) == "second"


@pytest.mark.parametrize("how", REFUSALS)
def test_a_note_that_the_database_refuses_comes_back_and_is_saved_later(
    learner: Visitor, how: str
) -> None:
    page = step_page(learner, FIRST)
    with refusing(context_of(learner.app).engine, how):
        back = press(learner, page, "done", "첫 줄\n둘째")
        assert (back.status, noted(back)) == (503, "첫 줄\n둘째")
        assert say(learner, "This is not kept yet. Press the button once more.") in back.text
    assert noted(step_page(learner, FIRST)) == ""
    assert press(learner, back, "done").status == 200
    assert noted(step_page(learner, FIRST)) == "첫 줄\n둘째"


def test_a_note_left_open_by_one_person_never_reaches_the_next(learner: Visitor) -> None:
    left_open = step_page(learner, FIRST)
    learner.post("/leave")
    aim(learner)
    page = press(learner, left_open, "done", "a secret", csrf_token=learner.token)
    assert (page.status, noted(step_page(learner, FIRST))) == (404, "")
    assert say(learner, "Is this true of you now?") in step_page(learner, FIRST).text


def test_switching_the_language_keeps_what_is_typed(learner: Visitor) -> None:
    page = step_page(learner, FIRST)
    other = "en" if learner.language == "ko" else "ko"
    after = learner.press(page, page.form(page.path), other, note="쓰다 만 글")
    assert (after.status, after.path, after.language, noted(after)) == (
        200,
        page.path,
        other,
        "쓰다 만 글",
    )


def test_a_note_beyond_what_is_kept_of_all_is_refused_and_still_in_its_field(
    learner: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.storage.owners.MAX_NOTES_LENGTH", 1500)
    tick(learner, FIRST, "note", "a" * 1000)
    page = press(learner, step_page(learner, SECOND), "note", "b" * 501)
    says = {"en": "Shorten or delete some of your notes.", "ko": "메모를 줄이거나 지운 뒤"}
    assert (page.status, noted(page)) == (409, "b" * 501)
    assert says[learner.language] in page.text
    monkeypatch.setattr("app.storage.owners.MAX_NOTES_LENGTH", 0)
    assert tick(learner, FIRST, "note", "a" * 999).status == 200, "shorter is always saved"
