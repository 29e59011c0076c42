"""What is remembered of requests has bounds, whatever somebody sends: neither many texts nor long ones fill a worker's memory."""

from flask import Flask

from app.extensions import SIGNATURES
from app.signatures import LONGEST, MOST, Signatures
from app.web import assets
from tests.visitor import Visitor

WITHOUT_WEIGHT = "!" * 4 * LONGEST
"""Is no letter of base64, so that a signature with it is as right as without."""


def test_a_signed_text_is_remembered_and_one_that_was_lengthened_is_not() -> None:
    signatures = Signatures("k" * 32, salt="test")
    text = signatures.signed("mine")
    for _ in range(2):
        assert signatures.loads(text) == signatures.loads(text + WITHOUT_WEIGHT) == "mine"
    assert signatures._checked.cache_info()[1:] == (1, MOST, 1)


def test_the_token_of_a_form_can_be_lengthened_without_filling_anything(app: Flask, visitor: Visitor) -> None:
    visitor.begin()
    signatures: Signatures = app.extensions[SIGNATURES]
    signatures._checked.cache_clear()
    assert visitor.put("python", {"level": 2, "revision": 1}, token=visitor.token + WITHOUT_WEIGHT).status == 200
    assert signatures._checked.cache_info().currsize == 0


def test_another_way_to_write_a_files_name_is_not_remembered(visitor: Visitor) -> None:
    visitor.open("/")
    known = assets.version.cache_info().currsize
    for times in range(1, 20):
        assert visitor.open(f"/static/{'./' * times}style.css?v=1").status == 200
    assert assets.version.cache_info().currsize == known
