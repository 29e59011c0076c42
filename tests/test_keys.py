"""Keys are random and private, or the start fails. A new key signs nobody out."""

import os
import secrets
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from config import SettingError, Settings, read_settings
from tests.support.databases import Environ
from tests.support.visitor import CLEAR, Visitor

MakeApp = Callable[[Settings], Flask]
OLD, NEW, OTHER = (secrets.token_urlsafe(48) for _ in range(3))
PLACEHOLDERS = {
    "a word, again and again": "changeme" * 8,
    "a default": "change_this_to_something-8c02b7d9f1",
    "a framework's": "django-insecure-8c02b7d9f1e64a35b0",
    "from a tutorial": "your-very-long-secret-key-goes-here-0",
    "in capitals": "MY_SECRET_KEY_FOR_THE_PAGES_8C02B7D9",
    "a password": "a-password-that-somebody-thought-of-1",
}


def read(tmp_path: Path, **environ: str) -> Settings:
    return read_settings({"ORIENTEER_INSTANCE": str(tmp_path / "instance"), **environ})


@pytest.mark.parametrize("key", PLACEHOLDERS.values(), ids=PLACEHOLDERS.keys())
@pytest.mark.parametrize("name", ["SECRET_KEY", "SECRET_KEY_FALLBACKS"])
def test_a_placeholder_stops_the_start_however_long(tmp_path: Path, name: str, key: str) -> None:
    with pytest.raises(SettingError, match=f"^{name} is a placeholder, not a random key") as caught:
        read(tmp_path, **({"SECRET_KEY": NEW} | {name: key}))
    assert key not in str(caught.value)


@pytest.mark.parametrize(
    "make",
    [
        lambda: secrets.token_hex(16),
        lambda: secrets.token_hex(32),
        lambda: secrets.token_urlsafe(24),
    ],
)
def test_no_random_key_is_taken_for_a_placeholder(tmp_path: Path, make: Callable[[], str]) -> None:
    keys = [make() for _ in range(500)]
    assert read(
        tmp_path, SECRET_KEY=keys[0], SECRET_KEY_FALLBACKS=",".join(keys)
    ).secret_key_fallbacks == tuple(keys)


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o644])
def test_a_key_that_others_may_read_stops_the_start_until_that_is_mended(
    tmp_path: Path, mode: int
) -> None:
    key = read(tmp_path).secret_key
    path = tmp_path / "instance" / "secret_key"
    path.chmod(mode)
    with pytest.raises(
        SettingError,
        match=r"secret_key file other users of this machine may read: begin with chmod 600",
    ) as caught:
        read(tmp_path)
    assert key not in str(caught.value)
    path.chmod(0o600)
    assert read(tmp_path).secret_key == key


def test_a_key_file_that_somebody_wrote_by_hand_is_not_taken(tmp_path: Path) -> None:
    instance = tmp_path / "instance"
    instance.mkdir()
    with os.fdopen(os.open(instance / "secret_key", os.O_CREAT | os.O_WRONLY, 0o600), "w") as file:
        file.write("changeme" * 8)
    with pytest.raises(SettingError, match="whose secret_key file is damaged"):
        read(tmp_path)


def test_the_folder_of_an_instance_is_its_owners_alone(tmp_path: Path) -> None:
    read(tmp_path)
    assert stat.S_IMODE((tmp_path / "instance").stat().st_mode) == 0o700


NODES = [
    {"DATABASE_URL": "postgresql://u@h/d", "ORIENTEER_HOSTS": "learn.example.org"},
    {"ORIENTEER_LIMIT_STORE": "redis://store.example/0"},
]


@pytest.mark.parametrize(
    "environ", NODES, ids=["a database for several nodes", "a store for several nodes"]
)
def test_nodes_that_serve_the_same_people_need_a_key_that_is_given(
    tmp_path: Path, environ: dict[str, str]
) -> None:
    with pytest.raises(
        SettingError,
        match=r"^SECRET_KEY is missing, and several nodes .* need the same one: "
        r"use 32 random characters",
    ):
        read(tmp_path, **environ)
    assert read(tmp_path, SECRET_KEY=NEW, **environ).secret_key == NEW


@pytest.mark.parametrize(
    "environ",
    [{}, {"DATABASE_URL": "postgresql://u@h/d"}, {"ORIENTEER_HOSTS": "learn.example.org"}],
)
def test_one_node_makes_its_own(tmp_path: Path, environ: dict[str, str]) -> None:
    assert len(read(tmp_path, **environ).secret_key) >= 32


def rotated(
    make_app: MakeApp, environ: Environ, visitor: Visitor, key: str, *fallbacks: str
) -> Visitor:
    """Return the same person with the same cookies, after a start with other keys."""
    app = make_app(
        read_settings(environ | {"SECRET_KEY": key, "SECRET_KEY_FALLBACKS": ",".join(fallbacks)})
    )
    later = Visitor(app)
    later.client._cookies = visitor.client._cookies
    return later


def test_a_new_key_signs_nobody_out_and_open_forms_are_saved(
    make_app: MakeApp, environ: Environ
) -> None:
    visitor = Visitor(make_app(read_settings(environ | {"SECRET_KEY": OLD})))
    open_form = visitor.begin()
    later = rotated(make_app, environ, visitor, NEW, OTHER, OLD)
    kept = later.press(open_form, open_form.form("math"), "next", calculus="3")
    assert (kept.status, kept.path) == (200, "/assessments/1/programming")
    assert later.result_of(CLEAR, 1).path == "/assessments/1"


def test_what_is_signed_anew_has_the_new_key(make_app: MakeApp, environ: Environ) -> None:
    """The old key may go once everybody has been here again."""
    visitor = Visitor(make_app(read_settings(environ | {"SECRET_KEY": OLD})))
    visitor.begin()
    between = rotated(make_app, environ, visitor, NEW, OLD)
    open_form = between.open("/assessments/1/math")
    last = rotated(make_app, environ, between, NEW)
    assert (
        last.press(open_form, open_form.form("math"), "next", calculus="3").path
        == "/assessments/1/programming"
    )


def test_a_key_that_is_no_longer_named_signs_nothing(make_app: MakeApp, environ: Environ) -> None:
    """A stolen key is of no use. Nobody is signed out: a browser's secret is not signed."""
    visitor = Visitor(make_app(read_settings(environ | {"SECRET_KEY": OLD})))
    open_form = visitor.begin()
    later = rotated(make_app, environ, visitor, NEW)
    refused = later.press(open_form, open_form.form("math"), "next", calculus="3")
    assert refused.status == 400
    assert 'value="3" checked' in refused.html, "what was chosen is still there"
    assert later.open("/assessments/1/math").status == 200
