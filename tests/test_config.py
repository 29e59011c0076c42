"""Settings: a right value is read, and a wrong one stops the start with its name and a fix."""

import random
import string
from pathlib import Path

import pytest

from config import SettingError, Settings, read_language, read_settings, system_language

LONG = "".join(random.Random(11).choices(string.ascii_letters + string.digits, k=32))
"""A key like a random one, and the same in every process that runs a part of the tests."""


def read(tmp_path: Path, **environ: str) -> Settings:
    return read_settings({"ORIENTEER_INSTANCE": str(tmp_path / "instance"), **environ})


def test_nothing_needs_to_be_set(tmp_path: Path) -> None:
    found = read(tmp_path)
    assert found.database == tmp_path / "instance" / "orienteer.db"
    assert (
        found.hosts,
        found.proxies,
        found.language,
        found.contact,
        found.secret_key_fallbacks,
    ) == ((), 0, None, None, ())
    assert (found.retention_days, found.insecure_http) == (730, False)


RIGHT = {
    "DATABASE_URL": [
        ("sqlite:////srv/o.db", "database", "sqlite:////srv/o.db"),
        ("postgresql://u@h/d", "database", "postgresql+psycopg://u@h/d"),
        ("postgresql+psycopg://u@h/d", "database", "postgresql+psycopg://u@h/d"),
    ],
    "SECRET_KEY": [(LONG, "secret_key", LONG)],
    "SECRET_KEY_FALLBACKS": [
        (f"{LONG}, {LONG}x", "secret_key_fallbacks", (LONG, f"{LONG}x")),
        ("", "secret_key_fallbacks", ()),
    ],
    "ORIENTEER_HOSTS": [
        ("learn.example.org", "hosts", ("learn.example.org",)),
        ("Learn.Example.ORG", "hosts", ("learn.example.org",)),
        ("a.example, .b.example", "hosts", ("a.example", ".b.example")),
        ("127.0.0.2\n10.0.0.1", "hosts", ("127.0.0.2", "10.0.0.1")),
    ],
    "ORIENTEER_PROXIES": [("0", "proxies", 0), ("10", "proxies", 10), (" 2 ", "proxies", 2)],
    "ORIENTEER_LANGUAGE": [
        ("ko", "language", "ko"),
        ("en", "language", "en"),
        ("", "language", None),
    ],
    "ORIENTEER_RETENTION_DAYS": [
        ("30", "retention_days", 30),
        ("3650", "retention_days", 3650),
        ("never", "retention_days", None),
    ],
    "ORIENTEER_CONTACT": [("ask@example.org", "contact", "ask@example.org"), ("", "contact", None)],
    "ORIENTEER_LIMIT_STORE": [
        ("", "limit_store", "memory://"),
        ("memory://", "limit_store", "memory://"),
        ("redis://store.example", "limit_store", "redis://store.example"),
        ("rediss://:word@[::1]:6379/15", "limit_store", "rediss://:word@[::1]:6379/15"),
    ],
    "ORIENTEER_METRICS": [
        ("", "metrics", None),
        ("127.0.0.1:9101", "metrics", ("127.0.0.1", 9101)),
        ("node-1.example:65535", "metrics", ("node-1.example", 65535)),
    ],
    "ORIENTEER_LOG": [("", "log", "text"), ("text", "log", "text"), ("json", "log", "json")],
    "ORIENTEER_SLOW_QUERY_MS": [
        ("", "slow_query_ms", 200),
        ("0", "slow_query_ms", 0),
        ("60000", "slow_query_ms", 60_000),
    ],
    "ORIENTEER_HSTS_PRELOAD": [
        ("1", "hsts_preload", True),
        ("0", "hsts_preload", False),
        ("", "hsts_preload", False),
    ],
    "ORIENTEER_INSECURE_HTTP": [
        ("1", "insecure_http", True),
        ("0", "insecure_http", False),
        ("", "insecure_http", False),
    ],
}


@pytest.mark.parametrize(
    ("name", "value", "field", "expected"),
    [(name, *case) for name, cases in RIGHT.items() for case in cases],
)
def test_a_right_value_is_read(
    tmp_path: Path, name: str, value: str, field: str, expected: object
) -> None:
    environ = {name: value} | ({"SECRET_KEY": LONG} if value.startswith("redis") else {})
    assert getattr(read(tmp_path, **environ), field) == expected


