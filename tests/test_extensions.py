"""Requests are counted by a fingerprint of their network, which reveals nothing and lasts a day."""

from datetime import datetime, timedelta, tzinfo

import pytest
from flask import Flask

from app import extensions
from app.extensions import network_fingerprint


def of(app: Flask, address: str) -> str:
    with app.test_request_context(environ_base={"REMOTE_ADDR": address}):
        return network_fingerprint()


@pytest.fixture
def plain_app() -> Flask:
    app = Flask(__name__)
    app.config["SECRET_KEY"] = "for these tests only"  # noqa: S105 (no secret)
    return app


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9"),
        ("203.0.113.9", "::ffff:203.0.113.9"),
        ("unknown", "unknown"),
    ],
)
def test_a_network_has_one_fingerprint_however_many_addresses_it_has(
    plain_app: Flask, one: str, other: str
) -> None:
    assert of(plain_app, one) == of(plain_app, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("2001:db8:1:2::1", "2001:db8:1:3::1"), ("203.0.113.9", "203.0.113.8"), ("", "unknown")],
)
def test_another_network_has_another(plain_app: Flask, one: str, other: str) -> None:
    assert of(plain_app, one) != of(plain_app, other)


def test_it_depends_on_the_key_and_on_the_day(
    plain_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Tomorrow(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:
            return datetime.now(tz) + timedelta(days=1)

    today = of(plain_app, "203.0.113.9")
    with monkeypatch.context() as patch:
        patch.setattr(extensions, "datetime", Tomorrow)
        assert of(plain_app, "203.0.113.9") != today
    plain_app.config["SECRET_KEY"] = "another"  # noqa: S105 (no secret)
    assert of(plain_app, "203.0.113.9") != today
