"""Return codes: long, random, easy to type, with a check symbol, and stored as a hash."""

import hashlib
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from math import log2
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine

from app.storage.databases.migrate import migrate
from app.storage.engine import reading, writing
from app.storage.owners import create_owner
from app.storage.return_codes import (
    LENGTH,
    SYMBOLS,
    Mistyped,
    code_made_at,
    grouped,
    make_code,
    new_code,
    owner_of_code,
    read_code,
)
from tests.storage.conftest import NOW, new_owner


def whole(body: str) -> str:
    """Return a body with Crockford's check symbol. Codes use only its letters and digits."""
    value = sum(SYMBOLS.index(symbol) * 32**place for place, symbol in enumerate(reversed(body)))
    return body + (SYMBOLS + "*~$=U")[value % 37]


CODES = (
    st.text(SYMBOLS, min_size=LENGTH - 1, max_size=LENGTH - 1)
    .map(whole)
    .filter(lambda code: code[-1] in SYMBOLS)
)


def fault(typed: str) -> tuple[str, str]:
    with pytest.raises(Mistyped) as slip:
        read_code(typed)
    return slip.value.fault, slip.value.found


def test_a_code_holds_more_than_128_random_bits_and_is_never_the_same() -> None:
    made = [new_code() for _ in range(2000)]
    assert len(set(made)) == 2000
    assert (LENGTH - 1) * log2(len(SYMBOLS)) - log2(37 / 32) > 128
    for place in range(LENGTH - 1):
        assert {code[place] for code in made} == set(SYMBOLS), "every symbol at every place"


def test_a_code_is_shown_in_seven_groups_of_four_without_what_looks_alike() -> None:
    for _ in range(200):
        groups = grouped(new_code()).split()
        assert [len(each) for each in groups] == [4] * 7
        assert not set("".join(groups)) & set("OILU*~$=")


def test_the_check_symbol_is_crockfords() -> None:
    """Calculated by hand: 1, 31, 37, 38 and 74 modulo 37."""
    zeros = "0" * (LENGTH - 3)
    for body, check in (("01", "1"), ("0Z", "Z"), ("15", "0"), ("16", "1"), ("2A", "0")):
        assert read_code(zeros + body + check) == zeros + body + check
        assert fault(zeros + body + ("Y" if check != "Y" else "X"))[0] == "check"


@given(code=CODES, typed=st.data())
def test_a_code_is_read_however_it_is_typed(code: str, typed: st.DataObject) -> None:
    between = typed.draw(
        st.sampled_from(["", " ", "-", "\u2013", " - ", "\u3000", "\n", ".", "\u00ad", "\t"])
    )
    likes = {"0": "0oO\uff10", "1": "1iIlL\uff11"}
    letters = [
        typed.draw(st.sampled_from(likes.get(each, each + each.lower() + chr(ord(each) + 0xFEE0))))
        for each in code
    ]
    assert read_code(between + between.join(letters) + between) == code


@given(code=CODES, place=st.integers(0, LENGTH - 1), symbol=st.sampled_from(SYMBOLS))
def test_one_wrong_symbol_is_a_typing_error(code: str, place: int, symbol: str) -> None:
    typed = code[:place] + symbol + code[place + 1 :]
    if typed != code:
        assert fault(typed)[0] == "check"


@given(code=CODES, place=st.integers(0, LENGTH - 3))
def test_two_swapped_neighbours_are_a_typing_error(code: str, place: int) -> None:
    typed = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    if typed != code:
        assert fault(typed)[0] == "check"


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("", ("empty", "")),
        (" -\u200b\n", ("empty", "")),
        ("0" * 27, ("length", "27")),
        ("0" * 29, ("length", "29")),
        ("a" + "\u0345\u0334" * 30_000, ("length", "60001")),
        ("0" * 27 + "U", ("strange", "U")),
        ("\u3142" + "0" * 26 + "\u3142", ("strange", "\u1107")),
        ("0$\u00df0", ("strange", "$")),
    ],
)
def test_an_invalid_code_is_refused_with_its_fault(typed: str, found: tuple[str, str]) -> None:
    assert fault(typed) == found


@given(st.text())
def test_any_text_is_a_code_or_a_typing_error(typed: str) -> None:
    with suppress(Mistyped):
        assert len(read_code(typed)) == LENGTH


def test_a_code_finds_its_owner_and_no_other_does(engine: Engine) -> None:
    one, other = new_owner(engine), new_owner(engine)
    with writing(engine) as db:
        assert code_made_at(db, one) is None
        code, second = make_code(db, one, NOW, None), make_code(db, other, NOW, None)
        assert code
        assert second
        assert [
            owner_of_code(db, each) for each in (code, second, new_code(), "", code.lower())
        ] == [one, other, None, None, None]
        assert code_made_at(db, one) == NOW


def test_a_new_code_replaces_the_old_one_and_a_form_sent_twice_makes_one(
    engine: Engine, owner: int
) -> None:
    with writing(engine) as db:
        first = make_code(db, owner, NOW, None)
        assert make_code(db, owner, NOW, None) is None, "the page that asked knew of none"
        second = make_code(db, owner, NOW, code_made_at(db, owner))
        assert first
        assert second
        assert (owner_of_code(db, first), owner_of_code(db, second)) == (None, owner)
        assert make_code(db, owner, NOW, NOW) is None, "though both were made in one second"


def test_of_ten_concurrent_requests_for_a_code_one_creates_it(engine: Engine, owner: int) -> None:
    def make(_: int) -> str | None:
        with writing(engine) as db:
            return make_code(db, owner, NOW, None)

    with ThreadPoolExecutor(10) as pool:
        (code,) = filter(None, pool.map(make, range(10)))
    with reading(engine) as db:
        assert owner_of_code(db, code) == owner


def test_the_code_itself_is_stored_nowhere(sqlite: Engine) -> None:
    migrate(sqlite)
    with writing(sqlite) as db:
        code = make_code(db, create_owner(db, NOW)[0].id, NOW, None)
    sqlite.dispose()
    assert code
    assert sqlite.url.database
    kept = Path(sqlite.url.database).read_bytes()
    assert not [each for each in (code, code.lower(), grouped(code)) if each.encode() in kept]
    assert hashlib.sha256(code.encode()).digest() not in kept, (
        "the hash of a code is that of nothing else"
    )
    assert hashlib.sha256(b"orienteer return code\0" + code.encode()).digest() in kept
