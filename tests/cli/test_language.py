"""Commands in both languages."""

import inspect
import subprocess
import sys
from gettext import NullTranslations

import click
import pytest

from app.catalogue.faults import Fault
from app.cli.content import fault_message
from app.cli.language import PLURALS, SENTENCES, language_of, words
from app.exports.words import Words
from config import SettingError

SETTINGS = ("ORIENTEER_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG", "LANGUAGE")


@pytest.fixture
def nothing_set(monkeypatch):
    for name in SETTINGS:
        monkeypatch.delenv(name, raising=False)
    return monkeypatch


@pytest.mark.parametrize(
    ("arguments", "environment", "language"),
    [
        ((), {}, "en"),
        ((), {"LANG": "ko_KR.UTF-8"}, "ko"),
        ((), {"LANG": "ko_KR.UTF-8", "ORIENTEER_LANGUAGE": "en"}, "en"),
        (("plan", "--lang", "ko"), {"ORIENTEER_LANGUAGE": "en"}, "ko"),
        (("plan", "--lang=en"), {"LANG": "ko_KR.UTF-8"}, "en"),
        (("plan", "--lang=ko", "--lang", "en"), {}, "en"),
        (("plan", "--lang", "fr"), {"LANG": "ko_KR.UTF-8"}, "ko"),
        (("plan", "--lang"), {}, "en"),
    ],
)
def test_the_option_comes_before_the_setting_and_that_before_the_system(
    nothing_set, arguments, environment, language
):
    for name, value in environment.items():
        nothing_set.setenv(name, value)
    assert language_of(arguments) == language


def test_a_setting_that_is_no_language_stops_the_command(nothing_set):
    nothing_set.setenv("ORIENTEER_LANGUAGE", "fr")
    with pytest.raises(SettingError):
        language_of(())


def orienteer(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "app", *arguments],
        input="python\n9\n",
        capture_output=True,
        text=True,
        check=False,
        encoding="utf-8",
        env={"PATH": "", "PYTHONIOENCODING": "utf-8", **environment},
    )


def test_a_korean_command_helps_refuses_and_reports_in_korean():
    assert "직무" in orienteer("plan", "--help", "--lang", "ko").stdout
    for result in (
        orienteer("score", "-", LANG="ko_KR.UTF-8"),
        orienteer("score", "-", "--min-answered", "2", ORIENTEER_LANGUAGE="ko"),
        orienteer("plan", "--lang", "ko"),
        orienteer("nothing", LANG="ko_KR.UTF-8"),
    ):
        told = result.stderr.replace("python", "").replace("line", "")
        assert any("가" <= letter <= "힣" for letter in told)
        for english in ("Error", "Usage", "Missing", "give", "skipped", "Try", "must"):
            assert english not in told


def test_without_a_command_the_commands_are_listed():
    result = orienteer()
    assert (result.returncode, result.stdout) == (2, "")
    assert all(
        f"\n  {command} " in result.stderr for command in ("score", "plan", "catalogue", "serve")
    )


def test_a_wrong_setting_is_reported_with_its_fix_and_exit_code_2():
    result = orienteer("score", "-", ORIENTEER_LANGUAGE="fr")
    assert (result.returncode, "ORIENTEER_LANGUAGE" in result.stderr) == (2, True)


def test_every_sentence_of_clicks_that_is_translated_is_still_clicks():
    modules = (
        click.core,
        click.exceptions,
        click.formatting,
        click.decorators,
        click.parser,
        click.types,
    )
    source = "\n".join(inspect.getsource(module) for module in modules)
    every = [*SENTENCES, *(sentence for pair in PLURALS for sentence in pair)]
    assert [
        sentence
        for sentence in every
        if sentence.replace("\n", "\\n").replace("\t", "\\t") not in source
    ] == []


def test_korean_translates_every_sentence_of_clicks():
    korean = words("ko")
    assert [sentence for sentence in SENTENCES if korean.gettext(sentence) == sentence] == []
    assert [one for one, many in PLURALS if korean.plural(one, many, 2) in (one, many)] == []


def test_a_fault_of_the_content_is_reported_in_the_readers_language():
    fault = Fault("manifest.toml", "roles", "%(id)s stands here twice", {"id": "x"})
    null = NullTranslations()
    assert fault_message(Words("en", null.gettext, null.ngettext), fault) == "x stands here twice"
    assert fault_message(Words("en", lambda _: "%(id)s 두 번", null.ngettext), fault) == "x 두 번"