WRONG = {
    "DATABASE_URL": [
        "mysql://h/d",
        "orienteer.db",
        "postgres://h/d",
        "sqlite:///",
        "sqlite:///:memory:",
        "sqlite:///file::memory:?uri=true",
        "sqlite:////srv/o.db?timeout=abc",
    ],
    "SECRET_KEY": ["", LONG[:31], " " * 40, "\udcff" + LONG],
    "SECRET_KEY_FALLBACKS": [LONG[:31], f"{LONG},x"],
    "ORIENTEER_CONTACT": ["ask\nme", "\udcff"],
    "ORIENTEER_HOSTS": [
        "https://learn.example.org",
        "a b/c",
        "example.org/path",
        "-x.example",
        "a..b",
        "example.org:8000",
    ],
    "ORIENTEER_PROXIES": ["-1", "11", "one", "1.0", "9" * 400],
    "ORIENTEER_LANGUAGE": ["fr", "KO", "ko-KR"],
    "ORIENTEER_RETENTION_DAYS": ["29", "3651", "0", "-1", "Never", "730.5"],
    "ORIENTEER_LIMIT_STORE": [
        "redis",
        "redis://",
        "redis:///0",
        "redis://h:0",
        "redis://h:65536",
        "redis://h:port",
        "redis://h/name",
        "redis://h/0?timeout=1",
        "redis://[h",
        "memcached://h",
        "memory",
        "redis://h\udcff",
    ],
    "ORIENTEER_METRICS": [
        "9101",
        ":9101",
        "127.0.0.1",
        "127.0.0.1:0",
        "127.0.0.1:65536",
        "h:port",
        "http://h:9101",
        "[::1]:9101",
    ],
    "ORIENTEER_LOG": ["JSON", "xml", "1"],
    "ORIENTEER_SLOW_QUERY_MS": ["-1", "60001", "1.5", "off"],
    "ORIENTEER_HSTS_PRELOAD": ["yes", "preload"],
    "ORIENTEER_INSECURE_HTTP": ["yes", "true", "2"],
}


@pytest.mark.parametrize(
    ("name", "value"), [(name, value) for name, values in WRONG.items() for value in values]
)
def test_a_wrong_value_stops_the_start_with_its_name_and_the_mend(
    tmp_path: Path, name: str, value: str
) -> None:
    with pytest.raises(SettingError) as caught:
        read(tmp_path, **{name: value})
    error = caught.value
    assert error.name == name
    assert str(error) == f"{name} {error.fault % error.values}: {error.mend % error.values}"
    assert error.mend.split()[0] in {"write", "use", "begin", "name"}, "the mend says what to do"


def test_a_secret_is_never_repeated_in_an_error(tmp_path: Path) -> None:
    with pytest.raises(SettingError) as caught:
        read(tmp_path, SECRET_KEY="hunter2")
    assert "hunter2" not in str(caught.value)
    with pytest.raises(SettingError) as caught:
        read(tmp_path, DATABASE_URL="mysql://root:hunter2@h/d")
    assert "hunter2" not in str(caught.value)
    with pytest.raises(SettingError) as caught:
        read(tmp_path, ORIENTEER_LIMIT_STORE="redis://:hunter2@h/name")
    assert "hunter2" not in str(caught.value)


def test_a_store_without_its_library_says_how_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.settings.limit_store.find_spec", lambda _: None)
    with pytest.raises(
        SettingError,
        match=r"^ORIENTEER_LIMIT_STORE names a Redis, for which a library is missing: "
        r"write memory:// or run make nodes",
    ):
        read(tmp_path, ORIENTEER_LIMIT_STORE="redis://h/0")


def test_metrics_without_their_library_say_how_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.settings.observability.find_spec", lambda _: None)
    with pytest.raises(
        SettingError,
        match=r"^ORIENTEER_METRICS is set, but its library is missing: begin with make nodes",
    ):
        read(tmp_path, ORIENTEER_METRICS="127.0.0.1:9101")


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        ({}, "en"),
        ({"LANG": "ko_KR.UTF-8"}, "ko"),
        ({"LANG": "fr_FR.UTF-8"}, "en"),
        ({"LC_ALL": "C", "LANG": "ko_KR.UTF-8"}, "en"),
        ({"LC_ALL": "", "LC_MESSAGES": "KO", "LANG": "en_US"}, "ko"),
        ({"ORIENTEER_LANGUAGE": "en", "LC_ALL": "ko_KR"}, "en"),
        ({"ORIENTEER_LANGUAGE": "ko", "LC_ALL": "en_US"}, "ko"),
    ],
)
def test_commands_speak_the_settings_language_then_the_systems_then_english(
    environ: dict[str, str], expected: str
) -> None:
    assert system_language(environ) == expected
    assert read_language(environ) == environ.get("ORIENTEER_LANGUAGE")
