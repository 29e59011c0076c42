"""Templates that are kept compiled: each only for as long as nothing that it was made of changes, and never at the cost of a page."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.routing import Map, Rule

from app.catalogue.text import LANGUAGES, Language
from app.web import compiled
from app.web.compiled import MADE_OF, made_of
from app.web.spoken import Plain, Spoken

NAME = "left.html"


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where they are kept, in a process that keeps them."""
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(compiled, "KEPT", tmp_path / "__pycache__")
    return tmp_path / "__pycache__"


@pytest.fixture
def load(app: Flask, kept: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[Language], bool]:
    """Loads a template as another process would, and says whether it was compiled for that."""
    made: list[str | None] = []
    generate = Spoken._generate

    def noted(self: Spoken, source: object, name: str | None, *given: object, **options: object) -> object:
        made.append(name)
        return generate(self, source, name, *given, **options)  # type: ignore[arg-type]

    def loaded(language: Language) -> bool:
        made.clear()
        with app.test_request_context():
            environment = app.jinja_env.overlay()
            assert isinstance(environment, Spoken)
            environment.made = {}
            assert environment.speaking(language).get_template(NAME).render.__self__.name == NAME
        return NAME in made

    monkeypatch.setattr(Spoken, "_generate", noted)
    return loaded


def test_a_template_is_compiled_once_for_each_language(load: Callable[[Language], bool]) -> None:
    assert [load(language) for language in LANGUAGES] == [True, True]
    assert [load(language) for language in LANGUAGES] == [False, False]


def test_one_that_was_made_of_something_else_is_compiled_anew(load: Callable[[Language], bool], monkeypatch: pytest.MonkeyPatch) -> None:
    assert load("ko")
    monkeypatch.setattr("app.web.spoken.made_of", lambda *_: "else")
    assert load("ko")
    assert not load("ko")


@pytest.mark.parametrize("left", [0, 1, 40, 100, -1])
def test_one_that_was_cut_short_is_compiled_anew(load: Callable[[Language], bool], kept: Path, left: int) -> None:
    assert load("ko")
    (file,) = kept.iterdir()
    file.write_bytes(file.read_bytes()[:left])
    assert load("ko")
    assert not load("ko")


def test_nothing_is_kept_where_nobody_may_write(load: Callable[[Language], bool], kept: Path) -> None:
    kept.write_text("no folder")
    assert load("ko")
    assert load("ko")


def test_nothing_is_kept_where_python_keeps_nothing(load: Callable[[Language], bool], kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert load("ko")
    assert load("ko")
    assert not kept.exists()


def test_a_page_of_what_was_kept_is_the_one_of_what_was_compiled(kept: Path, app: Flask) -> None:
    def made_anew() -> str:
        environment = app.jinja_env
        assert isinstance(environment, Spoken)
        environment.constant.clear()
        environment.__dict__.pop("made", None)
        return app.test_client().get("/accessibility").text

    compiled_now = made_anew()
    assert list(kept.iterdir())
    assert made_anew() == compiled_now


def change_size(file: Path) -> None:
    file.write_text(file.read_text() + " ")


def change_time(file: Path) -> None:
    os.utime(file, (1, 1))


def rename(file: Path) -> None:
    file.rename(file.with_name("other"))


@pytest.mark.parametrize("change", [change_size, change_time, rename, Path.unlink])
@pytest.mark.parametrize("folder", MADE_OF)
def test_a_file_that_changes_makes_another_name(tmp_path: Path, folder: str, change: Callable[[Path], object]) -> None:
    file = tmp_path / folder / "deep" / "file"
    file.parent.mkdir(parents=True)
    file.write_text("text")
    before = made_of(Map(), tmp_path)
    assert made_of(Map(), tmp_path) == before
    change(file)
    assert made_of(Map(), tmp_path) != before


def test_what_is_kept_makes_no_other_name(tmp_path: Path) -> None:
    (tmp_path / "web" / "__pycache__").mkdir(parents=True)
    before = made_of(Map(), tmp_path)
    (tmp_path / "web" / "__pycache__" / "en.template").write_text("text")
    assert made_of(Map(), tmp_path) == before


def test_addresses_make_another_name(tmp_path: Path) -> None:
    maps = [Map(), Map([Rule("/a", endpoint="a")]), Map([Rule("/b", endpoint="a")]), Map([Rule("/a", endpoint="b")])]
    assert len({made_of(each, tmp_path) for each in maps}) == len(maps)


def test_what_compiles_them_is_among_what_they_are_made_of() -> None:
    sources = {Path(sys.modules[each.__module__].__file__ or "").relative_to(compiled.APP).parts[0] for each in (Spoken, Plain)}
    assert sources <= set(MADE_OF)
