"""The picture of a shared result: who gets it, what it says, and what messengers are told of it."""

import re
import struct

import pytest

from tests.support.visitor import CLEAR, FLAT, Visitor
from tests.web.sharing.shares import link

PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture
def path(reader: Visitor) -> str:
    """Return the address of a result that is shared with its ratings."""
    reader.finish(CLEAR)
    return link(reader, "ratings")


def test_it_says_the_finding_in_the_readers_language(reader: Visitor, path: str) -> None:
    card = reader.open(f"{path}/card.svg")
    assert (card.status, card.headers["Content-Type"]) == (200, "image/svg+xml; charset=utf-8")
    texts = re.findall(r"<(?:text|title)[^>]*>([^<]+)<", card.html)
    finding = {"en": "Closest to MLOps engineer", "ko": "MLOps 엔지니어에 가장 가까워요"}
    assert finding[reader.language] in texts  # type: ignore[index]
    met = {"en": "9 of 16 requirements met", "ko": "요건 16개 중 9개 충족"}
    assert met[reader.language] in texts  # type: ignore[index]


def test_its_png_has_the_size_that_messengers_show(visitor: Visitor, path: str) -> None:
    response = visitor.app.test_client().get(f"{path}/card.png")
    assert response.mimetype == "image/png"
    assert response.data.startswith(PNG)
    assert struct.unpack(">II", response.data[16:24]) == (1200, 630)
    assert len(response.data) < 250_000


def test_messengers_are_told_where_it_is(visitor: Visitor, path: str) -> None:
    shared = Visitor(visitor.app).open(path)
    told = {
        each["property"]: each["content"] for tag, each in shared.elements if "property" in each
    }
    assert told["og:image"] == f"http://localhost{path}/card.png"
    assert told["og:title"] == "Closest to MLOps engineer"


def test_without_the_extra_the_page_offers_the_svg(
    visitor: Visitor, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.web.results.routes.png_is_possible", lambda: False)
    monkeypatch.setitem(visitor.app.jinja_env.globals, "has_png", False)
    shared = Visitor(visitor.app).open(path)
    assert f"{path}/card.svg" in shared.links
    assert "og:image" not in shared.html
    assert visitor.open(f"{path}/card.png").status == 404


@pytest.mark.parametrize("kind", ["svg", "png"])
def test_without_shared_ratings_there_is_none(visitor: Visitor, kind: str) -> None:
    visitor.finish(CLEAR)
    path = link(visitor, "plan")
    stranger = Visitor(visitor.app)
    assert stranger.open(f"{path}/card.{kind}").status == 404
    assert f"{path}/card" not in stranger.open(path).html


def test_a_tie_is_a_picture_too(visitor: Visitor) -> None:
    visitor.finish(FLAT)
    path = link(visitor, "ratings")
    assert "<title>Too close to call: all roles</title>" in visitor.open(f"{path}/card.svg").html
    assert visitor.app.test_client().get(f"{path}/card.png").data.startswith(PNG)
